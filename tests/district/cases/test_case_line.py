"""Doses on a line: to the scale of time, never one over the other, never outside."""

from __future__ import annotations

import pytest

from sync_server.district.cases.views import DoseRow, Written
from sync_server.pages.case_line import MARGIN, WIDTH, dots

BY = Written(user="", unit="", unit_no=0, t=0)


def dose(day: str, *, days: int = -1, **more: object) -> DoseRow:
    values = {"id": day, "letter": "A", "kind": "inject", "day": day, "product": "AZ", "lot": "", "place": ""} | more
    return DoseRow(**values, written=BY, days=days)


def test_places_follow_time() -> None:
    found = dots([dose("2026-01-01"), dose("2026-07-02", days=182), dose("2026-12-31", days=182, least=200)])
    assert [one.x for one in found] == [MARGIN, WIDTH // 2, WIDTH - MARGIN]
    assert [(one.before, one.days, one.least) for one in found] == [(0, -1, 0), (MARGIN, 182, 0), (500, 182, 200)]


@pytest.mark.parametrize("n", [2, 5, 14])
def test_doses_of_one_week_stand_apart_and_inside(n: int) -> None:
    found = dots([dose("2026-11-20") for _ in range(n)])
    xs = [one.x for one in found]
    assert xs == sorted(set(xs)) and xs[0] >= MARGIN and xs[-1] <= WIDTH - MARGIN


def test_what_has_no_date_or_was_taken_back_is_left_to_the_table() -> None:
    vague, gone = dose("2026"), dose("2026-11-21", voided=True)
    assert dots([vague, gone, dose("2026-11-20")]) == ()
    assert len(dots([vague, gone, dose("2026-11-20"), dose("2026-11-24")])) == 2
    assert dots([dose("2026-11-20")] * 15) == ()
