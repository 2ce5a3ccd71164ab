"""The store against a real one: receipts, tables, doses, returns, stock-takes; the equation of doses holds."""

from __future__ import annotations

from typing import Any

import pytest

from tests.desk.conftest import Clock
from tests.desk.day import Make, pfizer, saved, screened
from vaxdesk.desk import injection, stock, undo
from vaxdesk.desk.context import Desk
from vaxdesk.desk.stockroom import boxes, cold, counting, moving, overview, papers
from vaxdesk.domain import times
from vaxdesk.domain.outcomes import Role
from vaxdesk.domain.payloads import Inject
from vaxdesk.domain.payloads_stock import UNMEASURED
from vaxdesk.domain.refusals import Notice, Refusal, Refused
from vaxdesk.domain.stock.balance import DayLine, TableLine
from vaxdesk.domain.stock.cold import TempState
from vaxdesk.domain.stock.movement import Receipt, ReceiptHead
from vaxdesk.domain.stock.supply import SupplyWarning
from vaxdesk.domain.views import UserView

ONE = "table:1"
HEAD = ReceiptHead(paper="12/PX-TTYT", partner="TTYT huyện Trạm Tấu", temp=45)
GTIN = "08934673573399"


def received(desk: Desk, **changes: Any) -> str:
    """A lot of ten vials in the store."""
    line = {"product": "COM-A", "number": "FK1234", "expiry": "2027-06-30", "vials": 10, "vvm": 1}
    line |= {"thawed": "2026-11-20"} | changes
    return saved(moving.receive(desk, HEAD, [Receipt(**line)])).value[0]


def stand(desk: Desk, lot: str) -> dict[str, int]:
    return next(one.stand.balances for one in overview.overview(desk).lots if one.lot.id == lot)


def reason(answer: object) -> Refusal:
    assert isinstance(answer, Refused), answer
    return answer.reason


def day(desk: Desk, lot: str) -> DayLine:
    (line,) = [one for one in overview.days(desk) if one.lot == lot]
    assert line.holds
    return line


def at_table(desk: Desk) -> TableLine:
    (line,) = overview.overview(desk).tables
    return line


def test_a_receipt_makes_lots_known(desk: Desk) -> None:
    lot = received(desk)
    (row,) = overview.overview(desk).lots
    assert (row.lot.id, row.lot.vvm, row.stand.in_store, row.first, row.days) == (lot, 1, 60, True, None)
    (line,) = overview.ledger_of(desk, lot)
    assert (line.came, line.balance, line.paper, line.partner) == (60, 60, "12/PX-TTYT", "TTYT huyện Trạm Tấu")
    assert received(desk, number="fk1234", vials=2) == lot
    assert stand(desk, lot) == {"": 72}


def test_of_two_dates_on_boxes_of_one_lot_the_earlier_holds(desk: Desk) -> None:
    lot = received(desk, expiry="2027-06-30")
    assert received(desk, expiry="2027-03-31") == lot
    assert received(desk, expiry="2027-09-30") == lot
    (row,) = overview.overview(desk).lots
    assert (row.lot.expiry, row.stand.in_store) == ("2027-03-31", 180)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"vials": 0}, Refusal.NO_DOSES), ({"vials": 10**7}, Refusal.NO_DOSES),
        ({"number": ""}, Refusal.LOT_NUMBER_MISSING),
        ({"expiry": "2026-11-22"}, Refusal.LOT_EXPIRED), ({"product": "X"}, Refusal.PRODUCT_UNKNOWN),
    ],
)  # fmt: skip
def test_a_receipt_that_cannot_be_writes_nothing(desk: Desk, changes: dict, why: Refusal) -> None:
    good = Receipt(product="AZ", number="A1", expiry="2027-01", vials=1)
    line = {"product": "COM-A", "number": "F", "expiry": "2027-06-30", "vials": 1, "thawed": "2026-11-20"}
    wrong = Receipt(**line | changes)
    assert reason(moving.receive(desk, HEAD, [good, wrong])) is why
    assert reason(moving.receive(desk, HEAD, [])) is Refusal.NOTHING_RECEIVED
    assert overview.overview(desk).lots == ()


