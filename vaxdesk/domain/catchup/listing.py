"""Sheets of a stack that were typed elsewhere, as the rows of a table: read by the same rules as at the grid."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum, nonmember
from typing import Any

import msgspec

from vaxdesk.domain.birthdates import parse_birth
from vaxdesk.domain.catchup.sheet import Happened, Reaction, Sheet, parse_clock
from vaxdesk.domain.names import clean, fold
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.picklists import Site

_MOST_DOSES = 20
_SECONDS = len(":00")  # a time of day as a spreadsheet has it: `08:30:00`


class Column(StrEnum):
    """What a column of the table says; its words are the headings."""

    WORDS = nonmember("catchup.list.column")

    SHEET = "sheet"
    NAME = "name"
    BIRTH = "birth"
    SEX = "sex"
    NUMBER = "number"
    TEL = "tel"
    ADDRESS = "address"
    HAPPENED = "happened"
    LOT = "lot"
    EXPIRY = "expiry"
    CLOCK = "clock"
    SITE = "site"
    DOSE_NO = "dose_no"
    REACTION = "reaction"


class Fate(StrEnum):
    """What became of a row."""

    WORDS = nonmember("catchup.list.fate")

    SAVED = "saved"
    KNOWN = "known"
    THERE = "there"  # typed before, by this list or by hand
    REFUSED = "refused"


class Amiss(StrEnum):
    """Why a row is not taken, beside what the grid would refuse; the facts that its sentence names stand behind."""

    WORDS = nonmember("catchup.list.amiss")

    UNREADABLE = "unreadable"  # column, text
    NOBODY = "nobody"
    SEVERAL = "several"  # names
    DIFFERS = "differs"  # name, column: nobody stands by who could say which is right
    FLAWED = "flawed"  # column, flaw


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """Why a row is not taken."""

    code: Amiss
    facts: dict[str, Any] = {}


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A row that could be read.

    Args:
        row: number that the spreadsheet shows. no: place of the sheet in the stack, 0 where the row has none.
        person: as the sheet says; to find somebody by, or to enter somebody whom no list has.
    """

    row: int
    no: int
    person: Person
    sheet: Sheet


def words_of(said: Mapping[str, str]) -> dict[str, str]:
    """What may stand for a value, folded, beside the value itself.

    Args:
        said: value by each of its words.
    """
    return {fold(word): value for word, value in said.items()} | {fold(value): value for value in said.values()}


def read_line(row: int, texts: Mapping[Column, str], words: Mapping[Column, Mapping[str, str]]) -> Line | Fault:
    """A row as a sheet, or the first cell that says nothing.

    Args:
        texts: what the cells say; a column that is not there says nothing.
        words: of the columns in which a word is chosen (see `words_of`).
    """
    found: dict[Column, Any] = {}
    for column in Column:
        text = clean(texts.get(column, ""))
        value = _READERS.get(column, clean)(text) if column not in words else words[column].get(fold(text))
        if text and value is None:
            return Fault(code=Amiss.UNREADABLE, facts={"column": column.value, "text": text})
        found[column] = value if text else ""
    person = Person(
        name=found[Column.NAME],
        dob=found[Column.BIRTH],
        sex=found[Column.SEX],
        doc=found[Column.NUMBER].replace(" ", ""),
        tel=found[Column.TEL],
        adr=found[Column.ADDRESS],
    )
    return Line(row=row, no=found[Column.SHEET] or 0, person=person, sheet=_sheet(found))


def _sheet(found: Mapping[Column, Any]) -> Sheet:
    return Sheet(
        happened=Happened(found[Column.HAPPENED] or Happened.INJECTED),
        site=found[Column.SITE] or Site.LEFT_DELTOID.value,
        lot_no=found[Column.LOT],
        expiry=found[Column.EXPIRY],
        clock=found[Column.CLOCK],
        dose_no=found[Column.DOSE_NO] or 0,
        reaction=Reaction(found[Column.REACTION] or Reaction.NONE),
    )


def _clock(text: str) -> str | None:
    return parse_clock(text[:-_SECONDS] if text.endswith(":00") and text.count(":") > 1 else text)


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def _dose(text: str) -> int | None:
    number = _whole(text)
    return number if number is not None and number <= _MOST_DOSES else None


_READERS = {
    Column.SHEET: _whole,
    Column.BIRTH: parse_birth,
    Column.EXPIRY: parse_birth,
    Column.CLOCK: _clock,
    Column.DOSE_NO: _dose,
}
