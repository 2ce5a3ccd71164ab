from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.clinic import a_dose, product, schedule
from tests.domain.dosing import (
    ADULT,
    AZ2,
    CHILD,
    CODES,
    COM2,
    ELDER,
    TEEN,
    VERO2,
    A,
    B,
    P,
    judged,
    notes,
)
from vaxdesk.domain.course import Circumstances
from vaxdesk.domain.limits import Cause, TooEarly
from vaxdesk.domain.refusals import Notice, Refusal, Refused
from vaxdesk.domain.schedule import Due, Upcoming, due_after


@pytest.mark.parametrize("code", CODES)
def test_first_dose(code):
    dob = CHILD if code in ("COM-C", "MOD-C") else ADULT
    answer = judged([], code, "2022-05-10", dob=dob)
    assert isinstance(answer, Due)
    assert (answer.kind, answer.kind_no, answer.overall_no) == (P, 1, 1)
    assert (answer.ml, answer.rules) == (product(code).ml, schedule().version)
    assert notes(answer) == ([Notice.COMPONENT] if code == "SPUT" else [])


@pytest.mark.parametrize(
    ("code", "minimum", "recommended"),
    [
        ("AZ", 28, 56),
        ("COM-A", 21, 21),
        ("COM-C", 21, 28),
        ("MOD", 28, 28),
        ("MOD-C", 28, 28),
        ("VERO", 21, 21),
        ("SPUT", 21, 21),
        ("ABD", 14, 14),
        ("HAY", 21, 21),
    ],
)
def test_second_dose_by_days(code, minimum, recommended):
    first = date(2022, 5, 10)
    dob = CHILD if code.endswith("-C") else ADULT
    for days in range(1, recommended + 2):
        answer = judged([(first.isoformat(), code)], code, (first + timedelta(days=days)).isoformat(), dob=dob)
        if days < minimum:
            assert answer == TooEarly(
                until=(first + timedelta(days=minimum)).isoformat(),
                recommended_from=(first + timedelta(days=recommended)).isoformat(),
                cause=Cause.INTERVAL,
            )
        else:
            assert isinstance(answer, Due)
            assert (answer.kind, answer.kind_no, answer.overall_no) == (P, 2, 2)
            assert (Notice.BELOW_RECOMMENDED in notes(answer)) is (days < recommended)


def test_a_dose_below_the_recommended_interval_needs_a_reason():
    answer = judged([("2022-01-01", "AZ")], "AZ", "2022-02-01")
    assert isinstance(answer, Due)
    note = answer.notes[0]
    assert (note.code, note.needs_reason) == (Notice.BELOW_RECOMMENDED, True)
    assert note.facts == {"days": 31, "recommended_from": "2022-02-26"}


@pytest.mark.parametrize("code", ["AZ", "COM-A", "ABD", "VERO"])
def test_a_late_dose_is_given_and_the_course_never_starts_again(code):
    answer = judged([("2021-06-01", code)], code, "2024-06-01")
    assert isinstance(answer, Due)
    assert (answer.kind_no, notes(answer)) == (2, [])


def test_the_third_dose_of_abdala_is_primary():
    answer = judged([("2022-01-01", "ABD"), ("2022-01-15", "ABD")], "ABD", "2022-01-29")
    assert isinstance(answer, Due)
    assert (answer.kind, answer.kind_no, answer.overall_no) == (P, 3, 3)


def test_the_third_dose_of_pfizer_is_a_booster():
    answer = judged([("2021-08-01", "COM-A"), ("2021-08-22", "COM-A")], "COM-A", "2022-01-29")
    assert isinstance(answer, Due)
    assert (answer.kind, answer.kind_no, answer.overall_no) == (B, 1, 3)


def test_a_dose_of_the_past_is_judged_by_what_came_before_it():
    answer = judged([("2021-06-01", "AZ"), ("2021-12-01", "AZ")], "AZ", "2021-08-01")
    assert isinstance(answer, Due)
    assert (answer.kind_no, answer.overall_no) == (2, 2)
    assert [(note.code, note.facts) for note in answer.notes] == [
        (Notice.DOSE_LATER_ON_RECORD, {"day": "2021-12-01"})
    ]


@pytest.mark.parametrize(
    ("component", "history"), [("I", []), ("II", [("2021-12-01", "SPUT")])], ids=["first", "second"]
)
def test_sputniks_components_are_named(component, history):
    answer = judged(history, "SPUT", "2022-01-10")
    assert isinstance(answer, Due)
    assert answer.notes[0].facts == {"component": component}


