"""Every entry of a record says how far it has come, and at which PC it was written."""

from __future__ import annotations

from collections.abc import Callable

from tests.desk.feeding import show
from vaxdesk.desk import corrections, reception, undo
from vaxdesk.desk.context import Desk
from vaxdesk.desk.record import record
from vaxdesk.domain.delivery import Delivery


def test_each_entry_of_a_record_on_its_way(desk: Desk, make_person: Callable[..., str]) -> None:
    person = make_person(desk)
    arrival = reception.check_in(desk, person).value.entry
    taken_back = undo.void(desk, arrival, why="wrong_person").refs[0]
    corrected = corrections.correct(desk, person, changes={"name": "Nguyễn Thị Lan"}, why="misspelt").refs[0]
    found = record(desk, person)
    assert not found.enrolled
    [step], [change] = found.days[0].events, found.changes
    assert change.entry == corrected
    signs = (found.entered, step.sent, change.sent)
    assert [one.state for one in signs] == [Delivery.SAVED] * 3
    assert all(one.here and one.desk for one in signs)

    show(desk, arrival)
    [step] = record(desk, person).days[0].events
    assert step.sent.state is Delivery.SAVED, "the step went, its taking-back did not"
    show(desk, taken_back)
    found = record(desk, person)
    [step], [change] = found.days[0].events, found.changes
    states = [one.state for one in (found.entered, step.sent, change.sent)]
    assert states == [Delivery.CONFIRMED, Delivery.CONFIRMED, Delivery.SAVED]
