"""Locks the desk and hands it to whoever opens it by PIN or password."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from vaxdesk.ui.lanes import Lanes
from vaxdesk.ui.screens.lock.model import LockModel
from vaxdesk.ui.screens.lock.state import LockPerson, OwnPassword
from vaxdesk.ui.screens.lock.view import LockView
from vaxdesk.ui.window import Window
from vaxdesk.wiring.session import Session

if TYPE_CHECKING:
    from vaxdesk.desk.context import Desk


class Locking:
    """Covers the window; `taken(desk)` is called when somebody has opened it.

    Args:
        speak: changes the language of this PC; the page is then built anew.
        practice: PIN and password to be shown, at a practice station alone.
    """

    def __init__(
        self,
        session: Session,
        lanes: Lanes,
        window: Window,
        *,
        taken: Callable[[Desk], None],
        speak: Callable[[str], None],
        practice: tuple[str, str] | None = None,
    ) -> None:
        self._session, self._lanes, self._window, self._taken = session, lanes, window, taken
        self._speak, self._practice = speak, practice
        self._model: LockModel | None = None

    def lock(self, *, idle_minutes: int = 0) -> None:
        """Hide the work at once; who may open it is asked for behind the curtain."""
        self._window.cover(QWidget())
        self._lanes.db.run(self._people, lambda found: self._show(found, idle_minutes))

    def _people(self) -> tuple[str, tuple[LockPerson, ...]]:
        from vaxdesk.desk import arrival, door, entrance, station

        desk = self._session.desk
        pins = entrance.has_pin(desk)
        doors = {login for login, _ in door.look(desk.store.home).people}
        new = {login for login, _ in arrival.expected(desk)}
        people = tuple(
            LockPerson(no=one.no, login=one.login, name=one.name, has_pin=one.no in pins, new=one.login in new)
            for one in station.users(desk)
            if one.active and (one.no in pins or one.login in doors or one.login in new)
        )
        return station.facts(desk).name, people

    def _show(self, found: tuple[str, tuple[LockPerson, ...]], idle_minutes: int) -> None:
        from vaxdesk.desk import entrance

        name, people = found
        model = LockModel(
            self._lanes.db,
            station=name,
            people=people,
            last=self._session.user.no,
            by_pin=lambda no, pin: entrance.switch_by_pin(self._session.desk, no, pin),
            by_password=self._by_password,
            idle_minutes=idle_minutes,
            practice=self._practice,
        )
        model.opened.connect(self._opened)
        self._model = model
        self._cover()

    def _by_password(self, login: str, password: str, own: str | None = None) -> Desk | OwnPassword:
        """On the db lane; with `own`, even an empty one, for a user from above who comes here for the first time."""
        from vaxdesk.desk import arrival, entrance

        if own is None:
            return entrance.switch_by_password(self._session.desk, login, password)
        try:
            return arrival.arrive(self._session.desk, login, password, chosen=own)
        except arrival.NewPassword as wanted:
            if wanted.fault is not None:
                return OwnPassword(f"{wanted.fault.WORDS}.{wanted.fault.value}")
            return OwnPassword("entrance.lock.own_other" if own else "")

    def _cover(self) -> None:
        page = LockView(self._model)
        page.language_wanted.connect(lambda language: QTimer.singleShot(0, lambda: self._say_in(language)))
        self._window.change_cover(page)

    def _say_in(self, language: str) -> None:
        self._speak(language)
        if self._model is not None:
            self._cover()

    def _opened(self, desk: Desk) -> None:
        self._model = None
        self._taken(desk)
