"""A PC with a wrong clock: the person's page tells when a step was taken by the server's time, once that is known."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.desk.conftest import Clock
from tests.desk.day import received
from tests.servers import RunningServer
from vaxdesk.desk import corrections, reception, sending
from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.record import record
from vaxdesk.domain import times
from vaxdesk.domain.registration import CorrectionReason
from vaxdesk.store import enrolment
from vaxdesk.store.enrolment import Enrolment

Make = Callable[..., str]
SLOW = 9 * 3600


def contact(desk: Desk) -> None:
    """A round as the desk's loop makes it: what the server's signed time said is noted."""
    sending.send_all(desk)
    with desk.store.reading() as conn:
        heard = enrolment.contact(conn)
    sending.note_clock(desk, heard.server_ms)


def steps(desk: Desk, person: str) -> dict[str, tuple[int, int]]:
    return {one.event.kind: (one.event.t, one.true_t) for day in record(desk, person).days for one in day.events}


def test_steps_of_a_slow_clock_tell_the_true_time_after_a_contact(
    desk: Desk, desk_clock: Clock, make_person: Make, server: RunningServer
) -> None:
    desk_clock.seconds = time.time() - SLOW
    desk.store.begin_log()
    desk = desk.on(times.day_of(desk_clock()))
    person = received(desk, make_person)
    changed = corrections.correct(desk, person, changes={"tel": "0912345678"}, why=CorrectionReason.TOLD.value)
    assert isinstance(changed, Done)
    assert steps(desk, person)["checkin"][1] == 0, "nobody has told yet"
    assert isinstance(sending.connect(desk, server.url, server.enrol_code("TYT-01")), Enrolment)
    contact(desk)
    written, true = steps(desk, person)["checkin"]
    assert true - written == pytest.approx(SLOW, abs=5)
    assert record(desk, person).changes[0].true_t - record(desk, person).changes[0].t == pytest.approx(SLOW, abs=5)
    desk_clock.seconds = time.time()
    contact(desk)
    assert isinstance(reception.decline(desk, person, why="no_time"), Done)
    assert steps(desk, person)["decline"][1] == 0, "the clock is right by now"
    assert steps(desk, person)["checkin"][1] == true


def test_a_right_clock_is_not_spoken_of(
    desk: Desk, desk_clock: Clock, make_person: Make, server: RunningServer
) -> None:
    desk_clock.seconds = time.time()
    desk.store.begin_log()
    desk = desk.on(times.day_of(desk_clock()))
    person = received(desk, make_person)
    assert isinstance(sending.connect(desk, server.url, server.enrol_code("TYT-01")), Enrolment)
    contact(desk)
    assert steps(desk, person)["checkin"][1] == 0
