"""The window around the screens, and the dialogs that belong to none of them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QWidget

from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.crash import CrashReport
from vaxdesk.ui.frame.crash_dialog import CrashDialog
from vaxdesk.ui.gallery import WHOLE, Sample, a_room, question
from vaxdesk.ui.kit.camera_dialog import CameraDialog
from vaxdesk.ui.kit.empty import Empty
from vaxdesk.ui.kit.page import Page
from vaxdesk.ui.lanes import Lanes
from vaxdesk.ui.printing import PaperJob, Printing, PrintPorts, Ready
from vaxdesk.ui.screen import Half, Keys, Room, Screen, ScreenWidget
from vaxdesk.ui.shell import Shell
from vaxdesk.ui.standing import Standing
from vaxdesk.words import say

_NOW = 1_795_420_000


class _Quiet(ScreenWidget):
    """A screen with nothing to do."""

    keys = (Keys("Ctrl N", "reception.keys.register"), Keys("Ctrl Enter", "shell.keys.main"))

    def __init__(self, *_: Room) -> None:
        super().__init__()
        empty = Empty("id-card", say("reception.idle.title"), say("reception.idle.text"))
        Page(say("reception.title"), parent=self).add(empty, stretch=1)


class _Blind:
    """A camera that is not there."""

    def open(self) -> None:
        raise Trouble(TroubleCode.NO_CAMERA)

    def look(self) -> None:
        raise Trouble(TroubleCode.NO_CAMERA)

    def close(self) -> None:
        """Nothing to let go."""


def _shell(**standing: object) -> Shell:
    screens = (
        Screen("reception", "reception.title", "id-card", _Quiet, shortcut="F4"),
        Screen("report", "report.title", "paper", _Quiet, shortcut="Ctrl+6", half=Half.OFFICE),
    )
    stands = Standing(station="Trạm Y tế xã Xà Hồ", day="2026-11-23", user="Lò Thị Mai", **standing)
    return Shell(Lanes.inline(), screens, home="reception", standing=stands, clock=lambda: _NOW)


def _crash() -> CrashDialog:
    return CrashDialog(CrashReport("K7Q2-91", "…", Path("/")))


def _blind() -> CameraDialog:
    dialog = CameraDialog(None, Lanes.inline().eye, _Blind())
    dialog.open()
    return dialog


class _Printers:
    """Two printers, or none."""

    def __init__(self, *names: str) -> None:
        self._names = names

    def names(self) -> tuple[str, ...]:
        return self._names

    def default(self) -> str:
        return self._names[0] if self._names else ""


def _paper() -> bytes:
    kept = QBuffer()
    kept.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(kept)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A5))
    painter = QPainter(writer)
    painter.drawText(400, 600, "Giấy xác nhận đã tiêm vắc xin")
    painter.end()
    return kept.data().data()


def _look_at_paper(*printers: str) -> object:
    def opens(over: QWidget) -> None:
        ports = PrintPorts(chosen=str, keep=str, printers=lambda: _Printers(*printers))
        job = PaperJob(say("printing.paper.task_plan"), "x.pdf", gather=str, draw=bytes, note=str)
        over._printing = Printing(a_room(), ports)  # lives as long as its page
        over._printing.preview(Ready(job, _paper()), over)

    return opens


GALLERY: tuple[Sample, ...] = (
    Sample("shell-saved", lambda: _shell(saved=1840), WHOLE),
    Sample("shell-waiting", lambda: _shell(saved=1840, waiting=37, waiting_since=_NOW - 900), WHOLE),
    question("shell-keys", _shell, Shell.show_keys),
    question("shell-crash", _crash),
    question("camera-missing", _blind),
    question("paper-preview", _Quiet, _look_at_paper("HP-LaserJet-1020", "Canon_LBP2900")),
    question("paper-no-printer", _Quiet, _look_at_paper()),
)
