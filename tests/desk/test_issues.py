"""Checks at the desk: found a little at a time, shown beside the entries and by the people they concern."""

from __future__ import annotations

from collections.abc import Callable

from tests.desk.day import injected, saved
from vaxdesk.desk import issues, reception
from vaxdesk.desk.context import Desk
from vaxdesk.desk.record import record
from vaxdesk.domain.delivery import Delivery
from vaxdesk.domain.issues import IssueKind
from vaxdesk.domain.payloads import Inject

Make = Callable[..., str]


def until_done(desk: Desk) -> bool:
    """Steps until nothing is left; whether any found something else than before."""
    differs = False
    for _ in range(100):
        looked, other = issues.look(desk, most=2)
        differs |= other
        if not looked:
            return differs
    raise AssertionError("never done")


def test_a_second_dose_on_one_day_is_found_and_shown(desk: Desk, make_person: Make) -> None:
    person, first = injected(desk, make_person)
    other = make_person(desk, row=2, doc="015190001255", name="Lò Văn Páo", dob="1985", tel="0987654321")
    saved(reception.check_in(desk, other))
    until_done(desk)
    before = issues.counts(desk)
    assert IssueKind.DUP_INJECTION not in before
    given = next(one.event for day in record(desk, person).days for one in day.events if one.event.id == first).data
    with desk.store.writing(user=2) as w:
        again = Inject(**{name: given[name] for name in Inject.__struct_fields__ if name in given})
        second = w.add("inject", again, of=person)
    assert until_done(desk)
    assert issues.counts(desk) == {**before, IssueKind.DUP_INJECTION: 1}
    assert [one.id for one in issues.people_of(desk, IssueKind.DUP_INJECTION)] == [person]
    signs = {one.event.id: one.sent for one in record(desk, person).days[0].events}
    for dose in (first, second):
        assert signs[dose].state is Delivery.ATTENTION
        assert signs[dose].issues == ("dup_injection",)
    assert record(desk, other).days[0].events[0].sent.state is Delivery.SAVED
    assert issues.look(desk) == (0, False), "nothing is written when nothing has changed"