def test_a_session_from_issue_to_return(desk: Desk, make_person: Make) -> None:
    lot = received(desk)
    saved(moving.issue(desk, lot, 12, table=ONE))
    assert stand(desk, lot) == {"": 48, ONE: 12}
    first = saved(stock.open_vial(desk, lot)).value
    people = [screened(desk, make_person, doc="", name=f"Lò Thị {at}", row=at) for at in range(1, 8)]
    doses = [saved(injection.give(desk, person, vial=first)).refs[0] for person in people]
    assert (at_table(desk).used, at_table(desk).extra, at_table(desk).open) == (7, 1, 0)
    saved(stock.close_vial(desk, first))
    saved(undo.void(desk, doses[6], why="wrong_person"))
    line = at_table(desk)
    assert (line.issued, line.used, line.extra, line.wasted, line.difference) == (12, 6, 0, 0, 6)
    second = saved(injection.give(desk, screened(desk, make_person, doc="", name="Hờ A Chứ"), lot=lot)).value.vial
    assert at_table(desk).open == 5
    saved(stock.close_vial(desk, second, wasted=5, why="session_end"))
    assert at_table(desk).settled
    assert day(desk, lot).wasted_by == {"session_end": 5}
    assert stand(desk, lot) == {"": 48, ONE: 0}
    assert [one.reason for one in overview.ledger_of(desk, lot)] == ["receipt", "issue", "used", "wasted"]
    assert overview.ledger_of(desk, lot)[-1].balance == 48 == day(desk, lot).closing


def test_what_is_not_returned_is_shown_and_then_is(desk: Desk) -> None:
    lot = received(desk)
    saved(moving.issue(desk, lot, 12, table=ONE))
    assert not at_table(desk).settled
    assert reason(moving.give_back(desk, lot, 13, table=ONE)) is Refusal.STOCK_SHORT
    left = overview.overview(desk.on("2026-11-24")).warnings
    assert [(one.code, one.facts["doses"]) for one in left] == [(SupplyWarning.NOT_RETURNED, "12")]
    assert overview.overview(desk).warnings == (), "on the day itself the tables' page says so"
    back = saved(moving.give_back(desk, lot, 12, table=ONE)).value
    assert at_table(desk).settled
    saved(moving.take_back(desk, back, why="wrong_entry"))
    assert stand(desk, lot) == {"": 48, ONE: 12}
    assert reason(moving.take_back(desk, back, why="wrong_entry")) is Refusal.MOVE_GONE
    assert reason(moving.take_back(desk, back, why=" ")) is Refusal.REASON_NEEDED


def test_without_an_issue_doses_come_out_of_the_store(desk: Desk, make_person: Make) -> None:
    lot = received(desk)
    vial = saved(injection.give(desk, screened(desk, make_person), lot=lot)).value.vial
    assert stand(desk, lot) == {"": 59}
    saved(stock.close_vial(desk, vial, wasted=5, why="session_end"))
    assert stand(desk, lot) == {"": 54}
    assert overview.overview(desk).tables == ()


def test_a_table_draws_what_was_issued_to_it_first_and_is_told_of_the_rest(desk: Desk, make_person: Make) -> None:
    received(desk, number="EARLY", expiry="2026-12-31")
    later = received(desk, number="LATER")
    saved(moving.issue(desk, later, 6, table="table:2"))
    here = desk.at("table:2")
    person = screened(desk, make_person)
    sheet = injection.sheet(here, person)
    assert (sheet.lot.number, sheet.stock.place, sheet.draw.notes) == ("LATER", "table:2", ())
    other = injection.sheet(desk.at(ONE), person)
    assert [one.code for one in other.draw.notes] == [Notice.LOT_NOT_ISSUED]
    assert injection.sheet(desk, person).stock.place == "table:2", "a PC without a table takes the one issued to"
    dose = saved(injection.give(desk.at(ONE), person, lot=later)).value
    assert dose.warnings == [Notice.LOT_NOT_ISSUED.value]
    lines = {one.place: one.difference for one in overview.overview(desk).tables}
    assert lines == {ONE: -1, "table:2": 6}
    told = [one for one in overview.overview(desk).warnings if one.code is SupplyWarning.NEGATIVE]
    assert [one.facts["place"] for one in told] == [ONE]


def test_a_lot_that_may_not_be_used_is_not_issued(desk: Desk) -> None:
    lot = received(desk)
    saved(moving.lock(desk, lot, why="recalled: CV 12"))
    assert reason(moving.issue(desk, lot, 6, table=ONE)) is Refusal.LOT_LOCKED
    assert reason(moving.send_out(desk, lot, 6, reason="transfer", partner="TYT Bản Mù")) is Refusal.LOT_LOCKED
    assert reason(stock.open_vial(desk, lot)) is Refusal.LOT_LOCKED
    assert not overview.overview(desk).lots[0].first
    saved(moving.lock(desk, lot, why=""))
    saved(moving.note_vvm(desk, lot, 3))
    assert reason(moving.issue(desk, lot, 6, table=ONE)) is Refusal.LOT_VVM
    saved(moving.note_vvm(desk, lot, 2))
    assert reason(moving.issue(desk.on("2027-07-01"), lot, 6, table=ONE)) is Refusal.LOT_EXPIRED
    saved(moving.issue(desk, lot, 6, table=ONE))
    assert reason(moving.issue(desk, "0000000000000.9", 6, table=ONE)) is Refusal.NO_VACCINE
    assert reason(moving.lock(desk, "0000000000000.9", why="")) is Refusal.NO_VACCINE


