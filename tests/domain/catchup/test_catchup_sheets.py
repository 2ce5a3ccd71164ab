"""What a sheet says, what the schedule of its day says of it, and what is on record already."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from tests.domain.clinic import a_dose, product, schedule
from vaxdesk.domain.catchup.judging import Judged, Said, judge, on_record
from vaxdesk.domain.catchup.sheet import parse_clock, tidy_lot
from vaxdesk.domain.catchup.stack import StackView, TypedSheet
from vaxdesk.domain.outcomes import DoseKind
from vaxdesk.domain.views import PersonView

ADULT = "1980-05-05"


def judged(history, code: str, day: str, **how) -> Judged:
    return judge(schedule(), history, product=product(code), dob=how.pop("dob", ADULT), day=day, **how)


@pytest.mark.parametrize(
    ("text", "clock"),
    [("8:30", "08:30"), ("8h30", "08:30"), ("0830", "08:30"), ("830", "08:30"), (" 14.05 ", "14:05"),
     ("23:59", "23:59"), ("24:00", None), ("8", None), ("", None), ("8:60", None)],
)  # fmt: skip
def test_a_time_of_day_as_people_write_it(text: str, clock: str | None) -> None:
    assert parse_clock(text) == clock


def test_a_lot_is_kept_in_one_form() -> None:
    assert tidy_lot("  abx 1234 - a ") == "ABX 1234-A"


def test_a_dose_by_the_rules_of_its_day_has_nothing_to_look_at() -> None:
    found = judged([a_dose("2021-06-01")], "AZ", "2021-08-10")
    assert (found.kind, found.kind_no, found.overall_no) == (DoseKind.PRIMARY, 2, 2)
    assert (found.ml, found.rules, found.codes) == (product("AZ").ml, schedule().version, [])


def test_a_dose_against_the_rules_is_placed_all_the_same() -> None:
    early = judged([a_dose("2021-06-01")], "AZ", "2021-06-08")
    assert (early.kind_no, early.codes) == (2, ["too_early_interval"])
    young = judged([], "AZ", "2021-08-10", dob="2015-05-05")
    assert (young.kind_no, young.codes) == (1, ["too_young"])
    mixed = judged([a_dose("2021-06-01", "VERO")], "AZ", "2021-08-10")
    assert mixed.kind_no == 2
    assert mixed.codes == ["mixing"]


def test_a_product_that_was_not_in_use_that_day_is_said_and_not_refused() -> None:
    later = msgspec.structs.replace(product("AZ"), valid_from=date(2021, 2, 1))
    now = msgspec.structs.replace(schedule(), product=(later,))
    found = judge(now, [], product=later, dob=ADULT, day="2021-01-31")
    assert (found.codes, found.kind_no, found.ml) == (["product_not_in_use"], 1, later.ml)


def test_a_later_dose_on_record_does_not_count_before() -> None:
    found = judged([a_dose("2021-12-01")], "AZ", "2021-06-01")
    assert (found.kind_no, found.overall_no) == (1, 1)
    assert "dose_later_on_record" in found.codes


def test_the_number_on_the_paper_is_kept_and_the_difference_said() -> None:
    found = judged([], "AZ", "2021-08-10", said=Said(number=2))
    assert (found.kind_no, found.overall_no, found.codes) == (1, 2, ["number_differs"])
    assert judged([], "AZ", "2021-08-10", said=Said(number=1)).codes == []


def test_a_lot_out_of_date_on_that_day_is_said() -> None:
    found = judged([], "AZ", "2021-08-10", said=Said(lot_no="ABX", expiry="2021-07"))
    assert found.codes == ["lot_expired"]
    assert judged([], "AZ", "2021-07-31", said=Said(lot_no="ABX", expiry="2021-07")).codes == []


def test_a_half_dose_as_booster() -> None:
    twice = [a_dose("2021-06-01", "MOD"), a_dose("2021-07-01", "MOD")]
    found = judged(twice, "MOD", "2022-03-10")
    assert (found.kind, found.ml) == (DoseKind.BOOSTER, product("MOD").booster_ml)


def test_a_product_that_did_harm_is_said() -> None:
    assert judged([], "AZ", "2021-08-10", anaphylaxis_after=("AZ",)).codes == ["product_contraindicated"]


def test_what_is_on_record_of_a_day() -> None:
    learned, given = a_dose("2021-06-01", id="a"), a_dose("2021-06-01", id="b", here=True)
    assert on_record([learned, given], "2021-06-01") == given
    assert on_record([learned], "2021-06-02") is None
    assert on_record([a_dose("2021-06")], "2021-06-01") is None


def test_a_stack_counts_what_is_missing_and_what_is_too_much() -> None:
    stack = StackView(id="x.1", day="2021-06-01", product="AZ", sheets=40, typed=37)
    assert (stack.missing, stack.over) == (3, 0)
    more = StackView(id="x.1", day="2021-06-01", product="AZ", sheets=40, typed=41)
    assert (more.missing, more.over) == (0, 1)


@pytest.mark.parametrize(
    ("changes", "doubtful"),
    [({}, False), ({"warnings": ("too_young",)}, True), ({"warnings": ("half_dose",)}, False),
     ({"reaction": "serious"}, True), ({"reaction": "common"}, False)],
)
def test_what_somebody_should_look_at(changes: dict, doubtful: bool) -> None:
    row = TypedSheet(entry="x.2", person=PersonView(id="x.1", name="Lò Thị Dở"), sheet=1, **changes)
    assert row.doubtful is doubtful
