"""The desk's clock: doubted when it cannot be true, and the date vouched for by the lead."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import clock, rights, times
from vaxdesk.domain.payloads import Session
from vaxdesk.domain.refusals import Refused
from vaxdesk.store import clocks, enrolment, kv
from vaxdesk.store.store import Store

_WRONG = 120  # seconds; a clock that is less off shows the same time to people
_CONFIRMED = "clock_confirmed"  # the date that the lead vouched for


def judge(store: Store, conn: sa.Connection) -> clock.ClockState:
    """Whether the clock can be true, by what this device knew when the store was opened."""
    heard = enrolment.contact(conn)
    return clock.judge(
        store.now(),
        last_entry=store.last_entry,
        last_server=heard.server_ms // 1000 if heard else 0,
        last_offset=int(heard.offset) if heard else 0,
    )


def confirmed(store: Store, conn: sa.Connection) -> bool:
    """Whether the lead vouched for the device's date."""
    return kv.text(conn, _CONFIRMED) == times.day_of(store.now())


def watch(store: Store) -> clock.ClockState:
    """Judges the clock at the start of a run; entries carry `q` while it is in doubt."""
    with store.reading() as conn:
        state = judge(store, conn)
    store.doubt = lambda: state is not clock.ClockState.PLAUSIBLE
    return state


def confirm_day(desk: Desk) -> Done | Refused:
    """The lead vouches for the device's date; the clock still counts as doubted, the day does not."""
    refused = desk.refuses(rights.Act.OPEN_SESSION)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        kv.put(w.conn, _CONFIRMED, desk.today().encode())
        reference = w.add("session", Session(day=desk.today(), confirmed=True))
    return Done(refs=(reference,), kinds=frozenset({"session"}))


def mended(desk: Desk, conn: sa.Connection, times_of: Mapping[str, int]) -> dict[str, int]:
    """True times of entries whose PC had a wrong clock, by reference; right ones, and unknown ones, are left out.

    Args:
        times_of: references with the device times as written.
    """
    ids = {desk.store.names.known(one): one for one in times_of}
    found = clocks.true_times(conn, [(id_, times_of[one]) for id_, one in ids.items() if id_])
    return {ids[id_]: t for id_, t in found.items() if abs(t - times_of[ids[id_]]) > _WRONG}
