"""From the start to the open desk: set-up, sign-in or what went wrong; the store is opened on the db lane."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from vaxdesk import settings as settings_
from vaxdesk.trouble import Trouble
from vaxdesk.ui.jobs import Err, Job
from vaxdesk.ui.lanes import Lanes
from vaxdesk.ui.screens.setup.model import SetupModel
from vaxdesk.ui.screens.setup.state import Created, SetupRequest
from vaxdesk.ui.screens.setup.view import SetupView
from vaxdesk.ui.screens.sign_in.model import SignInModel
from vaxdesk.ui.screens.sign_in.state import Door, RecoverRequest, Tile
from vaxdesk.ui.screens.sign_in.view import SignInView
from vaxdesk.ui.screens.trouble.model import TroubleModel
from vaxdesk.ui.screens.trouble.state import TroubleAct
from vaxdesk.ui.screens.trouble.view import TroubleView
from vaxdesk.ui.window import Window
from vaxdesk.words import say

if TYPE_CHECKING:
    from vaxdesk.wiring.practice import Practice


class Gate(QObject):
    """Decides which page the window shows, and hands an open desk to `Work`.

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
        self._model: QObject | None = None  # of the page shown; a page does not own its model
        self._tried: tuple[str, str] | None = None

    def begin(self) -> None:
        """Show the first page."""
        from vaxdesk.desk import entrance

        if self._practice is not None:
            self._lanes.db.run(self._practice.unlock, self._opened, self._failed)
            return
        if not entrance.exists(self._home):
            self._show_setup()
            return
        try:
            door = entrance.door(self._home)
        except Trouble as trouble:
            self._show_trouble(trouble)
            return
        people = tuple(Tile(login, name) for login, name in door.people)
        self._show_sign_in(Door(door.station, door.name, people))

    def close(self) -> None:
        """Stop what moves; what is being saved is finished by the lanes."""
        if self._work is not None:
            self._work.close()

    def let_go(self) -> None:
        """Close the store, after the lanes."""
        if self._work is not None:
            self._work.let_go()

    def _show_setup(self) -> None:
        model = SetupModel(self._lanes.db, create=self._create, language=settings_.load(self._home).language)
        model.done.connect(lambda created: self._opened(created.opened))
        self._show(model, SetupView(model))

    def _show_sign_in(self, door: Door) -> None:
        from vaxdesk.desk import entrance

        home = self._home

        def unlock(login: str, password: str) -> object:
            self._tried = (login, password)  # a damaged store is salvaged with the password just given
            return entrance.unlock(home, login, password, now=self._now)

        def recover(request: RecoverRequest) -> object:
            return entrance.recover(home, request.words, login=request.login, password=request.password, now=self._now)

        last = settings_.load(home).last_login
        model = SignInModel(self._lanes.db, door, unlock=unlock, recover=recover, last=last)
        model.opened.connect(self._opened)
        model.failed.connect(self._failed)
        self._show(model, SignInView(model))

    def _show_trouble(self, trouble: Trouble) -> None:
        work = {TroubleAct.SALVAGE: self._salvage} if self._tried else {}
        wishes = {TroubleAct.RETRY, TroubleAct.OPEN_FOLDER, TroubleAct.RESTORE, TroubleAct.FRESH, TroubleAct.QUIT}
        model = TroubleModel(self._lanes.db, trouble, work=work, wishes=frozenset(wishes))
        model.chosen.connect(self._do)
        model.helped.connect(lambda *_: self.begin())
        self._show(model, TroubleView(model))

    def _show(self, model: QObject, page: QWidget) -> None:
        self._model = model
        self._window.show_page(page)
        self._tell_usable()

    def _tell_usable(self) -> None:
        QTimer.singleShot(0, self.usable.emit)  # after the page has been painted once

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
        if request.server:
            # A failure costs nothing: the sending page says that the desk is not connected and offers it again.
            with suppress(Trouble):
                sending.connect(opened.desk, request.server, request.enrol_code)
        return Created(recovery=opened.recovery, opened=opened.desk)

    def _opened(self, desk: object) -> None:
        from vaxdesk.wiring.work import Work

        self._tried = None
        self._work = Work(desk, self._home, self._lanes, self._window, practice=self._practice)
        self._model = None
        self._work.begin()
        self._tell_usable()

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


def _stamp() -> str:
    return datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
