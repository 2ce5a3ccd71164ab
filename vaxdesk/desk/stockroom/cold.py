"""Temperatures of the station's fridges, read twice a day, and what a reading out of range asks for."""

from __future__ import annotations

from calendar import monthrange

from vaxdesk.desk import rules
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import rights, times
from vaxdesk.domain.names import clean
from vaxdesk.domain.payloads import Temp, Void
from vaxdesk.domain.payloads_stock import UNMEASURED
from vaxdesk.domain.picklists import UndoReason
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.stock.cold import Reading, TempState, judge, parse_tenths
from vaxdesk.domain.stock.views import Fridge
from vaxdesk.registry.queries import store


def state_of(reading: Reading) -> TempState:
    """What a reading means."""
    return judge(rules.storage().find(reading.cabinet), reading.tenths, reading.low, reading.high)


def fridges(desk: Desk) -> tuple[Fridge, ...]:
    """Every fridge that was ever read, by name, with its last reading up to the session's day."""
    with desk.store.reading() as conn:
        found = store.readings(conn, desk.store.names, "", desk.day)
    last = {one.fridge: one for one in found}
    return tuple(
        Fridge(
            name=name,
            cabinet=one.cabinet,
            last=one,
            state=state_of(one),
            today=tuple(each for each in found if each.fridge == name and each.day == desk.day),
        )
        for name, one in sorted(last.items())
    )


def month(desk: Desk, fridge: str, day: str) -> tuple[Reading, ...]:
    """Readings of a fridge in the month of an ISO day."""
    first, last = f"{day[:7]}-01", f"{day[:7]}-{monthrange(int(day[:4]), int(day[5:7]))[1]:02}"
    with desk.store.reading() as conn:
        return tuple(one for one in store.readings(conn, desk.store.names, first, last) if one.fridge == fridge)


def note(
    desk: Desk, fridge: str, *, now: str, low: str = "", high: str = "", cabinet: str = "fridge", did: str = "",
    clock: str = "",
) -> Done | Refused:  # fmt: skip
    """Notes a reading, in °C as typed. `value` is the Reading; out of range it asks what was done (REASON_NEEDED).

    Args:
        low: least since the last reading, `high` most; empty where the thermometer does not show them.
        clock: `HH:MM`; empty for now.
    """
    refused = desk.refuses(rights.Act.KEEP_STOCK)
    if refused:
        return refused
    name = clean(fridge)
    if not name:
        return Refused(reason=Refusal.FRIDGE_MISSING)
    values = [parse_tenths(one) if one.strip() else UNMEASURED for one in (now, low, high)]
    if None in values or values[0] == UNMEASURED:
        return Refused(reason=Refusal.TEMP_UNREADABLE)
    at = times.at(desk.day, clock) if clock else desk.now()
    entry = Temp(
        fridge=name, day=desk.day, at=at, tenths=values[0], low=values[1], high=values[2], cabinet=cabinet,
        did=did.strip(),
    )  # fmt: skip
    if judge(rules.storage().find(cabinet), *values) is not TempState.RIGHT and not entry.did:
        return Refused(reason=Refusal.REASON_NEEDED)
    with desk.store.writing(user=desk.user.no) as w:
        reference = w.add("temp", entry)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds, value=reference)


def take_back(desk: Desk, reading: str) -> Done | Refused:
    """Takes a reading back that was typed wrongly."""
    refused = desk.refuses(rights.Act.KEEP_STOCK)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        reference = w.change("void", Void(v=True, why=UndoReason.WRONG_ENTRY.value), of=reading)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds)
