"""What was written down about the store: movements, stock-takes, temperatures, numbers on boxes."""

from __future__ import annotations

from typing import Any

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.stock.cold import Reading
from vaxdesk.domain.stock.ledger import Later
from vaxdesk.domain.stock.movement import MoveView
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import counted
from vaxdesk.registry.tables import HAS_LOT, event, vial
from vaxdesk.registry.tables_stock import count, gtin, stock, temp

_MOVE_FIELDS = ("place", "doses", "reason", "day", "vials", "paper", "partner", "why", "vvm", "temp", "user")


class CountView(msgspec.Struct, frozen=True, kw_only=True):
    """A stock-take of a lot at a place: doses seen, and doses that should have been there.

    `book` by what was known then; `late`: doses that came into the books since, dated before it (below 0: the books
    rose).
    """

    id: str
    lot: str
    place: str
    seen: int
    book: int
    day: str
    why: str = ""
    t: int = 0
    user: int = 0
    late: int = 0

    @property
    def should(self) -> int:
        """Doses that should have been there by what is known now."""
        return self.book - self.late

    @property
    def off(self) -> int:
        """What is really missing (below 0) or too much."""
        return self.seen - self.should


class GtinView(msgspec.Struct, frozen=True, kw_only=True):
    """What a number on boxes stands for."""

    gtin: str
    product: str
    doses_per_vial: int = 0
    maker: str = ""


def moves(conn: sa.Connection, names: LogNames, lot: str = "", *, voided: bool = False) -> list[MoveView]:
    """Movements of a lot, or of all, by day and then as they were entered; those taken back only when asked for.

    A half whose other half is not among them is no pair.
    """
    query = sa.select(stock).order_by(stock.c.day, stock.c.stamp, stock.c.id)
    if lot:
        query = query.where(stock.c.lot == names.known(lot))
    if not voided:
        query = query.where(stock.c.voided == 0)
    rows = conn.execute(query).all()
    there, second = {row.id for row in rows}, {row.move: row.id for row in rows if row.move}
    return [_move(names, row, row.move if row.move in there else second.get(row.id, 0)) for row in rows]


def move(conn: sa.Connection, names: LogNames, reference: str) -> MoveView | None:
    """One movement with its other half; None when there is no such movement."""
    id_ = names.known(reference)
    row = conn.execute(sa.select(stock).where(stock.c.id == id_)).first()
    if row is None:
        return None
    second = sa.select(stock.c.id).where(stock.c.move == id_)
    return _move(names, row, row.move or conn.execute(second).scalar() or 0)


def counts(conn: sa.Connection, names: LogNames, lot: str = "") -> list[CountView]:
    """Stock-takes of a lot, or of all, by day and then as they were entered."""
    query = sa.select(count).where(count.c.voided == 0).order_by(count.c.day, count.c.stamp, count.c.id)
    if lot:
        query = query.where(count.c.lot == names.known(lot))
    late = {one.count: one.doses for one in counted.late(conn, names)}
    return [
        CountView(
            id=names.ref(row.id),
            lot=names.ref(row.lot),
            place=row.place,
            seen=row.seen,
            book=row.book,
            day=row.day,
            why=row.why,
            t=row.stamp,
            user=row.user,
            late=late.get(row.id, 0),
        )
        for row in conn.execute(query)
    ]


def first_used(conn: sa.Connection, names: LogNames, lot: str) -> str:
    """The first ISO day on which something of a lot was moved, opened or given; empty for never."""
    id_ = names.known(lot)
    days = [
        conn.execute(sa.select(sa.func.min(table.c.day)).where(table.c.lot == id_, *standing)).scalar() or ""
        for table, standing in (
            (stock, (stock.c.voided == 0,)),
            (vial, (vial.c.voided == 0,)),
            (event, (event.c.voided == 0, HAS_LOT, event.c.kind == "inject")),
        )
    ]
    return min(filter(None, days), default="")


def later(conn: sa.Connection, names: LogNames, lot: str) -> list[Later]:
    """What came into the books of a lot after its stock-takes."""
    id_ = names.known(lot)
    found = [one for one in counted.late(conn, names) if one.lot == id_]
    return [Later(day=one.day, place=one.place, doses=one.doses) for one in found]


def readings(conn: sa.Connection, names: LogNames, first: str, last: str) -> list[Reading]:
    """Readings of all fridges from one ISO day to another, in the order of their times."""
    query = sa.select(temp).where(temp.c.voided == 0, temp.c.day >= first, temp.c.day <= last)
    return [
        Reading(
            id=names.ref(row.id),
            fridge=row.fridge,
            cabinet=row.cabinet,
            day=row.day,
            at=row._mapping["at"],
            tenths=row.tenths,
            low=row.low,
            high=row.high,
            did=row.did,
            user=row.user,
        )
        for row in conn.execute(query.order_by(temp.c.day, temp.c["at"], temp.c.id))
    ]


def gtin_of(conn: sa.Connection, number: str) -> GtinView | None:
    """What a number on boxes stands for; of several answers the one of the highest revision."""
    query = sa.select(gtin).where(gtin.c.gtin == number, gtin.c.voided == 0)
    row = conn.execute(query.order_by(gtin.c.rev.desc(), gtin.c.product, gtin.c.doses_per_vial).limit(1)).first()
    if row is None:
        return None
    return GtinView(gtin=row.gtin, product=row.product, doses_per_vial=row.doses_per_vial, maker=row.maker)


def next_gtin_rev(conn: sa.Connection, number: str) -> int:
    """The revision of a new answer about a number: 1 + the highest seen."""
    return 1 + (conn.execute(sa.select(sa.func.max(gtin.c.rev)).where(gtin.c.gtin == number)).scalar() or 0)


def _move(names: LogNames, row: Any, pair: int) -> MoveView:
    return MoveView(
        id=names.ref(row.id),
        lot=names.ref(row.lot),
        pair=names.ref(pair),
        t=row.stamp,
        voided=bool(row.voided),
        **{name: getattr(row, name) for name in _MOVE_FIELDS},
    )
