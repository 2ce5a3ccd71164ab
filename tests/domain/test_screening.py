from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.clinic import FORMS, NOTES, a_filled, form, judged
from vaxdesk.domain.course import Circumstances
from vaxdesk.domain.outcomes import Conclusion
from vaxdesk.domain.screening import Gap, Need, assess, circumstances, gaps, settle

C = Conclusion
@pytest.mark.parametrize(
    ("name", "yes", "weeks", "conclusion", "rules"),
    [
        ("qd4355", (), 0, C.ELIGIBLE, ("eligible",)),
        ("qd4355", ("1",), 0, C.CONTRAINDICATED, ("contraindicated",)),
        ("qd4355", ("2",), 0, C.DEFER, ("defer",)),
        ("qd4355", ("3",), 0, C.DEFER, ("defer",)),
        ("qd4355", ("4a",), 12, C.DEFER, ("defer",)),
        ("qd4355", ("4b",), 13, C.CAUTION, ("caution",)),
        ("qd4355", ("5",), 0, C.REFER, ("refer",)),
        ("qd4355", ("6",), 0, C.CAUTION, ("caution",)),
        ("qd4355", ("7",), 0, C.CAUTION, ("caution",)),
        ("qd4355", ("8",), 0, C.CAUTION, ("caution",)),
        ("qd4355", ("9",), 0, C.CAUTION, ("caution",)),
        ("qd4355", ("10",), 0, C.CAUTION, ("caution",)),
        ("qd5785", (), 0, C.ELIGIBLE, ("eligible",)),
        ("qd5785", ("1",), 0, C.CONTRAINDICATED, ("contraindicated",)),
        ("qd5785", ("2",), 0, C.DEFER, ("defer",)),
        ("qd5785", ("3a",), 8, C.DEFER, ("defer",)),
        ("qd5785", ("3b",), 20, C.CAUTION, ("caution",)),
        ("qd5785", ("4",), 0, C.REFER, ("refer",)),
        ("qd5785", ("5",), 0, C.CAUTION, ("caution",)),
        ("qd5785", ("6",), 0, C.CAUTION, ("caution",)),
        ("qd5785", ("7",), 0, C.CAUTION, ("caution",)),
        ("qd5785", ("8",), 0, C.CAUTION, ("caution",)),
        ("qd5785", ("9",), 0, C.CAUTION, ("caution",)),
        ("qd5785", ("10",), 0, C.DEFER, ("other",)),
        ("qd5002", (), 0, C.ELIGIBLE, ("eligible",)),
        ("qd5002", ("1",), 0, C.CONTRAINDICATED, ("contraindicated",)),
        ("qd5002", ("2",), 0, C.DEFER, ("defer",)),
        ("qd5002", ("3",), 0, C.CAUTION, ("caution",)),
        ("qd5002", ("4",), 0, C.CAUTION, ("caution",)),
        ("qd5002", ("5",), 0, C.REFER, ("refer",)),
        ("qd5002", ("6",), 0, C.REFER, ("refer",)),
        ("qd5002", ("7",), 0, C.REFER, ("refer",)),
        ("qd5002", ("8",), 0, C.DEFER, ("other",)),
        # several at once: CONTRAINDICATED > DEFER > REFER > CAUTION
        ("qd5785", ("1", "2", "4", "6"), 0, C.CONTRAINDICATED, ("contraindicated", "defer", "refer", "caution")),
        ("qd5785", ("2", "4", "6"), 0, C.DEFER, ("defer", "refer", "caution")),
        ("qd5785", ("4", "6"), 0, C.REFER, ("refer", "caution")),
        ("qd5785", ("3b", "9"), 30, C.CAUTION, ("caution",)),
        ("qd5002", ("2", "7"), 0, C.DEFER, ("defer", "refer")),
    ],
)
def test_conclusion_by_rule(name, yes, weeks, conclusion, rules):
    found = judged(name, *yes, age=10 if name == "qd5002" else 30, weeks=weeks)
    assert (found.conclusion, found.rules, found.yes) == (conclusion, rules, yes)
    assert found.missing == () or yes == ("9",) or yes == ("10",)


