"""Reads and changes settings; store work on the db lane, devices on the eye lane, copies on the paper lane."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from vaxdesk.domain import passwords, scanner_check
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.scanner_check import SheetStep
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.screens.settings.state import Device, Facts, NewUser, Part, Pc, SettingsState
from vaxdesk.ui.state_model import StateModel
from vaxdesk.words import say

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
_PIN = re.compile(r"\d{6}")


@dataclass(frozen=True)
class SettingsPorts:
    """What the page needs.

    Args:
        pc: settings of this PC, now. `apply(changes)` changes them and lets them take hold; UI thread.
        read: facts of the store; db lane.
        change_station: `change_station(changes)`; db lane; None or Refused.
        save_user: `save_user(form)`; db lane; None or Refused.
        devices: cameras and serial ports; eye lane.
        copy: `copy(path)` writes a copy of the station, answers its size in bytes; paper lane.
    """

    pc: Callable[[], Pc]
    apply: Callable[[dict[str, Any]], None]
    read: Callable[[], Facts]
    change_station: Callable[[dict[str, str]], Refused | None]
    save_user: Callable[[NewUser], Refused | None]
    devices: Callable[[], tuple[tuple[Device, ...], tuple[Device, ...]]]
    copy: Callable[[str], int]


class SettingsModel(StateModel[SettingsState]):
    """The page's model."""

    def __init__(self, room: Room, ports: SettingsPorts) -> None:
        super().__init__(SettingsState(pc=ports.pc()))
        self._room, self._ports = room, ports

    def look(self) -> None:
        """Read what the store and the machine say."""
        self.become(pc=self._ports.pc())
        self._room.lanes.db.run_newest("settings", self._ports.read, lambda facts: self.become(facts=facts))
        self._room.lanes.eye.run_newest("devices", self._ports.devices, self._found, lambda _: None)

    def show(self, part: Part) -> None:
        """Another part of the page."""
        self.become(part=part, user=None, wrong={}, fault=None)

    def show_second_place(self, trouble: str) -> None:
        """How the copy that follows each save stands: empty, or why it fails."""
        self.become(second_trouble=trouble)

    def change_pc(self, **changes: Any) -> None:
        """Change settings of this PC; they take hold at once."""
        self._ports.apply(changes)
        self.become(pc=self._ports.pc())

    def change_station(self, changes: dict[str, str]) -> None:
        """Correct the station's facts by a new entry; what is as before is left out."""
        held = self.state.facts.station if self.state.facts else None
        new = {name: value for name, value in changes.items() if held is None or getattr(held, name) != value}
        if new:
            self._save(lambda: self._ports.change_station(new), {Change.SETTINGS}, "settings.station_saved")

    def edit_user(self, form: NewUser | None) -> None:
        """Open the form of a user, or close it."""
        self.become(user=form, wrong={}, fault=None)

    def save_user(self, form: NewUser) -> None:
        """Check the form and save the user."""
        weak = passwords.fault(form.password) if form.password else None
        wrong = self._wrong(form)
        self.become(user=form, wrong=wrong, fault=weak)
        if not wrong and weak is None:
            self._save(lambda: self._ports.save_user(form), {Change.USERS}, "settings.user_saved", close=True)

    def read_step(self, step: SheetStep, received: str) -> None:
        """One code of the test sheet was scanned into its field."""
        readings = {**self.state.readings, step: received}
        verdict = scanner_check.judge(readings.items()) if len(readings) == len(SheetStep) else None
        self.become(readings=readings, verdict=verdict)

    def read_next(self, received: str) -> None:
        """A code was scanned: it belongs to the first step that has none yet, else the test begins anew."""
        open_steps = [step for step in SheetStep if step not in self.state.readings]
        if not open_steps:
            self.begin_scanner_test()
        self.read_step((open_steps or list(SheetStep))[0], received)

    def begin_scanner_test(self) -> None:
        """From the first code again."""
        self.become(readings={}, verdict=None)

    def copy_to(self, path: str) -> None:
        """Write a copy of the whole station."""
        self.become(busy=True, copied="")
        self._room.lanes.paper.run(lambda: self._ports.copy(path), lambda size: self._copied(path, size), self._failed)

    def _copied(self, path: str, size: int) -> None:
        text = say("settings.copied", file=path, mb=f"{size / 1e6:.1f}")
        self.become(busy=False, copied=text)
        self._room.notices.ok(text)

    def _save(self, work: Callable[[], Refused | None], kinds: set[Change], told: str, *, close: bool = False) -> None:
        self.become(busy=True)

        def on(answer: Refused | None) -> None:
            self.become(busy=False)
            if answer is not None:
                self._room.notices.warn(refusal_text(answer))
                return
            if close:
                self.become(user=None)
            self._room.notices.ok(say(told))
            self._room.publish(kinds)
            self.look()

        self._room.lanes.db.run(work, on, self._failed)

    def _failed(self, err: Err) -> None:
        self.become(busy=False)
        self._room.notices.failed(err)

    def _found(self, devices: tuple[tuple[Device, ...], tuple[Device, ...]]) -> None:
        cameras, ports = devices
        self.become(cameras=cameras, ports=ports)

    def _wrong(self, form: NewUser) -> dict[str, str]:
        wrong: dict[str, str] = {}
        if not form.name:
            wrong["name"] = "entrance.fault.empty"
        if not _LOGIN.fullmatch(form.login):
            wrong["login"] = "entrance.fault.bad_login" if form.login else "entrance.fault.empty"
        elif any(user.login == form.login and user.no != form.no for user in self._users()):
            wrong["login"] = "settings.login_taken"
        if not form.roles:
            wrong["roles"] = "settings.no_role"
        if form.pin and not _PIN.fullmatch(form.pin):
            wrong["pin"] = "settings.bad_pin"
        return wrong

    def _users(self) -> tuple[Any, ...]:
        return self.state.facts.users if self.state.facts else ()


def form_of(user: Any) -> NewUser:
    """The form filled with a user."""
    shared = {name: getattr(user, name) for name in ("no", "name", "login", "title", "active")}
    return msgspec.convert({**shared, "roles": tuple(user.roles)}, NewUser)
