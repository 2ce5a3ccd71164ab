"""Binds the settings page to the desk, the machine and the settings of this PC."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from vaxdesk.domain.refusals import Refused
from vaxdesk.settings import Settings
from vaxdesk.ui.screen import Room, Screen
from vaxdesk.ui.screens.settings.model import SettingsModel, SettingsPorts
from vaxdesk.ui.screens.settings.state import Device, Facts, NewUser, Pc
from vaxdesk.ui.screens.settings.view import SettingsView
from vaxdesk.wiring.following import Following
from vaxdesk.wiring.session import Session


def settings_screen(
    session: Session,
    *,
    settings: Callable[[], Settings],
    apply: Callable[[dict[str, Any]], None],
    following: Following,
) -> Screen:
    """The last screen of the rail."""

    def build(room: Room) -> SettingsView:
        ports = SettingsPorts(
            pc=lambda: msgspec.convert(settings(), Pc, from_attributes=True),
            apply=apply,
            read=lambda: _facts(session),
            change_station=lambda changes: _change_station(session, changes),
            save_user=lambda form: _save_user(session, form),
            devices=_devices,
            copy=lambda path: _copy(session, path),
        )
        model = SettingsModel(room, ports)
        following.changed.connect(model.show_second_place)
        model.show_second_place(following.trouble)
        return SettingsView(model)

    return Screen("settings", "settings.title", "settings", build, shortcut="F12", apart=True)


def _facts(session: Session) -> Facts:
    from vaxdesk.desk import door, entrance, station
    from vaxdesk.domain import rights

    desk = session.desk
    seen = door.look(desk.store.home)
    return Facts(
        station=station.facts(desk),
        users=station.users(desk),
        pins=entrance.has_pin(desk),
        doors=frozenset(login for login, _ in seen.people),
        may_manage=rights.may(desk.user.roles, rights.Act.MANAGE_USERS),
        province=bool(seen.question),
    )


def _change_station(session: Session, changes: dict[str, str]) -> Refused | None:
    from vaxdesk.desk import station

    answer = station.change_facts(session.desk, changes=changes)
    return answer if isinstance(answer, Refused) else None


def _save_user(session: Session, form: NewUser) -> Refused | None:
    from vaxdesk.desk import entrance, station

    desk, no = session.desk, form.no
    if not no:
        answer = station.add_user(
            desk, name=form.name, login=form.login, roles=form.roles, title=form.title, password=form.password
        )
    else:
        answer = station.change_user(desk, no, changes=_changes(session, form))
        if not isinstance(answer, Refused) and form.password and form.active:
            station.set_password(desk, login=form.login, user=no, name=form.name, password=form.password)
    if isinstance(answer, Refused):
        return answer
    if form.pin:
        entrance.set_pin(desk, answer.value, form.pin)
    return None


def _changes(session: Session, form: NewUser) -> dict[str, str]:
    """What the form changes of a user, as text for the correction."""
    from vaxdesk.desk import station

    held = next(user for user in station.users(session.desk) if user.no == form.no)
    before = {"name": held.name, "title": held.title, "roles": ",".join(held.roles), "active": str(int(held.active))}
    after = {"name": form.name, "title": form.title, "roles": ",".join(form.roles), "active": str(int(form.active))}
    return {name: value for name, value in after.items() if before[name] != value}


def _devices() -> tuple[tuple[Device, ...], tuple[Device, ...]]:
    from vaxdesk.scanning.camera import cameras
    from vaxdesk.scanning.serial_port import scanner_ports

    seen = tuple(Device(str(one.index), one.name) for one in cameras())
    return seen, tuple(Device(one.device, one.name) for one in scanner_ports())


def _copy(session: Session, path: str) -> int:
    from vaxdesk.store import backup

    return backup.write(session.desk.store, Path(path))
