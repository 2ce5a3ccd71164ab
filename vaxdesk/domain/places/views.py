"""Pictures of what is kept about places, as other parts of the program read them."""

from __future__ import annotations

import msgspec


class StaffView(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who works here. `facility` and `area` are references; `user` is the number of the user, 0 for none."""

    id: str
    name: str
    title: str = ""
    phone: str = ""
    email: str = ""
    facility: str = ""
    area: str = ""
    role: str = ""
    user: int = 0
    locked: bool = False


class Resident(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is written in a commune, with the detail of the address."""

    id: str
    name: str
    address: str


class CheckedList(msgspec.Struct, frozen=True, kw_only=True):
    """A checklist as it was filled in; `stamp` in seconds since 1970 and `user` say when and by whom."""

    id: str
    part: str
    day: str
    answers: dict[str, str]
    notes: dict[str, str] = {}
    form: str = ""
    facility: str = ""
    stamp: int = 0
    user: int = 0