def test_doses_leave_the_station(desk: Desk) -> None:
    lot = received(desk)
    assert reason(moving.send_out(desk, lot, 6, reason="dispose")) is Refusal.REASON_NEEDED
    assert reason(moving.send_out(desk, lot, 6, reason="return_up")) is Refusal.PARTNER_MISSING
    assert reason(moving.send_out(desk, lot, 61, reason="dispose", why="broken")) is Refusal.STOCK_SHORT
    assert reason(moving.send_out(desk, lot, 0, reason="dispose", why="broken")) is Refusal.NO_DOSES
    assert reason(moving.send_out(desk, "0000000000000.9", 1, reason="dispose", why="broken")) is Refusal.NO_VACCINE
    saved(moving.send_out(desk, lot, 6, reason="dispose", why="broken: rơi"))
    saved(moving.send_out(desk, lot, 12, reason="transfer", partner="TYT Bản Mù", paper="3"))
    saved(moving.send_out(desk, lot, 18, reason="return_up", partner="TTYT huyện"))
    line = day(desk, lot)
    assert (line.disposed, line.transferred, line.returned_up, line.closing) == (6, 12, 18, 24)
    assert line.disposed_by == {"broken": 6}


def test_a_stock_take_puts_the_books_right(desk: Desk) -> None:
    lot, bare = received(desk), pfizer(desk, number="BARE")
    assert saved(counting.count(desk, {lot: 60})).value == {}
    assert reason(counting.count(desk, {lot: 58})) is Refusal.REASON_NEEDED
    assert saved(counting.count(desk, {lot: 58}, why="không rõ")).value == {lot: -2}
    assert stand(desk, lot) == {"": 58}
    assert day(desk, lot).adjusted == -2
    assert saved(counting.count(desk, {bare: 30})).value == {bare: 30}, "a first count needs no excuse"
    assert stand(desk, bare) == {"": 30}
    codes = [one.code for one in overview.overview(desk).warnings]
    assert codes.count(SupplyWarning.COUNT_DIFFERS) == 2
    assert reason(counting.count(desk, {})) is Refusal.NO_DOSES
    assert reason(counting.count(desk, {lot: -1})) is Refusal.NO_DOSES
    assert reason(counting.count(desk, {"0000000000000.9": 1})) is Refusal.NO_VACCINE


def late_dose(desk: Desk, lot: str, person: str, day: str) -> str:
    """A dose of an earlier day that is typed now."""
    with desk.store.writing(user=desk.user.no) as w:
        dose = Inject(day=day, at=times.at(day, "09:00"), product="COM-A", lot=lot, lot_no="FK1234",
                      expiry="2027-06-30", source="paper")  # fmt: skip
        reference = w.add("inject", dose, of=person)
        w.flush()
    return reference


def test_doses_that_come_after_a_stock_take_are_no_difference(desk: Desk, make_person: Make) -> None:
    lot, person = received(desk), make_person(desk, name="Lò Thị Dở", doc="")
    saved(injection.give(desk, screened(desk, make_person), lot=lot))
    assert stand(desk, lot) == {"": 59}
    taken = saved(counting.count(desk, {lot: 57}, why="không rõ"))
    late_dose(desk, lot, person, "2026-11-20")
    assert stand(desk, lot) == {"": 57}
    told = [one for one in overview.overview(desk).warnings if one.lot == lot]
    said = [(one.code, one.facts["doses"], one.facts["off"]) for one in told]
    assert said == [(SupplyWarning.COUNT_LATER, "1", "-1")]
    late_dose(desk, lot, person, "2026-11-20")
    late_dose(desk, lot, person, "2026-11-20")
    (told_now,) = [one for one in overview.overview(desk.on("2026-11-25")).warnings if one.lot == lot]
    assert (told_now.code, told_now.facts["off"], told_now.facts["day"]) == (SupplyWarning.COUNT_LATER, "1", desk.day)
    assert (stand(desk, lot), day(desk, lot).late, day(desk, lot).adjusted) == ({"": 57}, 3, 1)
    lines = overview.ledger_of(desk, lot)
    assert [(one.reason, one.balance) for one in lines][-1] == ("came_later", 57)
    (paper,) = papers.count_sheet(desk).lines
    assert (paper.book, paper.seen) == (56, 57), "printed now, the record says what is known now"
    saved(moving.take_back(desk, taken.refs[1], why="wrong_entry"))
    assert stand(desk, lot) == {"": 56}, "an adjustment is taken back with its count"
    assert [one for one in overview.overview(desk).warnings if one.lot == lot] == []


