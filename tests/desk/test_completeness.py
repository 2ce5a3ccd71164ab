"""The meter over a real store: what people did is counted, and only what the feed has shown is confirmed."""

from __future__ import annotations

from collections.abc import Callable

from tests.desk.day import injected, received, saved, screened
from tests.desk.feeding import show
from vaxdesk.desk import completeness, corrections, reception
from vaxdesk.desk.context import Desk
from vaxdesk.domain.completeness import Rung
from vaxdesk.domain.picklists import DeclineReason

Make = Callable[..., str]
DOOR, OUTCOME, SENT, CONFIRMED = Rung


def _decline(desk: Desk, person: str) -> str:
    return saved(reception.decline(desk, person, why=next(iter(DeclineReason)).value)).refs[0]


def test_a_day_of_five_counted_by_hand(desk: Desk, make_person: Make) -> None:
    make_person(desk, row=9, doc="015190001299", name="Người Không Đến")
    waits = received(desk, make_person, row=1, doc="015190001231")
    seen = screened(desk, make_person, row=2, doc="015190001232")
    given, dose = injected(desk, make_person, row=3, doc="015190001233")
    left = received(desk, make_person, row=4, doc="015190001234")
    refused = _decline(desk, left)
    found = completeness.meter(desk)
    assert found.counts == {DOOR: 4, OUTCOME: 2, SENT: 0, CONFIRMED: 0}
    assert found.missing == {OUTCOME: (waits, seen), SENT: (given, left), CONFIRMED: ()}
    assert found.observed == (given,)

    show(desk, dose)
    found = completeness.meter(desk)
    assert found.counts == {DOOR: 4, OUTCOME: 2, SENT: 1, CONFIRMED: 1}
    assert found.missing[SENT] == (left,)
    show(desk, refused)
    assert completeness.meter(desk).counts[CONFIRMED] == 2

    corrections.correct(desk, given, changes={"tel": "0912345678"}, why="told")
    found = completeness.meter(desk)
    assert (found.counts[CONFIRMED], found.missing[SENT]) == (1, (given,)), "a correction of the person waits too"
    assert [one.id for one in completeness.people_of(desk, (left, given))] == [left, given]
    assert completeness.meter(desk, "2026-11-22").counts[DOOR] == 0


def test_a_taking_back_that_waits_is_seen(desk: Desk, make_person: Make) -> None:
    from vaxdesk.desk import undo

    person = received(desk, make_person)
    first = _decline(desk, person)
    taken_back = saved(undo.void(desk, first, why="wrong_person")).refs[0]
    second = _decline(desk, person)
    show(desk, second)
    assert completeness.meter(desk).whole
    other = saved(undo.void(desk, second, why="wrong_person")).refs[0]
    assert completeness.meter(desk).missing[OUTCOME] == (person,)
    assert len({first, taken_back, second, other}) == 4
