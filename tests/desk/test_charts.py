"""The figures of the charts from a real store: a morning reckoned by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.desk.conftest import DAY, Clock
from tests.desk.day import saved
from vaxdesk.desk import charts, stock
from vaxdesk.desk.context import Desk
from vaxdesk.desk.stockroom import moving, overview
from vaxdesk.domain import times
from vaxdesk.domain.charts.session import HourCount, Waiting
from vaxdesk.domain.charts.supply import DaysLeft
from vaxdesk.domain.outcomes import Stage
from vaxdesk.domain.payloads import Appt, CheckIn, Inject, Lot, Screen, Void
from vaxdesk.domain.stock.movement import Receipt, ReceiptHead


def seed(desk: Desk, make_person: Callable[..., str], clock: Clock) -> dict[str, Any]:
    """Four people called for 7:30, received at 8; one screened, two vaccinated out of one vial, one dose voided."""
    lot = stock.add_lot(desk, product="COM-A", number="FK8917", expiry="2027-03-31", vials=3).value
    vial = stock.open_vial(desk, lot).value
    people = [make_person(desk, listed=False, row=row, doc=f"01519000{row:04}") for row in range(1, 5)]
    doses = []
    with desk.store.writing(user=desk.user.no) as w:
        for row, one in enumerate(people, start=1):
            w.add("appt", Appt(day=DAY, slot="07:30", row=row), of=one)
            w.add("checkin", CheckIn(day=DAY, no=row), of=one)
    clock.forward(minutes=10)
    with desk.store.writing(user=desk.user.no) as w:
        for one in people[1:]:
            form = Screen(day=DAY, form="qd5785", answers={}, consent=True, conclusion="eligible")
            w.add("screen", form, of=one)
    clock.forward(minutes=20)
    with desk.store.writing(user=desk.user.no) as w:
        for one in people[1:]:
            dose = Inject(
                day=DAY, at=desk.now(), product="COM-A", lot=lot, lot_no="FK8917", expiry="2027-03-31", vial=vial
            )
            doses.append(w.add("inject", dose, of=one))
    with desk.store.writing(user=desk.user.no) as w:
        w.change("void", Void(v=True, why="wrong person"), of=doses[0])
    return {"lot": lot, "vial": vial}


def test_a_morning(desk: Desk, make_person: Callable[..., str], desk_clock: Clock) -> None:
    seed(desk, make_person, desk_clock)
    desk_clock.forward(minutes=5)
    found = charts.look(desk)
    assert (found.day, found.now) == (DAY, 8 * 60 + 35)
    assert (found.progress.planned, found.progress.vaccinated, found.progress.expected) == (4, 2, 4)
    assert [(one.minute, one.people) for one in found.progress.done] == [(510, 1), (510, 2)]
    assert found.hours[1] == HourCount(8, 4, 2)
    assert found.waiting == (
        Waiting(Stage.RECEIVED, 1, 35), Waiting(Stage.SCREENED, 1, 25), Waiting(Stage.INJECTED, 2, 5),
    )  # fmt: skip
    (vial,) = found.vials
    assert (vial.no, vial.doses, vial.given, vial.extra, vial.wasted) == (1, 6, 2, 0, 0)
    assert found.days_left == (DaysLeft(product="COM-A", doses=16, used=0, days=None),), "4 in the vial, 12 closed"


def test_days_of_stock_are_those_of_the_store_page(
    desk: Desk, make_person: Callable[..., str], desk_clock: Clock
) -> None:
    held = seed(desk, make_person, desk_clock)
    person = make_person(desk, listed=False, doc="015190009999")
    with desk.store.writing(user=desk.user.no) as w:
        for day, doses in (("2026-11-20", 14), ("2026-11-08", 50)):
            at = times.at(day, "09:00")
            dose = Inject(day=day, at=at, product="COM-A", lot=held["lot"], lot_no="x", expiry="")
            for _ in range(doses):
                w.add("inject", dose, of=person)
        w.add("lot", Lot(product="AZ", number="NK0076", expiry=DAY, doses_per_vial=10, vials=2))
    head = ReceiptHead(day=DAY, partner="TTYT huyện", paper="12/PXK")
    saved(moving.receive(desk, head, [Receipt(product="VERO", number="V1", expiry="2027-05-31", vials=30)]))
    assert charts.look(desk).days_left == (
        DaysLeft(product="COM-A", doses=16, used=14, days=16),
        DaysLeft(product="AZ", doses=20, used=0, days=None),
        DaysLeft(product="VERO", doses=30, used=0, days=None),
    )
    assert [row.days for row in overview.overview(desk).lots if row.lot.product == "VERO"] == [None]


def test_a_day_that_is_over_has_nobody_waiting(
    desk: Desk, make_person: Callable[..., str], desk_clock: Clock
) -> None:
    seed(desk, make_person, desk_clock)
    desk_clock.forward(days=1)
    found = charts.look(desk)
    assert (found.now, found.waiting) == (0, ())
    assert found.progress.expected == 4
    later = charts.look(desk.on("2026-11-24"))
    assert (later.vials, later.progress.planned) == ((), 0)
