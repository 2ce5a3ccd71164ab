from __future__ import annotations

import msgspec
import pytest

from tests.domain.clinic import FORMS, RESOURCES, form
from vaxdesk.domain.forms import Form, Input, Text, form_for, load_form
from vaxdesk.domain.outcomes import Conclusion

ALL = [form(name) for name in FORMS]


@pytest.mark.parametrize(
    ("age", "day", "expected"),
    [
        pytest.param(18, "2022-01-10", "qd5785", id="adult today"),
        pytest.param(18, "2021-12-21", "qd5785", id="first day of 5785"),
        pytest.param(18, "2021-12-20", "qd4355", id="last day of 4355"),
        pytest.param(80, "2021-09-10", "qd4355", id="first day of 4355"),
        pytest.param(80, "2021-08-01", "qd4355", id="before all of them: the oldest"),
        pytest.param(17, "2022-01-10", "qd5002", id="17 is a child"),
        pytest.param(5, "2022-01-10", "qd5002", id="5 is the youngest"),
        pytest.param(12, "2021-10-01", "qd5002", id="child before the form"),
        pytest.param(4, "2022-01-10", None, id="no form under 5"),
        pytest.param(None, "2022-01-10", "qd5785", id="unknown age"),
    ],
)
def test_which_form_when(age, day, expected):
    found = form_for(ALL, age_years=age, day=day)
    assert (found.id if found else None) == expected


@pytest.mark.parametrize("name", FORMS)
def test_a_form_refers_only_to_what_it_has(name):
    one = form(name)
    items = {question.code for question in one.question}
    vitals = {vital.code for vital in one.vital}
    conditions = {condition.code for condition in one.condition}
    marks = {footnote.mark for footnote in one.footnote}
    assert len(items) == len(one.question)
    for rule in one.rule:
        assert set(rule.any) <= items
        assert set(rule.vitals) <= vitals
    for vital in one.vital:
        assert set(vital.conditions) <= conditions
        assert vital.usual in vitals | {""}
    for question in one.question:
        assert set(question.mark) <= marks
    assert not items & conditions


@pytest.mark.parametrize("name", FORMS)
def test_every_item_leads_to_a_conclusion_and_only_one_rule_is_for_all_no(name):
    one = form(name)
    led = {code for rule in one.rule for code in rule.any}
    assert led == {question.code for question in one.question}
    without = [rule for rule in one.rule if not (rule.any or rule.vitals or rule.breastfeeding)]
    assert [rule.conclusion for rule in without] == [Conclusion.ELIGIBLE]


def _texts(value) -> list[Text]:
    if isinstance(value, Text):
        found = [value]
    elif isinstance(value, tuple):
        return [text for one in value for text in _texts(one)]
    elif isinstance(value, msgspec.Struct):
        found = []
    else:
        return []
    return found + [text for name in value.__struct_fields__ for text in _texts(getattr(value, name))]


@pytest.mark.parametrize("name", FORMS)
def test_all_texts_are_there_in_both_languages(name):
    texts = _texts(form(name))
    assert len(texts) > 20
    assert all(text.vi.strip() and text.en.strip() for text in texts)
    assert texts[0].said("vi") == texts[0].vi
    assert texts[0].said("en") == texts[0].en


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("qd4355", "1 2 3 4a 4b 5 6 7 8 9 10"),
        ("qd5785", "1 2 3a 3b 4 5 6 7 8 9 10"),
        ("qd5002", "1 2 3 4 5 6 7 8"),
    ],
)
def test_items_are_those_of_the_decision(name, codes):
    assert [question.code for question in form(name).question] == codes.split()


@pytest.mark.parametrize(
    ("name", "code", "start"),
    [
        ("qd4355", "2", "Tiền sử rõ ràng bị COVID-19 trong vòng 6 tháng"),
        ("qd4355", "5", "Phản vệ độ 3 trở lên với bất kỳ dị nguyên nào"),
        ("qd5785", "3b", "Phụ nữ mang thai ≥ 13 tuần"),
        ("qd5785", "10", "Các chống chỉ định/trì hoãn khác"),
        ("qd5002", "6", "Nghe tim, phổi bất thường"),
    ],
)
def test_wording_of_the_decision(name, code, start):
    question = next(one for one in form(name).question if one.code == code)
    assert question.vi.startswith(start)


def test_women_are_asked_about_pregnancy_only():
    for name, codes in (("qd4355", ["4a", "4b"]), ("qd5785", ["3a", "3b"]), ("qd5002", [])):
        assert [question.code for question in form(name).question if question.sex == "F"] == codes
        assert [question.code for question in form(name).question if question.input is Input.WEEKS] == codes


@pytest.mark.parametrize("damage", ["", 'colour = "red"\n', "valid_from = 5\n"])
def test_a_damaged_file_is_refused(damage):
    text = (RESOURCES / "forms" / "qd5785.toml").read_text(encoding="utf-8")
    broken = damage + text if damage else text.replace("age_from = 18", "")
    with pytest.raises(msgspec.DecodeError):
        load_form(broken)


def test_a_district_may_shift_a_threshold():
    text = (RESOURCES / "forms" / "qd5785.toml").read_text(encoding="utf-8")
    changed: Form = load_form(text.replace("high = 37.5", "high = 37.4"))
    assert changed.vital[0].high == 37.4
