"""What a second reader types blind of a sheet, compared with what was saved."""

from __future__ import annotations

import re
from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.birthdates import parse_birth
from vaxdesk.domain.catchup.sheet import tidy_lot
from vaxdesk.domain.catchup.stack import TypedSheet

DIGITS = 4  # of the person's number, from its end


class Field(StrEnum):
    """What is read again: who it is, by number or else birth date, and what was given, by lot or else day."""

    WORDS = nonmember("catchup.field")

    NUMBER = "number"
    BIRTH = "birth"
    LOT = "lot"
    DAY = "day"


class Reread(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed for a sheet: for `who` and for `what` of `asked`."""

    entry: str
    who: str
    what: str


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A field on which the sheet and what was saved differ."""

    entry: str
    field: Field
    saved: str
    read: str


def asked(row: TypedSheet) -> tuple[Field, Field]:
    """What is read again of a sheet: the strongest mark that was saved of the person, and of the dose."""
    return (Field.NUMBER if _number(row) else Field.BIRTH, Field.LOT if row.lot_no else Field.DAY)


def differences(row: TypedSheet, read: Reread, *, day: str) -> tuple[Difference, ...]:
    """Where a sheet says otherwise than what was saved.

    Args:
        day: ISO day of the stack.
    """
    who, what = asked(row)
    found = []
    if not _same_person(row, read.who, who):
        saved = _number(row)[-DIGITS:] if who is Field.NUMBER else row.person.dob
        found.append(Difference(entry=row.entry, field=who, saved=saved, read=read.who.strip()))
    same = tidy_lot(read.what) == tidy_lot(row.lot_no) if what is Field.LOT else parse_birth(read.what) == day
    if not same:
        saved = row.lot_no if what is Field.LOT else day
        found.append(Difference(entry=row.entry, field=what, saved=saved, read=read.what.strip()))
    return tuple(found)


def _number(row: TypedSheet) -> str:
    return row.person.doc or row.person.old_doc


def _same_person(row: TypedSheet, read: str, field: Field) -> bool:
    if field is Field.BIRTH:
        return (parse_birth(read) or "") == row.person.dob
    letters = re.sub(r"[^0-9A-Z]", "", read.upper())
    return len(letters) >= min(DIGITS, len(_number(row))) and _number(row).upper().endswith(letters)
