"""How the desk stands: what is saved here, what waits to be sent, when the server last answered, the clock."""

from __future__ import annotations

import msgspec

from vaxdesk.desk import timekeeping
from vaxdesk.desk.context import Desk
from vaxdesk.domain import clock
from vaxdesk.domain.line_speed import estimate
from vaxdesk.registry.queries import people
from vaxdesk.store import enrolment, feeds, line_speed


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """Facts of the status line. Times are seconds since 1970 by this device's clock, 0 for never."""

    enrolled: bool = False
    server: str = ""
    saved: int = 0
    waiting: int = 0
    waiting_since: int = 0
    waiting_bytes: int = 0
    waiting_seconds: int | None = None  # at the line as it was in the last rounds; None while it is not known
    refused: tuple[str, ...] = ()  # verdicts of logs the server would not take
    lacks: int = 0  # logs of which the server lost what it had called safe, and which were let go here
    last_contact: int = 0
    people: int = 0
    clock: clock.ClockState = clock.ClockState.PLAUSIBLE
    day_confirmed: bool = False


def of(desk: Desk) -> Status:
    """The status now."""
    with desk.store.reading() as conn:
        joined = enrolment.enrolment(conn)
        heard = enrolment.contact(conn)
        waits = feeds.waiting(conn)
        saved = feeds.saved(conn)
        known = people.count(conn)
        refused = tuple(sorted({held.code for held in enrolment.held_back(conn).values()}))
        lacks = len(feeds.lacks(conn)) if waits.entries else 0
        seconds = estimate(line_speed.rounds(conn), waits.bytes_estimate)
        state = timekeeping.judge(desk.store, conn)
        vouched = timekeeping.confirmed(desk.store, conn)
    return Status(
        enrolled=joined is not None,
        server=joined.url if joined else "",
        saved=saved,
        waiting=waits.entries,
        waiting_since=waits.since_t,
        waiting_bytes=waits.bytes_estimate,
        waiting_seconds=seconds,
        refused=refused,
        lacks=lacks,
        last_contact=heard.t if heard else 0,
        people=known,
        clock=state,
        day_confirmed=vouched,
    )