def test_products_the_schedule_does_not_know():
    assert judged([], "NOPE", "2022-01-10") == Refused(
        reason=Refusal.PRODUCT_UNKNOWN, facts={"product": "NOPE"}
    )


@pytest.mark.parametrize(
    ("history", "dob", "day", "expected"),
    [
        pytest.param([], ADULT, "2022-01-10", None, id="nothing given"),
        pytest.param([("2022-01-10", "AZ")], ADULT, "2022-01-10", ("2022-03-07", P, 2), id="AZ in 8 weeks"),
        pytest.param([("2022-01-10", "COM-A")], ADULT, "2022-01-10", ("2022-01-31", P, 2), id="Pfizer in 3 weeks"),
        pytest.param([("2022-05-10", "COM-C")], CHILD, "2022-05-10", ("2022-06-07", P, 2), id="child in 4 weeks"),
        pytest.param(
            [("2022-01-10", "ABD"), ("2022-01-24", "ABD")], ADULT, "2022-01-24", ("2022-02-07", P, 3), id="Abdala"
        ),
        pytest.param([("2022-01-10", "JAN")], ADULT, "2022-01-10", ("2022-04-10", B, 1), id="Janssen"),
        pytest.param(COM2, ADULT, "2021-12-17", ("2021-12-17", B, 1), id="booster overdue: today"),
        pytest.param(COM2, ADULT, "2021-10-01", None, id="no boosters yet"),
        pytest.param(VERO2, ADULT, "2021-12-01", ("2021-12-01", A, 1), id="additional after Vero Cell"),
        pytest.param([*AZ2, ("2022-07-01", "AZ")], ELDER, "2022-07-01", ("2022-11-01", B, 2), id="second booster"),
        pytest.param([*AZ2, ("2022-07-01", "AZ")], ADULT, "2022-07-01", None, id="no second booster under 50"),
        pytest.param([("2022-01-10", "")], ADULT, "2022-01-10", None, id="unknown product"),
        pytest.param([("", "AZ")], ADULT, "2022-01-10", None, id="no date"),
        pytest.param([("2022-01-10", "AZ")], "", "2022-01-10", None, id="unknown age"),
    ],
)
def test_next_appointment(history, dob, day, expected):
    found = due_after(schedule(), [a_dose(*dose) for dose in history], dob=dob, day=day)
    assert found == (Upcoming(day=expected[0], kind=expected[1], kind_no=expected[2]) if expected else None)


def test_the_immunocompromised_are_appointed_for_their_additional_dose():
    found = due_after(
        schedule(),
        [a_dose("2021-12-01", "AZ"), a_dose("2022-02-01", "AZ")],
        dob=ADULT,
        day="2022-02-01",
        person=Circumstances(immunocompromised=True),
    )
    assert found == Upcoming(day="2022-03-01", kind=A, kind_no=1)


DATES = st.sampled_from(["", "2021", "2021-09", "2021-06-01", "2021-08-29", "2021-12-01", "2022-02-10", "2022-05-01"])
HISTORIES = st.lists(
    st.tuples(DATES, st.sampled_from(["", "GONE", *CODES])), max_size=5, unique_by=lambda dose: dose[:2]
)


@given(
    history=HISTORIES,
    code=st.sampled_from([*CODES, "NOPE"]),
    dob=st.sampled_from(["", "1950", "2004", "2004-06", ADULT, TEEN, CHILD, "2030"]),
    day=st.dates(date(2021, 6, 1), date(2023, 1, 1)),
    covid=DATES,
    flags=st.tuples(st.booleans(), st.booleans(), st.booleans()),
)
def test_every_case_has_an_answer(history, code, dob, day, covid, flags):
    pregnant, breastfeeding, weak = flags
    person = {"pregnant": pregnant, "breastfeeding": breastfeeding, "immunocompromised": weak, "covid_on": covid}
    answer = judged(history, code, day.isoformat(), dob=dob, **person)
    if isinstance(answer, TooEarly):
        assert answer.until > day.isoformat()
        assert answer.recommended_from >= answer.until
        later = judged(history, code, answer.until, dob=dob, **person)
        assert not (isinstance(later, TooEarly) and later.until <= answer.until)
    if isinstance(answer, Due):
        assert (answer.kind is P) == (answer.kind_no == answer.overall_no)


@given(history=HISTORIES, day=st.dates(date(2021, 6, 1), date(2023, 1, 1)), weak=st.booleans())
def test_an_appointment_is_never_in_the_past(history, day, weak):
    found = due_after(
        schedule(),
        [a_dose(*dose) for dose in history],
        dob=ADULT,
        day=day.isoformat(),
        person=Circumstances(immunocompromised=weak),
    )
    assert found is None or found.day >= day.isoformat()
