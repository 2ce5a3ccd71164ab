"""Judges records of a list, each by itself and then against the others and those that are there already.

What stands in the way is a problem, what is odd is to be looked at; both are said in words beside the field that they
are about, and can be mended there. Rules after facts 5.4 and 5.5: same code; same name in the same commune; similar.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.documents import normalise_phone
from vaxdesk.domain.names import clean, fold, title
from vaxdesk.domain.places.communes import Communes
from vaxdesk.domain.places.pointing import Pointing
from vaxdesk.domain.places.records import FIELDS, POINTERS, Key, PlaceRecord, What, kind_of, locked_of, role_of
from vaxdesk.domain.places.units import UNIT_FIELDS, UnitFinding, judge
from vaxdesk.domain.units import Units

_CODE = re.compile(r"[0-9]{5}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_NO_NAME = re.compile(r"[\d?\ufffd|<>@]")
_WHOLE_FLOAT = re.compile(r"(\d+)\.0")


class Flaw(StrEnum):
    """What is wrong or odd about a record."""

    WORDS = nonmember("places.flaw")

    NAME_MISSING = "name_missing"
    NAME_NOT_A_NAME = "name_not_a_name"
    CODE_SHAPE = "code_shape"
    CODE_OF_ANOTHER = "code_of_another"
    USER_UNREADABLE = "user_unreadable"
    CODE_MISSING = "code_missing"
    COMMUNE_MISSING = "commune_missing"
    UNIT_NAME_DIFFERS = "unit_name_differs"
    UNIT_CODE_UNKNOWN = "unit_code_unknown"
    UNIT_NAME_UNKNOWN = "unit_name_unknown"
    UNIT_AMBIGUOUS = "unit_ambiguous"
    UNIT_OPEN = "unit_open"
    PHONE_UNREADABLE = "phone_unreadable"
    EMAIL_UNREADABLE = "email_unreadable"
    PLACE_MISSING = "place_missing"
    POINTER_UNKNOWN = "pointer_unknown"
    POINTER_AMBIGUOUS = "pointer_ambiguous"
    USER_UNKNOWN = "user_unknown"
    SIMILAR = "similar"
    SAME_NAME = "same_name"
    SAME_PHONE = "same_phone"

    @property
    def stops(self) -> bool:
        """Whether a record with it cannot be taken."""
        return self in _STOPS


_STOPS = frozenset((Flaw.NAME_MISSING, Flaw.NAME_NOT_A_NAME, Flaw.CODE_SHAPE, Flaw.CODE_OF_ANOTHER,
                    Flaw.USER_UNREADABLE))
_OF_UNIT = {
    UnitFinding.EMPTY: (Flaw.COMMUNE_MISSING, Key.COMMUNE),
    UnitFinding.NAME_DIFFERS: (Flaw.UNIT_NAME_DIFFERS, Key.COMMUNE_CODE),
    UnitFinding.CODE_UNKNOWN: (Flaw.UNIT_CODE_UNKNOWN, Key.COMMUNE_CODE),
    UnitFinding.NAME_UNKNOWN: (Flaw.UNIT_NAME_UNKNOWN, Key.COMMUNE),
    UnitFinding.AMBIGUOUS: (Flaw.UNIT_AMBIGUOUS, Key.COMMUNE),
    UnitFinding.OPEN: (Flaw.UNIT_OPEN, Key.COMMUNE),
}


class Finding(msgspec.Struct, frozen=True):
    """A flaw of one field: `text` is what is written there, `other` what it is held against."""

    flaw: Flaw
    key: Key
    text: str = ""
    other: str = ""


class PlaceRules(msgspec.Struct, frozen=True, kw_only=True):
    """What judging needs beside the records: lists of units, records that others may name, numbers of users."""

    provinces: Units
    communes: Communes
    pointing: Pointing
    users: frozenset[int] = frozenset()


class Checked(msgspec.Struct, frozen=True):
    """A record in its normal form, and what was found."""

    record: PlaceRecord
    findings: tuple[Finding, ...] = ()

    @property
    def stopped(self) -> bool:
        """Whether something stands in the way."""
        return any(one.flaw.stops for one in self.findings)


def check(record: PlaceRecord, rules: PlaceRules) -> Checked:
    """A record judged by itself: texts in normal form, codes and units held against the lists."""
    tidy = {key: clean(record.get(key)) for key in FIELDS[record.what] if clean(record.get(key))}
    found: list[Finding] = []
    for key, text in tuple(tidy.items()):
        tidy[key] = _FORMS[key](text, found) if key in _FORMS else text
    if record.what is What.STAFF and Key.NAME in tidy:
        tidy[Key.NAME] = _name(tidy[Key.NAME], found)
    made = msgspec.structs.replace(record, values={key: text for key, text in tidy.items() if text})
    found += _missing(made)
    made, of_unit = _unit(made, rules)
    made, of_pointers = _pointers(made, rules)
    found += [*of_unit, *of_pointers, *_user(made, rules.users)]
    return Checked(made, tuple(found))


def _name(text: str, found: list[Finding]) -> str:
    if _NO_NAME.search(text):
        found.append(Finding(Flaw.NAME_NOT_A_NAME, Key.NAME, text))
    return title(text)


def _code(text: str, found: list[Finding]) -> str:
    """Five digits; zeros that a spreadsheet took from a number's front come back."""
    whole = _WHOLE_FLOAT.fullmatch(text)
    digits = (whole[1] if whole else text).replace(" ", "")
    full = digits.zfill(5) if digits.isdecimal() else digits
    if not _CODE.fullmatch(full):
        found.append(Finding(Flaw.CODE_SHAPE, Key.CODE, text))
    return full


