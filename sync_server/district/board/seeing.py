"""The figures of one unit's page, and of the units below it: tens of rows, whatever the number of doses behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import msgspec
import sqlalchemy as sa

from sync_server.district import scope
from sync_server.district.board.periods import Choice, Period
from sync_server.durable.tables import org
from sync_server.totals import asked
from vaxdesk.domain.direction.allocation import awaited
from vaxdesk.domain.stock.supply import days_left, first_day
from vaxdesk.domain.totals.figures import named, parts
from vaxdesk.domain.totals.share import Sums
from vaxdesk.domain.totals.signals import LotFigures, Signal, signals
from vaxdesk.registry import bulk

MOST_TILES = 400
MOST_ROUNDS = 8
ON_TILES = ("listed", "vaccinated")
_UNDER = sa.select(org).where(bulk.among(org.c.parent, "ids")).order_by(org.c.name, org.c.code)


class Below(msgspec.Struct, frozen=True):
    """A unit right below, with its figures, or a tile, with those of `ON_TILES` at least."""

    unit: sa.Row
    sums: Sums


class Stock(msgspec.Struct, frozen=True, kw_only=True):
    """Doses at the end of the period and for how many days they last; `days` None while none was used lately."""

    left: int
    used: int  # in the last `supply.LOOK_BACK` days
    days: int | None


class Allotted(msgspec.Struct, frozen=True):
    """Doses that were allocated over a period, and those of them that have not arrived by its receipts."""

    doses: int = 0
    awaited: int = 0


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A unit over a period."""

    unit: sa.Row
    period: Period
    sums: Sums
    below: tuple[Below, ...]
    stock: dict[str, Stock] = {}  # by vaccine; `` is all together
    version: int = 0


def rounds(conn: sa.Connection, unit: sa.Row, period: Period) -> tuple[str, ...]:
    """Rounds that may be chosen at a unit: its latest ones, and the one that is chosen."""
    found = asked.rounds(conn, unit.org_no, MOST_ROUNDS)
    return found if period.round_no in ("", *found) else (*found, period.round_no)


def all_of_round(conn: sa.Connection, unit: sa.Row, period: Period) -> Period:
    """The period with the days of the round, where the whole of one is asked for."""
    if period.choice is not Choice.WHOLE:
        return period
    days = asked.days_of_round(conn, unit.org_no, period.round_no)
    return msgspec.structs.replace(period, since=days[0], until=days[1]) if days else period


def whole(conn: sa.Connection, unit: sa.Row, period: Period) -> Seen:
    """A unit's figures, those of the units right below it, and how its vaccine stands."""
    version = asked.version(conn, unit.org_no)  # before the figures: they may be newer than it, never older
    sums = asked.sums(conn, unit.org_no, **period.asked)
    children = scope.children(conn, unit)
    return Seen(
        unit=unit,
        period=period,
        sums=sums,
        below=_with_figures(conn, children, period),
        stock=_stock(conn, unit.org_no, period.stands),
        version=version,
    )


def _with_figures(
    conn: sa.Connection, units: Sequence[sa.Row], period: Period, names: Sequence[str] = ()
) -> tuple[Below, ...]:
    found = asked.heads(conn, [one.org_no for one in units], **period.asked, names=names)
    return tuple(Below(one, found.get(one.org_no, Counter())) for one in units)


def bars(conn: sa.Connection, seen: Seen) -> tuple[tuple[str, Sums], ...]:
    """Figures of every day, or month, of the period, those without any included; without a first day from the first."""
    first, last = seen.period.bars
    found = asked.by_span(conn, seen.unit.org_no, first, last, round_no=seen.period.round_no)
    if not found:
        return ()
    begin = first if seen.period.since else min(found)
    return tuple((span, found.get(span, Counter())) for span in _between(begin, last))


def _between(first: str, last: str) -> Iterable[str]:
    if first.startswith("d"):
        day, end = date.fromisoformat(first[1:]), date.fromisoformat(last[1:])
        while day <= end:
            yield f"d{day.isoformat()}"
            day += timedelta(days=1)
        return
    at, end_month = _month(first), _month(last)
    while at <= end_month:
        yield f"m{at // 12:04}-{at % 12 + 1:02}"
        at += 1


def _month(span: str) -> int:
    return int(span[1:5]) * 12 + int(span[6:8]) - 1


