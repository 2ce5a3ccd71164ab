"""What a correction of a session does to its people."""

from __future__ import annotations

from vaxdesk.domain.plan.effects import Effects, foresee
from vaxdesk.domain.plan.fitness import Fit, LeftOut
from vaxdesk.domain.plan.session import AllottedView, SessionView
from vaxdesk.domain.views import PersonView

SLOTS = {"07:30": 2, "08:30": 2, "09:30": 1}
BEFORE = SessionView(id="s", day="2026-12-01", place="Trạm", slots=SLOTS)
PEOPLE = tuple(
    AllottedView(id=f"l{at}", plan="s", slot=hour, person=PersonView(id=f"p{at}", name=f"P{at}"), product="AZ")
    for at, hour in enumerate(("07:30", "07:30", "08:30", "09:30"))
)


def after(**changes: object) -> Effects:
    asked = {"day": BEFORE.day, "place": BEFORE.place, "slots": SLOTS, "fits": {}, **changes}
    return foresee(BEFORE, PEOPLE, **asked)


def test_nobody_is_told_of_a_note() -> None:
    effects = after()
    assert effects.nobody
    assert (effects.told, effects.rehoured, effects.waiting, effects.day, effects.place) == (0, 0, (), "", False)


def test_all_go_along_to_another_day_or_place() -> None:
    assert (after(day="2026-12-02").told, after(day="2026-12-02").day) == (4, "2026-12-02")
    assert (after(place="Trường").told, after(place="Trường").place) == (4, True)


def test_an_hour_that_is_dropped_gives_its_people_to_free_places() -> None:
    effects = after(slots={"08:30": 2, "09:30": 2})
    assert [shift.slot for shift in effects.stay] == ["08:30", "09:30", "08:30", "09:30"]
    assert (effects.told, effects.rehoured, effects.waiting) == (2, 2, ())


def test_who_finds_no_free_place_waits() -> None:
    effects = after(slots={"08:30": 2, "09:30": 1})
    assert [(one.id, reason) for one, reason in effects.waiting] == [("l1", LeftOut.NO_PLACE)]
    assert effects.told == 1
    assert not effects.nobody


def test_an_hour_with_fewer_places_keeps_its_people() -> None:
    effects = after(slots={"07:30": 1, "08:30": 2, "09:30": 1})
    assert [shift.slot for shift in effects.stay] == ["07:30", "07:30", "08:30", "09:30"]


def test_whom_it_suits_no_longer_waits_and_leaves_a_place() -> None:
    fits = {one.person.id: Fit(product="COM-A", kind="booster", kind_no=1) for one in PEOPLE}
    fits |= {"p0": LeftOut.TOO_EARLY, "p2": LeftOut.TOO_EARLY}
    effects = after(fits=fits, slots={"07:30": 2})
    assert [(shift.one.id, shift.slot, shift.product) for shift in effects.stay] == [
        ("l1", "07:30", "COM-A"), ("l3", "07:30", "COM-A"),
    ]  # fmt: skip
    assert effects.by_reason() == {LeftOut.TOO_EARLY: (PEOPLE[0], PEOPLE[2])}
