"""The office corrects what it planned: people who are concerned are named before it is saved, and none is lost."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.flows import acts
from tests.flows.desktop import CONTROL, DAY, ENTER, Desktop, WallClock, desktop
from tests.flows.test_plan import HAMLET, HOURS, SESSION_DAY, allot, begin_campaign, hamlet, plan_session
from vaxdesk.desk import board, reception
from vaxdesk.domain.payloads import Plan
from vaxdesk.ui.kit.confirm import Confirm
from vaxdesk.ui.kit.fields import Field
from vaxdesk.ui.screens.plan.allot_dialog import AllotDialog
from vaxdesk.ui.screens.plan.campaign_dialog import CampaignDialog
from vaxdesk.ui.screens.plan.session_dialog import SessionDialog
from vaxdesk.ui.screens.plan.state import Tab
from vaxdesk.ui.screens.plan.waiting_dialog import WaitingDialog

_ONE, _TWO, _FIVE, _SIX, _N = (getattr(Qt.Key, f"Key_{key}") for key in "1256N")


def test_people_of_a_corrected_session_are_told_of_before_and_kept_after(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desktop(qtbot, tmp_path / "home", now=WallClock()) as day:
        acts.set_up(day)
        hamlet(day)
        plan_session(day)
        allot(day)
        detail = day.view("plan").sessions.detail
        day.click(detail.edit)
        dialog = day.asked(SessionDialog)
        write_anew(day, dialog.day, "09122026")
        write_anew(day, dialog.hours, "7h30 8h30 9h30 13h30 14h30")
        day.until(lambda: "10 người mất chỗ và vào mục Cần xếp lại: hết chỗ" in dialog.effects.text())
        assert "50 người chuyển theo sang ngày 09/12/2026 và cần được báo lại." in dialog.effects.text()
        assert board.rows(day.desk.on("2026-12-09")) == (), "nothing is written by looking"
        day.press(ENTER, CONTROL)
        day.answered(dialog)
        day.until(lambda: day.state("plan").board.replan == 10)
        day.settled()
        assert "50 người đã chuyển sang ngày 09/12/2026: hãy báo lại cho họ." in notice(day)
        assert day.state("plan").session.filled == dict.fromkeys(HOURS[:-1], 10)
        assert len(board.rows(day.desk.on("2026-12-09"))) == 50
        assert board.rows(day.desk.on(SESSION_DAY)) == ()

        save_who_waits(day, tmp_path / "again", monkeypatch)
        plan_for_two_doses(day)
        allot_who_waits(day)


def save_who_waits(day: Desktop, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The button above the sessions lists them, Ctrl+S saves the list."""
    day.click(day.view("plan").sessions.waiting)
    listed = day.asked(WaitingDialog)
    day.until(lambda: len(day.state("plan").waiting) == 10)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    day.press(Qt.Key.Key_S, CONTROL)
    day.answered(listed)
    day.until((path.with_suffix(".xlsx")).exists)
    day.settled()
    assert openpyxl.load_workbook(path.with_suffix(".xlsx")).active.max_row == 11


def plan_for_two_doses(day: Desktop) -> None:
    """A session for one vaccine and two kinds of dose, chosen by digits."""
    day.press(_N, CONTROL)
    dialog = day.asked(SessionDialog)
    day.write(dialog.day, "11122026")
    dialog.products.setFocus()
    day.press(_TWO)
    dialog.kinds.setFocus()
    for key in (_ONE, _FIVE, _SIX, _SIX):
        day.press(key)
    assert dialog.kinds.values() == ("primary_1", "booster_1")
    day.press(ENTER, CONTROL)
    day.answered(dialog)
    day.until(lambda: day.state("plan").session and day.state("plan").session.day == "2026-12-11")
    day.settled()
    assert day.state("plan").session.kinds == ("primary_1", "booster_1")


def allot_who_waits(day: Desktop) -> None:
    """Whoever waits for another place is proposed first."""
    day.press(ENTER, CONTROL)
    dialog = day.asked(AllotDialog)
    day.until(lambda: day.state("plan").proposal and len(day.state("plan").proposal.placed) == 10)
    assert dialog.way.value() == "cancelled"
    assert "Pfizer, Cơ bản 1: 10 người" in dialog.said()
    day.press(ENTER, CONTROL)
    day.answered(dialog)
    day.until(lambda: day.state("plan").board.replan == 0)
    day.settled()
    assert len(board.rows(day.desk.on("2026-12-11"))) == 10


