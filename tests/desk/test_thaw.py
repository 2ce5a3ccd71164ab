"""Vaccine out of the freezer: asked for at receipt, noted by the lead, counted, refused when it is too late."""

from __future__ import annotations

from tests.desk.day import Make, pfizer, saved, screened
from tests.desk.test_stockroom import HEAD, ONE, day, reason, received, stand
from vaxdesk.desk import injection, stock
from vaxdesk.desk.context import Desk
from vaxdesk.desk.stockroom import boxes, moving, overview, papers
from vaxdesk.domain.refusals import Notice, Refusal, Refused
from vaxdesk.domain.stock.movement import Receipt
from vaxdesk.domain.stock.supply import SupplyWarning
from vaxdesk.domain.views import LotView


def lots(desk: Desk) -> list[LotView]:
    return [one.lot for one in overview.overview(desk).lots]


def warned(desk: Desk) -> list[SupplyWarning]:
    return [one.code for one in overview.overview(desk).warnings]


def test_a_receipt_says_since_when_its_days_count(desk: Desk) -> None:
    bare = Receipt(product="COM-A", number="FK1", expiry="2027-06-30", vials=2)
    assert reason(moving.receive(desk, HEAD, [bare])) is Refusal.THAW_MISSING
    for since, why in (
        ("2026-10-01", Refusal.THAW_OVER), ("2026-11-24", Refusal.THAW_IN_FUTURE), ("2026", Refusal.THAW_UNREADABLE),
    ):  # fmt: skip
        wrong = Receipt(product="COM-A", number="FK1", expiry="2027-06-30", vials=2, thawed=since)
        assert reason(moving.receive(desk, HEAD, [wrong])) is why
    received(desk, thawed="2026-11-13")
    (lot,) = lots(desk)
    assert (lot.fridge_until, lot.usable_until, lot.expiry) == ("2026-12-14", "2026-12-14", "2027-06-30")
    saved(moving.receive(desk, HEAD, [Receipt(product="AZ", number="A1", expiry="2027-01", vials=1, thawed="x")]))
    assert next(one.thawed for one in lots(desk) if one.product == "AZ") == "", "it matters not"


def test_the_last_day_after_the_thaw_is_the_last_day_of_use(desk: Desk, make_person: Make) -> None:
    lot = received(desk, thawed="2026-10-24")
    person = screened(desk.on("2026-11-24"), make_person)
    last = injection.sheet(desk.on("2026-11-24"), person)
    assert [one.code for one in last.draw.notes] == [Notice.LOT_LAST_DAY]
    late = desk.on("2026-11-25")
    answer = injection.give(late, screened(late, make_person, doc=""), lot=lot)
    assert isinstance(answer, Refused) and answer.reason is Refusal.LOT_THAW_OVER
    assert answer.facts == {"lot": "FK1234", "thawed": "2026-10-24", "days": 31, "until": "2026-11-24"}
    assert reason(stock.open_vial(late, lot)) is Refusal.LOT_THAW_OVER
    assert reason(moving.issue(late, lot, 6, table=ONE)) is Refusal.LOT_THAW_OVER
    assert reason(moving.send_out(late, lot, 6, reason="transfer", partner="TYT")) is Refusal.LOT_THAW_OVER
    saved(moving.send_out(late, lot, 6, reason="dispose", why="expired"))
    assert warned(desk) == [SupplyWarning.THAW_SOON]
    assert warned(late) == [SupplyWarning.THAW_OVER]
    assert not overview.overview(late).lots[0].first
    assert stock.of(late).usable == frozenset()


def test_the_vial_that_was_open_on_the_last_day_is_not_drawn_from_on_the_next(desk: Desk, make_person: Make) -> None:
    lot = received(desk, thawed="2026-10-23")
    vial = saved(stock.open_vial(desk, lot)).value
    late = desk.on("2026-11-24")
    assert reason(injection.give(late, screened(late, make_person), vial=vial)) is Refusal.LOT_THAW_OVER


def test_boxes_that_thaw_sooner_are_used_first(desk: Desk) -> None:
    later = received(desk, number="LATER", expiry="2027-03-31", thawed="2026-11-20")
    sooner = received(desk, number="SOONER", expiry="2027-06-30", thawed="2026-11-10")
    assert [one.id for one in lots(desk)] == [sooner, later]
    assert [row.lot.id for row in overview.overview(desk).lots if row.first] == [sooner]
    assert next(iter(stock.of(desk).issued_first())).id == sooner


def test_boxes_of_one_number_that_thawed_on_different_days_are_kept_apart(desk: Desk, make_person: Make) -> None:
    first = received(desk, thawed="2026-11-01", vials=2)
    second = received(desk, thawed="2026-11-15", vials=3)
    assert first != second and received(desk, thawed="2026-11-15", vials=1) == second
    assert (stand(desk, first), stand(desk, second)) == ({"": 12}, {"": 24})
    saved(injection.give(desk, screened(desk, make_person), lot=first))
    assert (stand(desk, first), stand(desk, second)) == ({"": 11}, {"": 24})
    saved(boxes.remember(desk, "08934673573399", product="COM-A"))
    code = "]d201089346735733991727063010FK1234"
    assert boxes.box_of(desk, code).known == first
    assert boxes.box_of(desk.on("2026-12-05"), code).known == second, "the box that may still be used is meant"


