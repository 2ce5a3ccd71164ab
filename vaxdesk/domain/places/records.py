"""Facilities, areas and staff as one kind of record: texts by field, as lists and sheets show them (facts 5.5)."""

from __future__ import annotations

from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.names import clean, fold
from vaxdesk.domain.places.units import UNIT_FIELDS, Placed


class What(StrEnum):
    """Which of the three lists a record is in; the value is the kind of its entry."""

    WORDS = nonmember("places.what")

    FACILITY = "facility"
    AREA = "area"
    STAFF = "staff"


class Key(StrEnum):
    """A field of a record. `representative` of a facility is the member of its staff with that role."""

    WORDS = nonmember("places.field")

    CODE = "code"
    NAME = "name"
    KIND = "kind"
    ADDRESS = "address"
    PROVINCE = "province"
    PROVINCE_CODE = "province_code"
    DISTRICT = "district"
    DISTRICT_CODE = "district_code"
    COMMUNE = "commune"
    COMMUNE_CODE = "commune_code"
    SCHEME = "scheme"
    REPRESENTATIVE = "representative"
    PHONE = "phone"
    PARENT = "parent"
    TITLE = "title"
    EMAIL = "email"
    FACILITY = "facility"
    AREA = "area"
    ROLE = "role"
    USER = "user"
    LOCKED = "locked"


_UNIT_KEYS = tuple(Key(name) for name in UNIT_FIELDS)

FIELDS: dict[What, tuple[Key, ...]] = {
    What.FACILITY: (Key.CODE, Key.NAME, Key.KIND, Key.ADDRESS, *_UNIT_KEYS, Key.REPRESENTATIVE, Key.PHONE, Key.PARENT),
    What.AREA: (Key.NAME, *_UNIT_KEYS, Key.FACILITY),
    What.STAFF: (Key.NAME, Key.TITLE, Key.PHONE, Key.EMAIL, Key.FACILITY, Key.AREA, Key.ROLE, Key.USER, Key.LOCKED),
}
POINTERS = {Key.PARENT: What.FACILITY, Key.FACILITY: What.FACILITY, Key.AREA: What.AREA}  # fields that name a record


class FacilityKind(StrEnum):
    """Kinds of facility; another kind stays as it is written."""

    WORDS = nonmember("places.kind")

    HOSPITAL = "hospital"
    CENTRE = "centre"
    STATION = "station"
    CLINIC = "clinic"
    SERVICE = "service"
    SITE = "site"


class StaffRole(StrEnum):
    """What somebody is on the lists of the platform (facts 5.5), and who represents a facility."""

    WORDS = nonmember("places.role")

    REPRESENTATIVE = "representative"
    MEDICAL = "medical"
    AREA = "area"
    COMMITTEE = "committee"
    ADMIN = "admin"
    VOLUNTEER = "volunteer"


_KIND_WORDS = {  # how lists write them, folded
    FacilityKind.HOSPITAL: ("benh vien", "bv", "bvdk", "hospital"),
    FacilityKind.CENTRE: ("trung tam y te", "ttyt", "trung tam", "health centre", "health center"),
    FacilityKind.STATION: ("tram y te", "tyt", "tram", "health station", "station"),
    FacilityKind.CLINIC: ("phong kham", "pk", "pkdk", "phong kham da khoa", "clinic"),
    FacilityKind.SERVICE: ("tiem chung dich vu", "dich vu", "phong tiem", "vaccination service"),
    FacilityKind.SITE: ("diem tiem", "diem tiem luu dong", "vaccination site", "site"),
}
_ROLE_WORDS = {
    StaffRole.REPRESENTATIVE: ("nguoi dai dien", "dai dien", "phu trach", "representative"),
    StaffRole.MEDICAL: ("can bo y te", "y te", "nhan vien y te", "medical"),
    StaffRole.AREA: ("can bo dia ban", "dia ban", "cong tac vien", "ctv", "area"),
    StaffRole.COMMITTEE: ("can bo uy ban", "uy ban", "ubnd", "committee"),
    StaffRole.ADMIN: ("quan tri", "quan tri co so", "quan tri he thong", "admin"),
    StaffRole.VOLUNTEER: ("tinh nguyen vien", "tnv", "volunteer"),
}
_YES = frozenset(("1", "x", "co", "khoa", "da khoa", "bi khoa", "yes", "true", "locked"))


class PlaceRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One record. Fields that name another record hold its code or name as people write it.

    Attributes:
        id: reference of the entry, empty before it is one.
        values: text by field; what is missing is empty.
        refs: references behind the fields that name another record, where they are known.
    """

    what: What
    id: str = ""
    values: dict[Key, str] = {}
    refs: dict[Key, str] = {}

    def get(self, key: Key) -> str:
        """The text of a field, empty when there is none."""
        return self.values.get(key, "")

    @property
    def name(self) -> str:
        """Name of the facility, the area or the person."""
        return self.get(Key.NAME)

    @property
    def unit(self) -> Placed:
        """The administrative unit that it lies in."""
        return Placed(**{name: self.get(Key(name)) for name in UNIT_FIELDS})

    def replaced(self, **values: str) -> PlaceRecord:
        """With other texts in some fields, named by their value; a pointer that is written anew loses its reference."""
        fresh = {Key(name): text for name, text in values.items()}
        kept = {key: ref for key, ref in self.refs.items() if fresh.get(key, self.get(key)) == self.get(key)}
        return msgspec.structs.replace(self, values={**self.values, **fresh}, refs=kept)


def kind_of(text: str) -> str:
    """The kind of facility that a text means, or the text as it is."""
    return _read(text, FacilityKind, _KIND_WORDS)


def role_of(text: str) -> str:
    """The role that a text means, or the text as it is."""
    return _read(text, StaffRole, _ROLE_WORDS)


def locked_of(text: str) -> str:
    """`1` where a list says that somebody is locked, else empty."""
    return "1" if fold(text) in _YES else ""


def _read(text: str, of: type[StrEnum], words: dict) -> str:
    wanted = fold(text)
    if text in tuple(of):
        return text
    return next((one.value for one, known in words.items() if wanted in known), clean(text))
