from __future__ import annotations

import pytest

from tests.domain.clinic import DAY, NINE, a_lot, a_vial, product
from vaxdesk.domain.refusals import Allowed, Notice, Refusal, Refused
from vaxdesk.domain.vials import closes_at, first_lot, first_vial, may_draw, may_use

HOUR = 3600


@pytest.mark.parametrize(
    ("expiry", "day", "expected"),
    [
        ("2022-01-11", DAY, []),
        ("2022-01-10", DAY, [Notice.LOT_LAST_DAY]),
        ("2022-01-09", DAY, Refusal.LOT_EXPIRED),
        ("2022-01", "2022-01-31", [Notice.LOT_LAST_DAY]),
        ("2022-01", "2022-01-30", []),
        ("2022-01", "2022-02-01", Refusal.LOT_EXPIRED),
        ("", DAY, Refusal.LOT_EXPIRED),
        ("sang năm", DAY, Refusal.LOT_EXPIRED),
    ],
)
def test_the_expiry_is_the_last_day_of_use(expiry, day, expected):
    answer = may_use(a_lot(expiry=expiry), day=day, product=product("AZ"))
    if isinstance(answer, Refused):
        assert answer.reason is expected
        assert answer.facts == {"lot": "ABX123", "expiry": expiry}
    else:
        assert [note.code for note in answer.notes] == expected


def test_a_lot_of_another_product_is_refused():
    answer = may_use(a_lot("VERO"), day=DAY, product=product("AZ"))
    assert answer == Refused(reason=Refusal.OTHER_PRODUCT, facts={"product": "AZ", "given": "VERO"})


@pytest.mark.parametrize(
    ("code", "hours"),
    [("AZ", 6), ("COM-A", 6), ("COM-C", 12), ("MOD", 6), ("SPUT", 2), ("VERO", 6), ("JAN", 6)],
)
def test_an_open_vial_is_used_for_the_products_hours(code, hours):
    vial = a_vial(code)
    assert closes_at(vial, product(code)) == NINE + hours * HOUR
    last = may_draw(vial, now=NINE + hours * HOUR - 1, day=DAY, product=product(code))
    assert isinstance(last, Allowed)
    over = may_draw(vial, now=NINE + hours * HOUR, day=DAY, product=product(code))
    assert over == Refused(reason=Refusal.VIAL_TOO_LONG_OPEN, facts={"no": 1, "hours": str(hours)})


@pytest.mark.parametrize(
    ("changes", "now", "reason"),
    [
        ({"closed": True}, NINE, Refusal.VIAL_CLOSED),
        ({"opened_at": NINE + 901}, NINE, Refusal.VIAL_OPENED_LATER),
        ({"opened_at": NINE + 900}, NINE, None),
        ({"given": 12}, NINE, Refusal.VIAL_EMPTY),
        ({"given": 11}, NINE, None),
        ({"lot": a_lot("VERO")}, NINE, Refusal.OTHER_PRODUCT),
        ({"lot": a_lot(expiry="2022-01-09")}, NINE, Refusal.LOT_EXPIRED),
        ({}, NINE, None),
    ],
)
def test_what_may_be_drawn(changes, now, reason):
    answer = may_draw(a_vial(**changes), now=now, day=DAY, product=product("AZ"))
    assert (answer.reason if isinstance(answer, Refused) else None) == reason


@pytest.mark.parametrize(
    ("given", "codes"), [(9, []), (10, [Notice.EXTRA_DOSE]), (11, [Notice.EXTRA_DOSE])]
)
def test_an_extra_dose_is_noted(given, codes):
    answer = may_draw(a_vial(given=given), now=NINE, day=DAY, product=product("AZ"))
    assert isinstance(answer, Allowed)
    assert [note.code for note in answer.notes] == codes
    if codes:
        assert answer.notes[0].facts == {"no": 1, "given": given, "nominal": 10}
        assert not answer.notes[0].needs_reason


def test_a_single_dose_vial_has_no_extra_dose():
    vial = a_vial("VERO", doses=1, given=1)
    answer = may_draw(vial, now=NINE, day=DAY, product=product("VERO"))
    assert answer == Refused(reason=Refusal.VIAL_EMPTY, facts={"no": 1, "given": 1})


@pytest.mark.parametrize(("left", "minutes"), [(1801, None), (1800, 30), (61, 2), (60, 1), (1, 1)])
def test_the_end_of_a_vial_is_announced(left, minutes):
    answer = may_draw(a_vial(), now=NINE + 6 * HOUR - left, day=DAY, product=product("AZ"))
    assert isinstance(answer, Allowed)
    assert [note.facts["minutes"] for note in answer.notes] == ([] if minutes is None else [minutes])


def test_the_vial_that_ends_first_is_drawn_from_first():
    old, new = a_vial(id="old", no=2, opened_at=NINE - HOUR), a_vial(id="new", no=1)
    assert first_vial([new, old], now=NINE, day=DAY, product=product("AZ")) is old
    assert first_vial([old, new], now=NINE, day=DAY, product=product("AZ")) is old


