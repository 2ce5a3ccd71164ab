"""Notices: which is shown, which leaves by itself, which waits."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui import notices as module
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.notices import Act, Level, Notice, Notices
from vaxdesk.words import say


@pytest.fixture
def notices() -> Notices:
    parent = QObject()
    made = Notices(parent)
    made.keep = parent
    return made


def test_the_newest_is_shown_and_grave_ones_wait_below(notices: Notices) -> None:
    notices.warn("printer")
    notices.error("disk")
    assert notices.current == Notice(Level.ERROR, "disk")
    assert notices.waiting == 1
    notices.dismiss()
    assert notices.current == Notice(Level.WARN, "printer")
    notices.dismiss()
    assert notices.current is None


def test_an_information_gives_way_to_the_next(notices: Notices) -> None:
    notices.info("one")
    notices.warn("two")
    assert notices.waiting == 0


def test_the_same_warning_is_not_stacked(notices: Notices) -> None:
    notices.warn("printer")
    notices.warn("printer")
    assert notices.waiting == 0


def test_an_information_leaves_by_itself(
    notices: Notices, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SECONDS", 0.02)
    shown: list[Notice | None] = []
    notices.changed.connect(shown.append)
    notices.ok("saved")
    qtbot.waitUntil(lambda: shown[-1] is None)
    assert notices.history[0].text == "saved"


def test_a_warning_does_not(notices: Notices, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SECONDS", 0.01)
    notices.warn("printer")
    qtbot.wait(40)
    assert notices.current is not None


def test_acting_does_it_once_and_dismisses(notices: Notices) -> None:
    done: list[str] = []
    notices.ok("saved", Act("Hoàn tác", lambda: done.append("undone")))
    notices.act()
    notices.act()
    assert done == ["undone"]
    assert notices.current is None


def test_a_trouble_is_said_in_words_and_a_bug_is_not_said_twice(notices: Notices) -> None:
    notices.failed(Err(ZeroDivisionError()))
    assert notices.current is None
    notices.failed(Err(Trouble(TroubleCode.NO_PRINTER)))
    assert notices.current == Notice(Level.ERROR, say("trouble.no_printer"))