def test_the_same_doses_known_before_the_stock_take(desk: Desk, make_person: Make) -> None:
    lot, person = received(desk), make_person(desk, name="Lò Thị Dở", doc="")
    saved(injection.give(desk, screened(desk, make_person), lot=lot))
    for _ in range(3):
        late_dose(desk, lot, person, "2026-11-20")
    assert saved(counting.count(desk, {lot: 57}, why="không rõ")).value == {lot: 1}
    assert (stand(desk, lot), day(desk, lot).adjusted, day(desk, lot).late) == ({"": 57}, 1, 0)


def test_temperatures(desk: Desk, desk_clock: Clock) -> None:
    saved(cold.note(desk, " Tủ 1 ", now="4,5", low="3,9", high="6"))
    assert reason(cold.note(desk, "Tủ 1", now="9,5")) is Refusal.REASON_NEEDED
    (fridge,) = overview.overview(desk).fridges
    assert (fridge.name, fridge.state, fridge.last.low, len(fridge.today)) == ("Tủ 1", TempState.RIGHT, 39, 1)
    wrong = saved(cold.note(desk, "Tủ 1", now="9,5", did="đóng cửa tủ", clock="15:00")).value
    codes = [one.code for one in overview.overview(desk).warnings]
    assert codes == [SupplyWarning.TEMPERATURE]
    saved(cold.take_back(desk, wrong))
    assert len(cold.month(desk, "Tủ 1", desk.day)) == 1
    saved(cold.note(desk, "Tủ đông", now="-20", cabinet="freezer"))
    desk_clock.forward(days=1)
    told = overview.overview(desk.on("2026-11-24")).warnings
    assert [one.code for one in told] == [SupplyWarning.NO_READING] * 2
    assert reason(cold.note(desk, "Tủ 1", now="nóng")) is Refusal.TEMP_UNREADABLE
    assert reason(cold.note(desk, "Tủ 1", now="")) is Refusal.TEMP_UNREADABLE
    assert reason(cold.note(desk, " ", now="4")) is Refusal.FRIDGE_MISSING
    assert fridge.last.high != UNMEASURED


def test_a_box_is_asked_for_once(desk: Desk) -> None:
    code = f"]d201{GTIN}1727063010FK1234"
    seen = boxes.box_of(desk, code)
    assert (seen.box.gtin, seen.box.lot, seen.box.expiry, seen.product, seen.known) == (
        GTIN, "FK1234", "2027-06-30", "", "",
    )
    assert reason(boxes.remember(desk, GTIN, product="X")) is Refusal.PRODUCT_UNKNOWN
    saved(boxes.remember(desk, GTIN, product="COM-A"))
    assert saved(boxes.remember(desk, GTIN, product="COM-A")).refs == ()
    assert boxes.box_of(desk, code).product == "COM-A"
    lot = received(desk)
    assert boxes.box_of(desk, code, keyed=True).known == lot
    saved(boxes.remember(desk, GTIN, product="AZ", doses_per_vial=8))
    assert (boxes.box_of(desk, code).product, boxes.box_of(desk, code).doses_per_vial) == ("AZ", 8)
    assert boxes.box_of(desk, "0912345678") is None
    assert reason(boxes.box_of(desk, "]d2hello")) is Refusal.BOX_UNREADABLE


def test_only_who_keeps_the_stock_may(desk: Desk) -> None:
    lot = received(desk)
    other = desk.as_user(UserView(no=9, name="Hờ A Chứ", login="chu", roles=(Role.RECEPTION.value,)))
    answers = (
        moving.receive(other, HEAD, []), moving.issue(other, lot, 1, table=ONE),
        moving.give_back(other, lot, 1, table=ONE),
        moving.send_out(other, lot, 1, reason="dispose", why="broken"), moving.take_back(other, lot, why="x"),
        moving.lock(other, lot, why="x"), moving.note_vvm(other, lot, 1), counting.count(other, {lot: 1}),
        cold.note(other, "Tủ", now="4"), cold.take_back(other, lot), boxes.remember(other, GTIN, product="AZ"),
    )  # fmt: skip
    assert {reason(one) for one in answers} == {Refusal.NO_RIGHT}
