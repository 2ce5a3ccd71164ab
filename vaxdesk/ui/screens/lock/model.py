"""Hands the locked desk to a user by PIN or password; five wrong PINs call for the password."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal

from vaxdesk.trouble import TroubleCode
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.lanes import Lane
from vaxdesk.ui.screens.lock.state import PIN_DIGITS, PIN_TRIES, LockPerson, LockState, OwnPassword, Way
from vaxdesk.ui.state_model import StateModel


class LockModel(StateModel[LockState]):
    """Both callables run on the db lane and return what the composition root needs to go on.

    Args:
        lane: the db lane.
        station: name of the station.
        people: who may take over; never empty.
        last: number of the user who worked here last.
        by_pin: `by_pin(no, pin)`; Trouble WRONG_PASSWORD when it is not right.
        by_password: `by_password(login, password)`; the same. For whoever is new here it is given a third, their own
            password or an empty text, and may answer OwnPassword.
        idle_minutes: minutes without a touch that locked the desk, 0 when somebody locked it.
        practice: PIN and password to be shown, at a practice station alone.
    """

    opened = Signal(object)
    failed = Signal(object)  # Err other than a wrong PIN or password

    def __init__(
        self,
        lane: Lane,
        *,
        station: str,
        people: tuple[LockPerson, ...],
        last: int,
        by_pin: Callable[[int, str], object],
        by_password: Callable[..., object],
        idle_minutes: int = 0,
        practice: tuple[str, str] | None = None,
    ) -> None:
        first = next((person for person in people if person.no == last), people[0])
        way = Way.PIN if first.has_pin else Way.PASSWORD
        super().__init__(
            LockState(
                station=station,
                people=people,
                chosen=first.no,
                way=way,
                idle_minutes=idle_minutes,
                practice=practice,
            )
        )
        self._lane, self._by_pin, self._by_password = lane, by_pin, by_password

    def choose(self, no: int) -> None:
        """Another person; by PIN if one was set and is still trusted."""
        if self.state.busy:
            return
        spent = self.state.wrong.get(no, 0) >= PIN_TRIES
        self.become(chosen=no, way=Way.PASSWORD, own=False, refused="entrance.lock.use_password" if spent else "")
        if self.state.pin_counts:
            self.become(way=Way.PIN)

    def use(self, way: Way) -> None:
        """PIN or password, as the person likes; the PIN only where it may be used."""
        if way is Way.PIN and not self.state.person.has_pin:
            self.become(refused="entrance.lock.no_pin")
        elif way is Way.PIN and not self.state.pin_counts:
            self.become(refused="entrance.lock.use_password")
        else:
            self.become(way=way, refused="")

    def try_pin(self, pin: str) -> None:
        """Open with a complete PIN."""
        if self.state.busy or len(pin) != PIN_DIGITS or self.state.way is not Way.PIN:
            return
        no = self.state.chosen
        self.become(busy=True, refused="")
        self._lane.run(lambda: self._by_pin(no, pin), self._open, self._pin_failed)

    def try_password(self, password: str, own: str = "") -> None:
        """Open with a password, and with one of their own where that was asked for."""
        if self.state.busy or not password or (self.state.own and not own):
            return
        person = self.state.person
        given = (person.login, password, own) if person.new else (person.login, password)
        self.become(busy=True, refused="")
        self._lane.run(partial(self._by_password, *given), self._open, self._password_failed)

    def _open(self, opened: object) -> None:
        if isinstance(opened, OwnPassword):
            self.become(busy=False, own=True, refused=opened.fault)
            return
        self.become(busy=False, refused="")
        self.opened.emit(opened)

    def _pin_failed(self, err: Err) -> None:
        if not _wrong(err):
            self._fail(err)
            return
        wrong = self.state.wrong.get(self.state.chosen, 0) + 1
        spent = wrong >= PIN_TRIES
        self.become(
            busy=False,
            wrong={**self.state.wrong, self.state.chosen: wrong},
            way=Way.PASSWORD if spent else Way.PIN,
            refused="entrance.lock.use_password" if spent else "entrance.lock.wrong_pin",
            left=PIN_TRIES - wrong,
            tries=self.state.tries + 1,
        )

    def _password_failed(self, err: Err) -> None:
        if not _wrong(err):
            self._fail(err)
            return
        self.become(busy=False, own=False, refused="entrance.lock.wrong_password", tries=self.state.tries + 1)

    def _fail(self, err: Err) -> None:
        self.become(busy=False, refused=err.key, tries=self.state.tries + 1)
        self.failed.emit(err)


def _wrong(err: Err) -> bool:
    return err.trouble is not None and err.trouble.code is TroubleCode.WRONG_PASSWORD
