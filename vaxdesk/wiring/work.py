"""The desk at work: composes the shell of all screens around one session, and keeps its figures true."""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from vaxdesk import settings as settings_
from vaxdesk import words
from vaxdesk.ui import theme
from vaxdesk.ui.idle import Idle
from vaxdesk.ui.lanes import Lanes
from vaxdesk.ui.screen import Change, DeskMode
from vaxdesk.ui.shell import Shell, offered
from vaxdesk.ui.standing import Standing
from vaxdesk.ui.window import Window
from vaxdesk.wiring import exercises, screens
from vaxdesk.wiring.checking import Checking
from vaxdesk.wiring.eyes import Eyes
from vaxdesk.wiring.following import Following
from vaxdesk.wiring.lan import LanExchange
from vaxdesk.wiring.locking import Locking
from vaxdesk.wiring.loop import SendingLoop
from vaxdesk.wiring.paper_desk import PaperDesk
from vaxdesk.wiring.preparing import Preparing
from vaxdesk.wiring.session import Session
from vaxdesk.words import say

if TYPE_CHECKING:
    from vaxdesk.desk.context import Desk
    from vaxdesk.wiring.practice import Practice

_LOOK_AGAIN_MS = 30_000
_SETTLED_MS = 1500  # what nobody sees yet is built after what everybody waits for
_NEEDED_SOON = tuple(f"vaxdesk.desk.{one}" for one in ("sending", "lan", "issues", "following", "pruning", "farewell"))
_HOME = {
    DeskMode.ALL: "reception",
    DeskMode.RECEPTION: "reception",
    DeskMode.SCREENING: "screening",
    DeskMode.INJECTION: "injection",
    DeskMode.OBSERVATION: "observation",
}