def _phone(text: str, found: list[Finding]) -> str:
    number = normalise_phone(text)
    if number is None:
        found.append(Finding(Flaw.PHONE_UNREADABLE, Key.PHONE, text))
    return number or text


def _email(text: str, found: list[Finding]) -> str:
    if not _EMAIL.fullmatch(text):
        found.append(Finding(Flaw.EMAIL_UNREADABLE, Key.EMAIL, text))
    return text.lower()


def _number(text: str, found: list[Finding]) -> str:
    whole = _WHOLE_FLOAT.fullmatch(text)
    digits = whole[1] if whole else text
    if not digits.isdecimal() or not digits.isascii():
        found.append(Finding(Flaw.USER_UNREADABLE, Key.USER, text))
        return text
    return str(int(digits)) if int(digits) else ""


_FORMS = {
    Key.CODE: _code,
    Key.PHONE: _phone,
    Key.EMAIL: _email,
    Key.USER: _number,
    Key.KIND: lambda text, _: kind_of(text),
    Key.ROLE: lambda text, _: role_of(text),
    Key.LOCKED: lambda text, _: locked_of(text),
}


def _missing(record: PlaceRecord) -> Iterable[Finding]:
    if not record.name:
        yield Finding(Flaw.NAME_MISSING, Key.NAME)
    if record.what is What.FACILITY and not record.get(Key.CODE):
        yield Finding(Flaw.CODE_MISSING, Key.CODE)
    if record.what is What.STAFF and not (record.get(Key.FACILITY) or record.get(Key.AREA)):
        yield Finding(Flaw.PLACE_MISSING, Key.FACILITY)


def _unit(record: PlaceRecord, rules: PlaceRules) -> tuple[PlaceRecord, list[Finding]]:
    if record.what is What.STAFF:
        return record, []
    judged = judge(record.unit, provinces=rules.provinces, communes=rules.communes)
    filled = {name: text for name in UNIT_FIELDS if (text := getattr(judged.unit, name))}
    made = record.replaced(**filled)
    if judged.finding is UnitFinding.FITS:
        return made, []
    flaw, key = _OF_UNIT[judged.finding]
    others = ", ".join(f"{one.name} ({one.code}, {one.scheme.value})" for one in judged.candidates[:5])
    return made, [Finding(flaw, key, record.get(key), other=others)]


def _pointers(record: PlaceRecord, rules: PlaceRules) -> tuple[PlaceRecord, list[Finding]]:
    refs, found = dict(record.refs), []
    for key in POINTERS:
        text = record.get(key)
        if not text or key in refs:
            continue
        meant = [one for one in rules.pointing.meant(POINTERS[key], text) if not one.id or one.id != record.id]
        if len(meant) == 1:
            refs[key] = meant[0].id
        else:
            flaw = Flaw.POINTER_AMBIGUOUS if meant else Flaw.POINTER_UNKNOWN
            found.append(Finding(flaw, key, text, other=", ".join(one.name for one in meant[:5])))
    return msgspec.structs.replace(record, refs=refs), found


def _user(record: PlaceRecord, users: Collection[int]) -> Sequence[Finding]:
    text = record.get(Key.USER)
    if not text.isdecimal() or int(text) in users:
        return ()
    return (Finding(Flaw.USER_UNKNOWN, Key.USER, text),)


def same_text(one: str, other: str) -> bool:
    """Whether two texts are the same but for case, marks and punctuation."""
    return fold(one) == fold(other)
