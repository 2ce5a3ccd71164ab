"""What a site was allocated and has not received, by hand."""

from __future__ import annotations

from vaxdesk.domain.stock.awaited import Came, Given, outstanding

FIRST = Given(ref="a.1", product="COM-A", doses=300, day="2026-11-01", decision="1")
SECOND = Given(ref="a.2", product="COM-A", doses=200, day="2026-11-10", decision="2")
OTHER = Given(ref="a.3", product="AZ", doses=100, day="2026-11-05", decision="3")


def left(*came: Came) -> list[tuple[str, int]]:
    return [(one.ref, one.left) for one in outstanding([SECOND, OTHER, FIRST], came)]


def test_the_oldest_is_filled_first_by_receipts_of_its_day_or_later() -> None:
    everything = [("a.1", 300), ("a.3", 100), ("a.2", 200)]
    assert left() == everything
    assert left(Came("COM-A", "2026-10-31", 500)) == everything, "it came before anything was allocated"
    assert left(Came("MOD", "2026-11-20", 500)) == everything
    assert left(Came("COM-A", "2026-11-01", 120)) == [("a.1", 180), ("a.3", 100), ("a.2", 200)]
    assert left(Came("COM-A", "2026-11-12", 350)) == [("a.3", 100), ("a.2", 150)]
    assert left(Came("COM-A", "2026-11-12", 100), Came("COM-A", "2026-11-12", 250)) == [("a.3", 100), ("a.2", 150)]
    assert left(Came("COM-A", "2026-11-12", 900), Came("AZ", "2026-11-05", 100)) == []


def test_what_came_beyond_fills_none_that_is_decided_later() -> None:
    assert left(Came("COM-A", "2026-11-02", 400)) == [("a.3", 100), ("a.2", 200)]
