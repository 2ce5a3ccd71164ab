"""The shell: composes the screens with rail, scan box, notices and status line, and carries words between them."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from vaxdesk.ui.frame.act_key import ActKey
from vaxdesk.ui.frame.clock_banner import ClockBanner
from vaxdesk.ui.frame.held_focus import HeldFocus
from vaxdesk.ui.frame.key_list import KeyList
from vaxdesk.ui.frame.notice_bar import NoticeBar
from vaxdesk.ui.frame.rail import Rail
from vaxdesk.ui.frame.status_line import StatusLine
from vaxdesk.ui.frame.top_bar import TopBar
from vaxdesk.ui.lanes import Lanes
from vaxdesk.ui.notices import Notices
from vaxdesk.ui.screen import Change, DeskMode, Keys, RawScan, Room, ScanSource, Screen, ScreenWidget
from vaxdesk.ui.standing import Standing
from vaxdesk.words import say

_TELL_EVERY_MS = 10_000
_DESK_KEYS = (
    Keys("F1", "shell.keys.help"),
    Keys("F2", "shell.keys.scan"),
    Keys("Shift F2", "shell.keys.camera"),
    Keys("F3 – F12, Ctrl 1 – 9", "shell.keys.screens"),
    Keys("Ctrl ↵", "shell.keys.main"),
    Keys("Ctrl Z", "shell.keys.act"),
    Keys("Ctrl L", "shell.keys.lock"),
    Keys("Tab", "shell.keys.tab"),
    Keys("Esc", "shell.keys.back"),
)


def offered(screens: Collection[Screen], *, mode: DeskMode, roles: Collection[str]) -> tuple[Screen, ...]:
    """The screens that a desk of this mode offers to somebody with these roles, in the order registered."""
    return tuple(s for s in screens if mode in s.modes and (not s.roles or s.roles & set(roles)))


class Shell(QWidget):
    """One desk at work.

    Args:
        lanes: the four lanes.
        screens: as `offered` gives them.
        home: key of the screen that opens first and takes scans and searches which the open one does not want.
        standing: what top bar and status line show at first.
        clock: seconds since 1970, now.
    """

    lock_wanted = Signal()
    language_wanted = Signal(str)
    day_wanted = Signal()
    camera_wanted = Signal()
    image_chosen = Signal(str)  # path
    opened = Signal(str)
    published = Signal(object)  # frozenset of Change

    def __init__(
        self,
        lanes: Lanes,
        screens: tuple[Screen, ...],
        *,
        home: str,
        standing: Standing,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__()
        self.setObjectName("shell")
        self._screens = {screen.key: screen for screen in screens}
        self._home, self._clock, self._standing = home, clock, standing
        self._views: dict[str, ScreenWidget] = {}
        self._stale: dict[str, set[Change]] = {}
        self.notices = Notices(self)
        self._rail, self._top, self._status, self._banner = Rail(screens), TopBar(), StatusLine(), ClockBanner()
        self._room = Room(
            lanes=lanes, notices=self.notices, publish=self.publish, go=self.open, badge=self._rail.show_badge
        )
        self._stack, self._desk = QStackedWidget(), QWidget()
        self._lay_out()
        self._notice_bar = NoticeBar(self._desk, self.notices)
        self._wire(lanes)
        self._teller = QTimer(self)
        self._teller.timeout.connect(self._tell)
        self.show_standing(standing)
        self.open(home)

    @property
    def current(self) -> str:
        """Key of the open screen."""
        return next((key for key, view in self._views.items() if view is self._stack.currentWidget()), "")

    @property
    def room(self) -> Room:
        """What screens are given; for acts that start outside a screen."""
        return self._room

    def view(self, key: str) -> ScreenWidget:
        """The widget of a screen, built at the first call."""
        if key not in self._views:
            view = self._screens[key].factory(self._room)
            self._views[key] = view
            self._stack.addWidget(view)
        return self._views[key]

    def open(self, key: str, subject: object | None = None) -> None:
        """Open a screen, for a subject if one is named; a key not offered here says so."""
        if key not in self._screens:
            self.notices.info(say("shell.not_offered"))
            return
        if key != self.current:
            self._top.scan_box.clear()  # what was looked for there is not what is worked on here
        self._turn_to(key, subject)

    def _turn_to(self, key: str, subject: object | None = None) -> None:
        left, view = self._stack.currentWidget(), self.view(key)
        if isinstance(left, ScreenWidget) and left is not view:
            left.leave()
        self._stack.setCurrentWidget(view)
        self._rail.show_current(key)
        self._refresh(key)
        view.activate(subject)
        self.opened.emit(key)

    def publish(self, kinds: Collection[Change]) -> None:
        """Something changed: the open screen looks again now, the others when they are opened."""
        for key in self._views:
            self._stale.setdefault(key, set()).update(kinds)
        self._refresh(self.current)
        self.published.emit(frozenset(kinds))

    def scanned(self, raw: RawScan) -> None:
        """A code was read, by whatever means: the open screen first, else the home screen."""
        if QApplication.activeModalWidget():
            self.notices.warn(say("shell.scan_while_asked"))
            return
        if self.view(self.current).accept_scan(raw):
            return
        if self.current != self._home:
            self.open(self._home)
            if self.view(self._home).accept_scan(raw):
                return
        self.notices.warn(say("shell.scan_unclaimed"))

    def search(self, text: str) -> None:
        """Somebody types into the scan box."""
        if not self.view(self.current).search(text) and text and self.current != self._home:
            self.view(self._home).search(text)

    def submit(self, text: str) -> None:
        """Enter in the scan box after typing."""
        if self.view(self.current).submit(text):
            return
        if self.current != self._home:
            self._turn_to(self._home)
            if self.view(self._home).submit(text):
                return
        self.notices.info(say("shell.search_unclaimed"))

    def show_standing(self, standing: Standing) -> None:
        """Show how the desk stands."""
        self._standing = standing
        self._top.show_standing(standing)
        self._banner.show_standing(standing)
        self._tell()

    def listen(self, on: bool) -> None:
        """Work, or rest while the desk is locked: scanner, clock of the status line, the open screen."""
        self._top.scan_box.listen(on)
        if on:
            self._teller.start(_TELL_EVERY_MS)
            self._tell()
        else:
            self._teller.stop()
            self.view(self.current).leave()

    def clear_search(self) -> None:
        """Empty the scan box."""
        self._top.scan_box.clear()

    def show_keys(self) -> None:
        """Open the list of keys."""
        title = say(self._screens[self.current].title)
        KeyList(self, desk=_DESK_KEYS, screen=self.view(self.current).keys, title=title).open()

    def put_above(self, band: QWidget) -> None:
        """Put a band on top of every screen."""
        self._desk.layout().insertWidget(0, band)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._desk)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget, stretch in ((self._top, 0), (self._banner, 0), (self._stack, 1), (self._status, 0)):
            column.addWidget(widget, stretch)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._rail)
        layout.addWidget(self._desk, 1)

    def _wire(self, lanes: Lanes) -> None:
        box = self._top.scan_box
        box.scanned.connect(lambda text: self.scanned(RawScan(text, ScanSource.WEDGE)))
        box.searched.connect(self.search)
        box.submitted.connect(self.submit)
        box.camera_wanted.connect(self.camera_wanted)
        box.image_chosen.connect(self.image_chosen)
        self._rail.chosen.connect(self.open)
        self._rail.help_wanted.connect(self.show_keys)
        self._rail.language_wanted.connect(self.language_wanted)
        self._top.lock_wanted.connect(self.lock_wanted)
        self._banner.day_wanted.connect(self.day_wanted)
        for lane in (lanes.db, lanes.net, lanes.paper, lanes.eye):
            lane.troubled.connect(self.notices.failed)
        HeldFocus(self, rail=self._rail, screens=self._stack)
        self._bind("F1", self.show_keys)
        self._bind("F2", box.take_focus)
        self._bind("Ctrl+L", self.lock_wanted.emit)
        self._bind("Ctrl+Z", self.notices.act)
        self._act_key = ActKey(self)
        for screen in self._screens.values():
            if screen.shortcut:
                self._bind(screen.shortcut, lambda key=screen.key: self.open(key))

    def _bind(self, keys: str, do: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(do)

    def _refresh(self, key: str) -> None:
        kinds = self._stale.pop(key, None)
        if kinds:
            self._views[key].refresh(frozenset(kinds))

    def _tell(self) -> None:
        self._status.show_standing(self._standing, now=int(self._clock()))
