"""What is low, expires, or may not be used."""

from __future__ import annotations

from typing import Any

from vaxdesk.domain.stock.supply import Held, SupplyWarning, days_left, first_day, warnings

DAY = "2026-11-23"


def held(**changes: Any) -> Held:
    return Held(**{"lot": "l", "product": "AZ", "number": "A1", "expiry": "2027-06-30", "doses": 60, **changes})


def codes(*lots: Held) -> list[SupplyWarning]:
    return [one.code for one in warnings(lots, DAY)]


def test_a_lot_that_may_be_used_says_nothing() -> None:
    assert codes(held(), held(doses=0, expiry="2020-01-01"), held(doses=-3)) == []


def test_each_warning() -> None:
    assert codes(held(expiry="2026-11-22")) == [SupplyWarning.EXPIRED]
    assert codes(held(locked="recalled")) == [SupplyWarning.LOCKED]
    assert codes(held(vvm=3)) == [SupplyWarning.VVM]
    assert codes(held(expiry="2026-12-23")) == [SupplyWarning.EXPIRES_SOON]
    assert codes(held(expiry="2026-12-24", vvm=2)) == []


def test_the_thaw_counts_where_it_ends_sooner() -> None:
    thawed = {"product": "COM-A", "fridge_until": "2026-11-22"}
    assert codes(held(**thawed)) == [SupplyWarning.THAW_OVER]
    assert codes(held(**thawed, locked="recalled")) == [SupplyWarning.THAW_OVER]
    assert codes(held(**thawed, expiry="2026-11-21")) == [SupplyWarning.EXPIRED]
    (soon,) = warnings([held(fridge_until="2026-11-30")], DAY)
    assert (soon.code, soon.facts["until"]) == (SupplyWarning.THAW_SOON, "2026-11-30")
    assert codes(held(fridge_until="2026-12-01")) == []
    assert codes(held(fridge_until="2026-12-20", expiry="2026-12-15")) == [SupplyWarning.EXPIRES_SOON]
    assert codes(held(thaw_unknown=True)) == [SupplyWarning.THAW_UNKNOWN]
    assert codes(held(thaw_unknown=True, vvm=3)) == [SupplyWarning.VVM]
    assert codes(held(thaw_unknown=True, expiry="2026-11-30")) == [SupplyWarning.EXPIRES_SOON]
    assert codes(held(doses=6, used_lately=280, **thawed)) == [SupplyWarning.THAW_OVER, SupplyWarning.LOW]
    assert codes(held(doses=600, used_lately=280, frozen=True)) == [], "what is frozen is a supply all the same"


def test_low_by_the_use_of_the_last_fourteen_days() -> None:
    assert codes(held(doses=60, used_lately=280)) == []
    (low,) = warnings([held(doses=59, used_lately=280)], DAY)
    assert (low.code, low.facts) == (SupplyWarning.LOW, {"product": "AZ", "doses": "59", "days": "2"})
    assert codes(held(doses=0, used_lately=280)) == [SupplyWarning.LOW]
    assert codes(held(doses=600, used_lately=280, locked="recalled")) == [SupplyWarning.LOCKED, SupplyWarning.LOW]


def test_days_left() -> None:
    assert days_left(60, 0) is None
    assert days_left(60, 28) == 30
    assert first_day(DAY) == "2026-11-09"
