from __future__ import annotations

import pytest

from tests.domain.dosing import (
    AZ2,
    CHILD,
    CODES,
    TEEN,
    judged,
    notes,
    reason,
)
from vaxdesk.domain.limits import Cause, TooEarly
from vaxdesk.domain.refusals import Notice, Refusal, Refused
from vaxdesk.domain.schedule import Due


@pytest.mark.parametrize(
    ("code", "dob", "refusal"),
    [
        ("AZ", "2004-01-11", Refusal.TOO_YOUNG),
        ("AZ", "2004-01-10", None),
        ("COM-A", "2010-01-11", Refusal.TOO_YOUNG),
        ("COM-A", "2010-01-10", None),
        ("COM-C", "2017-01-11", Refusal.TOO_YOUNG),
        ("COM-C", "2017-01-10", None),
        ("COM-C", "2010-01-11", None),
        ("COM-C", "2010-01-10", Refusal.TOO_OLD),
        ("MOD", "2010-01-11", Refusal.TOO_YOUNG),
        ("MOD-C", "2016-01-11", Refusal.TOO_YOUNG),
        ("MOD-C", "2016-01-10", None),
        ("MOD-C", "2010-01-10", Refusal.TOO_OLD),
        ("VERO", "2004-01-11", Refusal.TOO_YOUNG),
        ("SPUT", "2004-01-11", Refusal.TOO_YOUNG),
        ("ABD", "2003-01-11", Refusal.TOO_YOUNG),
        ("ABD", "2003-01-10", None),
        ("ABD", "1956-01-11", None),
        ("ABD", "1956-01-10", Refusal.TOO_OLD),
        ("HAY", "2004-01-11", Refusal.TOO_YOUNG),
        ("JAN", "2004-01-11", Refusal.TOO_YOUNG),
        ("AZ", "", Refusal.BIRTH_UNKNOWN),
        ("AZ", "2023-01-01", Refusal.BIRTH_UNKNOWN),
        ("AZ", "2003", None),
        ("AZ", "2004", Refusal.BIRTH_TOO_VAGUE),
        ("AZ", "2004-01", Refusal.BIRTH_TOO_VAGUE),
        ("AZ", "2003-12", None),
        ("AZ", "2005", Refusal.TOO_YOUNG),
        ("ABD", "1956", Refusal.BIRTH_TOO_VAGUE),
        ("ABD", "1955", Refusal.TOO_OLD),
    ],
)
def test_age_limits(code, dob, refusal):
    answer = judged([], code, "2022-01-10", dob=dob)
    assert (answer.reason if isinstance(answer, Refused) else None) == refusal


def test_the_refusal_names_age_and_limit():
    answer = judged([], "AZ", "2022-01-10", dob="2004-01-11")
    assert answer == Refused(reason=Refusal.TOO_YOUNG, facts={"product": "AZ", "age": 17, "limit": 18})
    answer = judged([], "ABD", "2022-01-10", dob="1956-01-10")
    assert answer == Refused(reason=Refusal.TOO_OLD, facts={"product": "ABD", "age": 66, "limit": 65})


def test_moderna_between_12_and_17_needs_a_reason():
    answer = judged([], "MOD", "2022-01-10", dob=TEEN)
    assert notes(answer) == [Notice.AGE_NEEDS_CARE]
    assert answer.notes[0].needs_reason


@pytest.mark.parametrize(
    ("person", "code", "refusal"),
    [
        ({"pregnant": True, "weeks": 20}, "SPUT", Refusal.PREGNANT),
        ({"breastfeeding": True}, "SPUT", Refusal.BREASTFEEDING),
        ({"breastfeeding": True}, "AZ", None),
        ({"pregnant": True, "weeks": 20}, "COM-A", None),
    ],
)
def test_sputnik_is_not_for_the_pregnant_or_breastfeeding(person, code, refusal):
    answer = judged([], code, "2022-01-10", **person)
    assert (answer.reason if isinstance(answer, Refused) else None) == refusal


def test_pregnancy_is_noted():
    answer = judged([], "COM-A", "2022-01-10", pregnant=True, weeks=20)
    assert [(note.code, note.facts) for note in answer.notes] == [(Notice.PREGNANT_CARE, {"weeks": 20})]


