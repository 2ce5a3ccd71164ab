"""Vaccine through the window: a scanned box comes in, goes to a table, is given, wasted, returned, counted, printed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.desk.day import healthy, saved
from tests.documents.reading import all_text, squeezed
from tests.flows import acts
from tests.flows.desktop import CONTROL, ENTER, Desktop, WallClock, desktop
from vaxdesk.desk import reception, screening
from vaxdesk.desk.stockroom import overview
from vaxdesk.domain.payloads import Appt, Person
from vaxdesk.domain.stock.balance import DayLine, TableLine
from vaxdesk.scanning.decode import read_grey
from vaxdesk.ui import written
from vaxdesk.ui.print_preview import PrintPreview
from vaxdesk.ui.screen import RawScan, ScanSource
from vaxdesk.ui.screens.injection.close_dialog import CloseDialog
from vaxdesk.ui.screens.sending.day_dialog import DayDialog
from vaxdesk.ui.screens.stock.lot_dialogs import CountDialog
from vaxdesk.ui.screens.stock.move_dialog import MoveDialog
from vaxdesk.ui.screens.stock.state import Tab

ALT = Qt.KeyboardModifier.AltModifier
GTIN = "08934673573399"
NUMBERS = {1: Qt.Key.Key_1, 2: Qt.Key.Key_2, 4: Qt.Key.Key_4, 6: Qt.Key.Key_6, 7: Qt.Key.Key_7,
           8: Qt.Key.Key_8}


def box(lot: str) -> bytes:
    """What the camera's reader makes of the DataMatrix of a box."""
    says = f"(01){GTIN}(17)270600(10){lot}(21)9A0001"
    made = zxingcpp.create_barcode(says, zxingcpp.BarcodeFormat.DataMatrix, gs1=True)
    (found,) = read_grey(np.array(zxingcpp.write_barcode_to_image(made, scale=5, add_quiet_zones=True)))
    return found.data


def people(day: Desktop, number: int) -> None:
    """So many people are screened and wait for the injection."""
    desk = day.desk
    for at in range(number):
        with desk.store.writing(user=desk.user.no) as w:
            person = w.add("person", Person(name=f"Lò Thị {'ABCDEFGHIJ'[at]}", dob=f"19{70 + at}-01-01", sex="F"))
            w.add("appt", Appt(day=desk.day, row=at + 1), of=person)
        saved(reception.check_in(desk, person))
        saved(screening.save(desk, person, healthy(desk, person)))


def take_in(day: Desktop) -> None:
    """Ten vials: the box is scanned, its vaccine asked once, the number of vials typed."""
    day.front()
    day.press(NUMBERS[4], CONTROL)
    day.until(lambda: day.shell.current == "stock" and day.state("stock").read)
    view = day.view("stock")
    assert view.accept_scan(RawScan(box("FK1234"), ScanSource.CAMERA))
    day.until(lambda: day.state("stock").tab is Tab.RECEIVE and view.receive.number.value() == "FK1234")
    assert view.receive.expiry.value() == "2027-06-30"
    day.press(NUMBERS[2])  # the second vaccine
    day.write(view.receive.partner, "TTYT huyện Trạm Tấu")
    day.write(view.receive.paper, "12/PX")
    day.write(view.receive.temp, "4,5")
    day.write(view.receive.vials, "10")
    day.press(ENTER)
    day.until(view.receive.thawed.line.hasFocus)  # the box does not say since when it is out of the freezer
    day.write(view.receive.thawed, written.day(day.desk.day))
    day.press(ENTER)
    day.until(lambda: day.state("stock").doses == 60)
    day.press(ENTER, CONTROL)
    day.until(lambda: day.state("stock").tab is Tab.LOTS and day.state("stock").seen.lots)
    day.settled()


