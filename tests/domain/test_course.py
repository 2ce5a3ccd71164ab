from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.clinic import a_dose, schedule
from vaxdesk.domain.course import course
from vaxdesk.domain.outcomes import DoseKind

P, A, B = DoseKind.PRIMARY, DoseKind.ADDITIONAL, DoseKind.BOOSTER
D1, D2, D3, D4, D5 = "2021-06-01", "2021-08-01", "2021-12-20", "2022-04-01", "2022-09-01"


def followed(*doses, dob: str = "1970-05-05", day: str = "2022-12-01"):
    return course(schedule(), doses, dob=dob, day=date.fromisoformat(day))


@pytest.mark.parametrize(
    ("doses", "kinds"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([("AZ", "")], [(P, 1)], id="one"),
        pytest.param([("AZ", "")] * 2, [(P, 1), (P, 2)], id="two"),
        pytest.param([("AZ", ""), ("COM-A", "")], [(P, 1), (P, 2)], id="mixed"),
        pytest.param([("AZ", "")] * 3, [(P, 1), (P, 2), (B, 1)], id="third is a booster"),
        pytest.param([("AZ", "")] * 4, [(P, 1), (P, 2), (B, 1), (B, 2)], id="second booster"),
        pytest.param([("ABD", "")] * 3, [(P, 1), (P, 2), (P, 3)], id="Abdala's third is primary"),
        pytest.param([("ABD", "booster")] * 3, [(P, 1), (P, 2), (P, 3)], id="even if a list says otherwise"),
        pytest.param([("ABD", "")] * 4, [(P, 1), (P, 2), (P, 3), (B, 1)], id="Abdala's fourth"),
        pytest.param([("JAN", "")] * 2, [(P, 1), (B, 1)], id="Janssen needs one"),
        pytest.param([("VERO", "")] * 3, [(P, 1), (P, 2), (A, 1)], id="Vero Cell: third is additional"),
        pytest.param(
            [("VERO", "")] * 2 + [("COM-A", "booster")], [(P, 1), (P, 2), (B, 1)], id="unless recorded as booster"
        ),
        pytest.param(
            [("SPUT", "")] * 2 + [("COM-A", "")] * 2, [(P, 1), (P, 2), (A, 1), (B, 1)], id="then a booster"
        ),
        pytest.param([("AZ", "")] * 2 + [("AZ", "additional")], [(P, 1), (P, 2), (A, 1)], id="recorded additional"),
        pytest.param([("", "")] * 3, [(P, 1), (P, 2), (B, 1)], id="unknown products"),
        pytest.param([("", ""), ("ABD", ""), ("ABD", "")], [(P, 1), (P, 2), (P, 3)], id="first known product counts"),
    ],
)
def test_kinds_in_order(doses, kinds):
    days = (D1, D2, D3, D4, D5)
    found = followed(*(a_dose(day, code, kind=kind) for day, (code, kind) in zip(days, doses, strict=False)))
    assert [(one.kind, one.kind_no) for one in found.given] == kinds


def test_doses_are_told_apart_from_those_after_the_day():
    found = followed(a_dose(D1), a_dose(D3), day="2021-09-01")
    assert [one.dose.date for one in found.given] == [D1]
    assert [dose.date for dose in found.later] == [D3]


def test_vague_and_missing_dates():
    found = followed(a_dose("2021"), a_dose(""), a_dose("2021-08"))
    assert [one.dose.date for one in found.given] == ["", "2021", "2021-08"]
    assert found.given[0].on is None


def test_numbers_order_doses_of_one_vague_date():
    found = followed(a_dose("2021", "AZ", overall_no=2), a_dose("2021", "COM-A", overall_no=1))
    assert [one.product for one in found.given] == ["COM-A", "AZ"]


def test_a_dose_known_twice_counts_once():
    here = a_dose(D1, here=True, id="here")
    assert followed(here, a_dose(D1, id="list")).given[0].dose is here
    assert len(followed(here, a_dose(D1, id="list")).given) == 1
    assert len(followed(here, a_dose(D1, "", id="list")).given) == 1
    assert len(followed(a_dose(D1, id="paper"), a_dose(D1, id="list")).given) == 1


def test_doses_that_differ_all_count():
    assert len(followed(a_dose(D1, here=True), a_dose(D1, here=True, id="other")).given) == 2
    assert len(followed(a_dose(D1), a_dose(D1, "COM-A")).given) == 2
    assert len(followed(a_dose("2021"), a_dose("2021", id="other")).given) == 2


def test_products_are_recognised_from_their_text():
    assert followed(a_dose(D1, "", product_text="Vero Cell")).given[0].product == "VERO"
    assert followed(a_dose(D1, "", product_text="không rõ")).given[0].product == ""
    assert followed(a_dose(D1, "GONE")).given[0].product == ""


@pytest.mark.parametrize(
    ("dob", "code", "product"),
    [
        ("2012-01-01", "COM-A", "COM-C"),
        ("2012-01-01", "MOD", "MOD-C"),
        ("2016-06-01", "MOD", "MOD"),
        ("2009-01-01", "COM-A", "COM-A"),
        ("1970-01-01", "COM-A", "COM-A"),
        ("", "COM-A", "COM-A"),
    ],
)
def test_a_childs_dose_under_the_adult_name_is_the_childrens_form(dob, code, product):
    assert followed(a_dose(D1, code), dob=dob).given[0].product == product


def test_a_course_knows_when_it_is_complete():
    assert not followed().complete
    assert not followed(a_dose(D1)).complete
    assert followed(a_dose(D1), a_dose(D2)).complete
    assert followed(a_dose(D1, "JAN")).complete
    assert not followed(a_dose(D1, "ABD"), a_dose(D2, "ABD")).complete


@given(
    st.lists(
        st.builds(
            a_dose,
            st.sampled_from(["", "2021", "2021-07", D1, D2, D3]),
            st.sampled_from(["", "AZ", "ABD", "VERO", "JAN"]),
            kind=st.sampled_from(["", "primary", "additional", "booster", "x"]),
            here=st.booleans(),
        ),
        max_size=6,
        unique_by=lambda dose: dose.id,
    ).flatmap(lambda doses: st.tuples(st.just(doses), st.permutations(doses)))
)
def test_the_order_in_which_doses_are_known_does_not_matter(pair):
    doses, shuffled = pair
    found = followed(*shuffled)
    assert found == followed(*doses)
    primary = [one.kind is P for one in found.given]
    assert primary == sorted(primary, reverse=True)
    for kind in DoseKind:
        assert [one.kind_no for one in found.of(kind)] == list(range(1, len(found.of(kind)) + 1))
