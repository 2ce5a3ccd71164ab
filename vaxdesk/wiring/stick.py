"""The stick behind the buttons of the sending page: asks where, works on the lanes, tells the outcome."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QFileDialog

from vaxdesk.domain.stick import StickAnswer
from vaxdesk.phrases import stick_answer
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.screens.sending.ports import StickPorts
from vaxdesk.wiring.session import Session
from vaxdesk.words import say

_EVERY = {Change.PEOPLE, Change.VISITS, Change.STOCK, Change.ROSTER, Change.AEFI, Change.SYNC}
_SENT, _ANSWER = "*.vaxsend", "*.vaxanswer"


class Stick:
    """The ways with a stick; each asks for its place first and ends with one sentence.

    Args:
        heard: the server's answer was read or this PC has joined; UI thread.
    """

    def __init__(self, session: Session, room: Room, *, heard: Callable[[], None]) -> None:
        self._session, self._room, self._heard = session, room, heard
        self.tell: Callable[..., None] = lambda *_, **__: None  # `tell(sentence, failed=)`: where it stays
        self._last = ""  # where the stick was the last time

    def ports(self) -> StickPorts:
        """What the buttons do."""
        return StickPorts(take_out=self.take_out, bring_in=self.bring_in, carry=self.carry, join=self.join)

    def take_out(self) -> None:
        """Write what waits."""
        from vaxdesk.desk import usb

        self._to_folder(lambda: usb.prepare(self._session.desk))

    def join(self, invitation: str) -> None:
        """Write a wish to join."""
        from vaxdesk.desk import usb

        self._to_folder(lambda: usb.prepare_join(self._session.desk, invitation))

    def bring_in(self) -> None:
        """Read an answer."""
        from vaxdesk.desk import usb

        path = self._file("usb.which_answer", f"{say('usb.files_answer')} ({_ANSWER})")
        if path is None:
            return

        def read(data: bytes) -> None:
            self._room.lanes.db.run(lambda: usb.take(self._session.desk, data), self._show, self._failed)

        self._room.lanes.paper.run(lambda: usb.load(path), read, self._failed)

    def carry(self) -> None:
        """Bring another station's file to the server."""
        from vaxdesk.desk import usb

        path = self._file("usb.which_file", f"{say('usb.files_sent')} ({_SENT})")
        if path is None:
            return

        def go(errand: Any) -> None:
            self._room.lanes.net.run(lambda: usb.run_errand(errand, path), self._carried, self._failed)

        self._room.lanes.db.run(lambda: usb.prepare_errand(self._session.desk), go, self._failed)

    def _to_folder(self, prepare: Callable[[], Any]) -> None:
        folder = QFileDialog.getExistingDirectory(QApplication.activeWindow(), say("usb.where"), self._last)
        if not folder:
            return
        self._last = folder
        self._room.lanes.db.run(prepare, lambda package: self._write(package, Path(folder)), self._failed)

    def _write(self, package: Any, folder: Path) -> None:
        from vaxdesk.desk import usb

        if not isinstance(package, usb.Package):
            self._warn(package)
            return
        key = "usb.written" if package.drafts else "usb.join_written"

        def written(made: usb.Written) -> None:
            kb = max(1, made.size // 1000)
            self._ok(say(key, n=made.entries, file=made.file, kb=kb))

        self._room.lanes.paper.run(lambda: usb.write(package, folder), written, self._failed)

    def _show(self, found: Any) -> None:
        from vaxdesk.desk import usb

        if isinstance(found, usb.Joined):
            self._ok(say("sync.enrol.done", unit=found.unit))
        elif isinstance(found, StickAnswer):
            self._ok(stick_answer(found))
        else:
            self._warn(found)
            return
        self._room.publish(_EVERY)
        self._heard()

    def _carried(self, answer: Any) -> None:
        if isinstance(answer, Path):
            self._ok(say("usb.carried", file=answer))
        else:
            self._warn(answer)

    def _file(self, title: str, kinds: str) -> Path | None:
        chosen, _ = QFileDialog.getOpenFileName(QApplication.activeWindow(), say(title), self._last, kinds)
        if not chosen:
            return None
        self._last = str(Path(chosen).parent)
        return Path(chosen)

    def _ok(self, text: str) -> None:
        self.tell(text)
        self._room.notices.ok(text)

    def _warn(self, why: Any) -> None:
        text = say(f"{why.WORDS}.{why.value}")
        self.tell(text, failed=True)
        self._room.notices.warn(text)

    def _failed(self, err: Err) -> None:
        self.tell(say(err.key), failed=True)
        self._room.notices.failed(err)

