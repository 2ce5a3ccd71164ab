from __future__ import annotations

import pytest

from vaxdesk.domain import times
from vaxdesk.ui.reaction.onset import seconds, typed_clock


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("8:05", "08:05"), ("08:05", "08:05"), ("0805", "08:05"), ("805", "08:05"), ("8h05", "08:05"),
        ("8g5", "08:05"), ("8.05", "08:05"), (" 8 ", "08:00"), ("8h", "08:00"), ("23:59", "23:59"),
        ("24:00", ""), ("8:60", ""), ("sáng", ""), ("", ""), ("12345", ""),
    ],
)
def test_hours_as_people_type_them(typed: str, clock: str) -> None:
    assert typed_clock(typed) == clock


def test_an_instant_needs_day_and_hour() -> None:
    assert seconds("2026-11-23", "8h05") == times.at("2026-11-23", "08:05")
    assert seconds("2026-11-23", "") == seconds("", "8h05") == seconds("2026-11", "8h05") == 0