@pytest.mark.parametrize(
    ("name", "yes", "sex", "changes", "gap"),
    [
        ("qd4355", ("5",), "F", {"notes": {}}, Gap("5", Need.TEXT)),
        ("qd5785", ("4",), "F", {"notes": {"4": " "}}, Gap("4", Need.TEXT)),
        ("qd5785", ("10",), "F", {"notes": {}}, Gap("10", Need.TEXT)),
        ("qd5785", ("9",), "F", {"notes": {}}, Gap("9", Need.VITAL)),
        ("qd5785", ("3a",), "F", {}, Gap("3a", Need.WEEKS)),
        ("qd5785", ("3b",), "F", {"weeks": 46}, Gap("3b", Need.DISAGREES)),
        ("qd5785", ("3b",), "F", {"weeks": 12}, Gap("3b", Need.DISAGREES)),
        ("qd5785", ("3a",), "F", {"weeks": 13}, Gap("3a", Need.DISAGREES)),
        ("qd4355", ("2",), "F", {"notes": {}}, Gap("2", Need.DATE)),
        ("qd4355", ("2",), "F", {"notes": {"2": "hôm qua"}}, Gap("2", Need.DATE)),
        ("qd4355", ("2",), "F", {"notes": {"2": "2021-07-10"}}, Gap("2", Need.DISAGREES)),
        ("qd4355", ("2",), "F", {"notes": {"2": "2022-02-01"}}, Gap("2", Need.DISAGREES)),
        ("qd5002", ("7",), "M", {"notes": {}}, Gap("7", Need.TEXT)),
        ("qd5002", ("8",), "M", {"notes": {}}, Gap("8", Need.TEXT)),
    ],
)
def test_what_stands_beside_a_yes(name, yes, sex, changes, gap):
    found = assess(form(name), a_filled(name, *yes, **changes), age=10 if name == "qd5002" else 30, sex=sex)
    assert gap in found.missing


@pytest.mark.parametrize(("code", "name"), [("6", "qd5785"), ("2", "qd5785"), ("7", "qd4355"), ("3", "qd4355")])
def test_some_words_may_be_left_out(code, name):
    assert assess(form(name), a_filled(name, code), age=30, sex="M").missing == ()


@pytest.mark.parametrize("name", FORMS)
def test_an_empty_form_lacks_every_item(name):
    screen = msgspec.structs.replace(a_filled(name), answers={})
    found = assess(form(name), screen, age=10, sex="")
    assert [gap.code for gap in found.missing] == [question.code for question in form(name).question]
    assert {gap.need for gap in found.missing} == {Need.ANSWER}


def test_men_are_not_asked_about_pregnancy_and_their_answers_do_not_count():
    found = judged("qd5785", "3a", sex="M", weeks=8)
    assert "3a" not in found.asked
    assert (found.conclusion, found.missing) == (C.ELIGIBLE, ())


def test_weeks_speak_for_themselves():
    found = judged("qd5785", weeks=8)
    assert (found.yes, found.conclusion) == (("3a",), C.DEFER)


@pytest.mark.parametrize(
    ("yes", "weeks", "breastfeeding", "sex", "product", "conclusion"),
    [
        (("3b",), 20, False, "F", "SPUT", C.CONTRAINDICATED),
        ((), 0, True, "F", "SPUT", C.CONTRAINDICATED),
        ((), 0, True, "M", "SPUT", C.ELIGIBLE),
        (("3b",), 20, False, "F", "AZ", C.CAUTION),
        ((), 0, True, "F", "AZ", C.ELIGIBLE),
        ((), 0, False, "F", "SPUT", C.ELIGIBLE),
    ],
)
@pytest.mark.parametrize("name", ["qd4355", "qd5785"])
def test_footnote_on_sputnik(name, yes, weeks, breastfeeding, sex, product, conclusion):
    codes = tuple(code.replace("3", "4") for code in yes) if name == "qd4355" else yes
    found = judged(name, *codes, weeks=weeks, breastfeeding=breastfeeding, sex=sex, product=product)
    assert found.conclusion is conclusion


@pytest.mark.parametrize(
    ("name", "yes", "changes", "until"),
    [
        pytest.param("qd5785", ("3a",), {"weeks": 8}, "2022-02-14", id="13 weeks are reached in 5 weeks"),
        pytest.param("qd4355", ("2",), {"notes": {"2": "2021-12-01"}}, "2022-06-01", id="6 months after COVID"),
        pytest.param("qd4355", ("2",), {"notes": {"2": "2021-12"}}, "2022-06-30", id="only the month is known"),
        pytest.param("qd4355", ("2", "4a"), {"notes": {"2": "2021-12-01"}, "weeks": 12}, "2022-06-01", id="later one"),
        pytest.param("qd4355", ("2",), {"notes": {"2": "2021-07-10"}}, "", id="6 months are over today"),
        pytest.param("qd5785", ("2",), {}, "", id="acute illness has no known end"),
        pytest.param("qd5785", (), {}, "", id="nothing to wait for"),
    ],
)
def test_when_to_come_back(name, yes, changes, until):
    assert judged(name, *yes, **changes).until == until


