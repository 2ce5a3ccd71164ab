"""The last door for bugs: a report without personal data, a calm dialog once per fault, and the desk goes on.

Exceptions in slots, timers, lanes and threads and Qt's own fatal messages all come here. A report names types,
files and lines; texts of exceptions are left out, since they may quote a name or a number.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

import msgspec
from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler, qVersion

from vaxdesk import __version__
from vaxdesk.trouble import Trouble

_log = logging.getLogger("vaxdesk.ui")
_KEPT = 50
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class CrashReport(msgspec.Struct, frozen=True):
    """One distinct fault: a number to say on the telephone, and the file that was written (None if it could not be)."""

    number: str
    text: str
    file: Path | None


class CrashDoor(QObject):
    """Catches what nothing else caught; make it on the UI thread and `install` it first of all.

    Args:
        folder: where reports go, inside the data folder.
        show: shows a fault that has not been shown before, on the UI thread.
        clock: seconds since 1970, now.
    """

    _caught = Signal(object)

    def __init__(
        self, folder: Path, show: Callable[[CrashReport], None], *, clock: Callable[[], float] = time.time
    ) -> None:
        super().__init__()
        self._folder, self._show, self._clock = folder, show, clock
        self._seen: dict[str, int] = {}
        self._hooks = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        self._caught.connect(self._tell)

    def install(self) -> None:
        """Take over every hook of the process."""
        sys.excepthook = self._on_exception
        threading.excepthook = lambda args: self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)
        sys.unraisablehook = lambda args: self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)
        qInstallMessageHandler(self._on_qt)

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._hooks
        qInstallMessageHandler(None)

    def report(self, kind: str, lines: list[str]) -> None:
        """Note a fault; the same one again is only counted."""
        from hashlib import sha256  # here, since most days have no fault and every start would pay for it

        number = sha256("\n".join([kind, *lines]).encode()).hexdigest()[:8].upper()
        times = self._seen[number] = self._seen.get(number, 0) + 1
        _log.error("fault %s, time %d: %s", number, times, kind)
        if times == 1:
            self._caught.emit((number, "\n".join([kind, *lines])))

    def _on_exception(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, (KeyboardInterrupt, SystemExit)):
            self._hooks[0](kind, error or kind(), trace)
            return
        lines = list(_lines(error)) if error else [f"  {frame}" for frame in _frames(trace)]
        self.report(f"{kind.__module__}.{kind.__qualname__}", lines)

    def _on_qt(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        _log.log(_LEVELS.get(kind, logging.WARNING), "qt %s: %s", context.category, message)
        if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
            self.report(f"Qt {context.category}", [message])

    def _tell(self, fault: tuple[str, str]) -> None:
        number, text = fault
        self._show(CrashReport(number, text, self._write(number, text)))

    def _write(self, number: str, text: str) -> Path | None:
        import platform

        stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(self._clock()))
        head = (
            f"vaxdesk {__version__} · Python {platform.python_version()} · Qt {qVersion()} · {platform.platform()}",
            f"{stamp} {number}",
        )
        file = self._folder / f"fault-{stamp}-{number}.txt"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for old in sorted(self._folder.glob("fault-*.txt"))[: -_KEPT or None]:
                old.unlink(missing_ok=True)
            file.write_text("\n".join((*head, text, "")), encoding="utf-8")
        except OSError as error:
            _log.warning("fault %s could not be written: %s", number, type(error).__name__)
            return None
        return file


def _lines(error: BaseException) -> Iterator[str]:
    """The chain of causes, each with its frames, the innermost cause last; no texts of exceptions."""
    current: BaseException | None = error
    while current is not None:
        detail = f" {current.code.value}" if isinstance(current, Trouble) else ""
        yield f"{type(current).__module__}.{type(current).__qualname__}{detail}"
        yield from (f"  {frame}" for frame in _frames(current.__traceback__))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)


def _frames(trace: TracebackType | None) -> Iterator[str]:
    for frame in traceback.extract_tb(trace):
        path = Path(frame.filename)
        yield f"{'/'.join(path.parts[-3:])}:{frame.lineno} in {frame.name}"
