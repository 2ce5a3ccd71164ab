"""The thaw on the screens: at receipt, out of the freezer, noted later, at the injection table."""

from __future__ import annotations

import msgspec
from PySide6.QtWidgets import QApplication

from tests.desk.day import screened
from tests.ui.screens.real_desk import listed
from tests.ui.screens.test_stock import SEEN_BOX
from vaxdesk.desk import injection
from vaxdesk.desk.context import Desk
from vaxdesk.domain.step_views import Stock
from vaxdesk.domain.stock.movement import MoveReason
from vaxdesk.domain.views import LotView
from vaxdesk.ui.screens.injection.lot_dialog import LotDialog
from vaxdesk.ui.screens.injection.vaccine_card import _lot_face, _lot_line
from vaxdesk.ui.screens.stock.gallery import DAY, ROWS, a_page
from vaxdesk.ui.screens.stock.lot_dialogs import LotStateDialog
from vaxdesk.ui.screens.stock.move_dialog import MoveDialog
from vaxdesk.ui.screens.stock.state import Tab


def test_a_box_that_is_still_frozen_needs_no_day(qtbot) -> None:
    view = a_page(tab=Tab.RECEIVE)
    qtbot.addWidget(view)
    view._model.box_read.emit(SEEN_BOX)
    form = view.receive
    form.vials.set_value("10")
    for day, may in (("2026-10-01", False), ("2026-11-24", False), ("2026-11", False), ("2026-10-23", True)):
        form.thawed.set_value(day)
        form._look()
        assert form.add.isEnabled() is may, day
    form.frozen.setChecked(True)
    assert form.add.isEnabled() and not form.thawed.isEnabled()
    form._take()
    (line,) = view._model.state.lines
    assert line.receipt.thawed == "frozen"
    assert not form.frozen.isChecked() and form.thawed.value() == ""
    form.product.set_value("AZ")
    form._usual("AZ")
    assert form.thawed.isHidden() and form.frozen.isHidden()


def test_doses_come_out_of_the_freezer(qtbot) -> None:
    view = a_page()
    qtbot.addWidget(view)
    act = view.lots.acts["thaw"]
    assert not act.isEnabled() and not act.isVisible()
    view._model.pick("l2")
    assert act.isEnabled() and act.isVisible()
    ask = MoveDialog(view, ROWS[1], MoveReason.THAW, product="Pfizer", today=DAY)
    qtbot.addWidget(ask)
    heard: list[tuple] = []
    ask.agreed.connect(lambda *values: heard.append(values))
    ask.amount.set_doses(12)
    ask._look()
    assert ask.agree.isEnabled() and ask.thawed.value() == DAY
    ask.thawed.set_value("2026-11-24")
    ask._look()
    assert not ask.agree.isEnabled()
    ask.thawed.set_value("2026-11-22")
    ask._look()
    ask._take()
    assert heard == [(12, {"paper": "", "day": "2026-11-22"})]


def test_the_day_of_a_thaw_is_noted_even_when_it_is_too_late(qtbot) -> None:
    for at, asked in ((5, True), (1, False), (2, False)):
        ask = LotStateDialog(a_page(), ROWS[at], product="Pfizer", today=DAY)
        qtbot.addWidget(ask)
        assert ask.thawed.isHidden() is not asked
    ask = LotStateDialog(a_page(), ROWS[5], product="Pfizer", today=DAY)
    qtbot.addWidget(ask)
    heard: list[tuple] = []
    ask.agreed.connect(lambda *values: heard.append(values))
    ask.thawed.set_value("2026-11-24")
    ask._look()
    ask._take()
    assert heard == [] and not ask.agree.isEnabled()
    ask.thawed.set_value("2026-08-01")
    ask._look()
    ask._take()
    assert heard == [(None, None, "2026-08-01")]


def test_a_lot_says_how_long_it_lasts_after_the_thaw(dressed: QApplication) -> None:
    del dressed
    lot = LotView(id="l", product="COM-A", number="F1", expiry="2027-06-30", doses_per_vial=6, fridge_days=31)
    thawed, frozen = (msgspec.structs.replace(lot, thawed=one) for one in ("2026-11-05", "frozen"))
    assert _lot_line(thawed) == "Lô F1 · dùng đến 06/12/2026 (rã đông)"
    assert _lot_line(lot) == "Lô F1 · hạn 30/06/2027 · rã đông: ?"
    assert _lot_line(frozen) == "Lô F1 · hạn 30/06/2027"
    assert [_lot_face(one, Stock()).text for one in (frozen, thawed)] == ["Còn đông", "Hết hạn"]


def test_the_thaw_of_a_new_lot_is_asked_for_where_it_matters(desk: Desk, qtbot) -> None:
    sheet = injection.sheet(desk, screened(desk, listed))
    ask = LotDialog(None, sheet.stock.products, product="AZ", today=DAY, fridge_days=sheet.stock.fridge_days)
    qtbot.addWidget(ask)
    heard: list[tuple] = []
    ask.agreed.connect(lambda *values: heard.append(values))
    assert ask.thawed.isHidden()
    ask.product.set_value("COM-A")
    ask._usual("COM-A")
    assert not ask.thawed.isHidden()
    ask.number.set_value("F1")
    ask.expiry.set_value("2027-06-30")
    ask.thawed.set_value("2026-01-01")
    ask._look()
    assert not ask.agree.isEnabled()
    ask.thawed.set_value("2026-11-20")
    ask._look()
    ask._take()
    assert heard == [("COM-A", "F1", "2027-06-30", 6, "2026-11-20")]
