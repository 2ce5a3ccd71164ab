"""What the papers of the store say: ledger of a lot, minutes of disposal, stock-take sheet, month of a fridge."""

from __future__ import annotations

from vaxdesk.desk import rules
from vaxdesk.desk.context import Desk
from vaxdesk.desk.paper_moment import printed_at
from vaxdesk.desk.stockroom import cold, overview
from vaxdesk.documents.stock_count import CountContents, CountLine
from vaxdesk.documents.stock_ledger import LedgerContents
from vaxdesk.documents.stock_minutes import MinutesContents, Thrown
from vaxdesk.documents.stock_temps import TempsContents
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.stock.movement import MoveReason
from vaxdesk.domain.views import LotView
from vaxdesk.registry.queries import store, things


def ledger(desk: Desk, lot: str) -> LedgerContents | Refused:
    """The ledger of a lot over the whole station."""
    with desk.store.reading() as conn:
        found = next((one for one in things.lots(conn, desk.store.names) if one.id == lot), None)
        station = things.station(conn)
    if found is None:
        return Refused(reason=Refusal.NO_VACCINE)
    return LedgerContents(
        station=station,
        vaccine=_called(found),
        maker=found.maker,
        number=found.number,
        expiry=found.expiry,
        thawed=found.thawed,
        doses_per_vial=found.doses_per_vial,
        lines=overview.ledger_of(desk, lot),
        keeper=desk.user.name,
        printed_at=printed_at(desk),
    )


def minutes(desk: Desk, day: str = "") -> MinutesContents | Refused:
    """The minutes of everything that was disposed of on a day, by default the session's; refused when nothing was."""
    on = day or desk.day
    with desk.store.reading() as conn:
        lots = {one.id: one for one in things.lots(conn, desk.store.names)}
        moves = [
            one
            for one in store.moves(conn, desk.store.names)
            if one.reason == MoveReason.DISPOSE and one.day == on and one.lot in lots
        ]
        station = things.station(conn)
    if not moves:
        return Refused(reason=Refusal.NOTHING_DISPOSED, facts={"day": on})
    return MinutesContents(
        station=station,
        day=on,
        paper=", ".join(dict.fromkeys(one.paper for one in moves if one.paper)),
        present=tuple(dict.fromkeys(name for name in (station.head, desk.user.name) if name)),
        keeper=desk.user.name,
        lines=tuple(
            Thrown(
                vaccine=_called(lots[one.lot]),
                number=lots[one.lot].number,
                expiry=lots[one.lot].expiry,
                vials=one.vials,
                doses=-one.doses,
                why=one.why,
            )
            for one in moves
        ),
        printed_at=printed_at(desk),
    )


def count_sheet(desk: Desk, place: str = "") -> CountContents | Refused:
    """The sheet to count by: every lot of which the books say that something is at the place.

    What was counted today stands in it already, so that printed afterwards it is the record of the stock-take.
    """
    rows = overview.overview(desk).lots
    with desk.store.reading() as conn:
        station = things.station(conn)
        counted = {
            one.lot: one for one in store.counts(conn, desk.store.names) if (one.day, one.place) == (desk.day, place)
        }
    lines = tuple(
        CountLine(
            vaccine=_called(row.lot),
            number=row.lot.number,
            expiry=row.lot.expiry,
            thawed=row.lot.thawed,
            doses_per_vial=row.lot.doses_per_vial,
            book=counted[row.lot.id].should if row.lot.id in counted else row.stand.balances.get(place, 0),
            seen=counted[row.lot.id].seen if row.lot.id in counted else -1,
        )
        for row in rows
        if row.lot.id in counted or (row.stand.kept and row.stand.balances.get(place, 0))
    )
    if not lines:
        return Refused(reason=Refusal.NO_VACCINE)
    return CountContents(
        station=station,
        day=desk.day,
        place=place,
        lines=lines,
        keeper=desk.user.name,
        printed_at=printed_at(desk),
    )


def month_sheet(desk: Desk, fridge: str, day: str = "") -> TempsContents | Refused:
    """The month of a fridge that an ISO day lies in, by default the session's."""
    on = day or desk.day
    readings = cold.month(desk, fridge, on)
    if not readings:
        return Refused(reason=Refusal.FRIDGE_MISSING)
    with desk.store.reading() as conn:
        station = things.station(conn)
        names = {one.no: one.name for one in things.users(conn)}
    return TempsContents(
        station=station,
        fridge=fridge,
        cabinet=rules.storage().find(readings[-1].cabinet),
        month=on[:7],
        readings=readings,
        names=names,
        printed_at=printed_at(desk),
    )


def _called(lot: LotView) -> str:
    product = rules.schedule().find(lot.product)
    return product.name if product else lot.product
