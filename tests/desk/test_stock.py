"""Lots and vials against a real store."""

from __future__ import annotations

import pytest

from tests.desk.conftest import Clock
from tests.desk.day import Make, pfizer, saved, screened
from vaxdesk.desk import injection, stock
from vaxdesk.desk.context import Desk
from vaxdesk.domain.outcomes import Role
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.views import UserView


@pytest.mark.parametrize(
    ("given", "kept"), [("2026-12-05", "2026-12-05"), ("2026-12", "2026-12-31"), ("2026-11-23", "2026-11-23")]
)
def test_a_lot_is_kept_with_its_last_day(desk: Desk, given: str, kept: str) -> None:
    pfizer(desk, number=" fk 1234 ", expiry=given)
    lot = stock.of(desk).lots[0]
    assert (lot.number, lot.expiry, lot.doses_per_vial, lot.maker) == ("FK 1234", kept, 6, "Pfizer-BioNTech")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"product": "XYZ"}, Refusal.PRODUCT_UNKNOWN),
        ({"number": "  "}, Refusal.LOT_NUMBER_MISSING),
        ({"expiry": "mai"}, Refusal.EXPIRY_UNREADABLE),
        ({"expiry": ""}, Refusal.EXPIRY_UNREADABLE),
        ({"expiry": "2027"}, Refusal.EXPIRY_UNREADABLE),
        ({"expiry": "2026-11-22"}, Refusal.LOT_EXPIRED),
        ({"expiry": "2026-10"}, Refusal.LOT_EXPIRED),
    ],
    ids=["product", "number", "expiry", "no-expiry", "year-alone", "yesterday", "last-month"],
)
def test_a_lot_that_cannot_be(desk: Desk, changes: dict[str, str], reason: Refusal) -> None:
    answer = stock.add_lot(desk, **{"product": "COM-A", "number": "A1", "expiry": "2026-12-31", **changes})
    assert isinstance(answer, Refused)
    assert answer.reason is reason
    assert stock.of(desk).lots == ()


def test_the_same_lot_is_not_doubled(desk: Desk) -> None:
    assert pfizer(desk) == pfizer(desk, number="fk1234")
    assert pfizer(desk, number="OTHER") != pfizer(desk)
    assert len(stock.of(desk).lots) == 2


def test_vials_of_a_lot_are_numbered_and_have_a_clock(desk: Desk, desk_clock: Clock) -> None:
    lot = pfizer(desk)
    first = saved(stock.open_vial(desk, lot)).value
    desk_clock.forward(minutes=60)
    second = saved(stock.open_vial(desk, lot)).value
    seen = stock.of(desk)
    assert [(vial.id, vial.no, vial.doses) for vial in seen.vials] == [(first, 1, 6), (second, 2, 6)]
    assert seen.closes[second] - seen.closes[first] == 3600
    assert seen.closes[second] == desk_clock() + 6 * 3600
    desk_clock.forward(minutes=5 * 60)
    assert stock.of(desk).usable == {lot, second}


def test_the_product_of_the_day_comes_from_what_may_be_drawn(desk: Desk, desk_clock: Clock) -> None:
    assert stock.product_of_day(desk) == ""
    lot = pfizer(desk)
    saved(stock.open_vial(desk, lot))
    saved(stock.add_lot(desk, product="VERO", number="V1", expiry="2026-12-01"))
    assert stock.product_of_day(desk) == "COM-A"
    desk_clock.forward(minutes=7 * 60)
    assert stock.product_of_day(desk) == "VERO"


def test_closing_throws_doses_away_only_for_a_reason(desk: Desk) -> None:
    vial = saved(stock.open_vial(desk, pfizer(desk))).value
    assert stock.close_vial(desk, vial, wasted=2) == Refused(reason=Refusal.REASON_NEEDED)
    saved(stock.close_vial(desk, vial, wasted=2, why="session_end"))
    assert stock.of(desk).vials == ()
    assert stock.close_vial(desk, vial) == Refused(reason=Refusal.VIAL_CLOSED, facts={"no": 1})
    assert stock.close_vial(desk, "0000000000000.77") == Refused(reason=Refusal.NO_VACCINE)


def test_opening_asks_for_a_lot_in_use_that_has_not_expired(desk: Desk) -> None:
    assert stock.open_vial(desk, "0000000000000.77") == Refused(reason=Refusal.NO_VACCINE)
    lot = pfizer(desk, expiry="2026-11-24")
    later = stock.open_vial(desk.on("2026-11-25"), lot)
    assert isinstance(later, Refused)
    assert later.reason is Refusal.LOT_EXPIRED


def test_doses_given_are_counted_with_vial_and_lot(desk: Desk, make_person: Make) -> None:
    lot = pfizer(desk)
    saved(injection.give(desk, screened(desk, make_person), lot=lot))
    seen = stock.of(desk)
    assert (seen.vials[0].given, seen.lots[0].doses_given, seen.lots[0].vials_opened) == (1, 1, 1)


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.SCREENING, Role.OBSERVATION])
def test_only_the_injection_table_and_the_lead_handle_vaccine(desk: Desk, role: Role) -> None:
    lot = pfizer(desk)
    vial = saved(stock.open_vial(desk, lot)).value
    other = desk.as_user(UserView(no=9, name="Hờ A Chứ", login="chu", roles=(role.value,)))
    answers = (
        stock.add_lot(other, product="COM-A", number="N", expiry="2026-12"),
        stock.open_vial(other, lot),
        stock.close_vial(other, vial),
    )
    assert all(isinstance(one, Refused) and one.reason is Refusal.NO_RIGHT for one in answers)
