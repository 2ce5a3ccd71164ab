"""Doses of each lot by place and day, as `domain.stock.balance` counts them, and what a new movement must carry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.stock.balance import DayLine, Flow, LotStand, TableLine, of_moves
from vaxdesk.domain.stock.movement import MoveReason
from vaxdesk.domain.stock.places import STORE
from vaxdesk.domain.stock.supply import first_day
from vaxdesk.registry.names import SEQ_BITS, LogNames
from vaxdesk.registry.queries import counted, vial_uses
from vaxdesk.registry.tables import event, lot, vial
from vaxdesk.registry.tables_exchange import run
from vaxdesk.registry.tables_stock import count, stock

_SUMS = (
    sa.select(stock.c.lot, stock.c.place, sa.func.sum(stock.c.doses).label("doses"))
    .where(stock.c.voided == 0)
    .group_by(stock.c.lot, stock.c.place)
    .order_by(stock.c.lot, stock.c.place)
)
_DAY = sa.bindparam("day")
_SINCE, _UNTIL = sa.bindparam("since"), sa.bindparam("until")
_BEFORE = sa.func.sum(sa.case((stock.c.day < _SINCE, stock.c.doses), else_=0))
_MOVED = (
    sa.select(
        stock.c.lot, stock.c.place, stock.c.reason, _BEFORE.label("before"), sa.func.sum(stock.c.doses).label("upto")
    )
    .where(stock.c.voided == 0, stock.c.day <= _UNTIL)
    .group_by(stock.c.lot, stock.c.place, stock.c.reason)
)
_THROWN = sa.select(stock.c.lot, stock.c.why, stock.c.doses).where(
    stock.c.voided == 0, stock.c.day >= _SINCE, stock.c.day <= _UNTIL, stock.c.reason == MoveReason.DISPOSE.value
)
_BRINGS = [one.value for one in (MoveReason.RECEIPT, MoveReason.ADJUST, MoveReason.THAW)]
KEPT = (
    sa.select(stock.c.lot)
    .where(stock.c.voided == 0, stock.c.reason.in_(_BRINGS))
    .distinct()
)
COUNTED = sa.select(count.c.lot).where(count.c.voided == 0).distinct()
_LATELY = (
    sa.select(event.c.lot, sa.func.count().label("n"))
    .where(event.c.kind == "inject", event.c.voided == 0, event.c.day >= sa.bindparam("first"), event.c.day < _DAY)
    .group_by(event.c.lot)
)
LOTS = sa.select(lot).where(lot.c.voided == 0).order_by(lot.c.expiry, lot.c.number, lot.c.id)


class Balance(msgspec.Struct, frozen=True, kw_only=True):
    """Doses of a lot at a place by its movements."""

    lot: str
    place: str
    doses: int


class Now(NamedTuple):
    """How each lot stands, by reference, and the tables of the day."""

    stands: dict[str, LotStand]
    tables: list[TableLine]


class _Place(NamedTuple):
    """What happened to a lot at a place: before some days, and in them; `open`: nominal doses in open vials then.

    `late`: of what was adjusted in them what came after a stock-take (`counted`).
    """

    before: Flow
    on: Flow
    open: int
    late: int = 0


def day_sheet(conn: sa.Connection, names: LogNames, day: str, *, station: str = "") -> list[DayLine]:
    """As `sheet`, of one day."""
    return sheet(conn, names, day, day, station=station)


def sheet(conn: sa.Connection, names: LogNames, since: str, until: str, *, station: str = "") -> list[DayLine]:
    """Every lot with something to say from one ISO day to another, first to expire first; for reports.

    As many questions for a year as for a day. A lot of which neither a receipt nor a count is known has no balance:
    opening and closing are 0 and what came from nowhere stands under `adjusted`, so the equation holds for it too.

    Args:
        station: code of the unit whose lots are meant, where a fold holds those of several; empty: all.
    """
    places, uses = _places(conn, names, since, until)
    kept, thrown = _kept(conn), _thrown(conn, since, until)
    mine: dict[int, dict[str, _Place]] = defaultdict(dict)
    for (id_, place), at in places.items():
        mine[id_][place] = at
    found = []
    for row in _lots(conn, station):
        line = _line(names, row, mine[row.id], kept=row.id in kept)
        waste = uses.waste.get(row.id, {})
        difference = uses.unexplained.get(row.id, 0)
        line = msgspec.structs.replace(
            line, wasted_by=waste, disposed_by=thrown.get(row.id, {}), difference=difference
        )
        if line.opening or line.closing or any(getattr(line, name) for name in Flow.__struct_fields__):
            found.append(line)
    return found


def tables(conn: sa.Connection, names: LogNames, day: str) -> list[TableLine]:
    """Every lot at every table that held or got some of it on a day."""
    return _tables(names, _lots(conn), _places(conn, names, day, day)[0])


def stands(conn: sa.Connection, names: LogNames, day: str) -> dict[str, LotStand]:
    """How each lot stands at the end of a day, by reference."""
    return now(conn, names, day).stands


def now(conn: sa.Connection, names: LogNames, day: str) -> Now:
    """How each lot stands at the end of a day, and the tables of that day, from one look at the vials."""
    rows, (places, _), kept = _lots(conn), _places(conn, names, day, day), _kept(conn)
    lately = {row.lot: row.n for row in conn.execute(_LATELY, {"first": first_day(day), "day": day})}
    mine: dict[int, dict[str, _Place]] = defaultdict(dict)
    for (id_, place), at in places.items():
        mine[id_][place] = at
    found = {
        names.ref(row.id): LotStand(
            balances={place: one.before.net + one.on.net for place, one in sorted(mine[row.id].items())},
            open=sum(one.open for one in mine[row.id].values()),
            kept=row.id in kept,
            used_lately=lately.get(row.id, 0),
        )
        for row in rows
    }
    return Now(found, _tables(names, rows, places))


def issued_on(conn: sa.Connection, day: str) -> frozenset[str]:
    """Tables to which something was issued on a day."""
    query = sa.select(stock.c.place).where(
        stock.c.voided == 0, stock.c.day == day, stock.c.reason == MoveReason.ISSUE.value, stock.c.place != STORE
    )
    return frozenset(conn.execute(query.distinct()).scalars())


def unopened(conn: sa.Connection, names: LogNames, place: str) -> dict[str, int]:
    """Doses of each lot at a place that are in no opened vial, by reference; quick, for whoever draws."""
    moved = sa.select(stock.c.lot, sa.func.sum(stock.c.doses).label("n")).where(
        stock.c.voided == 0, stock.c.place == place
    )
    opened = sa.select(vial.c.lot, sa.func.sum(vial.c.doses).label("n")).where(
        vial.c.voided == 0, vial.c.place == place
    )
    taken = {row.lot: int(row.n) for row in conn.execute(opened.group_by(vial.c.lot))}
    held = {row.lot: int(row.n) for row in conn.execute(moved.group_by(stock.c.lot))}
    for one in counted.late(conn, names, place=place):
        held[one.lot] = held.get(one.lot, 0) + one.doses
    return {names.ref(lot_id): doses - taken.get(lot_id, 0) for lot_id, doses in held.items()}


def balances(conn: sa.Connection, names: LogNames) -> list[Balance]:
    """Sums of the movements alone, those of nothing included."""
    return [Balance(lot=names.ref(row.lot), place=row.place, doses=int(row.doses)) for row in conn.execute(_SUMS)]


def next_rev(conn: sa.Connection, names: LogNames, lot: str) -> int:
    """The revision of a new `stock` or `count` entry: 1 + the highest seen of the lot."""
    id_ = names.known(lot)
    highest = [
        conn.execute(sa.select(sa.func.max(table.c.rev)).where(table.c.lot == id_)).scalar() or 0
        for table in (stock, count)
    ]
    return 1 + max(highest)


def moves(conn: sa.Connection, names: LogNames, lot: str, place: str) -> int:
    """How many movements of a lot at a place are known here, those taken back included: what a `count` says it knew."""
    query = sa.select(sa.func.count()).where(stock.c.lot == names.known(lot), stock.c.place == place)
    return conn.execute(query).scalar_one()


def _tables(names: LogNames, lots: Iterable[Any], places: Mapping[tuple[int, str], _Place]) -> list[TableLine]:
    rows = {row.id: row for row in lots}
    found = []
    for (id_, place), at in sorted(places.items(), key=lambda one: (one[0][1], one[0][0])):
        if place == STORE or id_ not in rows:
            continue
        on, row = at.on, rows[id_]
        line = TableLine(
            lot=names.ref(id_),
            number=row.number,
            product=row.product,
            place=place,
            opening=at.before.net,
            issued=on.issued,
            extra=on.extra,
            used=on.used,
            wasted=on.wasted,
            returned=on.returned,
            other=on.received + on.adjusted - on.disposed - on.transferred - on.returned_up,
            open=at.open,
        )
        if on != Flow() or line.difference:
            found.append(line)
    return found


def _lots(conn: sa.Connection, station: str = "") -> list[Any]:
    rows = conn.execute(LOTS).all()
    if not station:
        return rows
    logs = {id_ >> SEQ_BITS for id_ in conn.execute(sa.select(run.c.id).where(run.c.station == station)).scalars()}
    return [row for row in rows if row.id >> SEQ_BITS in logs]


def _places(
    conn: sa.Connection, names: LogNames, since: str, until: str
) -> tuple[dict[tuple[int, str], _Place], vial_uses.Uses]:
    """Every lot and place of which anything is known up to a day."""
    before: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    on: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    for row in conn.execute(_MOVED, {"since": since, "until": until}):
        key = row.lot, row.place
        before[key][row.reason] = int(row.before)
        on[key][row.reason] = int(row.upto) - int(row.before)
    late: dict[tuple[int, str], int] = defaultdict(int)
    for one in counted.late(conn, names):
        if one.day <= until:
            sums = before if one.day < since else on
            _add(sums[one.lot, one.place], MoveReason.ADJUST, one.doses)
            late[one.lot, one.place] += one.doses if one.day >= since else 0
    uses = vial_uses.between(conn, since, until)
    return {
        key: _Place(
            of_moves(before[key]).plus(uses.before.get(key, Flow())),
            of_moves(on[key]).plus(uses.on.get(key, Flow())),
            uses.open.get(key, 0),
            late[key],
        )
        for key in {*before, *on, *uses.before, *uses.on}
    }, uses


def _add(sums: dict[str, int], reason: str, doses: int) -> None:
    sums[reason] = sums.get(reason, 0) + doses


def _kept(conn: sa.Connection) -> set[int]:
    return {*conn.execute(KEPT).scalars(), *conn.execute(COUNTED).scalars()}


def _thrown(conn: sa.Connection, since: str, until: str) -> dict[int, dict[str, int]]:
    """Doses disposed of in some days, by lot and reason."""
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in conn.execute(_THROWN, {"since": since, "until": until}):
        found[row.lot][vial_uses.code_of(row.why)] -= row.doses
    return {id_: dict(reasons) for id_, reasons in found.items()}


def _line(names: LogNames, row: Any, places: Mapping[str, _Place], *, kept: bool) -> DayLine:
    before, on = _sum(one.before for one in places.values()), _sum(one.on for one in places.values())
    opening = before.net if kept else 0
    adjusted = on.adjusted + on.issued - on.returned  # half an issue or return, its other half not known (yet)
    adjusted -= 0 if kept else on.net
    tables = _sum(one.on for place, one in places.items() if place != STORE)
    figures = {name: getattr(on, name) for name in Flow.__struct_fields__}
    figures |= {"issued": tables.issued, "returned": tables.returned, "adjusted": adjusted}
    return DayLine(
        lot=names.ref(row.id),
        product=row.product,
        number=row.number,
        expiry=row.expiry,
        thawed=row.thawed,
        opening=opening,
        closing=opening + on.net if kept else 0,
        kept=kept,
        late=sum(one.late for one in places.values()),
        **figures,
    )


def _sum(flows: Iterable[Flow]) -> Flow:
    total = Flow()
    for one in flows:
        total = total.plus(one)
    return total