def take_in_frozen(day: Desktop) -> None:
    """A second box, typed by hand, that goes into the freezer."""
    view = day.view("stock")
    day.click(view._tabs[Tab.RECEIVE])
    form = view.receive
    form.product.setFocus()
    day.press(NUMBERS[2])
    day.write(form.number, "FP8290")
    day.write(form.expiry, "30/06/2027")
    day.write(form.vials, "5")
    form.frozen.setFocus()
    day.press(Qt.Key.Key_Space)
    day.press(Qt.Key.Key_I, CONTROL)
    day.until(lambda: day.state("stock").doses == 30)
    day.press(ENTER, CONTROL)
    day.until(lambda: day.state("stock").tab is Tab.LOTS and not day.state("stock").lines)
    day.settled()


def pick(day: Desktop, number: str, *, frozen: bool) -> None:
    """A lot of the list."""
    view = day.view("stock")
    (found,) = [one for one in day.state("stock").seen.lots if (one.lot.number, one.lot.frozen) == (number, frozen)]
    view._model.pick(found.lot.id)
    day.until(lambda: day.state("stock").row and day.state("stock").row.lot.id == found.lot.id)
    day.settled()


def issue_one(day: Desktop) -> None:
    """A vial of the lot picked goes to table 1."""
    day.press(NUMBERS[1], ALT)
    ask = day.asked(MoveDialog)
    day.write(ask.amount.vials, "1")
    day.press(ENTER, CONTROL)
    day.answered(ask)
    day.settled()


def issue(day: Desktop, vials: str) -> None:
    """Vials of the lot picked go to table 1."""
    day.press(NUMBERS[1], ALT)
    ask = day.asked(MoveDialog)
    day.write(ask.amount.vials, vials)
    day.press(ENTER, CONTROL)
    day.answered(ask)
    day.settled()
    assert day.state("stock").row.stand.balances == {"": 42, "table:1": 18}


def close(day: Desktop, vial: int, *, wasted: bool) -> None:
    """A vial is finished at the injection table; what it still holds is thrown away."""
    view = day.view("injection")
    day.until(lambda: day.state("injection").sheet and not day.state("injection").busy)
    found = next(one for one in day.state("injection").sheet.stock.vials if one.no == vial)
    view._ask_close(found.id)
    ask = day.asked(CloseDialog)
    if wasted:
        day.press(ENTER)  # not without a reason
        ask.reason.setFocus()
        day.press(NUMBERS[7])  # the session is over
    day.press(ENTER, CONTROL)
    day.answered(ask)
    day.settled()


def at_table(day: Desktop) -> TableLine:
    (line,) = overview.overview(day.desk).tables
    return line


def the_day(day: Desktop) -> DayLine:
    (line,) = overview.days(day.desk)
    assert line.holds
    return line


def give_back(day: Desktop) -> None:
    """On the tables' page Enter proposes what is left to go back."""
    view = day.view("stock")
    day.shell.open("stock")
    day.click(view._tabs[Tab.TABLES])
    day.until(lambda: day.state("stock").seen.tables)
    view.tables.table.setFocus()
    view.tables.table.selectRow(0)
    day.press(ENTER)
    ask = day.asked(MoveDialog)
    assert ask.amount.doses() == 6
    day.press(ENTER, CONTROL)
    day.answered(ask)
    day.settled()


def count(day: Desktop) -> None:
    """One dose less is seen than the books say; without a reason it is not taken."""
    view = day.view("stock")
    day.click(view._tabs[Tab.LOTS])
    day.press(NUMBERS[6], ALT)
    ask = day.asked(CountDialog)
    day.write(ask.amount.vials, "7")
    day.write(ask.amount.loose, "5")
    assert not ask.agree.isEnabled()
    day.write(ask.why, "vỡ một lọ khi kiểm kê")
    day.press(ENTER, CONTROL)
    day.answered(ask)
    day.settled()
    assert any("-1" in one for one in view.warnings.said())


def print_ledger(day: Desktop, monkeypatch: pytest.MonkeyPatch, path: Path) -> str:
    """With no printer here the ledger is saved from the preview; its text."""
    day.press(Qt.Key.Key_P, CONTROL)
    preview = day.asked(PrintPreview)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    day.press(Qt.Key.Key_S, CONTROL)
    day.answered(preview)
    day.settled()
    return all_text(path.read_bytes())


