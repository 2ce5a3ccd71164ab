"""Samples of the settings page."""

from __future__ import annotations

from typing import Any

from vaxdesk.domain.scanner_check import PAYLOADS, ScannerVerdict
from vaxdesk.domain.views import StationView, UserView
from vaxdesk.ui.gallery import Sample, a_room
from vaxdesk.ui.screens.settings.model import SettingsModel, SettingsPorts, form_of
from vaxdesk.ui.screens.settings.state import Device, Facts, NewUser, Part, Pc
from vaxdesk.ui.screens.settings.view import SettingsView
from vaxdesk.words import say

_USERS = (
    UserView(no=1, name="Lò Thị Mai", login="mai", roles=("lead",), title="Trưởng trạm"),
    UserView(no=2, name="BS. Đặng Quốc Bảo", login="bao", roles=("observation",), today=("screening",)),
    UserView(no=3, name="Vàng A Sếnh", login="senh", roles=("injection",)),
    UserView(no=4, name="Hoàng Thị Nhài", login="nhai", roles=("reception", "data_entry"), active=False),
)


def _view(**changes: Any) -> SettingsView:
    facts = Facts(
        station=StationView(
            code="15041",
            name="Trạm Y tế xã Xà Hồ",
            address="Thôn Cu Vai",
            phone="0216000000",
            commune="Xã Hạnh Phúc",
            province="Tỉnh Lào Cai",
            head="BS. Đặng Quốc Bảo",
        ),
        users=_USERS,
        pins=frozenset((1, 3)),
        doors=frozenset(("mai", "bao")),
        may_manage=True,
    )
    ports = SettingsPorts(
        pc=lambda: Pc(),
        apply=lambda _: None,
        read=lambda: facts,
        change_station=lambda _: None,
        save_user=lambda _: None,
        devices=lambda: ((Device("0", "USB Camera"),), (Device("/dev/ttyACM0", "USB scanner"),)),
        copy=lambda _: 0,
    )
    model = SettingsModel(a_room(), ports)
    model.look()
    model.become(**changes)
    return SettingsView(model)


GALLERY: tuple[Sample, ...] = (
    Sample("settings-pc", _view),
    Sample("settings-station", lambda: _view(part=Part.STATION)),
    Sample("settings-users", lambda: _view(part=Part.USERS)),
    Sample("settings-user", lambda: _view(part=Part.USERS, user=form_of(_USERS[1]))),
    Sample(
        "settings-user-wrong",
        lambda: _view(
            part=Part.USERS,
            user=NewUser(login="mai"),
            wrong={"name": "entrance.fault.empty", "login": "settings.login_taken", "roles": "settings.no_role"},
        ),
    ),
    Sample("settings-scanner", lambda: _view(part=Part.SCANNER)),
    Sample(
        "settings-scanner-done",
        lambda: _view(part=Part.SCANNER, readings=dict(PAYLOADS), verdict=ScannerVerdict.INPUT_METHOD_ON),
    ),
    Sample(
        "settings-second-place",
        lambda: _view(part=Part.COPY, pc=Pc(second_place="E:/vaxdesk"), second_trouble="file_not_writable"),
    ),
    Sample(
        "settings-copy",
        lambda: _view(part=Part.COPY, copied=say("settings.copied", mb="4.2", file="E:/vaxdesk sao luu.vaxbackup")),
    ),
)
