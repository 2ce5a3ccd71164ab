"""The day on which vaccine came out of the freezer, and how long it lasts then."""

from __future__ import annotations

import pytest

from tests.domain.clinic import RESOURCES
from vaxdesk.domain.refusals import Refusal
from vaxdesk.domain.stock.cold import load_storage
from vaxdesk.domain.thaw import FROZEN, judge, last_day, same_box

DAY = "2026-11-23"
COM, AZ = 31, 0


@pytest.mark.parametrize(
    ("thawed", "days", "last"),
    [
        ("2026-11-01", 31, "2026-12-02"), ("2026-11-01", 70, "2027-01-10"), ("2026-11-01", 0, ""), ("", 31, ""),
        (FROZEN, 31, ""), ("2026-11", 31, ""), ("x", 31, ""),
    ],
)  # fmt: skip
def test_the_last_day_of_use(thawed: str, days: int, last: str) -> None:
    assert last_day(thawed, days) == last


@pytest.mark.parametrize(
    ("thawed", "days", "why"),
    [
        ("", COM, None), (FROZEN, COM, None), ("x", AZ, None), (DAY, COM, None),
        ("2026-10-23", COM, None), ("2026-10-22", COM, Refusal.THAW_OVER), ("2026-11-24", COM, Refusal.THAW_IN_FUTURE),
        ("2026-11", COM, Refusal.THAW_UNREADABLE), ("mai", COM, Refusal.THAW_UNREADABLE),
    ],
)  # fmt: skip
def test_what_day_it_can_be(thawed: str, days: int, why: Refusal | None) -> None:
    answer = judge(thawed, days, day=DAY)
    assert (answer.reason if answer else None) is why


@pytest.mark.parametrize(
    ("thawed", "known", "first_used", "same"),
    [
        ("", "2026-11-01", "", True), ("2026-11-01", "2026-11-01", "2026-11-05", True), (FROZEN, FROZEN, "x", True),
        ("2026-11-02", "2026-11-01", "", False), ("2026-11-02", FROZEN, "", False),
        ("2026-11-02", "", "", True), ("2026-11-02", "", "2026-11-02", True), ("2026-11-02", "", "2026-11-01", False),
        (FROZEN, "", "", True), (FROZEN, "", "2026-11-01", False),
    ],
)  # fmt: skip
def test_whether_boxes_are_what_is_known_already(thawed: str, known: str, first_used: str, same: bool) -> None:
    assert same_box(thawed, known=known, first_used=first_used) is same


def test_the_data_say_which_products_last_how_long() -> None:
    storage = load_storage((RESOURCES / "schedules" / "storage.toml").read_text(encoding="utf-8"))
    assert storage.fridge_days == {"COM-A": 31, "COM-C": 70, "MOD": 30, "MOD-C": 30, "JAN": 135}
