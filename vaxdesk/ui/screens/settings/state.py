"""What the settings page shows."""

from __future__ import annotations

from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.passwords import PasswordFault
from vaxdesk.domain.scanner_check import ScannerVerdict, SheetStep
from vaxdesk.domain.views import StationView, UserView


class Part(StrEnum):
    """The parts of the page."""

    WORDS = nonmember("settings.part")

    PC = "pc"
    STATION = "station"
    USERS = "users"
    SCANNER = "scanner"
    COPY = "copy"


class Pc(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of this PC. `mode` is a `DeskMode`, `scale` the size of letters (1.0 to 1.4)."""

    language: str = "vi"
    mode: str = "all"
    stark: bool = False
    scale: float = 1.0
    lock_minutes: int = 3
    camera: int = 0
    scanner_port: str = ""
    lan: bool = True
    lan_address: str = ""
    second_place: str = ""
    table: int = 0  # number of the injection table, 0 for none


class Device(msgspec.Struct, frozen=True):
    """A camera (value is its index) or a serial port (value is its name), as people see it."""

    value: str
    name: str


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What the store says. `pins`: numbers of users with a PIN on this PC; `doors`: logins with a password.

    `province`: whether the province can let somebody in when all passwords are lost.
    """

    station: StationView
    users: tuple[UserView, ...]
    pins: frozenset[int]
    doors: frozenset[str]
    may_manage: bool
    province: bool = False


class NewUser(msgspec.Struct, frozen=True, kw_only=True):
    """The form of a user; `no` is 0 for a new one. An empty password leaves the old one."""

    no: int = 0
    name: str = ""
    login: str = ""
    title: str = ""
    roles: tuple[str, ...] = ()
    password: str = ""
    pin: str = ""
    active: bool = True


class SettingsState(msgspec.Struct, frozen=True, kw_only=True):
    """`user` is the form being filled in, None when none is; `wrong` names its fields with the key of a sentence."""

    part: Part = Part.PC
    pc: Pc = Pc()
    facts: Facts | None = None
    cameras: tuple[Device, ...] = ()
    ports: tuple[Device, ...] = ()
    user: NewUser | None = None
    wrong: dict[str, str] = {}
    fault: PasswordFault | None = None
    readings: dict[SheetStep, str] = {}
    verdict: ScannerVerdict | None = None
    busy: bool = False
    copied: str = ""
    second_trouble: str = ""  # code of `follow.why`, empty while the second place is well