def test_a_lot_of_which_nobody_said_when_it_thawed(desk: Desk, make_person: Make) -> None:
    lot = pfizer(desk)
    saved(injection.give(desk, screened(desk, make_person), lot=lot))
    (known,) = lots(desk)
    assert known.thaw_unknown and known.fridge_until == ""
    earlier = saved(moving.receive(desk, HEAD, [_receipt(known.number, "2026-11-10")])).value[0]
    assert earlier == lot, "nothing was drawn before they thawed: it is the same box"
    assert lots(desk)[0].thawed == "2026-11-10"
    later = saved(stock.add_lot(desk, product="COM-A", number=known.number, expiry="2027-06-30")).value
    assert later == lot, "whoever does not know means what is there"
    saved(moving.note_thaw(desk, lot, "2026-11-12"))
    assert lots(desk)[0].thawed == "2026-11-12"


def test_doses_drawn_before_a_box_thawed_came_of_another_box(desk: Desk, make_person: Make) -> None:
    lot = pfizer(desk)
    saved(injection.give(desk, screened(desk, make_person), lot=lot))
    later = desk.on("2026-11-30")
    number = lots(desk)[0].number
    other = saved(moving.receive(later, HEAD, [_receipt(number, "2026-11-28")])).value[0]
    assert other != lot


def test_the_thaw_is_warned_of_where_nobody_noted_it(desk: Desk) -> None:
    lot = pfizer(desk, vials=3)
    assert warned(desk) == []
    saved(moving.receive(desk, HEAD, [_receipt("OTHER", "2026-11-20")]))
    with desk.store.writing(user=desk.user.no) as w:
        entry = moving.Stock(lot=lot, doses=18, reason="receipt", day=desk.day)
        moving.add_move(w, entry)
        w.flush()
    assert warned(desk) == [SupplyWarning.THAW_UNKNOWN]
    assert reason(moving.note_thaw(desk, lot, "mai")) is Refusal.THAW_UNREADABLE
    assert reason(moving.note_thaw(desk, lot, "")) is Refusal.THAW_UNREADABLE
    assert reason(moving.note_thaw(desk, lot, "2026-11-24")) is Refusal.THAW_IN_FUTURE
    assert reason(moving.note_thaw(desk, "0000000000000.9", "2026-11-20")) is Refusal.NO_VACCINE
    saved(moving.note_thaw(desk, lot, "2026-10-01"))
    assert warned(desk) == [SupplyWarning.THAW_OVER], "that it is too late can be noted"
    az = received(desk, product="AZ", number="A1", thawed="")
    assert reason(moving.note_thaw(desk, az, "2026-11-20")) is Refusal.THAW_UNASKED


def test_out_of_the_freezer(desk: Desk) -> None:
    frozen = received(desk, thawed="frozen")
    assert reason(stock.open_vial(desk, frozen)) is Refusal.LOT_FROZEN
    assert reason(moving.issue(desk, frozen, 6, table=ONE)) is Refusal.LOT_FROZEN
    assert stock.of(desk).usable == frozenset() and not overview.overview(desk).lots[0].first
    assert warned(desk) == []
    saved(moving.send_out(desk, frozen, 6, reason="transfer", partner="TYT Bản Mù"))
    assert reason(moving.thaw_out(desk, frozen, 60)) is Refusal.STOCK_SHORT
    assert reason(moving.thaw_out(desk, frozen, 0)) is Refusal.NO_DOSES
    assert reason(moving.thaw_out(desk, frozen, 6, day="2026-11-24")) is Refusal.THAW_IN_FUTURE
    assert reason(moving.thaw_out(desk, "0000000000000.9", 6)) is Refusal.NO_VACCINE
    done = saved(moving.thaw_out(desk, frozen, 12, paper="3/RD"))
    now = done.value
    assert (stand(desk, frozen), stand(desk, now)) == ({"": 42}, {"": 12})
    lot = next(one for one in lots(desk) if one.id == now)
    assert (lot.thawed, lot.fridge_until, lot.doses_per_vial) == (desk.day, "2026-12-24", 6)
    assert saved(moving.thaw_out(desk, frozen, 6)).value == now, "the same day is the same lot"
    assert reason(moving.thaw_out(desk, now, 6)) is Refusal.NOT_FROZEN
    saved(moving.issue(desk, now, 6, table=ONE))
    assert (day(desk, frozen).adjusted, day(desk, now).adjusted) == (-18, 18)
    assert sum(one.adjusted for one in overview.days(desk)) == 0
    assert [(one.reason, one.balance) for one in overview.ledger_of(desk, now)][0] == ("thaw", 12)
    saved(moving.take_back(desk, done.refs[1], why="wrong_entry"))
    assert (stand(desk, frozen), stand(desk, now)) == ({"": 48}, {"": 0, ONE: 6})
    (line, *_) = [one for one in papers.count_sheet(desk).lines if one.thawed == "frozen"]
    assert line.book == 48
    assert papers.ledger(desk, now).thawed == desk.day


def _receipt(number: str, thawed: str) -> Receipt:
    return Receipt(product="COM-A", number=number, expiry="2027-06-30", vials=1, thawed=thawed)
