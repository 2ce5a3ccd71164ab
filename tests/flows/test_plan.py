"""The office prepares a session: sixty people of a hamlet get their hours and invitations; tasks are followed."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.documents.reading import page_texts, pictures, squeezed
from tests.flows import acts
from tests.flows.desktop import CONTROL, DAY, ENTER, Desktop, WallClock, desktop
from vaxdesk.desk import board
from vaxdesk.domain import own_codes
from vaxdesk.domain.payloads import History, Person
from vaxdesk.domain.plan.fitness import LeftOut
from vaxdesk.ui.kit.confirm import Confirm
from vaxdesk.ui.print_preview import PrintPreview
from vaxdesk.ui.screens.plan.allot_dialog import AllotDialog
from vaxdesk.ui.screens.plan.campaign_dialog import CampaignDialog
from vaxdesk.ui.screens.plan.move_dialog import MoveDialog
from vaxdesk.ui.screens.plan.print_dialog import PrintDialog
from vaxdesk.ui.screens.plan.session_dialog import SessionDialog
from vaxdesk.ui.screens.plan.state import Tab
from vaxdesk.ui.screens.plan.task_dialogs import TaskDialog

_ONE, _TWO, _N, _P, _S, _Z = (getattr(Qt.Key, f"Key_{key}") for key in "12NPSZ")
HOURS = ("07:30", "08:30", "09:30", "13:30", "14:30", "15:30")
SESSION_DAY = "2026-12-08"
HAMLET = 63


def hamlet(day: Desktop) -> None:
    """The register knows a hamlet of sixty-three, of whom three had a dose last week, and some who live elsewhere."""
    values = {"dob": "1980-05-05", "commune": "Xà Hồ", "grp": "9"}
    with day.desk.store.writing(user=1) as w:
        people = [
            w.add("person", Person(name=f"Lò Thị Số {at:02}", adr="Thôn Cu Vai", doc=f"0151800{at:05}", **values))
            for at in range(HAMLET)
        ]
        for one in people[:3]:
            w.add("history", History(date="2026-11-30", product="COM-A", n=1, source="list"), of=one)
        for at in range(5):
            w.add("person", Person(name=f"Vàng A Xa {at}", adr="Thôn Suối Giao", **values))


def plan_session(day: Desktop) -> None:
    """Ctrl+1 opens the plan, Ctrl+N asks for a session; default hours and places are left as they are."""
    day.press(_ONE, CONTROL)
    day.until(lambda: day.shell.current == "plan" and day.state("plan").board)
    day.press(_N, CONTROL)
    dialog = day.asked(SessionDialog)
    day.write(dialog.day, "08122026")
    day.write(dialog.place, "Nhà văn hóa thôn Cu Vai")
    dialog.products.set_values(["COM-A"])
    day.until(dialog.agree.isEnabled)
    day.press(ENTER, CONTROL)
    day.answered(dialog)
    day.until(lambda: day.state("plan").session)
    day.settled()


def allot(day: Desktop) -> str:
    """Ctrl+Enter asks whom to invite; the hamlet's name is typed, the proposal read, and taken."""
    day.press(ENTER, CONTROL)
    dialog = day.asked(AllotDialog)
    day.write(dialog.text, "cu vai")
    day.until(lambda: day.state("plan").proposal and day.state("plan").proposal.chosen == HAMLET)
    said = dialog.said()
    day.press(ENTER, CONTROL)
    day.answered(dialog)
    day.until(lambda: day.state("plan").session and day.state("plan").session.people)
    day.settled()
    return said


def paper(day: Desktop, monkeypatch: pytest.MonkeyPatch, kind: str, path: Path) -> bytes:
    """Ctrl+P, the paper's digit, and it is saved from the preview."""
    day.press(_P, CONTROL)
    dialog = day.asked(PrintDialog)
    day.press({"invitations": _ONE, "slips": _TWO, "session": Qt.Key.Key_3, "book": Qt.Key.Key_4}[kind])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    day.press(ENTER, CONTROL)
    day.answered(dialog)
    if kind != "book":
        preview = day.asked(PrintPreview)
        day.press(_S, CONTROL)
        day.answered(preview)
    day.until(path.exists)
    day.settled()
    return path.read_bytes()