def write_anew(day: Desktop, field: Field, text: str) -> None:
    """Ctrl+A, and another value is typed over it."""
    field.setFocus()
    day.press(Qt.Key.Key_A, CONTROL)
    day.write(field, text)


def notice(day: Desktop) -> str:
    """What the notice in front says."""
    return day.shell.room.notices.current.text


def test_a_session_is_closed_and_whoever_was_absent_is_kept_in_mind(qtbot: QtBot, tmp_path: Path) -> None:
    with desktop(qtbot, tmp_path / "home", now=WallClock()) as day:
        acts.set_up(day)
        hamlet(day)
        day.press(_ONE, CONTROL)
        day.until(lambda: day.shell.current == "plan" and day.state("plan").board)
        model = day.view("plan")._model
        model.add(Plan(day=DAY, products=["COM-A"], slots={"07:30": 40}), then=lambda: None)
        day.until(lambda: day.state("plan").session)
        day.settled()
        day.press(ENTER, CONTROL)
        dialog = day.asked(AllotDialog)
        day.write(dialog.text, "cu vai")
        day.until(lambda: day.state("plan").proposal and day.state("plan").proposal.chosen == HAMLET)
        day.press(ENTER, CONTROL)
        day.answered(dialog)
        day.until(lambda: day.state("plan").session.people == 40)
        day.settled()
        for one in day.state("plan").page.people[:3]:
            reception.check_in(day.desk, one.person.id, via="name")
        model.look()
        day.until(lambda: day.state("plan").page.came == 3)
        detail = day.view("plan").sessions.detail
        assert detail.cancel.isHidden(), "its list is history"
        day.click(detail.close)
        ask = day.asked(Confirm)
        day.press(ENTER, CONTROL)
        day.answered(ask)
        day.until(lambda: day.state("plan").board.replan == 37)
        day.settled()
        assert not detail.reopen.isHidden()
        assert detail.allot.isHidden()
        assert len(board.rows(day.desk)) == 40
        day.click(detail.reopen)
        day.until(lambda: day.state("plan").board.replan == 0)
        day.settled()


def test_a_campaign_is_corrected_and_ended(qtbot: QtBot, tmp_path: Path) -> None:
    with desktop(qtbot, tmp_path / "home", now=WallClock()) as day:
        acts.set_up(day)
        hamlet(day)
        begin_campaign(day)
        tasks = day.view("plan").tasks
        deadline = next(one.deadline for one in day.state("plan").tasks if one.code == "printer")
        correct_days(day)
        assert next(one.deadline for one in day.state("plan").tasks if one.code == "printer") > deadline

        day.view("plan")._model.show_tab(Tab.SESSIONS)
        plan_session(day)
        allot(day)
        assert day.state("plan").session.campaign == day.state("plan").campaign
        day.view("plan")._model.show_tab(Tab.TASKS)
        day.click(tasks.edit)
        dialog = day.asked(CampaignDialog)
        assert dialog.drop.isHidden(), "one with sessions is ended"
        assert dialog.outside.text() == "1 buổi tiêm nằm ngoài thời gian của đợt."
        day.click(dialog.end)
        ask = day.asked(Confirm)
        day.press(_ONE)
        day.press(ENTER, CONTROL)
        day.answered(ask)
        day.until(lambda: day.state("plan").campaign_shown.closed)
        day.settled()
        assert "60 người cần xếp lại lịch" in notice(day)
        assert day.state("plan").board.replan == 60
        assert not tasks.new.isEnabled()
        day.click(tasks.reopen)
        day.until(lambda: not day.state("plan").campaign_shown.closed)
        day.settled()


def correct_days(day: Desktop) -> None:
    """The campaign lies a day later; a last day before the first is not taken."""
    tasks = day.view("plan").tasks
    day.click(tasks.edit)
    dialog = day.asked(CampaignDialog)
    assert not dialog.drop.isHidden()
    write_anew(day, dialog.until_day, "01122026")
    assert not dialog.agree.isEnabled(), "the last day is before the first"
    write_anew(day, dialog.from_day, "11122026")
    write_anew(day, dialog.until_day, "13122026")
    day.press(ENTER, CONTROL)
    day.answered(dialog)
    day.until(lambda: day.state("plan").campaign_shown.from_day == "2026-12-11")
    day.settled()
    assert "23 nhiệm vụ đổi hạn theo ngày mới." in notice(day)