def test_nominal_doses_go_before_extra_ones():
    drained, fresh = a_vial(id="old", opened_at=NINE - HOUR, given=10), a_vial(id="new")
    assert first_vial([drained, fresh], now=NINE, day=DAY, product=product("AZ")) is fresh
    assert first_vial([drained], now=NINE, day=DAY, product=product("AZ")) is drained


def test_no_vial_is_proposed_that_may_not_be_drawn_from():
    useless = [a_vial(closed=True), a_vial("VERO"), a_vial(opened_at=NINE - 7 * HOUR), a_vial(given=12)]
    assert first_vial(useless, now=NINE, day=DAY, product=product("AZ")) is None


def test_first_expired_first_out():
    late, soon = a_lot(id="late", expiry="2022-09-30"), a_lot(id="soon", expiry="2022-02-28", number="Z")
    gone, other = a_lot(id="gone", expiry="2022-01-09"), a_lot("VERO", id="other", expiry="2022-01-11")
    assert first_lot([late, gone, soon, other], day=DAY, product=product("AZ")) is soon
    assert first_lot([gone, other], day=DAY, product=product("AZ")) is None


def test_a_lot_whose_vials_are_all_opened_comes_last():
    opened = a_lot(id="opened", expiry="2022-02-28", vials=5, vials_opened=5)
    uncounted = a_lot(id="uncounted", expiry="2022-03-31", vials=0, vials_opened=9)
    assert first_lot([opened, uncounted], day=DAY, product=product("AZ")) is uncounted
    assert first_lot([opened], day=DAY, product=product("AZ")) is opened


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"locked": "recalled: CV 12"}, Refusal.LOT_LOCKED),
        ({"vvm": 3}, Refusal.LOT_VVM),
        ({"vvm": 4}, Refusal.LOT_VVM),
    ],
)
def test_a_lot_that_is_locked_or_was_too_warm_is_not_used(changes, reason):
    answer = may_use(a_lot(**changes), day=DAY, product=product("AZ"))
    assert answer.reason is reason
    assert answer.facts.get("lock", "recalled") == "recalled"


def test_a_monitor_that_is_still_light_is_no_hindrance():
    assert isinstance(may_use(a_lot(vvm=2), day=DAY, product=product("AZ")), Allowed)


@pytest.mark.parametrize(
    ("thawed", "day", "expected"),
    [
        ("2021-12-10", "2022-01-09", []),
        ("2021-12-10", "2022-01-10", [Notice.LOT_LAST_DAY]),
        ("2021-12-10", "2022-01-11", Refusal.LOT_THAW_OVER),
        ("2021-12-10", "2022-07-01", Refusal.LOT_EXPIRED),
        ("2022-06-20", "2022-06-30", [Notice.LOT_LAST_DAY]),
        ("frozen", "2022-01-10", Refusal.LOT_FROZEN),
        ("frozen", "2022-07-01", Refusal.LOT_EXPIRED),
        ("", "2022-01-10", []),
        ("2021-12", "2022-01-10", []),
    ],
)
def test_days_after_the_thaw_are_counted(thawed, day, expected):
    lot = a_lot("COM-A", expiry="2022-06-30", thawed=thawed, fridge_days=31)
    answer = may_use(lot, day=day, product=product("COM-A"))
    if isinstance(answer, Refused):
        assert answer.reason is expected
    else:
        assert [note.code for note in answer.notes] == expected
    if expected is Refusal.LOT_THAW_OVER:
        assert answer.facts == {"lot": lot.number, "thawed": thawed, "days": 31, "until": "2022-01-10"}


def test_a_vial_of_a_lot_that_thawed_too_long_ago_is_not_drawn_from():
    lot = a_lot("COM-A", expiry="2022-06-30", thawed="2021-12-01", fridge_days=31)
    answer = may_draw(a_vial(lot=lot), now=NINE + HOUR, day=DAY, product=product("COM-A"))
    assert isinstance(answer, Refused) and answer.reason is Refusal.LOT_THAW_OVER


def test_the_lot_to_open_first_is_the_one_whose_last_day_comes_first():
    sooner = a_lot("COM-A", id="a", number="B", expiry="2022-06-30", thawed="2021-12-20", fridge_days=31)
    later = a_lot("COM-A", id="b", number="A", expiry="2022-02-28", fridge_days=31, thawed="2022-01-09")
    over = a_lot("COM-A", id="c", number="C", expiry="2022-06-30", thawed="2021-12-01", fridge_days=31)
    frozen = a_lot("COM-A", id="d", number="D", expiry="2022-01-31", thawed="frozen", fridge_days=31)
    lots = [later, over, frozen, sooner]
    assert first_lot(lots, day=DAY, product=product("COM-A")) == sooner
    assert (sooner.usable_until, later.usable_until, frozen.usable_until) == ("2022-01-20", "2022-02-09", "2022-01-31")
    assert (a_lot(expiry="x").usable_until, a_lot("COM-A", fridge_days=31).thaw_unknown) == ("", True)
