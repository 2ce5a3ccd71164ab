"""From the start to the open desk: set-up, sign-in or what went wrong; the store is opened on the db lane."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, QProcess, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog

from vaxdesk import settings as settings_
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui import theme
from vaxdesk.ui.frame.entrance import Entrance
from vaxdesk.ui.jobs import Err, Job
from vaxdesk.ui.lanes import Lanes
from vaxdesk.ui.screens.sign_in.state import Door, RecoverRequest, Tile
from vaxdesk.ui.screens.trouble.state import TroubleAct
from vaxdesk.ui.window import Window
from vaxdesk.words import say

if TYPE_CHECKING:
    from vaxdesk.desk.context import Desk
    from vaxdesk.ui.screens.setup.state import Created, SetupRequest
    from vaxdesk.wiring.practice import Practice

_SETTLED_MS = 300  # when a page stands, before anybody types


class Gate(QObject):
    """Decides which page the window shows, and hands an open desk to `Work`; loads only the page that is shown.

    Args:
        now: seconds since 1970 as this device believes, for the store that is opened.
    """

    usable = Signal()  # the first page can be worked with

    def __init__(
        self,
        home: Path,
        lanes: Lanes,
        window: Window,
        *,
        practice: Practice | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        super().__init__()
        self._home, self._lanes, self._window, self._practice, self._now = home, lanes, window, practice, now
        self._work = None
        self._desk: Desk | None = None  # opened by the db lane; the window may be closed before it hears of it
        self._model: QObject | None = None  # of the page shown; a page does not own its model
        self._tried: tuple[str, str] | None = None

    def begin(self) -> None:
        """Show the first page."""
        from vaxdesk.desk import door

        if self._practice is not None:
            practice = self._practice
            self._lanes.db.run(lambda: self._hold(practice.unlock()), self._opened, self._failed)
            return
        try:
            if not door.exists(self._home):
                self._show_setup()
                return
            seen = door.look(self._home)
        except Trouble as trouble:
            self._show_trouble(trouble)
            return
        people = tuple(Tile(login, name) for login, name in seen.people)
        self._show_sign_in(Door(seen.station, seen.name, people, seen.question))
        self._lanes.db.run(_warm_up)

    def close(self) -> None:
        """Stop what moves; what is being saved is finished by the lanes."""
        if self._work is not None:
            self._work.close()

    def let_go(self) -> None:
        """Close the store, after the lanes."""
        if self._work is not None:
            self._work.let_go()
        elif self._desk is not None:
            self._desk.store.close()

    def _show_setup(self) -> None:
        from vaxdesk.ui.screens.setup.model import SetupModel
        from vaxdesk.ui.screens.setup.view import SetupView

        model = SetupModel(self._lanes.db, create=self._create, language=settings_.load(self._home).language)
        model.done.connect(lambda created: self._opened(created.opened))
        self._show(model, lambda: SetupView(model))

    def _show_sign_in(self, door: Door) -> None:
        from vaxdesk.ui.screens.sign_in.model import SignInModel
        from vaxdesk.ui.screens.sign_in.view import SignInView

        home = self._home

        def unlock(login: str, password: str) -> object:
            from vaxdesk.desk import entrance

            self._tried = (login, password)  # a damaged store is salvaged with the password just given
            return self._hold(entrance.unlock(home, login, password, now=self._now))

        def recover(request: RecoverRequest) -> object:
            from vaxdesk.desk import entrance

            words, login, password = request.words, request.login, request.password
            return self._hold(entrance.recover(home, words, login=login, password=password, now=self._now))

        last = settings_.load(home).last_login
        model = SignInModel(self._lanes.db, door, unlock=unlock, recover=recover, last=last)
        model.opened.connect(self._opened)
        model.failed.connect(self._failed)
        self._show(model, lambda: SignInView(model))

    def _show_trouble(self, trouble: Trouble) -> None:
        from vaxdesk.ui.screens.trouble.model import TroubleModel
        from vaxdesk.ui.screens.trouble.view import TroubleView

        work = {TroubleAct.SALVAGE: self._salvage} if self._tried else {}
        wishes = {TroubleAct.RETRY, TroubleAct.OPEN_FOLDER, TroubleAct.RESTORE, TroubleAct.FRESH, TroubleAct.QUIT}
        model = TroubleModel(self._lanes.db, trouble, work=work, wishes=frozenset(wishes))
        model.chosen.connect(self._do)
        model.helped.connect(lambda *_: self.begin())
        self._show(model, lambda: TroubleView(model))

    def _show(self, model: QObject, build: Callable[[], Entrance]) -> None:
        self._model = model
        page = build()
        page.language_wanted.connect(lambda language: self._speak(language, build))
        page.practice_wanted.connect(self._practise)
        self._window.show_page(page)
        self._tell_usable()

    def _speak(self, language: str, build: Callable[[], Entrance]) -> None:
        """The other language from now on; the model keeps what was filled in."""
        kept = msgspec.structs.replace(settings_.load(self._home), language=language)
        with suppress(OSError):  # a full or missing disk is what the page may be about
            settings_.save(self._home, kept)
        theme.dress(QApplication.instance(), theme.Look(kept.language, kept.stark, kept.scale, kept.practice))
        QTimer.singleShot(0, self, lambda: self._show(self._model, build))  # its widgets still speak

    def _practise(self) -> None:
        """The practice station is another run of the program, with a folder of its own and nothing in common."""
        QProcess.startDetached(sys.executable, ["-m", "vaxdesk", "demo", "--home", str(self._home)])

    def _tell_usable(self) -> None:
        QTimer.singleShot(0, self, self.usable.emit)  # after the page has been painted once
        if self._lanes.rubbish:
            QTimer.singleShot(_SETTLED_MS, self._lanes.rubbish, self._lanes.rubbish.spare)

    def _create(self, request: SetupRequest) -> Created:
        from vaxdesk.desk import sending, station

        opened = station.create(
            self._home,
            station=request.station,
            name=request.name,
            user=request.person,
            login=request.login,
            password=request.password,
            now=self._now,
        )
        self._hold(opened.desk)
        if request.server:
            # A failure costs nothing: the sending page says that the desk is not connected and offers it again.
            with suppress(Trouble):
                sending.connect(opened.desk, request.server, request.enrol_code)
        from vaxdesk.ui.screens.setup.state import Created

        return Created(recovery=opened.recovery, opened=opened.desk)

    def _hold(self, desk: Desk) -> Desk:
        """Remember what is open; db lane."""
        self._desk = desk
        return desk

    def _opened(self, desk: Desk) -> None:
        from vaxdesk.wiring.work import Work

        self._tried = None
        self._work = Work(desk, self._home, self._lanes, self._window, practice=self._practice)
        self._model = None
        self._work.loop.erased.connect(self._lost)
        self._work.loop.barred.connect(self._work.lock)
        self._work.begin()
        self._tell_usable()

    def _lost(self) -> None:
        """This PC was revoked: the work ends on a plain page that says what happened."""
        self._work.close()
        self._show_trouble(Trouble(TroubleCode.STATION_ERASED))

    def _failed(self, err: Err) -> None:
        if err.trouble is not None:
            self._show_trouble(err.trouble)

    def _do(self, act: TroubleAct) -> None:
        if act is TroubleAct.RETRY:
            self.begin()
        elif act is TroubleAct.OPEN_FOLDER:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._home)))
        elif act is TroubleAct.RESTORE:
            self._restore()
        elif act is TroubleAct.FRESH:
            self._show_setup()
        elif act is TroubleAct.QUIT:
            self._window.close()

    def _restore(self) -> None:
        """A copy is laid out beside what is there, which is set aside, never deleted."""
        from vaxdesk.desk import entrance

        chosen, _ = QFileDialog.getOpenFileName(self._window, say("entrance.trouble.act.restore"))
        if chosen:
            home, stamp = self._home, _stamp()
            self._lanes.db.run(
                lambda: entrance.restore(Path(chosen), home, stamp=stamp), lambda _: self.begin(), self._failed
            )

    def _salvage(self, _job: Job) -> object:
        from vaxdesk.desk import entrance

        login, password = self._tried
        return entrance.salvage(self._home, login, password, stamp=_stamp())


def _warm_up() -> None:
    """Load what opening the store needs while the password is being typed. No Qt: that belongs to the UI thread."""
    import_module("vaxdesk.desk.entrance")


def _stamp() -> str:
    return datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
