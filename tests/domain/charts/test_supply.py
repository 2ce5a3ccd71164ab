"""Doses out of vials, and days of stock, reckoned by hand."""

from __future__ import annotations

from typing import Any

from vaxdesk.domain.charts import supply
from vaxdesk.domain.charts.supply import DaysLeft
from vaxdesk.domain.views import LotView, VialView

LOT = LotView(id="1.1", product="COM-A", number="FK8917", expiry="2027-03-31", doses_per_vial=6)


def vial(no: int, given: int, **changes: Any) -> VialView:
    return VialView(**{
        "id": f"1.{no}", "lot": LOT, "no": no, "opened_at": no, "doses": 6, "given": given, "closed": True, **changes,
    })  # fmt: skip


def test_a_vial_tells_extra_and_wasted_doses() -> None:
    found = supply.vial_uses([vial(3, 2, closed=False), vial(1, 7), vial(2, 4)])
    assert [(one.no, one.given, one.extra, one.wasted, one.closed) for one in found] == [
        (1, 7, 1, 0, True), (2, 4, 0, 2, True), (3, 2, 0, 0, False),
    ]  # fmt: skip
    assert (found[0].lot, found[0].product, found[0].doses) == ("FK8917", "COM-A", 6)


def test_what_lasts_shortest_comes_first() -> None:
    used = {"AZ": 140, "COM-A": 28, "VERO": 14, "JAN": 5}
    assert supply.lasting({"COM-A": 35, "AZ": 200, "ABD": 10, "VERO": 5}, used) == (
        DaysLeft(product="VERO", doses=5, used=14, days=5),
        DaysLeft(product="COM-A", doses=35, used=28, days=17),
        DaysLeft(product="AZ", doses=200, used=140, days=20),
        DaysLeft(product="ABD", doses=10, used=0, days=None),
    )
    assert supply.lasting({}, used) == ()
