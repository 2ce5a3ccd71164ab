from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.domain.dosing import (
    ADULT,
    AZ2,
    AZ3,
    CHILD,
    COM2,
    ELDER,
    SPUT2,
    TEEN,
    VERO2,
    A,
    B,
    expect,
    judged,
    notes,
    reason,
)
from vaxdesk.domain.limits import TooEarly
from vaxdesk.domain.refusals import Notice, Refusal, Refused
from vaxdesk.domain.schedule import Due


@pytest.mark.parametrize(
    ("given", "code", "day", "allowed"),
    [
        pytest.param("AZ", "COM-A", "2021-07-26", False, id="AZ-Pfizer before CV 6030"),
        pytest.param("AZ", "COM-A", "2021-07-27", True, id="AZ-Pfizer from CV 6030"),
        pytest.param("AZ", "MOD", "2021-09-07", False, id="AZ-Moderna before CV 7548"),
        pytest.param("AZ", "MOD", "2021-09-08", True, id="AZ-Moderna from CV 7548"),
        pytest.param("MOD", "COM-A", "2021-09-07", False, id="Moderna-Pfizer before"),
        pytest.param("MOD", "COM-A", "2021-09-08", True, id="Moderna-Pfizer"),
        pytest.param("COM-A", "MOD", "2021-09-08", True, id="Pfizer-Moderna"),
        pytest.param("COM-A", "AZ", "2022-01-10", False, id="never Pfizer-AZ"),
        pytest.param("VERO", "COM-A", "2022-01-10", False, id="Vero Cell same only"),
        pytest.param("VERO", "HAY", "2022-01-10", False, id="Vero Cell is not Hayat-Vax"),
        pytest.param("SPUT", "AZ", "2022-01-10", False, id="Sputnik same only"),
        pytest.param("ABD", "COM-A", "2022-01-10", False, id="Abdala same only"),
    ],
)
def test_another_product_for_the_second_dose(given, code, day, allowed):
    answer = judged([("2021-05-01", given)], code, day)
    if allowed:
        assert notes(answer) == [Notice.MIXED]
        assert answer.notes[0].needs_reason
    else:
        assert answer == Refused(reason=Refusal.MIXING, facts={"product": code, "given": given})


@pytest.mark.parametrize(("day", "expected"), [("2022-01-28", TooEarly), ("2022-01-29", Due), ("2022-02-26", Due)])
def test_a_mixed_course_keeps_the_interval_of_the_dose_before(day, expected):
    answer = judged([("2022-01-01", "AZ")], "COM-A", day)
    assert isinstance(answer, expected)
    if day == "2022-01-29":
        assert Notice.BELOW_RECOMMENDED in notes(answer)
    if day == "2022-02-26":
        assert notes(answer) == [Notice.MIXED]


@pytest.mark.parametrize("code", ["MOD-C", "AZ"])
def test_children_under_12_are_never_mixed(code):
    answer = judged([("2022-05-01", "COM-C")], code, "2022-06-30", dob=CHILD)
    assert reason(answer) is Refusal.MIXING


def test_a_child_who_turned_12_goes_on_with_either_form():
    history, dob = [("2022-05-01", "COM-C")], "2010-05-15"
    assert notes(judged(history, "COM-A", "2022-06-01", dob=dob)) == [Notice.MIXED]
    assert notes(judged(history, "COM-C", "2022-06-01", dob=dob)) == [Notice.AGE_PASSED]


