"""Targets by rule: which line one is, what is done towards it, what is wrong with one that is set."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest

from vaxdesk.domain.direction import target
from vaxdesk.domain.direction.target import Line, TargetOf
from vaxdesk.domain.payloads import Target
from vaxdesk.domain.refusals import Refusal

GOOD = Target(what="reach", n=500, since="2026-11-01", until="2026-11-30", campaign=" 3 a", product="COM-A",
              dose="primary_2")  # fmt: skip
SUMS = Counter({"vaccinated": 16, "product/COM-A/vaccinated": 10, "product/AZ/vaccinated": 6,
                "dose/COM-A/primary_1": 5, "dose/COM-A/primary_2": 2, "dose/AZ/primary_2": 1, "doses": 17})  # fmt: skip


def changed(**fields: object) -> Target:
    return msgspec.structs.replace(GOOD, **fields)


def test_a_line_goes_through_a_text_and_back() -> None:
    line = target.line_of(GOOD)
    assert line == Line("2026-11-30", "2026-11-01", TargetOf.REACH, "3A", "COM-A", "primary_2")
    assert target.read(line.key) == line
    assert target.line_of(changed(campaign="3|x", product="A/B|", n=1)) is not None


def test_a_line_with_a_kind_of_dose_is_of_the_same_people() -> None:
    line = target.line_of(changed(what="adults"))
    assert line is not None
    assert line.with_dose("primary_1") == Line("", "", TargetOf.ADULTS, "", "", "primary_1")


def test_inhabitants_are_one_line_whatever_else_is_said() -> None:
    assert target.line_of(changed(what="adults")) == Line("", "", TargetOf.ADULTS, "", "", "")


@pytest.mark.parametrize("fields", [
    {"what": "doses"}, {"n": 0}, {"n": target.MOST + 1}, {"dose": "x"}, {"since": ""}, {"until": "2026-1-1"},
    {"since": "2026-12-01"},
])  # fmt: skip
def test_what_no_program_of_ours_writes_is_no_line(fields: dict[str, object]) -> None:
    assert target.line_of(changed(**fields)) is None


@pytest.mark.parametrize(("product", "dose", "done"), [
    ("", "", 16), ("COM-A", "", 10), ("", "primary_2", 3), ("COM-A", "primary_2", 2), ("AZ", "booster_1", 0),
])  # fmt: skip
def test_done_are_people_or_doses_of_a_kind(product: str, dose: str, done: int) -> None:
    assert target.done(SUMS, target.line_of(changed(product=product, dose=dose))) == done


@pytest.mark.parametrize(("fields", "reason"), [
    ({}, None), ({"product": "", "dose": ""}, None), ({"what": "adults", "since": "x"}, None),
    ({"what": ""}, Refusal.REASON_NEEDED), ({"n": 0}, Refusal.NO_NUMBER), ({"n": 10**9}, Refusal.NO_NUMBER),
    ({"campaign": "9" * 41}, Refusal.TEXT_TOO_LONG), ({"basis": "9" * 81}, Refusal.TEXT_TOO_LONG),
    ({"until": ""}, Refusal.DAY_UNREADABLE), ({"since": "2026-12-01"}, Refusal.DAYS_TURNED),
    ({"product": "X"}, Refusal.PRODUCT_UNKNOWN), ({"dose": "X"}, Refusal.DOSE_UNKNOWN),
])  # fmt: skip
def test_what_is_wrong_with_one_is_said(fields: dict[str, object], reason: Refusal | None) -> None:
    found = target.check(changed(**fields), products=("COM-A",))
    assert (found.reason if found else None) == reason
