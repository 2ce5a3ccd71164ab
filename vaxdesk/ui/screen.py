"""What the shell and a screen know of each other: how a screen registers, what it is given, what it answers."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from enum import StrEnum, nonmember
from typing import Any, Protocol

from PySide6.QtWidgets import QWidget

from vaxdesk.ui.lanes import Lanes
from vaxdesk.ui.notices import Notices
from vaxdesk.ui.palette import Tone


class Change(StrEnum):
    """Kinds of thing that change; published after a save so that each screen decides whether to look again."""

    PEOPLE = "people"
    VISITS = "visits"
    STOCK = "stock"
    PLACES = "places"
    ROSTER = "roster"
    AEFI = "aefi"
    PAPER = "paper"
    SYNC = "sync"
    USERS = "users"
    SETTINGS = "settings"
    DAY = "day"
    LANGUAGE = "language"
    PLAN = "plan"
    TEAM = "team"


class DeskMode(StrEnum):
    """What this desk is used for; decides which screens the rail offers."""

    WORDS = nonmember("shell.mode")

    RECEPTION = "reception"
    SCREENING = "screening"
    INJECTION = "injection"
    OBSERVATION = "observation"
    ALL = "all"


class Half(StrEnum):
    """Halves of the rail: the work of the session, and what comes before and after it."""

    WORDS = nonmember("shell.half")

    DAY = "day"
    OFFICE = "office"


class ScanSource(StrEnum):
    """Where a scanned text came from."""

    WEDGE = "wedge"
    SERIAL = "serial"
    CAMERA = "camera"
    IMAGE = "image"
    TYPED = "typed"


@dataclass(frozen=True)
class RawScan:
    """One scanned code as it arrived, never repaired here; `vaxdesk.domain` says what it means."""

    payload: str | bytes
    source: ScanSource

    @property
    def keyed(self) -> bool:
        """Whether it came through key presses or a serial cable, as the readers of payloads want to know."""
        return self.source in (ScanSource.WEDGE, ScanSource.SERIAL)


@dataclass(frozen=True)
class Room:
    """What the shell gives to a screen."""

    lanes: Lanes
    notices: Notices
    publish: Callable[[Collection[Change]], None]
    go: Callable[..., None]
    """`go(key, subject=None)`: open another screen; `subject` (an id) reaches its `activate`."""
    badge: Callable[[str, str, Tone], None]
    """`badge(key, text, tone)`: a small count at a row of the rail; an empty text takes it away."""


@dataclass(frozen=True)
class Screen:
    """A screen as registered in the shell.

    Args:
        key: short name; other screens open it by `room.go(key)`.
        title: words key of the rail's label, e.g. `reception.title`.
        icon: name of a file in resources/icons without `.svg`.
        factory: builds the widget when it is first shown.
        shortcut: function key, e.g. `F4`; shown in the rail.
        modes: desks that offer this screen.
        roles: values of `Role` that may open it; empty: everybody.
        apart: shown in the lower group of the rail, in both halves (roster, sending, settings).
        half: in which half of the rail it stands.
    """

    key: str
    title: str
    icon: str
    factory: Callable[[Room], ScreenWidget]
    shortcut: str = ""
    modes: frozenset[DeskMode] = frozenset(DeskMode)
    roles: frozenset[str] = frozenset()
    apart: bool = False
    half: Half = Half.DAY


@dataclass(frozen=True)
class Keys:
    """One line of the list of keys (F1): the keys as written on them, and the words key of what they do."""

    keys: str
    words: str
    facts: dict[str, Any] = field(default_factory=dict)


class Finds(Protocol):
    """Whom a screen leaves the scans and the scan box to: its model, or the finder of its model."""

    def scanned(self, raw: RawScan) -> None:
        """A code was read."""

    def searched(self, text: str) -> None:
        """Somebody types into the scan box; empty when it is cleared."""

    def submit(self, text: str) -> None:
        """Enter in the scan box after typing."""


class ScreenWidget(QWidget):
    """Base of every screen's view; each answer has a quiet default.

    Args:
        finds: what takes scans and typing; None: they are not for this screen.
        look_again: asks again for what is shown, after a change that `concerns` this screen.
    """

    keys: tuple[Keys, ...] = ()
    concerns: frozenset[Change] = frozenset()

    def __init__(self, *, finds: Finds | None = None, look_again: Callable[[], None] | None = None) -> None:
        super().__init__()
        self._finds, self._look_again = finds, look_again

    def activate(self, subject: object | None = None) -> None:
        """The screen was opened, perhaps for a subject (an id given to `room.go`); set the focus."""

    def leave(self) -> None:
        """Another screen is opened or the desk is locked; stop what moves (camera, timers)."""

    def refresh(self, kinds: frozenset[Change]) -> None:
        """Something changed elsewhere; ask again for what you show, if it concerns you."""
        if self._look_again and kinds & self.concerns:
            self._look_again()

    def accept_scan(self, scan: RawScan) -> bool:
        """A code was scanned while this screen is open; True if it was for you."""
        if self._finds:
            self._finds.scanned(scan)
        return self._finds is not None

    def search(self, text: str) -> bool:
        """Somebody types into the scan box (each keystroke, empty when cleared); True if you search by it."""
        if self._finds:
            self._finds.searched(text)
        return self._finds is not None

    def submit(self, text: str) -> bool:
        """Enter in the scan box after typing; True if it was for you."""
        if self._finds:
            self._finds.submit(text)
        return self._finds is not None