@pytest.mark.parametrize(
    ("name", "yes", "changes", "expected"),
    [
        pytest.param("qd5785", (), {}, [], id="complete"),
        pytest.param("qd5785", (), {"consent": False}, [Gap("consent", Need.CONSENT)], id="no consent"),
        pytest.param("qd5785", ("2",), {"consent": False}, [], id="deferred needs no consent"),
        pytest.param("qd5785", (), {"conclusion": "eligible"}, [], id="decided as proposed"),
        pytest.param("qd5785", (), {"conclusion": "defer"}, [Gap("why", Need.REASON)], id="stricter without reason"),
        pytest.param("qd5785", (), {"conclusion": "defer", "why": "mệt"}, [], id="stricter with reason"),
        pytest.param("qd5785", ("2",), {"conclusion": "eligible"}, [Gap("why", Need.REASON)], id="milder"),
        pytest.param("qd5785", ("2",), {"conclusion": "eligible", "why": "nhẹ"}, [], id="milder with reason"),
        pytest.param("qd5785", ("10",), {"notes": NOTES}, [Gap("conclusion", Need.CHOICE)], id="doctor must choose"),
        pytest.param("qd5785", ("10",), {"notes": NOTES, "conclusion": "caution"}, [], id="doctor chose"),
        pytest.param(
            "qd5785",
            ("1", "10"),
            {"notes": NOTES, "conclusion": "caution"},
            [Gap("why", Need.REASON)],
            id="doctor's choice below another rule",
        ),
        pytest.param(
            "qd5785", ("6", "10"), {"notes": NOTES, "conclusion": "caution"}, [], id="doctor's choice at another rule"
        ),
        pytest.param("qd5002", (), {"consent_by": ""}, [Gap("consent_by", Need.GUARDIAN)], id="guardian's name"),
        pytest.param("qd5002", ("2",), {"consent_by": "", "consent": False}, [], id="deferred child"),
    ],
)
def test_what_is_still_missing_before_saving(name, yes, changes, expected):
    screen = a_filled(name, *yes, **changes)
    assert list(gaps(form(name), screen, age=10 if name == "qd5002" else 30, sex="M")) == expected


def test_settling_writes_what_holds():
    screen = a_filled("qd5785", "blood_pressure_history", weeks=8, vitals={"temp": 38, "sys": 120, "dia": 80})
    settled = settle(form("qd5785"), screen, age=30, sex="F")
    assert [code for code, yes in settled.answers.items() if yes] == ["blood_pressure_history", "3a", "9"]
    assert (settled.proposed, settled.conclusion, settled.until) == ("defer", "defer", "2022-02-14")
    assert settle(form("qd5785"), settled, age=30, sex="F") == settled


def test_settling_keeps_what_the_doctor_decided():
    screen = a_filled("qd5785", "2", conclusion="caution", why="đã khỏi", until="2022-03-01")
    settled = settle(form("qd5785"), screen, age=30, sex="M")
    assert (settled.proposed, settled.conclusion, settled.until) == ("defer", "caution", "")


@pytest.mark.parametrize(
    ("name", "yes", "changes", "expected"),
    [
        ("qd5785", (), {}, Circumstances(conclusion="eligible")),
        ("qd5785", ("5",), {}, Circumstances(immunocompromised=True, conclusion="caution")),
        ("qd4355", ("6",), {}, Circumstances(immunocompromised=True, conclusion="caution")),
        ("qd5785", ("3b",), {"weeks": 20}, Circumstances(pregnant=True, weeks=20, conclusion="caution")),
        ("qd5785", (), {"breastfeeding": True}, Circumstances(breastfeeding=True, conclusion="eligible")),
        (
            "qd4355",
            ("2",),
            {"notes": {"2": "2021-12-01"}},
            Circumstances(covid_on="2021-12-01", conclusion="defer"),
        ),
        ("qd5785", ("1",), {}, Circumstances(conclusion="contraindicated")),
    ],
)
def test_what_the_schedule_learns(name, yes, changes, expected):
    settled = settle(form(name), a_filled(name, *yes, **changes), age=30, sex="F")
    assert circumstances(form(name), settled) == expected


ORDER = list(Conclusion)


@given(
    name=st.sampled_from(FORMS),
    data=st.data(),
    age=st.integers(5, 90),
    temp=st.floats(34, 39),
    weeks=st.integers(0, 45),
)
def test_one_more_yes_never_makes_it_milder(name, data, age, temp, weeks):
    codes = [question.code for question in form(name).question]
    yes = data.draw(st.sets(st.sampled_from(codes)))
    more = data.draw(st.sampled_from(codes))
    changes = {"notes": NOTES, "weeks": weeks, "vitals": {"temp": temp}}
    before = assess(form(name), a_filled(name, *yes, **changes), age=age, sex="F")
    then = assess(form(name), a_filled(name, *yes, more, **changes), age=age, sex="F")
    assert ORDER.index(then.conclusion) >= ORDER.index(before.conclusion)


@given(name=st.sampled_from(FORMS), data=st.data(), sex=st.sampled_from(["M", "F", ""]), age=st.integers(5, 90))
def test_conclusion_and_rules_agree_whatever_is_filled(name, data, sex, age):
    codes = [question.code for question in form(name).question]
    answers = data.draw(st.dictionaries(st.sampled_from(codes), st.booleans()))
    vitals = data.draw(st.dictionaries(st.sampled_from(["temp", "pulse", "sys", "dia"]), st.floats(0, 400)))
    screen = msgspec.structs.replace(a_filled(name), answers=answers, vitals=vitals)
    found = assess(form(name), screen, age=age, sex=sex)
    rules = {rule.id: rule for rule in form(name).rule}
    assert found.conclusion is rules[found.rules[0]].conclusion
    assert set(found.yes) <= set(found.asked)
    assert ORDER.index(found.least) <= ORDER.index(found.conclusion)