@pytest.mark.parametrize(
    ("history", "code", "day", "person", "expected"),
    [
        pytest.param(VERO2, "COM-A", "2021-12-10", {}, (A, 1), id="after Vero Cell"),
        pytest.param(VERO2, "VERO", "2021-12-10", {}, (A, 1), id="same product"),
        pytest.param(SPUT2, "MOD", "2021-12-10", {}, (A, 1), id="after Sputnik"),
        pytest.param(AZ2, "COM-A", "2021-12-10", {"immunocompromised": True}, (A, 1), id="immunocompromised"),
        pytest.param(VERO2, "AZ", "2021-12-10", {}, Refusal.MIXING, id="neither same nor mRNA"),
        pytest.param(VERO2, "COM-A", "2021-11-30", {}, Refusal.COMPLETE, id="before CV 10225"),
        pytest.param(AZ2, "COM-A", "2021-12-10", {}, "2022-02-28", id="others wait for the booster"),
        pytest.param([*VERO2, ("2021-12-10", "COM-A")], "COM-A", "2022-03-10", {}, (B, 1), id="then the booster"),
    ],
)
def test_additional_dose(history, code, day, person, expected):
    expect(judged(history, code, day, **person), expected)


@pytest.mark.parametrize(("days", "allowed"), [(27, False), (28, True)])
def test_the_additional_dose_keeps_28_days(days, allowed):
    history = [("2021-11-01", "VERO"), ("2021-12-01", "VERO")]
    answer = judged(history, "COM-A", (date(2021, 12, 1) + timedelta(days=days)).isoformat())
    assert isinstance(answer, Due) is allowed


@pytest.mark.parametrize(
    ("history", "code", "day", "dob", "expected"),
    [
        pytest.param(AZ2, "COM-A", "2021-11-30", ADULT, Refusal.COMPLETE, id="no boosters yet"),
        pytest.param(AZ2, "COM-A", "2021-12-16", ADULT, "2022-02-28", id="6 months by CV 10225"),
        pytest.param(AZ2, "COM-A", "2021-12-17", ADULT, (B, 1), id="3 months from CV 10722"),
        pytest.param(
            [("2021-06-01", "AZ"), ("2021-09-18", "AZ")], "AZ", "2021-12-17", ADULT, "2021-12-18", id="a day early"
        ),
        pytest.param(
            [("2021-06-01", "AZ"), ("2021-09-18", "AZ")], "AZ", "2021-12-18", ADULT, (B, 1), id="on the day"
        ),
        pytest.param(COM2, "AZ", "2022-02-28", ADULT, Refusal.MIXING, id="AZ after mRNA before 03/2022"),
        pytest.param(COM2, "AZ", "2022-03-01", ADULT, (B, 1), id="AZ after mRNA from 03/2022"),
        pytest.param(COM2, "MOD", "2022-01-10", ADULT, (B, 1), id="mRNA after mRNA"),
        pytest.param([*VERO2, ("2021-12-01", "VERO")], "AZ", "2022-03-01", ADULT, (B, 1), id="AZ after inactivated"),
        pytest.param([*SPUT2, ("2021-12-01", "MOD")], "AZ", "2022-03-01", ADULT, Refusal.MIXING, id="Sputnik: mRNA"),
        pytest.param([*SPUT2, ("2021-12-01", "MOD")], "COM-A", "2022-03-01", ADULT, (B, 1), id="mRNA after Sputnik"),
        pytest.param([("2021-08-01", "JAN")], "COM-A", "2022-01-10", ADULT, (B, 1), id="after one Janssen"),
        pytest.param(
            [("2021-08-01", "ABD"), ("2021-08-15", "ABD"), ("2021-08-29", "ABD")],
            "COM-A",
            "2022-01-10",
            ADULT,
            (B, 1),
            id="after three Abdala",
        ),
        pytest.param(COM2, "COM-A", "2022-06-22", TEEN, Refusal.COMPLETE, id="teenager before CV 3309"),
        pytest.param(
            [("2022-01-01", "COM-A"), ("2022-01-30", "COM-A")], "COM-A", "2022-06-29", TEEN, "2022-06-30", id="5 months"
        ),
        pytest.param(
            [("2022-01-01", "COM-A"), ("2022-01-30", "COM-A")], "COM-A", "2022-06-30", TEEN, (B, 1), id="teenager"
        ),
        pytest.param(
            [("2022-05-01", "COM-C"), ("2022-05-29", "COM-C")],
            "COM-C",
            "2023-05-01",
            CHILD,
            Refusal.COMPLETE,
            id="child",
        ),
    ],
)
def test_first_booster(history, code, day, dob, expected):
    expect(judged(history, code, day, dob=dob), expected)


