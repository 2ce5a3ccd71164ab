"""What carries a one-time code to a telephone. The operator chooses; this program ships two that need nobody.

`console` writes to the error output and `file:PATH` adds a JSON line to a file, for a gateway that reads it or for
trying things out. Any other name is that of an entry point of the group `vaxdesk.otp_senders`: a callable without
arguments that gives an `OtpSender`, so that a province's own SMS gateway is a small package of its own.
"""

from __future__ import annotations

import logging
import os
import sys
from collections import deque
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path
from threading import Lock, Thread
from typing import Protocol

import msgspec

from vaxdesk import words
from vaxdesk.words import say_in

GROUP = "vaxdesk.otp_senders"
CONSOLE, FILE = "console", "file:"
_log = logging.getLogger("vaxdesk.server")
_MOST_WAITING = 5000


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A code on its way. `purpose` is the key of its sentence below `portal_codes.message`."""

    phone: str
    purpose: str
    code: str
    language: str = words.LANGUAGES[0]

    @property
    def text(self) -> str:
        """What is sent, short enough for one SMS in letters without marks."""
        return say_in(self.language, f"portal_codes.message.{self.purpose}", code=self.code)


class OtpSender(Protocol):
    """Sends one message; may take its time, and may fail."""

    def send(self, message: Message) -> None:
        """Hands a message over.

        Raises:
            OSError: it could not be sent; the person will ask again.
        """


class UnknownSender(ValueError):
    """No sender has that name."""


class ConsoleSender:
    """Writes messages to the error output: for trying out, and for a helpdesk that reads codes aloud."""

    def send(self, message: Message) -> None:
        """Writes one line."""
        sys.stderr.write(f"{message.phone}: {message.text}\n")
        sys.stderr.flush()


class FileSender:
    """Adds messages to a file, one JSON value a line, readable by its owner alone."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def send(self, message: Message) -> None:
        """Adds one line, whole: several processes may write."""
        line = msgspec.json.encode({"phone": message.phone, "text": message.text, "code": message.code}) + b"\n"
        handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, line)
        finally:
            os.close(handle)


def sender_of(name: str) -> OtpSender:
    """The sender of a name.

    Raises:
        UnknownSender: there is none.
    """
    if name == CONSOLE:
        return ConsoleSender()
    if name.startswith(FILE) and len(name) > len(FILE):
        return FileSender(Path(name.removeprefix(FILE)))
    found = next(iter(entry_points(group=GROUP, name=name)), None)
    if found is None:
        raise UnknownSender(name)
    make: Callable[[], OtpSender] = found.load()
    return make()


class Outbox:
    """Messages on their way, sent one after the other beside the requests: how long it takes tells nobody anything.

    Its thread lives as long as something waits.
    """

    def __init__(self, sender: OtpSender) -> None:
        self._sender = sender
        self._lock = Lock()
        self._waiting: deque[Message] = deque()
        self._carrier: Thread | None = None

    def put(self, message: Message) -> None:
        """Takes a message; one that there is no room for is dropped, and the person asks again."""
        with self._lock:
            if len(self._waiting) >= _MOST_WAITING:
                _log.warning("codes wait to be sent; one was dropped")
                return
            self._waiting.append(message)
            if self._carrier is None:
                self._carrier = Thread(target=self._carry, name="codes", daemon=True)
                self._carrier.start()

    def flush(self) -> None:
        """Waits until everything was handed over."""
        while carrier := self._carrier:
            carrier.join()

    def _carry(self) -> None:
        while message := self._next():
            try:
                self._sender.send(message)
            except Exception as error:  # noqa: BLE001 - a sender is anybody's code; others wait for theirs
                _log.warning("a code could not be sent: %s", type(error).__name__)  # never to whom

    def _next(self) -> Message | None:
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            self._carrier = None
            return None
