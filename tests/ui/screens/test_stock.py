"""The store page: scans, receipts, movements with their undo, dialogs that do not take what cannot be."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.screens.noting import Noting, Saved, made
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.stock.gs1 import Box
from vaxdesk.domain.stock.movement import MoveReason, Receipt, ReceiptHead
from vaxdesk.domain.stock.supply import SupplyWarning, Warned
from vaxdesk.domain.stock.views import BoxSeen, Overview
from vaxdesk.ui.screen import Change, RawScan, ScanSource
from vaxdesk.ui.screens.stock.gallery import DAY, LEDGER, ROWS, SEEN, a_page
from vaxdesk.ui.screens.stock.lot_dialogs import CountDialog, LotStateDialog
from vaxdesk.ui.screens.stock.model import StockModel
from vaxdesk.ui.screens.stock.move_dialog import MoveDialog
from vaxdesk.ui.screens.stock.ports import StockPorts
from vaxdesk.ui.screens.stock.saying import (
    change_text,
    expiry_face,
    ledger_text,
    lot_face,
    table_face,
    thaw_text,
    warning_text,
)
from vaxdesk.ui.screens.stock.state import Tab

RAW = RawScan("x", ScanSource.WEDGE)
SEEN_BOX = BoxSeen(box=Box(gtin="08934673573399", lot="FK1", expiry="2027-06-30"), product="COM-A", doses_per_vial=6)


class Bench(Noting):
    def __init__(self, *, manual: bool = False, **answers: Any) -> None:
        super().__init__(manual=manual, **{"read": SEEN, "ledger": LEDGER, **answers})
        ports = {name: self.port(name) for name in StockPorts.__dataclass_fields__ if name != "product"}
        self.model = StockModel(self.room, StockPorts(**ports))
        self.model.look()


@pytest.fixture
def bench():
    with made(Bench) as make:
        yield make


def test_the_first_lot_is_picked_with_its_ledger(bench) -> None:
    here = bench()
    assert (here.model.state.lot, here.model.state.ledger) == ("l1", LEDGER)
    here.model.pick("l2")
    assert here.called("ledger")[-1] == (("l2",), {})


def test_typing_finds_lots_by_number_and_vaccine(bench) -> None:
    here = bench()
    here.model.searched(" abx")
    assert [one.lot.id for one in here.model.found()] == ["l3"]
    here.model.submit("com-a")
    assert here.model.state.lot == "l1"
    here.model.submit("nothing")
    assert here.model.found() == ()


def test_a_box_that_is_known_shows_its_lot(bench) -> None:
    here = bench(box=BoxSeen(box=SEEN_BOX.box, product="COM-A", known="l2"))
    here.model.show_tab(Tab.COLD)
    here.model.scanned(RAW)
    assert (here.model.state.tab, here.model.state.lot) == (Tab.LOTS, "l2")
    assert here.called("box") == [(("x",), {"keyed": True})]


def test_a_new_box_begins_a_receipt(bench) -> None:
    here = bench(box=SEEN_BOX)
    heard: list[BoxSeen] = []
    here.model.box_read.connect(heard.append)
    here.model.scanned(RAW)
    assert (here.model.state.tab, heard) == (Tab.RECEIVE, [SEEN_BOX])


@pytest.mark.parametrize(("answer", "said"), [(None, "mã trên hộp"), (Refused(reason=Refusal.BOX_UNREADABLE), "hộp")])
def test_what_is_no_box_is_said(bench, answer: Any, said: str) -> None:
    here = bench(box=answer)
    here.model.scanned(RAW)
    assert said in here.notices.current.text
    assert here.model.state.tab is Tab.LOTS


def test_a_receipt_goes_in_whole_and_its_numbers_are_remembered(bench) -> None:
    here = bench(receive=Saved())
    line = Receipt(product="COM-A", number="FK1", expiry="2027-06-30", vials=2, doses_per_vial=6)
    here.model.add_line(line, "089")
    here.model.add_line(line)
    here.model.drop_line(1)
    assert here.model.state.doses == 12
    here.model.receive(ReceiptHead(paper="1"))
    assert here.called("receive") == [((ReceiptHead(paper="1"), (line,), {"089": line}), {})]
    assert (here.model.state.lines, here.model.state.tab) == ((), Tab.LOTS)
    assert here.published == [frozenset({Change.STOCK})]


def test_a_thaw_and_the_day_of_one(bench) -> None:
    here = bench(thaw_out=Saved("l9"), note_thaw=Saved("l1"))
    here.model.thaw_out("l2", 12, day="2026-11-22", paper="3")
    assert here.called("thaw_out") == [(("l2", 12), {"day": "2026-11-22", "paper": "3"})]
    assert "12" in here.notices.current.text
    here.model.set_lot("l1", lock=None, vvm=None, thawed="2026-11-20")
    assert here.called("note_thaw") == [(("l1", "2026-11-20"), {})]
    assert here.called("lock") == here.called("note_vvm") == []


def test_a_refused_receipt_keeps_its_lines(bench) -> None:
    here = bench(receive=Refused(reason=Refusal.NO_DOSES, facts={"most": 5}))
    here.model.add_line(Receipt(product="COM-A", number="FK1", expiry="2027-06-30", vials=2, doses_per_vial=6))
    here.model.receive(ReceiptHead())
    assert here.model.state.lines
    assert not here.model.state.busy
    assert here.published == []


@pytest.mark.parametrize(
    ("reason", "port", "how"),
    [
        (MoveReason.ISSUE, "issue", {"table": "table:1"}),
        (MoveReason.RETURN, "give_back", {"table": "table:1"}),
        (MoveReason.DISPOSE, "send_out", {"why": "broken"}),
    ],
)
def test_a_movement_can_be_taken_back_from_its_notice(bench, reason: MoveReason, port: str, how: dict) -> None:
    here = bench(**{port: Saved("m9"), "take_back": Saved()})
    asked: list[str] = []
    here.model.undo_wanted.connect(asked.append)
    here.model.move(reason, "l1", 6, **how)
    extra = {"reason": "dispose"} if port == "send_out" else {}
    assert here.called(port) == [(("l1", 6), {**extra, **how})]
    here.notices.current.act.do()
    assert asked == ["m9"]
    here.model.take_back("m9", "wrong_entry")
    assert here.called("take_back") == [(("m9",), {"why": "wrong_entry"})]


def test_only_what_changed_of_a_lot_is_saved(bench) -> None:
    here = bench(lock=Saved(), note_vvm=Saved())
    here.model.set_lot("l1", lock=None, vvm=3)
    assert (here.called("note_vvm"), here.called("lock")) == ([(("l1", 3), {})], [])
    here.model.set_lot("l1", lock="", vvm=None)
    assert here.called("lock") == [(("l1",), {"why": ""})]


@pytest.mark.usefixtures("dressed")
class TestWindows:
    """Widgets."""

    def test_a_scanned_box_fills_the_line_and_enter_adds_it(self, qtbot) -> None:
        view = a_page(tab=Tab.RECEIVE)
        qtbot.addWidget(view)
        view._model.box_read.emit(SEEN_BOX)
        form = view.receive
        assert (form.number.value(), form.expiry.value(), form.product.value(), form.per.value()) == (
            "FK1", "2027-06-30", "COM-A", "6",
        )
        assert not form.add.isEnabled(), "how many is still to be said"
        form.vials.set_value("10")
        form._look()
        assert not form.add.isEnabled(), "since when it is out of the freezer too"
        form.thawed.set_value("2026-11-20")
        form.vials.submitted.emit()
        (line,) = view._model.state.lines
        assert (line.gtin, line.receipt.vials, line.receipt.doses_per_vial) == ("08934673573399", 10, 6)
        assert form.number.value() == ""

    def test_a_receipt_line_that_cannot_be(self, qtbot) -> None:
        view = a_page(tab=Tab.RECEIVE)
        qtbot.addWidget(view)
        form = view.receive
        form.product.set_value("AZ")
        for vials, expiry in (("x", "2027-06-30"), ("0", "2027-06-30"), ("5", "2026-11-22"), ("5", "2027")):
            form.number.set_value("A1")
            form.per.set_value("10")
            form.vials.set_value(vials)
            form.expiry.set_value(expiry)
            form._look()
            assert not form.add.isEnabled(), (vials, expiry)
        form.temp.set_value("nóng")
        assert form.head() is None

    def test_no_more_is_moved_than_is_there(self, qtbot) -> None:
        ask = MoveDialog(a_page(), ROWS[0], MoveReason.ISSUE, product="Pfizer")
        qtbot.addWidget(ask)
        heard: list[tuple] = []
        ask.agreed.connect(lambda *values: heard.append(values))
        tries = (("", "", False), ("9", "", False), ("8", "1", False), ("x", "", False), ("8", "", True))
        for vials, loose, may in tries:
            ask.amount.vials.set_value(vials)
            ask.amount.loose.set_value(loose)
            ask.amount._look()
            assert ask.agree.isEnabled() is may, (vials, loose)
        ask._take()
        assert heard == [(48, {"paper": "", "table": "table:1"})]

    def test_a_lot_that_is_not_the_first_to_expire_is_issued_with_a_word(self, qtbot) -> None:
        view = a_page()
        qtbot.addWidget(view)
        assert [view._model.sooner(row) for row in ROWS[:3]] == ["", "FK1234", ""]
        ask = MoveDialog(view, ROWS[1], MoveReason.ISSUE, product="Pfizer", sooner="FK1234")
        qtbot.addWidget(ask)
        assert "FK1234" in ask.sooner.text()

    def test_a_disposal_says_why_and_where(self, qtbot) -> None:
        ask = MoveDialog(a_page(), ROWS[0], MoveReason.DISPOSE, product="Pfizer", place="table:1", doses=6)
        qtbot.addWidget(ask)
        heard: list[tuple] = []
        ask.agreed.connect(lambda *values: heard.append(values))
        assert not ask.agree.isEnabled()
        ask.cause.set_value("broken")
        ask._look()
        ask._take()
        assert heard == [(6, {"paper": "", "place": "table:1", "why": "broken"})]

    def test_a_count_that_differs_asks_why(self, qtbot) -> None:
        ask = CountDialog(a_page(), ROWS[0], product="Pfizer")
        qtbot.addWidget(ask)
        heard: list[tuple] = []
        ask.agreed.connect(lambda *values: heard.append(values))
        assert not ask.agree.isEnabled(), "nothing typed is no count of nothing"
        ask.amount.vials.set_value("8")
        ask._look()
        assert ask.agree.isEnabled()
        ask.amount.vials.set_value("7")
        ask._look()
        assert not ask.agree.isEnabled()
        assert "-6" in ask.told.text()
        ask.why.set_value("vỡ")
        ask._look()
        ask._take()
        assert heard == [(42, "", "vỡ")]

    def test_a_lot_is_freed(self, qtbot) -> None:
        ask = LotStateDialog(a_page(), ROWS[3], product="Moderna", today=DAY)
        qtbot.addWidget(ask)
        heard: list[tuple] = []
        ask.agreed.connect(lambda *values: heard.append(values))
        assert (ask.lock.value(), ask.note.value()) == ("recalled", "CV 1234")
        ask.lock.set_value("free")
        ask._take()
        assert heard == [("", None, None)]

    def test_a_reading_out_of_range_asks_what_was_done(self, qtbot) -> None:
        view = a_page(tab=Tab.COLD)
        qtbot.addWidget(view)
        cold = view.cold
        for now, did, may in (("4,5", "", True), ("9,5", "", False), ("9,5", "chuyển tủ", True), ("x", "", False)):
            cold.now.set_value(now)
            cold.did.set_value(did)
            cold._look()
            assert cold.note.isEnabled() is may, (now, did)

    @pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen one has no popups that grab
    def test_enter_on_a_lot_offers_what_can_be_done(self, qtbot) -> None:
        view = a_page()
        qtbot.addWidget(view)
        with qtbot.waitExposed(view):
            view.show()
        view.lots.table.opened.emit(ROWS[0])
        menu = view.lots.detail.other.menu()
        assert menu.isVisible()
        assert menu.activeAction() is view.lots.acts["issue"]
        menu.close()

    def test_whoever_may_not_keep_the_store_only_looks(self, qtbot) -> None:
        view = a_page(Overview(day=SEEN.day, lots=ROWS))
        qtbot.addWidget(view)
        assert not view.take_in.isEnabled()
        assert not any(act.isEnabled() for act in view.lots.acts.values())


def test_signs_and_sentences(dressed: QApplication) -> None:
    del dressed
    faces = [lot_face(row, SEEN.day).text for row in ROWS]
    assert faces == [
        "Dùng trước", "Còn đông", "Hết hạn", "Đang khóa", "Quá hạn rã đông", "Chưa rõ rã đông", "Đã hết", "Chưa ghi sổ",
    ]  # fmt: skip
    assert [(face.text, face.icon) for face in (expiry_face(row, SEEN.day) for row in ROWS[:5])] == [
        ("06/12/2026", "thermometer"), ("30/06/2027", ""), ("20/11/2026", "warn"), ("12/12/2026", "thermometer"),
        ("20/11/2026", "thermometer"),
    ]  # fmt: skip
    assert thaw_text(ROWS[0]) == "Rã đông 05/11/2026, dùng đến hết 06/12/2026 · hạn trên hộp 15/12/2026"
    assert "31 ngày" in thaw_text(ROWS[1]) and "70 ngày" in thaw_text(ROWS[5]) and thaw_text(ROWS[2]) == ""
    assert [table_face(one).text for one in SEEN.tables] == ["Còn 8 liều", "Khớp", "Thiếu 2 liều"]
    assert [change_text(one) for one in LEDGER] == ["+60", "(12)", "−7", "−2", "−6"]
    assert ledger_text(LEDGER[4]) == "Hủy · Vỡ: rơi khi mở tủ"
    told = Warned(code=SupplyWarning.NEGATIVE, facts={"lot": "A", "place": "table:2", "doses": "3"})
    assert "Bàn tiêm 2" in warning_text(told, product=str)
