"""One door to tell the user something: a notice stays until read, an information leaves by itself."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum, nonmember

from PySide6.QtCore import QObject, QTimer, Signal

from vaxdesk.ui.jobs import Err
from vaxdesk.words import say

_KEPT = 200
_SECONDS = 6
_SECONDS_TO_ACT = 15  # long enough to read, decide and press undo


class Level(StrEnum):
    """How grave a notice is; info and ok leave by themselves."""

    WORDS = nonmember("kit.level")

    INFO = "info"
    OK = "ok"
    WARN = "warn"
    ERROR = "error"


@dataclass(frozen=True)
class Act:
    """The one thing to do about a notice."""

    text: str
    do: Callable[[], None]


@dataclass(frozen=True)
class Notice:
    """One thing told."""

    level: Level
    text: str
    act: Act | None = None

    @property
    def stays(self) -> bool:
        """Whether it waits to be read."""
        return self.level in (Level.WARN, Level.ERROR)


class Notices(QObject):
    """Told from anywhere on the UI thread; `changed(notice or None)` says which one is to be shown."""

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._live: list[Notice] = []
        self.history: deque[Notice] = deque(maxlen=_KEPT)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._expire)

    @property
    def current(self) -> Notice | None:
        """The notice to show: the newest."""
        return self._live[-1] if self._live else None

    @property
    def waiting(self) -> int:
        """How many more wait behind the current one."""
        return max(0, len(self._live) - 1)

    def info(self, text: str, act: Act | None = None) -> None:
        """Something worth knowing."""
        self.tell(Notice(Level.INFO, text, act))

    def ok(self, text: str, act: Act | None = None) -> None:
        """Something was done; `act` is usually its undo."""
        self.tell(Notice(Level.OK, text, act))

    def warn(self, text: str, act: Act | None = None) -> None:
        """Something needs care."""
        self.tell(Notice(Level.WARN, text, act))

    def error(self, text: str, act: Act | None = None) -> None:
        """Something did not work."""
        self.tell(Notice(Level.ERROR, text, act))

    def failed(self, err: Err) -> None:
        """Work on a lane failed: say the sentence of its trouble (a bug has its own dialog already)."""
        if err.trouble:
            self.error(say(err.key))

    def tell(self, notice: Notice) -> None:
        """Show a notice; the same one is not stacked twice, and one that leaves by itself gives way at once."""
        self.history.append(notice)
        self._live = [n for n in self._live if n.stays and (n.level, n.text) != (notice.level, notice.text)]
        self._live.append(notice)
        self._settle()

    def dismiss(self) -> None:
        """The current notice was read; the one below comes up."""
        if self._live:
            self._live.pop()
        self._settle()

    def act(self) -> None:
        """Do what the current notice offers, and dismiss it."""
        notice = self.current
        self.dismiss()
        if notice and notice.act:
            notice.act.do()

    def _expire(self) -> None:
        if self.current and not self.current.stays:
            self.dismiss()

    def _settle(self) -> None:
        self._timer.stop()
        if self.current and not self.current.stays:
            self._timer.start((_SECONDS_TO_ACT if self.current.act else _SECONDS) * 1000)
        self.changed.emit(self.current)