def tiles(conn: sa.Connection, seen: Seen) -> tuple[tuple[sa.Row, tuple[Below, ...]], ...]:
    """Units for a map of tiles: those below each unit right below, or these themselves where they are too many."""
    children = [one.unit for one in seen.below]
    under = conn.execute(_UNDER, {"ids": [one.org_no for one in children]}).all() if children else []
    if not under or len(under) > MOST_TILES:
        return ((seen.unit, seen.below[:MOST_TILES]),) if children else ()
    figures = _with_figures(conn, under, seen.period, ON_TILES)
    of_each: dict[int, list[Below]] = {one.org_no: [] for one in children}
    for one in figures:
        of_each[one.unit.parent].append(one)
    alone = {one.unit.org_no: one for one in seen.below}
    return tuple((one, tuple(of_each[one.org_no] or [alone[one.org_no]])) for one in children)


def _stock(conn: sa.Connection, unit: int, until: str) -> dict[str, Stock]:
    """How each vaccine stands at the end of a day, and all together under the empty code."""
    then = asked.sums(conn, unit, until=until)
    lately = asked.sums(conn, unit, **_lately(until))
    found = {code: _stand(_of(then, code), _of(lately, code)) for code in _products(then)}
    return {"": _stand(then, lately), **found}


def _lately(until: str) -> dict[str, str]:
    """The days over which use is averaged, which end the day before."""
    return {"since": first_day(until), "until": (date.fromisoformat(until) - timedelta(days=1)).isoformat()}


def _stand(then: Sums, lately: Sums) -> Stock:
    """Where nothing was ever received by the books, what is left is not known and lasts for nobody knows how long."""
    days = days_left(then["left"], lately["used"]) if then["received"] > 0 else None
    return Stock(left=then["left"], used=lately["used"], days=days)


def _products(sums: Sums) -> set[str]:
    return {parts(name)[1] for name in sums if name.startswith(named("stock", ""))}


def _of(sums: Sums, product: str) -> Sums:
    """The figures of stock of one vaccine."""
    return Counter({name: sums[named("stock", product, name)] for name in ("received", "used", "left")})


def stock_below(conn: sa.Connection, seen: Seen) -> dict[int, Stock]:
    """How the vaccine of each unit right below stands, all kinds together."""
    ids = [one.unit.org_no for one in seen.below]
    then = asked.heads(conn, ids, until=seen.period.stands)
    lately = asked.heads(conn, ids, **_lately(seen.period.stands))
    return {one: _stand(then[one], lately[one]) for one in ids}


def allotted(conn: sa.Connection, seen: Seen) -> tuple[dict[str, Allotted], dict[int, Allotted]]:
    """What a unit was allocated, by vaccine, and each unit right below it, all vaccines together.

    A vaccine that a unit was not allocated itself counts with what those right below it were allocated: the topmost
    has nobody above.
    """
    some = [one.unit.org_no for one in seen.below if one.sums["allocated"]]
    below = {unit: _allotted(sums) for unit, sums in asked.whole(conn, some, **seen.period.asked).items()}
    mine = {code: one.doses for code, one in _allotted(seen.sums).items()}
    for code in {code for found in below.values() for code in found} - set(mine):
        mine[code] = sum(found[code].doses for found in below.values() if code in found)
    came = {code: seen.sums[named("stock", code, "received")] for code in mine}
    of_product = {code: Allotted(n, awaited(n, came[code])) for code, n in mine.items()}
    of_unit = {one.unit.org_no: together(below.get(one.unit.org_no, {}).values()) for one in seen.below}
    return of_product, of_unit


def together(found: Iterable[Allotted]) -> Allotted:
    """Several as one: too much of one vaccine arrives for none of another."""
    some = list(found)
    return Allotted(sum(one.doses for one in some), sum(one.awaited for one in some))


def _allotted(sums: Sums) -> dict[str, Allotted]:
    """By vaccine, of sums; those of which nothing was allocated from outside are left out."""
    found = {code: sums[named("stock", code, "allocated")] for code in _products(sums)}
    return {code: Allotted(n, awaited(n, sums[named("stock", code, "received")])) for code, n in found.items() if n > 0}


def lots(conn: sa.Connection, seen: Seen) -> dict[tuple[str, str], dict[str, int]]:
    """Figures of each lot of the period by (vaccine, number)."""
    return asked.lots(conn, seen.unit.org_no, **seen.period.asked)


def standing_out(found: dict[tuple[str, str], dict[str, int]]) -> tuple[Signal, ...]:
    """Lots that stand out among these."""
    return signals(
        {
            key: LotFigures(doses=one["doses"], common=one["common"], serious=one["serious"])
            for key, one in found.items()
        }
    )
