"""The lease of this desk: whether older records are hidden, and the code by telephone that shows them again.

`state(desk)` says how it stands, for the page; `unlock(desk, code)` takes what the lead types; `shown` is asked where
people are found by name or opened. A person who stands there with a card is found by its number all the same: their
earlier doses must be known before the next.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, timedelta

import msgspec
import sqlalchemy as sa

from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import rights, times
from vaxdesk.domain.lease import SHOWN_AHEAD, Lease
from vaxdesk.domain.payloads import SignIn
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.views import PersonView
from vaxdesk.journal import lease_code
from vaxdesk.registry.queries.current import current
from vaxdesk.store import enrolment, kv
from vaxdesk.store.store import Store

TRIES = 10
_DAY = 86400
_RENEWED, _NUMBER, _TRIES, _NEWEST = "lease.renewed", "lease.number", "lease.tries", "lease.newest"


class LeaseState(msgspec.Struct, frozen=True, kw_only=True):
    """How the lease stands. `number` is what the lead tells by telephone; `device` the PC's number at the server.

    `until` is when it lapses, seconds since 1970 by this device's clock; 0 when it never does.
    """

    lapsed: bool = False
    until: int = 0
    number: str = ""
    device: int = 0


def state(desk: Desk) -> LeaseState:
    """How the lease of this desk stands now."""
    with desk.store.changing() as conn:
        lease = _lease(desk.store, conn)
        joined = enrolment.enrolment(conn)
        lapsed = lease.has_lapsed(desk.store.now())
        return LeaseState(
            lapsed=lapsed,
            until=lease.until(),
            number=f"{_number(conn):04}" if lapsed else "",
            device=joined.device if joined else 0,
        )


def unlock(desk: Desk, code: str) -> Done | Refused:
    """Renews the lease by the code that those above have told.

    Returns:
        Done with the weeks; Refused NO_RIGHT, LEASE_CODE_FORM (mistyped: no try is lost), LEASE_CODE_WRONG with the
        tries left, and after the last of them another number to tell.
    """
    refused = desk.refuses(rights.Act.UNLOCK_LEASE)
    if refused:
        return refused
    if not lease_code.is_well_formed(code):
        return Refused(reason=Refusal.LEASE_CODE_FORM)
    with desk.store.changing() as conn:
        weeks = _weeks(conn, code)
        if weeks is None:
            return Refused(reason=Refusal.LEASE_CODE_WRONG, facts={"left": _miss(conn)})
        lease = _lease(desk.store, conn)
        until = lease.renewed_for(weeks, desk.store.now())
        kv.put(conn, _RENEWED, str(until).encode())
        _another_number(conn)
    with desk.store.writing(user=desk.user.no) as w:
        reference = w.add("signin", SignIn(how="lease"))
    return Done(refs=(reference,), value=weeks)


def keep_time(store: Store, conn: sa.Connection) -> None:
    """Keeps the latest time of any run: `last_entry` tells of the last one, which may have had its clock set back."""
    if store.last_entry > int(kv.text(conn, _NEWEST) or 0):
        kv.put(conn, _NEWEST, str(store.last_entry).encode())


def hides(desk: Desk) -> bool:
    """Whether older records are hidden now."""
    with desk.store.reading() as conn:
        return _lease(desk.store, conn).has_lapsed(desk.store.now())


def shown(desk: Desk, conn: sa.Connection, people: Sequence[PersonView]) -> list[PersonView]:
    """Those of some people who may be shown: all while the lease holds, else those of the work of these days."""
    lease = _lease(desk.store, conn)
    if not people or not lease.has_lapsed(desk.store.now()):
        return list(people)
    day = _of_these_days(desk, lease)
    ahead = (date.fromisoformat(day) + timedelta(days=SHOWN_AHEAD)).isoformat()
    here = current(conn, desk.store.names, [one.id for one in people], day=day, ahead=ahead, t=times.at(day, "00:00"))
    return [one for one in people if one.id in here]


def _of_these_days(desk: Desk, lease: Lease) -> str:
    """The session's day, unless the device has seen later days: a clock set back would show who was there then.

    A session may go on beyond midnight, so a day's difference is none.
    """
    return max(desk.day, times.day_of(lease.now(desk.store.now()) - _DAY))


def _lease(store: Store, conn: sa.Connection) -> Lease:
    terms, heard = enrolment.lease(conn), enrolment.contact(conn)
    if terms is None or heard is None:
        return Lease()
    renewed, newest = int(kv.text(conn, _RENEWED) or 0), max(store.last_entry, int(kv.text(conn, _NEWEST) or 0))
    return Lease(days=terms.days, heard=heard.t, renewed=renewed, newest=newest)


def _weeks(conn: sa.Connection, code: str) -> int | None:
    terms = enrolment.lease(conn)
    try:
        return lease_code.weeks(bytes.fromhex(terms.key) if terms else b"", _number(conn), code)
    except lease_code.BadLeaseCode:
        return None


def _number(conn: sa.Connection) -> int:
    known = kv.text(conn, _NUMBER)
    return int(known) if known else _another_number(conn)


def _another_number(conn: sa.Connection) -> int:
    number = secrets.randbelow(lease_code.NUMBERS)
    kv.put(conn, _NUMBER, str(number).encode())
    kv.drop(conn, _TRIES)
    return number


def _miss(conn: sa.Connection) -> int:
    """Counts a wrong code; tries left for the present number, 0 when another was drawn."""
    tries = int(kv.text(conn, _TRIES) or 0) + 1
    if tries >= TRIES:
        _another_number(conn)
        return 0
    kv.put(conn, _TRIES, str(tries).encode())
    return TRIES - tries
