"""Reports of the public above the cases: read, answered by two keys, made into an adverse event, on a real store."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.desk.conftest import Clock
from tests.desk.day import injected
from tests.desk.test_telling import told
from tests.ui.screens.real_desk import DAY, listed
from tests.ui.screens.shells import asked, shell_of, shown
from vaxdesk.desk import telling
from vaxdesk.desk.context import Desk
from vaxdesk.ui.kit.buttons import Button
from vaxdesk.ui.reaction.dialog import ReactionDialog
from vaxdesk.ui.screens.aefi.told_dialog import CallDialog
from vaxdesk.ui.screens.aefi.view import AefiView
from vaxdesk.ui.shell import Shell
from vaxdesk.wiring.aefi import aefi_screen
from vaxdesk.wiring.session import Session
from vaxdesk.words import say

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def report(desk: Desk, clock: Clock) -> str:
    """A serious report of somebody who got a dose here."""
    person, dose = injected(desk, listed)
    clock.forward(minutes=90)
    words = {"text": "thở mệt từ sáng", "tel": "0987654321", "temp": 392, "hour": 9, "impact": "daily"}
    return told(desk, person, dose, signs=["breathing", "faint", "fever"], serious=True, began=DAY, **words)


@pytest.fixture
def shell(qtbot, desk: Desk, report: str) -> Iterator[Shell]:
    assert report
    with shell_of(qtbot, aefi_screen(Session(desk.on(DAY))), home="aefi", day=DAY) as made:
        yield made
        made.view("aefi").leave()


@pytest.fixture
def view(shell: Shell) -> AefiView:
    return shell.view("aefi")


def _press(view: AefiView, words: str) -> None:
    [button] = [one for one in view._told.findChildren(Button) if one.words == words and one.isVisible()]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)


def test_a_serious_report_is_loud_and_says_whom_to_dial(view: AefiView) -> None:
    card = view._told
    assert card.isVisible() and card.property("card") == "harm"
    for text in ("0987654321", say("told.task.serious"), say("told.sign.breathing"), "39,2 °C", "thở mệt từ sáng"):
        assert shown(card, text), text


def test_who_was_called_is_done_with_and_a_slip_is_taken_back(
    qtbot, desk: Desk, shell: Shell, view: AefiView, report: str
) -> None:
    _press(view, say("told.task.answer"))

    def answer(dialog: CallDialog) -> None:
        assert not dialog.agree.isEnabled()
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_1)
        assert dialog.result_field.value() == "nothing" and dialog.agree.isEnabled()
        dialog.at.set_value("25:00")
        dialog._look()
        assert not dialog.agree.isEnabled(), "no time of day"
        dialog.at.set_value("9h30")
        dialog._look()
        QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)

    asked(qtbot, view, CallDialog, answer)
    assert telling.tasks(desk) == () and not view._told.isVisible()
    shell.room.notices.current.act.do()
    assert [one.report.id for one in telling.tasks(desk)] == [report] and view._told.isVisible()


def test_a_report_fills_in_the_adverse_event_that_is_made_of_it(qtbot, desk: Desk, view: AefiView) -> None:
    _press(view, say("told.task.record"))

    def record(dialog: ReactionDialog) -> None:
        state = view._model.reaction.state
        assert state.symptoms == {"breathing", "fever_39", "faint"} and state.onset == "09:00"
        assert say("told.sign.faint") not in state.note and state.note.endswith("thở mệt từ sáng")
        QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)

    asked(qtbot, view, ReactionDialog, record)
    assert telling.tasks(desk) == () and not view._told.isVisible()
    (case,) = view._model.state.cases
    assert case.serious and view._model.state.at == case.event.id
