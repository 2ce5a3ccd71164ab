"""The crash door: every hook, one report per fault, no personal data, the desk goes on."""

from __future__ import annotations

import gc
import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal, qCritical, qWarning
from pytestqt.qtbot import QtBot

from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.crash import CrashDoor, CrashReport
from vaxdesk.ui.lanes import InlineLane

SECRET = "Nguyễn Thị Lan 001188012345"


class Opened:
    def __init__(self, folder: Path) -> None:
        self.shown: list[CrashReport] = []
        self.door = CrashDoor(folder / "faults", self.shown.append, clock=lambda: 1_795_400_000.0)


@pytest.fixture
def opened(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[Opened]:
    caplog.set_level(logging.DEBUG)
    made = Opened(tmp_path)
    made.door.install()
    yield made
    made.door.uninstall()


def fail() -> None:
    raise KeyError(SECRET)


def raised(error_from: object = fail) -> None:
    try:
        error_from()
    except (KeyError, RuntimeError) as error:
        sys.excepthook(type(error), error, error.__traceback__)


def test_a_fault_is_shown_once_and_written_without_personal_data(
    opened: Opened, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    raised()
    raised()
    (report,) = opened.shown
    (file,) = (tmp_path / "faults").iterdir()
    text = file.read_text(encoding="utf-8")
    assert report.file == file
    assert report.number in file.name
    assert "builtins.KeyError" in text
    assert "tests/ui/test_crash.py" in text and "in fail" in text
    assert "vaxdesk 0.1.0" in text and "2026" in text
    for word in SECRET.split():
        assert word not in text
        assert word not in caplog.text


def test_the_cause_of_a_fault_is_in_its_report(opened: Opened) -> None:
    def wrap() -> None:
        try:
            raise Trouble(TroubleCode.DISK_FULL, SECRET)
        except Trouble as trouble:
            raise RuntimeError(SECRET) from trouble

    raised(wrap)
    assert "RuntimeError" in opened.shown[0].text
    assert "Trouble disk_full" in opened.shown[0].text
    assert "Lan" not in opened.shown[0].text


def test_faults_at_different_places_are_different(opened: Opened) -> None:
    raised()
    raised(lambda: (_ for _ in ()).throw(KeyError("x")))
    assert len({report.number for report in opened.shown}) == 2


def test_a_fault_in_another_thread_is_shown_on_this_one(opened: Opened, qtbot: QtBot) -> None:
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(opened.shown) == 1)


def test_a_fault_in_a_slot_and_in_a_lane_come_here(opened: Opened) -> None:
    class Bell(QObject):
        rung = Signal()

    bell = Bell()
    bell.rung.connect(fail)
    bell.rung.emit()
    InlineLane().run(fail)
    assert len(opened.shown) == 2


def test_what_cannot_be_raised_comes_here_too(opened: Opened) -> None:
    class Broken:
        def __del__(self) -> None:
            fail()

    Broken()
    gc.collect()
    assert len(opened.shown) == 1


@pytest.mark.qt_no_exception_capture
def test_grave_words_of_qt_are_faults_and_others_go_to_the_log(
    opened: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    qWarning("a small thing")
    assert opened.shown == []
    assert "a small thing" in caplog.text
    qCritical("a grave thing")
    assert len(opened.shown) == 1


def test_a_disk_that_takes_no_report_does_not_hide_the_fault(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "faults").write_text("in the way")
    raised()
    assert opened.shown[0].file is None


@pytest.mark.usefixtures("opened")
def test_old_reports_are_swept_away(tmp_path: Path) -> None:
    folder = tmp_path / "faults"
    folder.mkdir()
    for number in range(70):
        (folder / f"fault-20250101T0000{number:02d}Z-X.txt").write_text("")
    raised()
    assert len(list(folder.iterdir())) == 51


def test_leaving_the_program_is_no_fault(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[type] = []
    monkeypatch.setattr(opened.door, "_hooks", (lambda kind, *_: seen.append(kind), *opened.door._hooks[1:]))
    sys.excepthook(SystemExit, SystemExit(0), None)
    assert (seen, opened.shown) == ([SystemExit], [])


def test_the_hooks_are_given_back(tmp_path: Path) -> None:
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    door = CrashDoor(tmp_path, lambda _: None)
    door.install()
    assert sys.excepthook is not before[0]
    door.uninstall()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before
