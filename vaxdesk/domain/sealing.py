"""Which logs a day's seal names, and what was written after it. Pure.

Each log's first entry names the device's log before it with its head, so a log that is vouched for vouches for those
before it. A seal names the logs that went on since the seals of earlier days.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from vaxdesk.domain.completeness import Completeness
from vaxdesk.domain.stock.balance import TableLine

MOST_LOGS = 40  # what the codes of one page hold


class LogEnd(msgspec.Struct, frozen=True, kw_only=True):
    """A log of the station, its number in this database, how far it is held, and the log before it."""

    log: str
    local_no: int
    seq: int
    h: str  # hex
    before: str = ""
    before_seq: int = 0


class SealLine(msgspec.Struct, frozen=True, kw_only=True):
    """A seal as the page lists it; `by` is the name of whoever sealed."""

    id: str
    at: int
    by: str
    people: int
    outcomes: int
    confirmed: int
    waiting: int


class DayEnd(msgspec.Struct, frozen=True, kw_only=True):
    """How a day stands before and after it is sealed.

    Args:
        ladder: who is missing where, and whose observation is running.
        waiting: entries that the feed has not shown, of any day.
        refused: verdicts of logs that the server would not take.
        seals: the latest last; it supersedes those before.
        after: entries about the day that no seal vouches for; 0 while there is none.
        vaccine: lots at tables, each with issued = used + wasted + returned + difference.
        unvouched: people whose certificates wait for the site's signature.
    """

    day: str
    ladder: Completeness
    waiting: int = 0
    refused: tuple[str, ...] = ()
    seals: tuple[SealLine, ...] = ()
    after: int = 0
    vaccine: tuple[TableLine, ...] = ()
    unvouched: int = 0


def vouched(ends: Iterable[LogEnd], heads: Iterable[Mapping[str, str]]) -> dict[str, int]:
    """How far each log is vouched for by some seals (`log -> "seq:hash"`), directly or as a log before another."""
    by_log = {one.log: one for one in ends}
    found: dict[str, int] = {}
    waiting = [(log, int(head.partition(":")[0])) for some in heads for log, head in some.items()]
    while waiting:
        log, seq = waiting.pop()
        if seq <= found.get(log, 0):
            continue
        found[log] = seq
        one = by_log.get(log)
        if one is not None and one.before:
            waiting.append((one.before, one.before_seq))
    return found


def to_name(ends: Iterable[LogEnd], known: Mapping[str, int]) -> list[LogEnd]:
    """The logs that a new seal names: those that went on since `known`.

    When they are more than a page holds, logs that a later log of the same device names whole are left out first.
    """
    moved = [one for one in ends if one.seq > known.get(one.log, 0)]
    if len(moved) <= MOST_LOGS:
        return moved
    followed = {(one.before, one.before_seq) for one in moved}
    tips = [one for one in moved if (one.log, one.seq) not in followed]
    return tips[-MOST_LOGS:]


def written_after(ids: Iterable[tuple[int, int]], ends: Iterable[LogEnd], known: Mapping[str, int]) -> int:
    """How many entries (log's local number, sequence) no seal vouches for; those of logs not held are left out."""
    upto = {one.local_no: known.get(one.log, 0) for one in ends}
    return sum(seq > upto[number] for number, seq in ids if number in upto)