@pytest.mark.parametrize(
    ("history", "code", "person", "refused"),
    [
        pytest.param([("2021-08-01", "AZ")], "AZ", {"conclusion": "contraindicated"}, True, id="same product"),
        pytest.param([("2021-08-01", "AZ")], "COM-A", {"conclusion": "contraindicated"}, False, id="another product"),
        pytest.param([], "AZ", {"conclusion": "contraindicated"}, True, id="not known after what"),
        pytest.param([("2021-08-01", "")], "AZ", {"conclusion": "contraindicated"}, True, id="unknown product"),
        pytest.param([("2021-08-01", "AZ")], "AZ", {"anaphylaxis_after": ("AZ",)}, True, id="recorded here"),
        pytest.param([("2021-08-01", "AZ")], "COM-A", {"anaphylaxis_after": ("AZ",)}, False, id="other than recorded"),
        pytest.param([("2021-08-01", "AZ")], "AZ", {"conclusion": "caution"}, False, id="no anaphylaxis"),
    ],
)
def test_anaphylaxis_excludes_the_same_product(history, code, person, refused):
    answer = judged(history, code, "2022-01-10", **person)
    assert isinstance(answer, Refused) is refused
    if refused:
        assert reason(answer) is Refusal.PRODUCT_CONTRAINDICATED


@pytest.mark.parametrize(
    ("dob", "day", "covid", "until"),
    [
        pytest.param(CHILD, "2022-05-10", "2022-03-01", "2022-06-01", id="child waits 3 months"),
        pytest.param(CHILD, "2022-06-01", "2022-03-01", None, id="child has waited"),
        pytest.param(CHILD, "2022-05-10", "2022-02", "2022-05-28", id="only the month is known"),
        pytest.param(CHILD, "2022-05-10", "2022", "2022-08-10", id="only the year is known"),
        pytest.param(CHILD, "2022-05-10", "2022-06-01", None, id="a day to come is no illness"),
    ],
)
def test_children_wait_after_covid(dob, day, covid, until):
    answer = judged([], "COM-C", day, dob=dob, covid_on=covid)
    if until is None:
        assert isinstance(answer, Due)
    else:
        assert answer == TooEarly(until=until, recommended_from=until, cause=Cause.COVID)


def test_adults_do_not_wait_after_covid():
    assert isinstance(judged([], "AZ", "2022-05-10", covid_on="2022-05-01"), Due)
    assert isinstance(judged(AZ2, "COM-A", "2022-05-10", covid_on="2022-05-01"), Due)


def test_of_two_waits_the_longer_is_named():
    answer = judged([("2022-05-01", "COM-C")], "COM-C", "2022-05-10", dob=CHILD, covid_on="2022-04-20")
    assert answer == TooEarly(until="2022-07-20", recommended_from="2022-07-20", cause=Cause.COVID)
    answer = judged([("2022-05-01", "COM-C")], "COM-C", "2022-05-10", dob=CHILD, covid_on="2022-02-11")
    assert isinstance(answer, TooEarly)
    assert (answer.until, answer.cause) == ("2022-05-22", Cause.INTERVAL)


@pytest.mark.parametrize(
    ("date_text", "day", "expected"),
    [
        pytest.param("2021-10", "2021-10-20", "2021-10-29", id="even at the earliest reading too early"),
        pytest.param("2021-10", "2021-12-15", [Notice.HISTORY_DATE_PARTIAL], id="enough only at one reading"),
        pytest.param("2021-10", "2021-12-26", [], id="enough at every reading"),
        pytest.param("2021", "2021-12-15", [Notice.HISTORY_DATE_PARTIAL], id="only the year"),
        pytest.param("2020", "2021-12-15", [], id="last year"),
        pytest.param("", "2021-12-15", [Notice.HISTORY_DATE_MISSING], id="no date"),
        pytest.param("hè 2021", "2021-12-15", [Notice.HISTORY_DATE_MISSING], id="no date but words"),
    ],
)
def test_vague_dates_of_earlier_doses(date_text, day, expected):
    answer = judged([(date_text, "AZ")], "AZ", day)
    if isinstance(expected, str):
        assert isinstance(answer, TooEarly)
        assert answer.until == expected
    else:
        assert notes(answer) == expected
        assert all(note.needs_reason for note in answer.notes)


@pytest.mark.parametrize("code", CODES)
def test_never_two_doses_on_one_day(code):
    answer = judged([("2022-01-10", "AZ")], code, "2022-01-10")
    assert answer == Refused(reason=Refusal.INJECTED_SAME_DAY, facts={"product": "AZ", "day": "2022-01-10"})
