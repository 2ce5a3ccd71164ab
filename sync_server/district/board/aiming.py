"""What is done towards targets: of a unit over the days of each, and of the units right below for one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

import msgspec
import sqlalchemy as sa

from sync_server.district.board.periods import Period
from sync_server.durable.tables_totals import aim
from sync_server.totals import asked
from vaxdesk.domain.direction import target as rules
from vaxdesk.domain.direction.target import INHABITANT_DOSES, Line, TargetOf
from vaxdesk.domain.totals.share import Sums
from vaxdesk.registry import bulk

MOST_LINES = 24
_OF_UNIT = sa.select(aim).where(aim.c.node == sa.bindparam("unit")).order_by(aim.c.until.desc(), aim.c.line)
_OF_LINE = sa.select(aim).where(aim.c.line == sa.bindparam("which"), bulk.among(aim.c.node, "ids"))


class Towards(msgspec.Struct, frozen=True, kw_only=True):
    """A target and what is done. `own`: it was set for the unit, else it adds up what was set below.

    `since`, `until`: ISO days from which and to the end of which it is counted, `since` empty for the beginning;
    `round_no`: the round whose doses count, empty for all doses.
    """

    line: Line
    n: int
    own: bool
    done: int
    since: str
    until: str
    round_no: str = ""


def of_unit(conn: sa.Connection, unit: int, period: Period) -> tuple[Towards, ...]:
    """Targets of a unit, counted to the end of the period.

    Of a round: those that name it, and what is done in it, whatever the day. Else those whose days the period meets,
    and those of inhabitants, with what is done on their days.
    """
    rows = conn.execute(_of_round(period) if period.round_no else _of_days(period), {"unit": unit})
    found = [(rules.read(row.line), row) for row in rows]
    met = [(line, row) for line, row in found if _is_met(line, period)][:MOST_LINES]
    spans_of = {_days(line, period) for line, _ in met}
    sums = {(since, until): asked.sums(conn, unit, since=since, until=until, round_no=period.round_no)
            for since, until in spans_of}  # fmt: skip
    return tuple(_towards(line, row, sums[_days(line, period)], period) for one, row in met for line in _told(one))


def _of_round(period: Period) -> sa.Select:
    return _OF_UNIT.where(aim.c.line.contains(f"|{period.round_no}|", autoescape=True))


def _of_days(period: Period) -> sa.Select:
    return _OF_UNIT.where(sa.or_(aim.c.until >= period.since, aim.c.until == ""))


def _is_met(line: Line, period: Period) -> bool:
    return line.campaign == period.round_no if period.round_no else line.since <= period.until


def below(conn: sa.Connection, units: Collection[int], towards: Towards) -> dict[int, Towards]:
    """One target of several units, of those that have it."""
    line = towards.line
    plain = line if line.what is TargetOf.REACH else line.with_dose("")
    rows = conn.execute(_OF_LINE, {"which": plain.key, "ids": list(units)}).all() if units else []
    ids = [row.node for row in rows]
    sums = asked.whole(conn, ids, since=towards.since, until=towards.until, round_no=towards.round_no)
    return {row.node: msgspec.structs.replace(
        towards, n=row.own or row.below, own=row.own > 0, done=rules.done(sums.get(row.node, Counter()), line)
    ) for row in rows}  # fmt: skip


def _told(line: Line) -> Iterable[Line]:
    """Inhabitants are told by how many have the first, the second, the booster dose."""
    return (line,) if line.what is TargetOf.REACH else map(line.with_dose, INHABITANT_DOSES)


def _days(line: Line, period: Period) -> tuple[str, str]:
    if period.round_no:
        return "", period.until
    return line.since, min(line.until or period.until, period.until)


def _towards(line: Line, row: sa.Row, sums: Sums, period: Period) -> Towards:
    since, until = _days(line, period)
    return Towards(
        line=line,
        n=row.own or row.below,
        own=row.own > 0,
        done=rules.done(sums, line),
        since=since,
        until=until,
        round_no=period.round_no,
    )
