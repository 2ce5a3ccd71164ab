"""What people tell after a dose: days, degrees, what is serious, and what the desk's list makes of it."""

from __future__ import annotations

import pytest

from vaxdesk.domain.erasable import goes, names_people
from vaxdesk.domain.payloads import Called, Told
from vaxdesk.domain.told import (
    DANGER,
    CallView,
    Impact,
    Sign,
    ToldView,
    days_of,
    is_serious,
    last_day,
    symptoms_of,
    temperature,
    unlisted,
)
from vaxdesk.registry import rules


def test_28_days_are_told_of_and_no_day_more() -> None:
    assert last_day("2026-11-01") == "2026-11-29"
    assert days_of("2026-11-01", "2026-11-01") == ("2026-11-01",)
    assert days_of("2026-11-01", "2026-11-29")[::28] == ("2026-11-29", "2026-11-01")
    assert days_of("2026-11-01", "2026-11-30") == ()
    assert days_of("2026-11-02", "2026-11-01") == (), "a dose of tomorrow"


@pytest.mark.parametrize(
    ("text", "tenths"),
    [("38,5", 385), ("38.5", 385), ("38", 380), (" 39 °C", 390), ("", 0), ("34", 340), ("43", 430)],
)
def test_degrees_as_people_type_them(text: str, tenths: int) -> None:
    assert temperature(text) == tenths


@pytest.mark.parametrize("text", ["385", "38,55", "33,9", "43,1", "sốt", "-38", "\uff13\uff18", "3 8", "38,x"])
def test_what_is_no_temperature_of_a_person(text: str) -> None:
    assert temperature(text) is None


def test_serious_is_a_sign_of_danger_a_high_fever_or_somebody_in_hospital() -> None:
    assert all(is_serious([one.value], temp=0, impact="mild") for one in DANGER)
    assert is_serious(["fever"], temp=390, impact="mild") and not is_serious(["fever"], temp=389, impact="mild")
    assert is_serious(["local"], temp=0, impact=Impact.HOSPITAL)
    assert not any(is_serious([one.value], temp=0, impact="doctor") for one in Sign if one not in DANGER)


def test_every_sign_comes_to_something_that_the_desks_list_has() -> None:
    codes = {one.code for one in rules.aefi().symptom}
    for one in Sign:
        for temp in (0, 380, 395):
            found = symptoms_of([one.value], temp=temp)
            assert found and set(found) <= codes, one
            assert bool(unlisted([one.value], temp=temp)) == (found == ("other",) and one is not Sign.OTHER), one
    assert symptoms_of(["fever", "local"], temp=385) == ("local", "fever_below_39")
    assert symptoms_of(["fever"], temp=390) == ("fever_39",)
    assert symptoms_of(["faint", "rash", "of a later program"], temp=0) == ("faint", "rash")


def test_what_was_done_most_counts_in_whatever_order() -> None:
    def view(*results: str, signs: tuple[str, ...] = ("local",)) -> ToldView:
        calls = tuple(CallView(id=f"a.{n}", result=one, at=n) for n, one in enumerate(results))
        return ToldView(id="a.1", person="a.2", dose="a.3", day="2026-11-01", signs=signs, calls=calls)

    assert (view().result, view().settled) == ("", False)
    assert (view("unreached").result, view("unreached").settled) == ("unreached", False)
    assert view("nothing", "unreached").settled and view("nothing", "unreached").result == "nothing"
    assert view("read", "reaction").result == view("reaction", "read").result == "reaction"
    assert view(signs=()).settled, "no reaction waits for nobody"


def test_a_report_always_goes_with_the_person_and_an_answer_where_words_were_typed() -> None:
    report = Told(day="2026-11-01", dose="0000000000001.2")
    assert names_people("told", report) and goes("told", report, about="person")
    bare, typed = Called(told="a.1", result="read"), Called(told="a.1", result="nothing", text="mẹ là bà Tí")
    assert not names_people("called", bare) and not goes("called", bare, about="person")
    assert names_people("called", typed) and goes("called", typed, about="person")
