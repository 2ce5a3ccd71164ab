"""What the store page shows: every lot with its doses by place, warnings, tables of the day, the ledger of a lot."""

from __future__ import annotations

import msgspec

from vaxdesk.desk import rules, stock
from vaxdesk.desk.context import Desk
from vaxdesk.desk.stockroom import cold
from vaxdesk.domain import rights
from vaxdesk.domain.stock.awaited import outstanding
from vaxdesk.domain.stock.balance import DayLine, LotStand, TableLine
from vaxdesk.domain.stock.cold import TempState
from vaxdesk.domain.stock.ledger import LedgerLine, ledger
from vaxdesk.domain.stock.supply import Held, SupplyWarning, Warned, days_left, first_day, usable, warnings
from vaxdesk.domain.stock.views import Fridge, LotRow, Overview
from vaxdesk.domain.views import LotView
from vaxdesk.registry.queries import allocations, store, things, vial_uses
from vaxdesk.registry.queries import stock as queries


def overview(desk: Desk) -> Overview:
    """Everything that the page shows; lots of which nothing is left and nothing was done stand last."""
    with desk.store.reading() as conn:
        names = desk.store.names
        lots, (stands, lines) = things.lots(conn, names), queries.now(conn, names, desk.day)
        awaited = outstanding(allocations.given(conn, names), allocations.came(conn))
        counts = [one for one in store.counts(conn, names) if first_day(desk.day) <= one.day <= desk.day]
    numbers = {one.id: one.number for one in lots}
    held = [_held(one, stands[one.id]) for one in lots if one.id in stands]
    told = warnings([one for one in held if stands[one.lot].kept], desk.day)
    told += _negative(stands, numbers)
    told += [_left(one) for one in lines if one.opening > 0 and one.difference > 0]
    told += [_counted(one, numbers.get(one.lot, "")) for one in counts if one.late or (one.off and one.day == desk.day)]
    fridges = cold.fridges(desk)
    return Overview(
        day=desk.day,
        lots=tuple(_rows(lots, stands, held, desk.day)),
        tables=tuple(lines),
        warnings=tuple(told + _cold(fridges)),
        fridges=fridges,
        products=stock.products(desk.day),
        may_keep=desk.refuses(rights.Act.KEEP_STOCK) is None,
        fridge_days=rules.storage().fridge_days,
        awaited=awaited,
    )


def days(desk: Desk, day: str = "") -> tuple[DayLine, ...]:
    """The station's lots on a day, by default the session's: for the command line."""
    with desk.store.reading() as conn:
        return tuple(queries.day_sheet(conn, desk.store.names, day or desk.day))


def ledger_of(desk: Desk, lot: str) -> tuple[LedgerLine, ...]:
    """The ledger of a lot over the whole station: movements, doses and waste of each day, with the running balance."""
    with desk.store.reading() as conn:
        names = desk.store.names
        used = vial_uses.by_day(conn, names.known(lot))
        return tuple(ledger(store.moves(conn, names, lot), used, store.later(conn, names, lot)))


def _held(lot: LotView, stand: LotStand) -> Held:
    return Held(
        lot=lot.id,
        product=lot.product,
        number=lot.number,
        expiry=lot.expiry,
        doses=stand.total if stand.kept else 0,
        used_lately=stand.used_lately,
        locked=lot.locked,
        vvm=lot.vvm,
        fridge_until=lot.fridge_until,
        frozen=lot.frozen,
        thaw_unknown=lot.thaw_unknown,
    )


def _rows(lots: list[LotView], stands: dict[str, LotStand], held: list[Held], day: str) -> list[LotRow]:
    fit = {one.lot for one in held if usable(one, day) and not one.frozen and stands[one.lot].in_store > 0}
    first: dict[str, str] = {}
    for lot in lots:  # they come first to expire first
        if lot.id in fit:
            first.setdefault(lot.product, lot.id)
    rows = [
        LotRow(
            lot=lot,
            stand=stands[lot.id],
            first=first.get(lot.product) == lot.id,
            days=_days([one for one in held if one.product == lot.product], day),
        )
        for lot in lots
        if lot.id in stands
    ]
    return sorted(rows, key=lambda row: row.stand.kept and not row.stand.total)


def _days(mine: list[Held], day: str) -> int | None:
    doses = sum(max(0, one.doses) for one in mine if usable(one, day))
    return days_left(doses, sum(one.used_lately for one in mine))


def _negative(stands: dict[str, LotStand], numbers: dict[str, str]) -> list[Warned]:
    return [
        _told(SupplyWarning.NEGATIVE, numbers.get(lot, ""), place, -doses, lot)
        for lot, stand in stands.items()
        if stand.kept
        for place, doses in stand.balances.items()
        if doses < 0
    ]


def _counted(one: store.CountView, number: str) -> Warned:
    """What a stock-take found; or what it found really, now that doses came into the books after it."""
    if not one.late:
        return _told(SupplyWarning.COUNT_DIFFERS, number, one.place, one.off, one.lot)
    told = _told(SupplyWarning.COUNT_LATER, number, one.place, abs(one.late), one.lot)
    return msgspec.structs.replace(told, facts={**told.facts, "day": one.day, "off": str(one.off)})


def _left(line: TableLine) -> Warned:
    """What a table was issued on an earlier day and still has."""
    return _told(SupplyWarning.NOT_RETURNED, line.number, line.place, line.difference, line.lot)


def _told(code: SupplyWarning, number: str, place: str, doses: int, lot: str) -> Warned:
    return Warned(code=code, facts={"lot": number, "place": place, "doses": str(doses)}, lot=lot)


def _cold(fridges: tuple[Fridge, ...]) -> list[Warned]:
    """Fridges whose last reading is out of range, and those that nobody read today."""
    found = []
    for one in fridges:
        if not one.today:
            found.append(Warned(code=SupplyWarning.NO_READING, facts={"place": one.name}))
        elif one.state is not TempState.RIGHT:
            facts = {"place": one.name, "temp": str(one.last.tenths)}
            found.append(Warned(code=SupplyWarning.TEMPERATURE, facts=facts))
    return found
