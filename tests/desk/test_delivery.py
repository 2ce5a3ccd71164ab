"""Every entry of a record says how far it has come, and at which PC it was written."""

from __future__ import annotations

from collections.abc import Callable

from tests.desk.feeding import show
from vaxdesk.desk import completeness, corrections, reception, undo
from vaxdesk.desk.context import Desk
from vaxdesk.desk.record import record
from vaxdesk.domain.completeness import Rung
from vaxdesk.domain.delivery import Delivery
from vaxdesk.domain.payloads import Amend, CheckIn, Quote, Same
from vaxdesk.journal import line
from vaxdesk.store import logs


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


def test_an_entry_that_was_quoted_is_as_far_as_its_quote(desk: Desk, make_person: Callable[..., str]) -> None:
    """The arrival was written into a log that could not go on; this desk entered it anew as a quote."""
    person = make_person(desk)
    other = "0000000000ABC"
    made = line.encode("checkin", CheckIn(day=desk.day, no=7, via="search"), t=desk.now(), user=1, of=person)
    with desk.store.writing(user=0) as w:
        quote = w.add("quote", Quote(id=f"{other}.4", h="ab" * 32, line=made.decode()))
    [step] = record(desk, person).days[0].events
    assert (step.event.id, step.event.data["no"], step.sent.state) == (f"{other}.4", 7, Delivery.SAVED)
    assert completeness.meter(desk).states == {person: Delivery.SAVED}
    show(desk, quote)
    [step] = record(desk, person).days[0].events
    assert step.sent.state is Delivery.CONFIRMED
    assert completeness.meter(desk).states == {person: Delivery.CONFIRMED}


def test_two_records_of_one_person_are_counted_once_with_the_entries_of_both(
    desk: Desk, make_person: Callable[..., str]
) -> None:
    first, second = make_person(desk), make_person(desk, row=2, name="Nguyễn Thị Lánh", doc="")
    arrival = reception.check_in(desk, first).value.entry
    show(desk, arrival)
    assert len(completeness.meter(desk).states) == 1
    with desk.store.writing(user=desk.user.no) as w:
        same = w.add("same", Same(a=first, b=second))
        w.flush()
        w.change("amend", Amend(set={"tel": "0912345678"}, why="told"), of=second)
    found = completeness.meter(desk)
    assert list(found.states.values()) == [Delivery.SAVED], "a correction of the other record waits"
    assert found.counts[Rung.DOOR] == 1
    with desk.store.reading() as conn:
        head = max(logs.of_station(conn), key=lambda one: one.seq)
    show(desk, f"{head.log}.{head.seq}")
    assert list(completeness.meter(desk).states.values()) == [Delivery.CONFIRMED]
    assert same
