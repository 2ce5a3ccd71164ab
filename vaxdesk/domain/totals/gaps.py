"""Numbers of a day that do not add up: what may be missing of it, and by which rule.

A gap says how many people or doses *may* be missing, never that they are: whoever looks asks the site. Each kind counts
what it can see alone, so several of one day may speak of the same people; they are not to be added up.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.stock.balance import VialUse

SILENT_DAYS = 3  # without contact, after which a site counts as silent
MOST = 1_000_000_000  # whatever an entry says


class GapKind(StrEnum):
    """What does not add up, the gravest first."""

    WORDS = nonmember("district_missing.kind")

    NOTHING = "nothing"  # a list or a session of a past day, and nobody was received
    SEALED = "sealed"  # the site's seal counts more people, or more outcomes, than are here
    UNSENT = "unsent"  # the site's seal names entries that never came
    NO_OUTCOME = "no_outcome"  # received, and no outcome
    VIALS = "vials"  # doses of opened vials that were neither given nor written off
    TABLES = "tables"  # doses handed out to a table, neither opened nor brought back
    STACKS = "stacks"  # sheets announced and not typed in
    UNSEALED = "unsealed"  # people were received, and nobody sealed the day
    SILENT = "silent"  # nothing was heard of the site


OF_DAY = (GapKind.NOTHING, GapKind.SEALED, GapKind.NO_OUTCOME, GapKind.UNSEALED)  # follow from a day's sums alone
OF_PEOPLE = frozenset((GapKind.NOTHING, GapKind.NO_OUTCOME))  # of which the people concerned are known


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """`n` people, doses or sheets may be missing, out of `of`; `n` is 0 where nothing tells how many."""

    kind: GapKind
    n: int
    of: int


def of_day(sums: Mapping[str, int]) -> list[Gap]:
    """What the sums of a unit's own day say (`figures`)."""

    def at(name: str) -> int:
        return max(sums.get(name, 0), 0)

    people, unfinished = at("people"), at("unfinished")
    found = []
    if not people and (at("listed") or at("planned")):
        waited_for = at("listed") or at("places")
        found.append(Gap(kind=GapKind.NOTHING, n=waited_for, of=waited_for))
    more = max(at("seal_people") - people, at("seal_outcomes") - (people - unfinished))
    if at("sealed") and more > 0:
        found.append(Gap(kind=GapKind.SEALED, n=more, of=at("seal_people")))
    if unfinished:
        found.append(Gap(kind=GapKind.NO_OUTCOME, n=unfinished, of=people))
    if people and not at("sealed"):
        found.append(Gap(kind=GapKind.UNSEALED, n=0, of=people))
    return [Gap(kind=one.kind, n=min(one.n, MOST), of=min(one.of, MOST)) for one in found]


def of_vial(use: VialUse) -> int:
    """Doses of an opened vial of which nobody knows: of a closed one neither given nor written off, of one that was
    never closed not given.
    """
    return max(use.unexplained, 0) if use.closed else use.left


def left_at_table(days: Mapping[str, int]) -> dict[str, int]:
    """Doses that stayed at a table, by the day on which they were handed out.

    Args:
        days: of each ISO day what was handed out less what was opened and brought back; what a later day opens or
            brings back of an earlier one is taken from the earliest.
    """
    stays: dict[str, int] = {}
    for day, rest in sorted(days.items()):
        if rest > 0:
            stays[day] = rest
            continue
        gone = -rest
        for earlier in list(stays):
            taken = min(gone, stays[earlier])
            stays[earlier] -= taken
            gone -= taken
            if not stays[earlier]:
                del stays[earlier]
    return stays


def named_by(head: str) -> int:
    """How many entries of a log a seal names (`seq:hash`); 0 for what is no such text."""
    seq = head.partition(":")[0]
    return min(int(seq), MOST) if seq.isascii() and seq.isdigit() and len(seq) < 18 else 0


def unsent(heads: Mapping[str, str], held: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """First and last entry of each log that a seal names and that never came.

    Args:
        held: how many entries of each log are here; a log that is not named is none of the unit's.
    """
    named = {log: named_by(head) for log, head in heads.items() if log in held}
    return {log: (held[log] + 1, seq) for log, seq in named.items() if seq > held[log]}
