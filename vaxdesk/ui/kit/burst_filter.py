"""Listens to every key of the program and picks out what a USB scanner types, wherever the focus is.

Keys that go into a text field pass at once and are taken back if they prove to be a scan. Keys that would act
(answer a question, press a button) are held for a moment first, so that a scan never answers anything.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from vaxdesk.domain.wedge import Burst, BurstDetector, Pace
from vaxdesk.ui.kit.patience import Patience
from vaxdesk.ui.kit.typed_into import is_text, remember

_HELD_MS = 60  # longer than a scanner's usual gap, shorter than a person notices
_OTHER_CLOCK_MS = 60_000  # stamps that run so far from ours began to count anew
_HARD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_SENT_WITH_CONTROL = frozenset("\x1d\r\n\t")  # FNC1 of GS1 codes, and ends sent as Ctrl+J or Ctrl+M


@dataclass(frozen=True)
class _Press:
    """What is needed to press a held key again."""

    key: int
    modifiers: Qt.KeyboardModifier
    text: str

    @classmethod
    def of(cls, event: QKeyEvent) -> _Press:
        return cls(event.key(), event.modifiers(), event.text())

    def again(self) -> None:
        """Press and release on the widget that has the focus now."""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            target = QApplication.focusWidget() or QApplication.activeWindow()
            if target:
                QApplication.sendEvent(target, QKeyEvent(kind, self.key, self.modifiers, self.text))


class BurstFilter(QObject):
    """Watches the window in focus between `listen(True)` and `listen(False)`; `scanned(text)` is one scan."""

    scanned = Signal(str)

    def __init__(self, parent: QObject, pace: Pace | None = None) -> None:
        super().__init__(parent)
        self._pace = pace or Pace()
        self._detector = BurstDetector(self._pace)
        self._held: list[_Press] = []
        self._down: set[int] = set()  # keys whose press was kept from the widgets
        self._restore: Callable[[], None] = lambda: None
        self._composing_since: int | None = None
        self._last = -1_000_000
        self._skew: int | None = None
        self._listening = False
        self._watched: list[QObject] = []
        self._decide = Patience(self, _HELD_MS, self._let_go)
        self._silence = Patience(self, self._pace.pause, self._flush)

    def listen(self, on: bool) -> None:
        """Begin or stop listening."""
        if on == self._listening:
            return
        self._listening = on
        app = QApplication.instance()
        if on:
            app.focusWindowChanged.connect(self._watch)
            app.focusObjectChanged.connect(self._watch)
            self._watch()
            return
        app.focusWindowChanged.disconnect(self._watch)
        app.focusObjectChanged.disconnect(self._watch)
        self._unwatch()
        self._decide.stop()
        self._silence.stop()
        self._held.clear()
        self._down.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(watched, QWindow):
            return self._press(event)
        if kind == QEvent.Type.KeyRelease and isinstance(watched, QWindow):
            return self._release(event)
        if kind == QEvent.Type.InputMethod and not isinstance(watched, QWindow):
            self._compose(event)
        return False

    def _watch(self) -> None:
        """Listen at the window and the widget in focus: a filter on the whole program would see every paint."""
        self._unwatch()
        self._watched = [o for o in (QApplication.focusWindow(), QApplication.focusWidget()) if o]
        for target in self._watched:
            target.installEventFilter(self)

    def _unwatch(self) -> None:
        for target in self._watched:
            if isValid(target):
                target.removeEventFilter(self)
        self._watched = []

    def _press(self, event: QKeyEvent) -> bool:
        text = event.text()
        hard = bool(event.modifiers() & _HARD)
        if not text or event.isAutoRepeat() or (hard and text not in _SENT_WITH_CONTROL):
            return False
        at = self._time_of(event)
        found = self._feed(at, text)
        if found:
            self._scanned(found)
            return self._keep(event)
        if self._detector.swallows(at, text):
            self._decide.stop()
            if not self._after_end(text):
                self._held.append(_Press.of(event))
            return self._keep(event)
        if is_text(QApplication.focusWidget()):
            self._let_go()
            return False
        self._held.append(_Press.of(event))
        self._decide.start()
        return self._keep(event)

    def _release(self, event: QKeyEvent) -> bool:
        if event.key() not in self._down:
            return False
        self._down.discard(event.key())
        return True

    def _compose(self, event: QInputMethodEvent) -> None:
        """An input method composes: a word that took as long as a person needs is nobody's scan."""
        now = _now()
        if event.preeditString() and self._composing_since is None:
            self._composing_since = now
        word = event.commitString()
        if not word:
            return
        since, self._composing_since = self._composing_since, None
        typed_in = now - since if since is not None else now - self._last
        if typed_in <= self._pace.mean_gap * len(word):
            found = self._feed(now, word)
            if found:
                QTimer.singleShot(0, self, lambda: self._scanned(found))

    def _feed(self, at: int, text: str) -> Burst | None:
        overdue = self._detector.flush(at)
        if overdue:
            self._scanned(overdue)
        if at - self._last > self._pace.pause:
            self._restore = remember(QApplication.focusWidget())
        self._last = at
        self._silence.start()
        return self._detector.feed(at, text)

    def _keep(self, event: QKeyEvent) -> bool:
        self._down.add(event.key())
        return True

    def _after_end(self, text: str) -> bool:
        return not self._held and set(text) <= {"\r", "\n", "\t"}

    def _scanned(self, burst: Burst) -> None:
        self._decide.stop()
        self._silence.stop()
        self._held.clear()
        self._restore()
        self._restore = lambda: None
        self.scanned.emit(burst.text)

    def _flush(self) -> None:
        found = self._detector.flush(self._last + self._pace.pause + 1)
        if found:
            self._scanned(found)
        else:
            self._let_go()

    def _let_go(self) -> None:
        """What was held is a person's after all: give it to the widgets in order."""
        self._decide.stop()
        held, self._held = self._held, []
        for press in held:
            press.again()

    def _time_of(self, event: QKeyEvent) -> int:
        """The platform's stamp where there is one: keys that queued behind slow work keep their pace."""
        stamp, now = event.timestamp(), _now()
        if not stamp:
            return now
        if self._skew is None or abs(stamp + self._skew - now) > _OTHER_CLOCK_MS:
            self._skew = now - stamp
        return stamp + self._skew


def _now() -> int:
    return int(time.monotonic() * 1000)
