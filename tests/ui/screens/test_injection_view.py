"""The injection table through its widgets, on a real encrypted store; actions are counted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.desk.day import pfizer, received, saved, screened
from tests.ui.screens.real_desk import DAY, listed
from tests.ui.screens.shells import ENTER, Fingers, Noted, asked, other, shell_of, shown
from vaxdesk.desk import board, stock
from vaxdesk.desk.context import Desk
from vaxdesk.domain.outcomes import Outcome, Stage
from vaxdesk.domain.own_codes import lot_code, vial_code
from vaxdesk.domain.payloads import History
from vaxdesk.settings import Settings
from vaxdesk.ui.kit.confirm import Confirm
from vaxdesk.ui.screen import RawScan, ScanSource
from vaxdesk.ui.screens.injection.close_dialog import CloseDialog
from vaxdesk.ui.screens.injection.lot_dialog import LotDialog
from vaxdesk.ui.screens.injection.view import InjectionView
from vaxdesk.ui.shell import Shell
from vaxdesk.wiring.injection import injection_screen
from vaxdesk.wiring.session import Session
from vaxdesk.words import say

CONTROL = Qt.KeyboardModifier.ControlModifier
CARD = RawScan("015190001234", ScanSource.TYPED)


@pytest.fixture
def reception() -> Noted:
    return Noted()


@pytest.fixture
def open_shell(desk: Desk, qtbot, reception: Noted):
    opened = []

    def make() -> tuple[Shell, InjectionView]:
        screens = (injection_screen(Session(desk), settings=Settings), other("reception", reception))
        held = shell_of(qtbot, *screens, home="injection", day=DAY)
        shell = held.__enter__()
        opened.append((held, shell))
        return shell, shell.view("injection")

    yield make
    for held, shell in opened:
        shell.view("injection").leave()
        held.__exit__(None, None, None)


def doses(desk: Desk, person: str) -> list[dict]:
    found = board.person_day(desk, person)
    assert found is not None
    return [event.data for event in found.visit.injections]


def test_scan_and_enter_give_the_dose(desk: Desk, open_shell) -> None:
    lanh, lot = screened(desk, listed), pfizer(desk)
    shell, view = open_shell()
    shell.scanned(CARD)  # first act
    assert shown(view, "Nguyễn Thị Lành")
    assert shown(view, "Liều cơ bản 1 – Pfizer 0,3 ml")
    fingers = Fingers()
    fingers.press(ENTER)  # second act
    (dose,) = doses(desk, lanh)
    assert (dose["lot"], dose["given_by"], dose["prepared_by"], dose["site"]) == (
        lot, "Lò Thị Mai", "Lò Thị Mai", "left_deltoid",
    )  # fmt: skip
    assert "Liều cơ bản 1, Pfizer" in shell.notices.current.text


def test_the_next_in_the_queue_is_called_first_so_that_a_second_press_reaches_nobody(desk: Desk, open_shell) -> None:
    first, second = (screened(desk, listed, doc=f"01519000000{at}") for at in (1, 2))
    pfizer(desk)
    _, view = open_shell()
    fingers = Fingers()
    fingers.type("\r\r")  # call, give
    assert len(doses(desk, first)) == 1
    assert view._model.state.person == second
    assert not view._model.state.met
    assert shown(view, "Mời vào tiêm")
    fingers.type("\r")  # pressed once too often: the next one is called, nobody is injected
    assert doses(desk, second) == []
    fingers.type("\r")
    assert len(doses(desk, second)) == 1


def test_a_held_enter_key_gives_nothing(desk: Desk, open_shell) -> None:
    lanh = screened(desk, listed)
    pfizer(desk)
    shell, view = open_shell()
    shell.scanned(CARD)
    repeated = QKeyEvent(QEvent.Type.KeyPress, ENTER, Qt.KeyboardModifier.NoModifier, "\r", True)
    QApplication.sendEvent(view, repeated)
    assert doses(desk, lanh) == []


def test_an_injected_person_is_refused_and_the_dose_can_be_taken_back(desk: Desk, open_shell, qtbot) -> None:
    lanh = screened(desk, listed)
    pfizer(desk)
    shell, view = open_shell()
    fingers = Fingers()
    shell.scanned(CARD)
    fingers.press(ENTER)
    shell.scanned(CARD)
    assert shown(view, "Hôm nay đã tiêm Pfizer, lô FK1234, lúc 08:00")
    assert not view.table.main.isEnabled()
    fingers.type("\r")
    assert len(doses(desk, lanh)) == 1
    view.table.answer._undo.click()

    def answer(_: Confirm) -> None:
        fingers.type("1")
        fingers.press(ENTER, CONTROL)

    asked(qtbot, view, Confirm, answer)
    assert doses(desk, lanh) == []
    assert view.table.main.isEnabled()


def test_too_early_is_amber_with_the_day(desk: Desk, open_shell) -> None:
    lanh = screened(desk, listed)
    pfizer(desk)
    with desk.store.writing(user=1) as w:
        w.add("history", History(date="2026-11-10", product="COM-A"), of=lanh)
    shell, view = open_shell()
    shell.scanned(CARD)
    assert shown(view, "sớm nhất 01/12/2026")
    assert view.table.answer.property("card") == "wait"
    assert shown(view, say("injection.not_today"))
    assert view.table.answer._go.words == say("shell.screens.screening")
    QTest.keyClick(view, ENTER)
    assert doses(desk, lanh) == []


def test_a_notice_asks_for_a_reason_before_the_dose(desk: Desk, open_shell) -> None:
    lanh = screened(desk, listed)
    pfizer(desk)
    with desk.store.writing(user=1) as w:
        w.add("history", History(date="2026-07-01", product="AZ"), of=lanh)
    shell, view = open_shell()
    shell.scanned(CARD)
    assert view.table.notes.texts() == ("Tiêm Pfizer sau AstraZeneca: cần người được tiêm đồng ý.",)
    fingers = Fingers()
    fingers.type("\r")
    assert doses(desk, lanh) == []
    assert shown(view, "Cần ghi lý do.")
    fingers.press(Qt.Key.Key_Down)  # the cursor stands on the reasons
    fingers.type("\r")
    assert doses(desk, lanh)[0]["why"] == "agreed"


def test_whoever_was_not_received_is_sent_to_reception(desk: Desk, open_shell, reception: Noted) -> None:
    lanh = listed(desk)
    shell, view = open_shell()
    shell.scanned(CARD)
    assert shown(view, "Người này chưa được tiếp đón hôm nay.")
    view.table.answer._go.click()
    assert reception.opened_for == [lanh]


def test_a_lot_is_added_at_the_table(desk: Desk, open_shell, qtbot) -> None:
    lanh = screened(desk, listed)
    shell, view = open_shell()
    shell.scanned(CARD)
    assert shown(view, "Chưa có vắc xin trên bàn")
    view.table.vaccine.add_lot.click()
    fingers = Fingers()

    def answer(ask: LotDialog) -> None:
        fingers.type("2")  # Pfizer
        ask.number.setFocus()
        fingers.type("fk77")
        ask.expiry.setFocus()
        fingers.type("102026")
        assert not ask.agree.isEnabled()
        assert shown(ask, "đã hết hạn")
        ask.expiry.line.clear()
        fingers.type("122026")
        fingers.press(ENTER, CONTROL)

    asked(qtbot, view, LotDialog, answer)
    (lot,) = stock.of(desk).lots
    assert (lot.product, lot.number, lot.expiry, lot.doses_per_vial) == ("COM-A", "FK77", "2026-12-31", 6)
    fingers.type("\r")
    assert len(doses(desk, lanh)) == 1


def test_scanning_our_label_picks_vial_or_lot(desk: Desk, open_shell) -> None:
    screened(desk, listed)
    first, second = pfizer(desk), pfizer(desk, number="FP8290", expiry="2027-03-31")
    vial = saved(stock.open_vial(desk, second)).value
    shell, view = open_shell()
    shell.scanned(RawScan(lot_code(first), ScanSource.CAMERA))
    assert view._model.state.sheet.lot.id == first
    assert view._model.state.sheet.vial is None
    shell.scanned(RawScan(vial_code(vial), ScanSource.CAMERA))
    assert view._model.state.sheet.vial.id == vial


def test_a_click_draws_from_another_vial_and_it_can_be_closed(desk: Desk, open_shell, qtbot) -> None:
    screened(desk, listed)
    lot = pfizer(desk)
    vials = [saved(stock.open_vial(desk, lot)).value for _ in range(2)]
    shell, view = open_shell()
    shell.scanned(CARD)
    row = next(one for one in view.table.vaccine.rows() if one.ref == vials[1])
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    assert view._model.state.sheet.vial.id == vials[1]
    view.table.vaccine.close_vial.click()
    fingers = Fingers()

    def answer(ask: CloseDialog) -> None:
        assert ask.wasted.value() == "6"
        assert not ask.agree.isEnabled()
        ask.reason.tiles.setFocus()
        fingers.type("2")
        fingers.press(ENTER, CONTROL)

    asked(qtbot, view, CloseDialog, answer)
    assert [one.id for one in stock.of(desk).vials] == [vials[0]]


def test_handling_is_remembered_but_not_the_site(desk: Desk, open_shell) -> None:
    first, second = (screened(desk, listed, doc=f"01519000000{at}") for at in (1, 2))
    pfizer(desk)
    _, view = open_shell()
    view.table.handling.changed.emit("prepared_by", "Giàng A Dê")
    view.table.handling.changed.emit("site", "right_deltoid")
    fingers = Fingers()
    view.table.main.setFocus()
    fingers.type("\r")
    view.table.handling.changed.emit("site", "right_deltoid")
    view.table.main.setFocus()
    fingers.type("\r\r\r")
    one, two = doses(desk, first)[0], doses(desk, second)[0]
    assert (one["site"], two["site"]) == ("right_deltoid", "left_deltoid")
    assert (one["prepared_by"], two["prepared_by"]) == ("Giàng A Dê", "Giàng A Dê")


def test_somebody_leaves_without_the_dose(desk: Desk, open_shell, qtbot) -> None:
    lanh = screened(desk, listed)
    pfizer(desk)
    shell, view = open_shell()
    shell.scanned(CARD)
    view.table.decline.click()
    fingers = Fingers()

    def answer(_: Confirm) -> None:
        fingers.type("6")
        fingers.press(ENTER, CONTROL)

    asked(qtbot, view, Confirm, answer)
    assert board.rows(desk, only=[lanh])[0].outcome is Outcome.DECLINED


def test_it_is_said_how_old_the_news_from_the_district_is(desk: Desk, open_shell) -> None:
    screened(desk, listed)
    shell, view = open_shell()
    shell.scanned(CARD)
    assert shown(view, "Chưa nhận tin từ huyện lần nào")


def test_people_who_wait_for_screening_are_not_in_the_queue(desk: Desk, open_shell) -> None:
    received(desk, listed, doc="015190000001")
    lanh = screened(desk, listed)
    _, view = open_shell()
    assert view.queue.keys() == [lanh]
    assert board.rows(desk, only=[lanh])[0].stage is Stage.SCREENED
