"""Facilities, units and safety through the real window: a faulty list mended and taken, a choice, a checklist."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.flows.acts import set_up
from tests.flows.desktop import CONTROL, DAY, ENTER, Desktop, WallClock, desktop
from vaxdesk.desk.places import lists
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.places.checklist import DueState, Part
from vaxdesk.domain.places.matching import Fate
from vaxdesk.domain.places.records import Key, What
from vaxdesk.ui.kit.confirm import Confirm
from vaxdesk.ui.print_preview import PrintPreview
from vaxdesk.ui.screens.places.state import Tab

_S, _P, _O, _8 = Qt.Key.Key_S, Qt.Key.Key_P, Qt.Key.Key_O, Qt.Key.Key_8
HEAD = ["STT", "Mã cơ sở KCB", "Tên cơ sở", "Tỉnh", "Quận/Huyện", "Xã/Phường", "Mã xã", "Người đại diện", "Điện thoại"]


def thirty_facilities(path: Path) -> Path:
    """Thirty rows: five faulty, two that repeat others."""
    book = Workbook()
    book.active.append(HEAD)
    rows = [[n, 15040 + n, f"Trạm Y tế số {n}", "Yên Bái", "Trạm Tấu", "Xà Hồ", "04594", "", ""] for n in range(1, 31)]
    rows[2][1] = "15O43"  # the letter O
    rows[5][2] = ""
    rows[8][6] = "04606"  # the code of Pá Hu beside the name of Xà Hồ
    rows[11][8] = "mất số"
    rows[14][1] = ""
    rows[20] = [21, 15041, "TYT số 1", "Yên Bái", "Trạm Tấu", "Xà Hồ", "", "", ""]
    rows[25] = [26, "", "Trạm y tế  số 2", "Yên Bái", "Trạm Tấu", "Xà Hồ", "", "", ""]
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.fixture
def clock() -> WallClock:
    return WallClock()


def open_page(desk: Desktop, tab: Tab = Tab.FACILITY) -> None:
    desk.press(_8, CONTROL)
    desk.until(lambda: desk.shell.current == "places")
    desk.type(str(list(Tab).index(tab) + 1))
    desk.settled()


def fates(desk: Desktop) -> dict[Fate, int]:
    rows = view(desk)._model.lists.state.importing.rows
    return {fate: sum(row.fate is fate for row in rows) for fate in Fate}


def view(desk: Desktop):
    return desk.view("places")


def test_a_list_of_thirty_is_looked_at_mended_and_taken(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: WallClock
) -> None:
    sheet, result = thirty_facilities(tmp_path / "co so.xlsx"), tmp_path / "ket qua.xlsx"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(sheet), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(result), ""))
    with desktop(qtbot, tmp_path / "home", now=clock) as desk:
        set_up(desk)
        open_page(desk)
        before = desk.kinds()
        desk.press(_O, CONTROL)
        lists_model = view(desk)._model.lists
        desk.until(lambda: lists_model.state.importing)
        assert fates(desk) == {Fate.TAKEN: 23, Fate.LOOK: 3, Fate.PROBLEM: 2, Fate.THERE: 2}
        assert desk.kinds() == before  # nothing is written before the lead has looked
        part = view(desk)._import
        desk.click(part._tabs[Fate.PROBLEM])
        table = part._tables[What.FACILITY]
        table.setFocus()
        table.selectRow(0)
        desk.press(ENTER)
        desk.until(lambda: lists_model.state.filling)
        form = view(desk)._form._form()
        assert "15O43" in form._fields[Key.CODE].below.text()
        desk.press(Qt.Key.Key_A, CONTROL)  # the field that is wrong has the keys
        desk.type("15043")
        desk.press(ENTER, CONTROL)
        desk.until(lambda: lists_model.state.filling is None and not lists_model.state.busy)
        assert fates(desk) == {Fate.TAKEN: 24, Fate.LOOK: 3, Fate.PROBLEM: 1, Fate.THERE: 2}
        desk.click(part._result)
        desk.settled()
        desk.press(ENTER, CONTROL)
        desk.until(lambda: lists_model.state.importing.taken >= 0)
        desk.settled()
        assert lists_model.state.importing.taken == 27
        assert len([one for one in lists.all_of(desk.desk) if one.what is What.FACILITY]) == 27
        assert desk.kinds().count("facility") == 27
        _results_stand_beside_the_rows(result)
        assert not desk.flashes.seen


def _results_stand_beside_the_rows(path: Path) -> None:
    said = [row[9].value for row in load_workbook(path).active.iter_rows()]
    assert said[0] == "Kết quả nhập"
    assert said[1] == said[3] == "sẽ nhập"  # row 4 was mended
    assert said[6] == "không nhập được; Tên: chưa có tên"
    assert "danh mục có: Xã Pá Hu (04606, 2021), Xã Xà Hồ (04594, 2021)" in said[9]
    assert said[12] == "sẽ nhập, cần xem lại; Số điện thoại: “mất số” không phải số điện thoại"
    assert said[15] == "sẽ nhập, cần xem lại; Mã cơ sở KCB: chưa có mã cơ sở"
    assert said[21] == "trùng với dòng 2"
    assert said[26] == "trùng với dòng 3; Mã cơ sở KCB: chưa có mã cơ sở"


def test_a_commune_that_became_three_is_chosen_once(qtbot: QtBot, tmp_path: Path, clock: WallClock) -> None:
    with desktop(qtbot, tmp_path / "home", now=clock) as desk:
        set_up(desk)
        people(desk, "Lan", "Huệ")
        open_page(desk, Tab.UNITS)
        units, card = view(desk)._model.units, view(desk)._units._card
        desk.until(lambda: units.state.current and units.state.current.needs_choice)
        assert len(units.state.current.choice.candidates) == 3
        card._choice.setFocus()
        desk.type("2")
        desk.press(ENTER)
        desk.write(card._basis.line, "NQ 19/NQ-HĐND")
        desk.press(ENTER, CONTROL)
        desk.until(lambda: units.state.current and units.state.current.maps)
        desk.settled()
        assert '"commune_code":"00553"' in "".join(desk.lines().values())
        assert "amend" not in desk.kinds()  # remembered; nobody is changed
        desk.click(card.move_people)
        desk.until(lambda: not units.state.communes)
        desk.settled()
        moved = [text for text in desk.lines().values() if '"k":"amend"' in text]
        assert len(moved) == 2
        assert all('"commune":"Xã Phù Đổng"' in text and "NQ 19/NQ-HĐND" in text for text in moved)
        people(desk, "Sen")  # somebody comes with the old code again
        view(desk)._model.look()
        desk.until(lambda: units.state.current)
        desk.settled()
        assert not units.state.current.needs_choice
        assert units.state.chosen == "00541"  # proposed next time


def people(desk: Desktop, *names: str) -> None:
    with desk.desk.store.writing(user=1) as w:
        for name in names:
            w.add("person", Person(name=name, adr="Thôn An Đà", commune="Cổ Bi", commune_code="00553", scheme="2021"))


def test_the_nine_criteria_by_keyboard_printed_and_overdue_a_week_later(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: WallClock
) -> None:
    paper = tmp_path / "danh gia.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(paper), ""))
    with desktop(qtbot, tmp_path / "home", now=clock) as desk:
        set_up(desk)
        open_page(desk, Tab.SAFETY)
        safety = view(desk)._model.safety
        desk.until(lambda: safety.state.safety)
        assert safety.state.safety.due[Part.C].state is DueState.FIRST
        desk.click(view(desk)._safety._cards[Part.C].begin)
        desk.until(lambda: safety.state.part is Part.C)
        desk.keys = 0
        desk.type("110111113")
        desk.press(ENTER, CONTROL)
        assert desk.keys == 10  # one key an item, one to save
        desk.until(lambda: safety.state.seen)
        desk.settled()
        assert list(safety.state.seen.answers.values()).count("yes") == 7
        desk.press(_P, CONTROL)
        preview = desk.asked(PrintPreview)
        desk.press(_S, CONTROL)
        desk.answered(preview)
        desk.settled()
        text = " ".join(PdfReader(BytesIO(paper.read_bytes())).pages[0].extract_text().split())
        assert "BẢNG TỰ ĐÁNH GIÁ AN TOÀN TIÊM CHỦNG" in text
        assert "Phần C: Chín tiêu chí an toàn · Ngày 01/12/2026" in text
        assert (text.count("Không áp dụng"), text.count("Người đánh giá"), text.count("Lò Thị Mai")) == (1, 1, 1)
        assert "print" in desk.kinds()
        later = desk.desk.on(_days_after(DAY, 8))
        desk.work.session.hand_to(later)
        view(desk)._model.look()
        desk.until(lambda: safety.state.safety.day == later.day)
        assert safety.state.safety.due[Part.C].state is DueState.OVERDUE
        assert safety.state.safety.due[Part.C].since == _days_after(DAY, 7)


def _days_after(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def test_staff_are_added_locked_and_taken_out_by_keyboard(qtbot: QtBot, tmp_path: Path, clock: WallClock) -> None:
    with desktop(qtbot, tmp_path / "home", now=clock) as desk:
        set_up(desk)
        open_page(desk, Tab.STAFF)
        model = view(desk)._model.lists
        desk.press(Qt.Key.Key_N, CONTROL)
        desk.until(lambda: model.state.filling)
        desk.type("cam thi huong\r")
        desk.type("dieu duong")
        desk.press(ENTER, CONTROL)
        desk.until(lambda: not model.state.filling and not model.state.busy)
        desk.settled()
        [row] = model.state.shown
        assert (row.record.name, row.record.get(Key.TITLE)) == ("Cam Thi Huong", "dieu duong")
        assert row.fate is Fate.LOOK  # no facility yet
        model.open(row)
        desk.click(view(desk)._form._lock)
        desk.until(lambda: model.state.shown and model.state.shown[0].record.get(Key.LOCKED))
        model.open(model.state.shown[0])
        desk.click(view(desk)._form._out)
        ask = desk.asked(Confirm)
        desk.type("1")
        desk.press(ENTER, CONTROL)
        desk.answered(ask)
        desk.until(lambda: not model.state.shown)
        assert [kind for kind in desk.kinds() if kind in ("staff", "amend", "void")].count("void") == 1
