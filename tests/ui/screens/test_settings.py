"""The settings page: what is checked before it is saved, and what takes hold at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from vaxdesk.domain.passwords import PasswordFault
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.scanner_check import PAYLOADS, ScannerVerdict, SheetStep
from vaxdesk.domain.views import StationView, UserView
from vaxdesk.ui.gallery import a_room
from vaxdesk.ui.screen import RawScan, Room, ScanSource
from vaxdesk.ui.screens.settings.model import SettingsModel, SettingsPorts, form_of
from vaxdesk.ui.screens.settings.state import Device, Facts, NewUser, Part, Pc
from vaxdesk.ui.screens.settings.view import SettingsView
from vaxdesk.words import say

MAI = UserView(no=1, name="Lò Thị Mai", login="mai", roles=("lead",))
SENH = UserView(no=2, name="Vàng A Sếnh", login="senh", roles=("injection",))


class World:
    """Keeps what the page saves."""

    def __init__(self) -> None:
        self.pc = Pc()
        self.saved: list[Any] = []
        self.answer: Refused | None = None
        self.station = StationView(code="15041", name="Trạm Xà Hồ")

    def ports(self) -> SettingsPorts:
        return SettingsPorts(
            pc=lambda: self.pc,
            apply=self._apply,
            read=self._read,
            change_station=lambda changes: self._save(changes),
            save_user=lambda form: self._save(form),
            devices=lambda: ((Device("0", "Webcam"),), (Device("COM3", "Scanner"),)),
            copy=lambda path: self.saved.append(path) or 4_200_000,
        )

    def _read(self) -> Facts:
        return Facts(
            station=self.station,
            users=(MAI, SENH),
            pins=frozenset((1,)),
            doors=frozenset(("mai",)),
            may_manage=True,
        )

    def _apply(self, changes: dict[str, Any]) -> None:
        self.saved.append(changes)
        self.pc = Pc(**{**{name: getattr(self.pc, name) for name in Pc.__struct_fields__}, **changes})

    def _save(self, what: Any) -> Refused | None:
        self.saved.append(what)
        return self.answer


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def room() -> Iterator[Room]:
    """A room of which nothing is left ticking."""
    made = a_room()
    yield made
    while made.notices.current:
        made.notices.dismiss()


@pytest.fixture
def view(qtbot, world: World, room: Room) -> SettingsView:
    made = SettingsView(SettingsModel(room, world.ports()))
    qtbot.addWidget(made)
    made.show()
    made.activate()
    return made


def test_settings_of_the_pc_take_hold_at_once(view: SettingsView, world: World) -> None:
    view._parts[Part.PC]._mode.edited.emit("injection")
    view._parts[Part.PC]._scale.edited.emit("1.15")
    assert world.saved == [{"mode": "injection"}, {"scale": 1.15}]
    assert view._model.state.pc.mode == "injection"


def test_an_address_of_another_pc_is_kept_when_it_is_one(view: SettingsView, world: World) -> None:
    near = view._parts[Part.PC]._near
    near.line.setText("máy 2")
    near.line.editingFinished.emit()
    assert world.saved == []
    assert near.below.text() == say("lan.trouble.bad_address")
    near.line.setText("192.168.1.7, 192.168.1.8")
    near.line.editingFinished.emit()
    assert world.saved == [{"lan_address": "192.168.1.7, 192.168.1.8"}]
    assert near.below.text() != say("lan.trouble.bad_address")
    view._parts[Part.PC]._lan.edited.emit("off")
    assert not near.isEnabled()


def test_only_changed_facts_of_the_station_are_saved(view: SettingsView, world: World) -> None:
    view._model.show(Part.STATION)
    part = view._parts[Part.STATION]
    part._fields["phone"].line.setText("0912 345 678")
    part._save.click()
    assert world.saved == [{"phone": "0912345678"}]


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (NewUser(login="an", roles=("lead",)), "name"),
        (NewUser(name="An", login="Án", roles=("lead",)), "login"),
        (NewUser(name="An", login="mai", roles=("lead",)), "login"),
        (NewUser(name="An", login="an"), "roles"),
        (NewUser(name="An", login="an", roles=("lead",), pin="12ab"), "pin"),
    ],
    ids=["no name", "bad login", "login taken", "no duty", "bad pin"],
)
def test_a_wrong_form_is_not_saved_and_says_where(view: SettingsView, world: World, form: NewUser, field: str) -> None:
    view._model.save_user(form)
    assert world.saved == []
    assert field in view._model.state.wrong


def test_a_weak_password_is_not_taken(view: SettingsView, world: World) -> None:
    view._model.save_user(NewUser(name="An", login="an", roles=("lead",), password="matkhau123"))
    assert (world.saved, view._model.state.fault) == ([], PasswordFault.COMMON)


def test_a_user_is_opened_changed_and_saved(view: SettingsView, world: World) -> None:
    view._model.show(Part.USERS)
    view._model.edit_user(form_of(SENH))
    form = view._parts[Part.USERS]._form
    assert not form._fields["login"].isEnabled()
    form._fields["title"].line.setText("Điều dưỡng")
    form._save.click()
    saved = world.saved[0]
    assert (saved.no, saved.title, saved.roles, saved.password) == (2, "Điều dưỡng", ("injection",), "")
    assert view._model.state.user is None


def test_a_refusal_is_told_and_the_form_stays(view: SettingsView, world: World) -> None:
    world.answer = Refused(reason=Refusal.NO_RIGHT, facts={"act": "manage_users"})
    form = NewUser(name="An", login="an", roles=("lead",))
    view._model.save_user(form)
    assert view._model.state.user == form


def test_the_scanner_test_takes_three_scans_and_judges(view: SettingsView) -> None:
    view._model.show(Part.SCANNER)
    for step in SheetStep:
        assert view.accept_scan(RawScan(PAYLOADS[step], ScanSource.WEDGE))
    assert view._model.state.verdict is ScannerVerdict.FINE
    view.accept_scan(RawScan(PAYLOADS[SheetStep.DIGITS].swapcase(), ScanSource.WEDGE))
    assert set(view._model.state.readings) == {SheetStep.DIGITS}


def test_scans_elsewhere_are_not_for_this_page(view: SettingsView) -> None:
    assert not view.accept_scan(RawScan("015190001234", ScanSource.WEDGE))


def test_a_copy_says_where_it_went(view: SettingsView, world: World) -> None:
    view._model.show(Part.COPY)
    view._model.copy_to("/usb/x.vaxbackup")
    assert world.saved == ["/usb/x.vaxbackup"]
    assert "4.2 MB" in view._model.state.copied
