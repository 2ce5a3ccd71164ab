"""Links records that surely are one person, so that a second dose at another site is nobody's work (sync design 2.6).

What is sure says `domain.matching`, as for every pair that is only shown to people. A link is an entry `same` of the
program, taken back by `void` like any other. A pair is linked by rule once, and what people have taken back, or have
declared two persons, no third record joins again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

import sqlalchemy as sa

from sync_server.durable.tables import linked
from sync_server.reading.standing import Standing, standing
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from sync_server.settings import Server
from vaxdesk.domain.matching.blocks import SURE
from vaxdesk.domain.matching.compared import Compared
from vaxdesk.domain.matching.judge import Match, Verdict
from vaxdesk.domain.matching.levels import Level
from vaxdesk.domain.payloads import Same
from vaxdesk.registry import rules
from vaxdesk.registry.checks import alike
from vaxdesk.registry.checks.records import LEFT, PAIRS, RIGHT
from vaxdesk.registry.entry import insert_new
from vaxdesk.registry.names import LogNames

BY_NUMBER = "rule: identity number, name, birth"
BY_INSURANCE = "rule: name, birth, insurance number"
BY_TELEPHONE = "rule: name, birth, telephone"


class Link(NamedTuple):
    """Two records that a rule joins, the older first, and which rule."""

    a: int
    b: int
    rule: str


class _Pair(NamedTuple):
    """Two records that surely are one person; `of` are the records that stand for each."""

    bits: float
    link: Link
    of: tuple[int, int]


def link(conn: sa.Connection, server: Server, names: LogNames, persons: Mapping[int, Iterable[int]]) -> int:
    """Writes a `same` for each pair that a rule makes of some people and all others; returns how many.

    Args:
        persons: by the number of the feed in which they were entered, and in which it is written.
    """
    came_in: dict[int, int] = {}
    for feed_no, some in sorted(persons.items()):
        came_in |= dict.fromkeys(set(some) - came_in.keys(), feed_no)
    links = sure(conn, came_in)
    insert_new(conn, linked, [{"a": one.a, "b": one.b} for one in links])
    notes: dict[int, list[Note]] = defaultdict(list)
    for one in links:
        home = min(came_in[side] for side in (one.a, one.b) if side in came_in)
        notes[home].append(Note(kind="same", payload=Same(a=names.ref(one.a), b=names.ref(one.b), why=one.rule)))
    for feed_no, some in sorted(notes.items()):
        hosted.write(conn, server, feed_no, some)
    return len(links)


def sure(conn: sa.Connection, persons: Collection[int]) -> list[Link]:
    """One link for each two people whom a rule joins, and none inside one that is one person already."""
    pairs = sorted(_pairs(conn, persons), key=lambda pair: (-pair.bits, pair.link))
    if not pairs:
        return []
    known = standing(conn, {one for pair in pairs for one in pair.of})
    return [pair.link for pair in pairs if _join(known, pair)]


def _join(known: Standing, pair: _Pair) -> bool:
    """Whether a pair is still to be linked, which it then counts as."""
    if (pair.link.a, pair.link.b) in known.decided or not known.may_join(*pair.of):
        return False
    known.join(*pair.of)
    return True


def _pairs(conn: sa.Connection, persons: Collection[int]) -> Iterable[_Pair]:
    judge = rules.judge()
    found: dict[tuple[int, int], _Pair] = {}
    for by, some in alike.comparable(conn, set(persons), SURE).items():
        for row in conn.execute(PAIRS[by], {"ids": list(some)}) if some else ():
            both = (min(row[:2]), max(row[:2]))
            if both in found:
                continue
            match = judge.compare(Compared(*row[LEFT]), Compared(*row[RIGHT]))
            if match.verdict is Verdict.SURE:
                found[both] = _Pair(match.bits, Link(*both, _rule(match)), (row[2], row[3]))
    return found.values()


def _rule(match: Match) -> str:
    if match.levels["doc"] is Level.SAME:
        return BY_NUMBER
    return BY_INSURANCE if match.levels["bhyt"] is Level.SAME else BY_TELEPHONE