class Work(QObject):
    """From sign-in to the end of the program.

    Args:
        desk: the open desk, in the hands of whoever signed in.
    """

    def __init__(
        self, desk: Desk, home: Path, lanes: Lanes, window: Window, *, practice: Practice | None = None
    ) -> None:
        super().__init__()
        self.session = Session(desk)
        self.home, self.lanes, self.window = home, lanes, window
        self.settings = settings_.load(home)
        self.lan = LanExchange(self.session, lanes, self.settings)
        self.loop = SendingLoop(self.session, lanes, resting=self.lan.resting)
        self.following = Following(self.session, lanes, folder=lambda: self.settings.second_place)
        self.following.failed.connect(lambda text: self._shell and self._shell.notices.warn(text))
        self._checking = Checking(self.session, lanes, found=lambda: self._shell and self._shell.publish({Change.SYNC}))
        self._preparing = Preparing(self.session, lanes, window, shell=lambda: self._shell, compose=self._compose)
        self._practice = practice
        self._shell: Shell | None = None
        self._said_in = self.settings.language  # of the shell
        self._standing = Standing(station="", day=desk.day, user=desk.user.name, roles=desk.user.roles)
        self._locking = Locking(
            self.session, lanes, window, taken=self._taken, speak=self._speak, practice=practice and practice.keys
        )
        self._papers = PaperDesk(
            self.session, room=lambda: self._shell.room, settings=lambda: self.settings, keep=self.keep
        )
        self._idle = Idle(self, seconds=self.settings.lock_minutes * 60)
        self._idle.idle.connect(lambda: self.lock(idle=True))
        self._eyes = Eyes(lanes, self.settings, scanned=lambda raw: self._shell and self._shell.scanned(raw))
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self.loop.settled.connect(self._settled)
        self.loop.settled.connect(lambda *_: self.lan.joined())
        self.lan.settled.connect(self._settled)
        self.loop.changed.connect(lambda _: self._show_standing())

    def begin(self) -> None:
        """Show the shell and start what runs beside it."""
        self.keep(last_login=self.session.user.login)
        self._compose()
        if self._practice is not None:
            self._shell.notices.info(say("shell.practice"))
        self._timer.start(_LOOK_AGAIN_MS)
        self._idle.start()
        self.lanes.net.run(_load)
        for one in (self.loop, self.lan, self._eyes, self.following):
            one.start()
        self._look()

    def close(self) -> None:
        """Stop timers, camera and scanner; lanes finish what they hold."""
        self._timer.stop()
        self._idle.stop()
        for one in (self.lan, self.loop, self._eyes, self._checking, self.following):
            one.close()
        shell, self._shell = self._shell, None
        if shell is not None:
            shell.listen(False)

    def let_go(self) -> None:
        """Close the store, when no lane works any more."""
        self.session.desk.store.close()

    def keep(self, **changes: object) -> None:
        """Change settings of this PC."""
        self.settings = msgspec.structs.replace(self.settings, **changes)
        settings_.save(self.home, self.settings)

    def apply(self, changes: dict[str, object]) -> None:
        """Change settings and let them take hold: look, desk mode, scanner, camera."""
        before = self.settings
        self.keep(**changes)
        self._eyes.use(self.settings)
        self.lan.use(self.settings)
        self.following.use()
        self._idle.allow(self.settings.lock_minutes * 60)
        looks = ("language", "stark", "scale", "mode")
        if any(getattr(before, name) != getattr(self.settings, name) for name in looks):
            stay = self._shell.current if self._shell and before.mode == self.settings.mode else ""
            QTimer.singleShot(0, self, lambda: self._compose(stay))  # not while a widget of the old shell still speaks

    def _compose(self, stay: str = "") -> None:
        """Build the shell, at the start and when language, look, mode or user changed, and open the screen `stay`."""
        self._dress()
        mode = DeskMode(self.settings.mode)
        every = screens.all_of(
            self.session,
            loop=self.loop,
            lan=self.lan,
            papers=self._papers,
            settings=lambda: self.settings,
            keep=self.keep,
            apply=self.apply,
            following=self.following,
        )
        there = offered(every, mode=mode, roles=self.session.user.roles)
        keys = [screen.key for screen in there]
        first = _HOME[mode] if _HOME[mode] in keys else keys[0]
        shell = Shell(self.lanes, there, home=first, standing=self._standing, clock=self.session.desk.store.now)
        shell.lock_wanted.connect(self.lock)
        shell.language_wanted.connect(lambda language: self.apply({"language": language}))
        shell.day_wanted.connect(self._confirm_day)
        shell.published.connect(self._published)
        shell.camera_wanted.connect(lambda: self._eyes.show_camera(shell))
        shell.image_chosen.connect(lambda path: self._eyes.read_image(Path(path), shell.notices))
        self._shell, self._said_in = shell, self.settings.language
        if self.settings.practice:
            exercises.put_band(self.session, shell)
        self.window.show_page(shell)
        shell.listen(True)
        if mode in (DeskMode.ALL, DeskMode.OBSERVATION) and "observation" in keys:
            QTimer.singleShot(_SETTLED_MS, shell, lambda: self._watch(shell))  # not when it is gone by then
        if stay in keys and stay != first:
            shell.open(stay)

    def _dress(self) -> None:
        now = self.settings
        theme.dress(QApplication.instance(), theme.Look(now.language, now.stark, now.scale, now.practice))

    def _speak(self, language: str) -> None:
        """Another language while the desk is locked; the shell follows when it is opened."""
        self.keep(language=language)
        self._dress()

    def _watch(self, shell: Shell) -> None:
        """The clocks of those observed tick, and ring, whichever screen is open."""
        if shell is self._shell:
            shell.view("observation").watch()

    def _look(self) -> None:
        """Ask how the desk stands."""
        from vaxdesk.desk import station, status

        def work() -> tuple:
            desk = self.session.desk
            return station.facts(desk), status.of(desk)

        self.lanes.db.run_newest("standing", work, self._stand)
        self._preparing.look()

    def _stand(self, found: tuple) -> None:
        (facts, now), user = found, self.session.user
        told = {name: getattr(now, name) for name in Standing.__struct_fields__ if hasattr(now, name)}
        who = {"user": user.name, "roles": user.roles}
        self._standing = Standing(station=facts.name, day=self.session.desk.day, **who, **told)
        self._show_standing()
        self._checking.wake()

    def _show_standing(self) -> None:
        if self._shell is not None:
            self._shell.show_standing(msgspec.structs.replace(self._standing, sending=self.loop.state.sending))

    def _published(self, kinds: Collection[Change]) -> None:
        if set(kinds) - {Change.SYNC}:
            for one in (self.loop, self.lan, self.following):
                one.saved()
        self._look()

    def _settled(self, confirmed: int, taken: int) -> None:
        if self._shell is None:
            return
        if taken:  # other desks of the station have worked too
            self.following.saved()
            self._shell.publish(set(Change) - {Change.PAPER, Change.SETTINGS, Change.DAY, Change.LANGUAGE})
        elif confirmed:
            self._shell.publish({Change.SYNC})
        else:
            self._look()

    def lock(self, *, idle: bool = False) -> None:
        """Hide the work until somebody signs in."""
        if self._shell is not None and not self.window.covered:
            self._idle.stop()
            self._shell.listen(False)
            self._eyes.close()
            self._locking.lock(idle_minutes=self.settings.lock_minutes if idle else 0)

    def _taken(self, desk: Desk) -> None:
        """Somebody took the locked desk over. A PC left on over night begins its new day here."""
        today, before = desk.today(), self.session.desk
        other = (desk.user, today) != (before.user, before.day) or words.language() != self._said_in
        self.session.hand_to(desk.on(today))
        self.window.uncover()
        self._idle.start()
        self._eyes.start()
        if other:
            self.keep(last_login=desk.user.login)
            self._compose()
        elif self._shell is not None:
            self._shell.listen(True)
        self._look()

    def _confirm_day(self) -> None:
        from vaxdesk.desk import timekeeping

        self.lanes.db.run(lambda: timekeeping.confirm_day(self.session.desk), lambda _: self._look())


def _load() -> None:
    """Loads on a lane what the first sending, neighbour and check need: on the UI thread the window would halt."""
    for name in _NEEDED_SOON:
        import_module(name)