def test_sixty_people_of_a_hamlet_get_their_hours(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desktop(qtbot, tmp_path / "home", now=WallClock()) as day:
        acts.set_up(day)
        hamlet(day)
        plan_session(day)
        said = allot(day)
        assert "Đã xét 63 người: xếp được 60." in said
        assert "Không mời 3 người: chưa đủ khoảng cách với mũi trước (Lò Thị Số 00, Lò Thị Số 01, Lò Thị Số 02)" in said

        session = day.state("plan").session
        assert session.filled == dict.fromkeys(HOURS, 10)
        rows = board.rows(day.desk.on(SESSION_DAY))
        assert Counter(row.slot for row in rows) == dict.fromkeys(HOURS, 10)
        assert not any("Xa" in row.person.name for row in rows)
        assert day.kinds().count("appt") == 60

        pages = page_texts(paper(day, monkeypatch, "invitations", tmp_path / "list.pdf"))
        text = squeezed("".join(pages))
        assert text.count("LòThịSố") == 60
        assert all(squeezed(f"Ca {hour}: 10 người / 10 chỗ") in text for hour in HOURS)
        assert squeezed("Thứ Ba, 08/12/2026") in text

        slips = paper(day, monkeypatch, "slips", tmp_path / "slips.pdf")
        first = {code.text for code in zxingcpp.read_barcodes(pictures(slips, 150)[0])}
        lines = {own_codes.roster_code(one.id) for one in day.state("plan").page.people}
        assert len(first) == 8
        assert first <= lines, "a scan of the slip at the door finds the line"

        paper(day, monkeypatch, "book", tmp_path / "list.xlsx")
        sheet = openpyxl.load_workbook(tmp_path / "list.xlsx").active
        assert sheet.max_row == 61
        assert (sheet["A2"].value, sheet["B2"].value.date(), sheet["C2"].value) == (1, date(2026, 12, 8), "07:30")
        assert Counter(sheet.cell(row, 3).value for row in range(2, 62)) == dict.fromkeys(HOURS, 10)

        day.press(_Z, CONTROL)  # the notice of the workbook stands in front: nothing is undone by it
        day.settled()
        assert day.state("plan").session.people == 60
        assert LeftOut.TOO_EARLY in day.state("plan").proposal.left


def begin_campaign(day: Desktop) -> None:
    """On the part for tasks: a campaign of three days in December."""
    day.press(_ONE, CONTROL)
    day.until(lambda: day.shell.current == "plan" and day.state("plan").board)
    page = day.view("plan")
    page._model.show_tab(Tab.TASKS)
    day.click(page.tasks.begin)
    dialog = day.asked(CampaignDialog)
    day.write(dialog.no, "3")
    day.write(dialog.name, "Tiêm nhắc lại")
    day.write(dialog.from_day, "10122026")
    day.write(dialog.until_day, "12122026")
    day.press(ENTER, CONTROL)
    day.answered(dialog)
    day.until(lambda: len(day.state("plan").tasks) > 20)
    day.settled()


def finish_first_task(day: Desktop, by: str) -> None:
    """Enter opens the first task; who did it is written, 3 says that it is done."""
    table = day.view("plan").tasks.table
    table.setFocus()
    table.selectRow(0)
    day.press(ENTER)
    dialog = day.asked(TaskDialog)
    day.write(dialog.fields["person"], by)
    dialog.state.setFocus()
    day.press(Qt.Key.Key_3)
    day.press(ENTER, CONTROL)
    day.answered(dialog)


def test_an_overdue_task_is_shown_until_it_is_done(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desktop(qtbot, tmp_path / "home", now=WallClock()) as day:
        acts.set_up(day)
        begin_campaign(day)
        late = [one for one in day.state("plan").tasks if one.deadline < DAY]
        assert [one.code for one in late] == ["steer", "computer", "facilities", "internet"]
        badge = lambda: day.shell._rail._rows["plan"].accessibleDescription()  # noqa: E731
        day.until(lambda: badge() == "4")
        assert day.view("plan").tasks._late.text() == "4 nhiệm vụ quá hạn"

        finish_first_task(day, "Hoàng Văn Sình")
        day.until(lambda: badge() == "3")
        day.settled()
        first = next(one for one in day.state("plan").tasks if one.code == "steer")
        assert (first.state, first.person) == ("done", "Hoàng Văn Sình")

        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "tasks.pdf"), ""))
        day.press(_P, CONTROL)
        preview = day.asked(PrintPreview)
        day.press(_S, CONTROL)
        day.answered(preview)
        day.settled()
        text = squeezed("".join(page_texts((tmp_path / "tasks.pdf").read_bytes())))
        assert squeezed("23 nhiệm vụ, đã xong 1, quá hạn 3.") in text
        assert squeezed("Chuẩn bị máy tính cho các bàn tại điểm tiêm") in text
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "tasks"), ""))
        day.click(day.view("plan").tasks.book)
        day.until((tmp_path / "tasks.xlsx").exists)
        day.settled()
        sheet = openpyxl.load_workbook(tmp_path / "tasks.xlsx").active
        states = [sheet.cell(row, 7).value for row in range(2, sheet.max_row + 1)]
        assert sum("quá hạn" in state for state in states) == 3


def test_people_are_moved_and_a_cancelled_session_gives_them_back(qtbot: QtBot, tmp_path: Path) -> None:
    with desktop(qtbot, tmp_path / "home", now=WallClock()) as day:
        acts.set_up(day)
        hamlet(day)
        plan_session(day)
        allot(day)
        detail = day.view("plan").sessions.detail
        day.click(detail.bars.bars["15:30"])
        assert {one.slot for one in day.state("plan").people} == {"15:30"}
        detail.people.setFocus()
        detail.people.selectRow(0)
        moved = day.state("plan").people[0].person.name
        day.press(ENTER)
        dialog = day.asked(MoveDialog)
        assert dialog.slot.value() == "07:30"
        day.press(ENTER, CONTROL)
        day.answered(dialog)
        day.until(lambda: day.state("plan").session.filled.get("07:30") == 11)
        day.settled()
        assert "Ca 07:30 có 11 người nhưng chỉ có 10 chỗ." in detail._lacks.text()
        day.press(_Z, CONTROL)  # the notice offers to undo it
        day.until(lambda: day.state("plan").session.filled == dict.fromkeys(HOURS, 10))
        day.settled()
        assert moved in {one.person.name for one in day.state("plan").people}

        day.click(detail.cancel)
        ask = day.asked(Confirm)
        day.press(_ONE)
        day.press(ENTER, CONTROL)
        day.answered(ask)
        day.until(lambda: day.state("plan").board.replan == 60)
        day.settled()
        assert board.rows(day.desk.on(SESSION_DAY)) == ()
        assert day.view("plan").sessions.waiting.words == "Cần xếp lại: 60 người"