def give_all(day: Desktop, number: int) -> None:
    """The box is scanned at the table; whoever waits gets a dose, each by Enter."""
    day.shell.open("injection")
    day.until(lambda: day.state("injection").sheet)
    day.scan(f"01{GTIN}10FK12341727060021SN77")  # by a scanner that loses the separators
    day.until(lambda: day.view("injection")._model._chosen.get("lot"))
    day.settled()
    for _ in range(number):
        day.until(lambda: day.state("injection").sheet)
        if not day.state("injection").met:
            day.press(ENTER)
            day.until(lambda: day.state("injection").met)
        acts.inject(day)


def seal_page(day: Desktop) -> str:
    """What the page of the day's end says."""
    day.front()
    day.shell.open("sending")
    day.settled()
    day.until(lambda: day.state("sending").may_seal)
    day.press(Qt.Key.Key_D, CONTROL)
    dialog = day.asked(DayDialog)
    said = dialog.said()
    day.press(Qt.Key.Key_Escape)
    day.answered(dialog)
    return said


def test_a_box_from_receipt_to_ledger(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with desktop(qtbot, tmp_path / "home", now=WallClock()) as day:
        acts.set_up(day)
        take_in(day)
        day.scan(f"]d201{GTIN}1727060010FK1234")
        day.until(lambda: day.state("stock").row and day.state("stock").row.lot.number == "FK1234")
        assert day.state("stock").tab is Tab.LOTS, "the number of the box is known now"
        issue(day, "3")

        people(day, 8)
        give_all(day, 8)
        acts.take_back(day)
        line = at_table(day)
        assert (line.issued, line.used, line.extra, line.open) == (18, 7, 1, 6)
        close(day, 1, wasted=False)
        close(day, 2, wasted=True)
        assert (at_table(day).wasted, at_table(day).difference) == (6, 6)

        give_back(day)
        assert at_table(day).settled
        count(day)
        found = the_day(day)
        assert (found.received, found.used, found.extra, found.wasted, found.adjusted) == (60, 7, 1, 6, -1)
        assert (found.opening, found.closing) == (0, 47)

        text = print_ledger(day, monkeypatch, tmp_path / "ledger.pdf")
        parts = ("FK1234", "30/06/2027", "12/PX", "TTYT huyện Trạm Tấu", "Bàn tiêm 1", "vỡ một lọ khi kiểm kê", "47")
        for part in parts:
            assert squeezed(part) in text, part

        assert "đã tiêm 7 + hao phí 6 + hoàn trả 6 + chênh lệch 0" in seal_page(day)


def test_vaccine_comes_out_of_the_freezer(qtbot: QtBot, tmp_path: Path) -> None:
    with desktop(qtbot, tmp_path / "home", now=WallClock()) as day:
        acts.set_up(day)
        day.front()
        day.press(NUMBERS[4], CONTROL)
        day.until(lambda: day.shell.current == "stock" and day.state("stock").read)
        take_in_frozen(day)
        pick(day, "FP8290", frozen=True)
        issue_one(day)
        told = day.shell.notices
        day.until(lambda: told.current and "tủ đông" in told.current.text)  # it is not handed to a table
        assert day.state("stock").row.stand.balances == {"": 30}
        day.press(NUMBERS[8], ALT)
        ask = day.asked(MoveDialog)
        day.write(ask.amount.vials, "2")
        assert ask.thawed.value() == day.desk.day
        day.press(ENTER, CONTROL)
        day.answered(ask)
        day.settled()
        day.until(lambda: len(day.state("stock").seen.lots) == 2 and not day.state("stock").row.lot.frozen)
        lot = day.state("stock").row
        until = (date.fromisoformat(day.desk.day) + timedelta(days=31)).isoformat()
        assert (lot.lot.fridge_until, lot.stand.balances) == (until, {"": 12})
        assert written.day(until) in day.view("stock").lots.detail._where.text()
        issue_one(day)
        assert day.state("stock").row.stand.balances == {"": 6, "table:1": 6}
        assert [one.adjusted for one in overview.days(day.desk)] in ([12, -12], [-12, 12])
