"""The log of a server: lines of text, or JSON for a collector. Nothing in it names a person.

Of an error its type and the places in the program are told, not its message: that may quote what somebody wrote.
"""

from __future__ import annotations

import logging
import os
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType

import msgspec

TEXT, JSON = "text", "json"
FORM = "VAXDESK_LOG"  # so that every process of a server writes alike
_FACTS = ("route", "method", "status", "ms")
_Error = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class TextLines(logging.Formatter):
    """A line for people, with the facts of a request behind it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """A line, and below it where an error arose."""
        head, *rest = super().format(record).split("\n")
        return "\n".join([" ".join([head, *(f"{name}={value}" for name, value in _facts(record).items())]), *rest])

    def formatException(self, ei: _Error) -> str:
        """Where an error arose."""
        return where(ei)


class JsonLines(logging.Formatter):
    """One JSON object a line: `at`, `level`, `from`, `said`, the facts of a request, and of an error where it arose."""

    def format(self, record: logging.LogRecord) -> str:
        """A line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "level": record.levelname.lower(), "from": record.name, "said": record.getMessage()}
        line |= _facts(record)
        if record.exc_info:
            line["error"] = where(record.exc_info)
        return msgspec.json.encode(line).decode()


def to_stderr() -> None:
    """What happens is told on standard error, in the form that `VAXDESK_LOG` names."""
    told = logging.StreamHandler(sys.stderr)
    told.setFormatter(JsonLines() if os.environ.get(FORM) == JSON else TextLines())
    logging.basicConfig(handlers=[told], level=logging.INFO)


def where(error: _Error) -> str:
    """The type of an error and the places that led to it, innermost last."""
    kind, _, trace = error
    places = [f"{one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(trace)]
    return "\n".join([kind.__name__ if kind is not None else "", *places])


def _facts(record: logging.LogRecord) -> dict[str, object]:
    return {name: getattr(record, name) for name in _FACTS if hasattr(record, name)}
