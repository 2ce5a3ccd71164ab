"""Follows each save with a copy on the second place, in the background; says plainly when that fails."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from vaxdesk.trouble import TroubleCode
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.lanes import Lanes
from vaxdesk.wiring.session import Session
from vaxdesk.words import say

_SAID = (TroubleCode.FILE_NOT_WRITABLE, TroubleCode.DISK_FULL, TroubleCode.DISK_FAILED)  # `follow.why`
_COLLECT_MS = 2000
_AGAIN_MS = 60_000  # a stick that is out may come back


class Following(QObject):
    """One for the time that the desk is open. `failed(sentence)` comes once when the place begins to fail.

    Args:
        folder: of the second place, empty for none.
    """

    changed = Signal(str)  # code of `follow.why`, empty while all is well
    failed = Signal(str)

    def __init__(self, session: Session, lanes: Lanes, *, folder: Callable[[], str]) -> None:
        super().__init__()
        self._session, self._lanes, self._folder = session, lanes, folder
        self._now: Any = None
        self._at = ""
        self._busy = self._closed = self._wanted = False
        self.trouble = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: self._begin())

    def start(self) -> None:
        """Look at the place, and copy what it lacks."""
        self._wait(_COLLECT_MS)

    def saved(self) -> None:
        """Something was saved."""
        self._wait(_COLLECT_MS)

    def use(self) -> None:
        """Another place was chosen, or none, or the same."""
        if self._folder() != self._at:
            self._now = None
            self._become("")
            self._wait(0)

    def close(self) -> None:
        """No further copy; one under way is finished by the lanes, what is missing by the next run."""
        self._closed = True
        self._timer.stop()

    def _wait(self, ms: int) -> None:
        self._wanted = True
        if not self._closed and not self._busy and self._folder() and not self._timer.isActive():
            self._timer.start(ms)

    def _begin(self) -> None:
        from vaxdesk.desk import following

        folder = self._folder()
        if self._closed or self._busy or not folder:
            return
        self._busy, self._wanted = True, False
        if self._now is None or self._at != folder:
            self._now, self._at = None, folder
            desk = self._session.desk

            def attach(seen: object) -> None:
                work = lambda: following.attach(desk, Path(folder), seen)  # noqa: E731
                self._lanes.paper.run(work, self._attached, self._trouble)

            self._lanes.db.run(lambda: following.look(desk), attach, self._trouble)
        else:
            self._gather()

    def _attached(self, now: Any) -> None:
        from vaxdesk.desk import following

        self._now = now
        self._lanes.db.run(lambda: following.adopt(self._session.desk, now), lambda _: self._gather(), self._trouble)

    def _gather(self) -> None:
        from vaxdesk.desk import following

        now = self._now
        self._lanes.db.run(lambda: following.gather(self._session.desk, now), self._write, self._trouble)

    def _write(self, batch: Any) -> None:
        from vaxdesk.desk import following

        if batch is None:  # a log has another history: what lies there is no longer ours, a whole copy follows
            self._now, self._busy = None, False
            self._wait(_COLLECT_MS)
            return
        now = self._now
        self._lanes.paper.run(lambda: following.write(now, batch), self._written, self._trouble)

    def _written(self, now: Any) -> None:
        self._now, self._busy = now, False
        self._become("")
        if self._wanted:
            self._wait(_COLLECT_MS)

    def _trouble(self, err: Err) -> None:
        self._busy = False
        self._now = None  # what lies there is looked at anew
        code = err.trouble.code.value if err.trouble is not None and err.trouble.code in _SAID else "disk_failed"
        if not self.trouble:
            self.failed.emit(say("follow.failed", why=say(f"follow.why.{code}")))
        self._become(code)
        self._wait(_AGAIN_MS)

    def _become(self, trouble: str) -> None:
        if trouble != self.trouble:
            self.trouble = trouble
            self.changed.emit(trouble)