@pytest.mark.parametrize(
    ("day", "dob", "person", "expected", "grouped"),
    [
        pytest.param("2022-06-22", ELDER, {}, Refusal.COMPLETE, False, id="before CV 3309"),
        pytest.param("2022-06-23", ELDER, {}, (B, 2), False, id="over 50"),
        pytest.param("2022-06-23", "1972-06-23", {}, (B, 2), False, id="50 today"),
        pytest.param("2022-06-23", "1972-06-24", {}, (B, 2), True, id="not yet 50: with a reason"),
        pytest.param("2022-06-23", ADULT, {"immunocompromised": True}, (B, 2), False, id="immunocompromised"),
        pytest.param("2022-06-23", ELDER, {"covid_on": "2022-04-01"}, "2022-07-01", False, id="3 months after COVID"),
        pytest.param("2022-07-01", ELDER, {"covid_on": "2022-04-01"}, (B, 2), False, id="COVID is over"),
    ],
)
def test_second_booster(day, dob, person, expected, grouped):
    answer = judged(AZ3, "COM-A", day, dob=dob, **person)
    expect(answer, expected)
    if isinstance(answer, Due):
        assert (Notice.BOOSTER_GROUP in notes(answer)) is grouped


@pytest.mark.parametrize(("day", "expected"), [("2022-07-09", "2022-07-10"), ("2022-07-10", (B, 2))])
def test_the_second_booster_keeps_4_months(day, expected):
    history = [*AZ2, ("2022-03-10", "COM-A")]
    expect(judged(history, "COM-A", day, dob=ELDER), expected)


def test_there_is_no_third_booster():
    history = [*AZ3, ("2022-07-10", "COM-A")]
    answer = judged(history, "COM-A", "2023-07-10", dob=ELDER)
    assert answer == Refused(reason=Refusal.COMPLETE, facts={"doses": 4})


def test_a_booster_of_moderna_is_half_a_dose():
    answer = judged(COM2, "MOD", "2022-01-10")
    assert isinstance(answer, Due)
    assert answer.ml == "0.25"
    assert notes(answer) == [Notice.HALF_DOSE]
    first = judged([], "MOD", "2022-01-10")
    assert isinstance(first, Due)
    assert first.ml == "0.5"


def test_a_booster_with_the_same_product_that_no_rule_names_needs_a_reason():
    history = [*VERO2, ("2021-12-01", "COM-A")]
    assert notes(judged(history, "VERO", "2022-03-01")) == [Notice.BOOSTER_SAME]


@pytest.mark.parametrize(
    ("history", "code"), [([("2021-06-01", "")], "AZ"), ([("2021-06-01", ""), ("2021-08-01", "")], "COM-A")]
)
def test_unknown_products_of_earlier_doses_are_noted(history, code):
    answer = judged(history, code, "2022-01-10")
    assert notes(answer) == [Notice.HISTORY_PRODUCT_UNKNOWN]
    assert answer.notes[0].needs_reason


def test_an_additional_dose_after_unknown_products_is_noted():
    history = [("2021-06-01", ""), ("2021-08-01", "")]
    answer = judged(history, "AZ", "2022-01-10", immunocompromised=True)
    assert notes(answer) == [Notice.ADDITIONAL_GROUP, Notice.HISTORY_PRODUCT_UNKNOWN]


def test_an_unknown_dose_between_known_ones_does_not_open_the_way_to_mixing():
    history = [("2021-06-01", "ABD"), ("2021-08-01", "")]
    assert reason(judged(history, "SPUT", "2022-01-10")) is Refusal.MIXING


def test_a_booster_of_someone_perhaps_18_is_judged_as_younger():
    history = [("2022-01-01", "COM-A"), ("2022-01-30", "COM-A")]
    expect(judged(history, "COM-A", "2022-06-29", dob="2004"), "2022-06-30")
    assert notes(judged(history, "COM-A", "2022-06-30", dob="2004")) == [Notice.BIRTH_IMPRECISE]
