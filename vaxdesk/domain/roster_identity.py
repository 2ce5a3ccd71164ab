"""Who a row is about: name, birth date, sex and identity numbers out of a list's cells."""

from __future__ import annotations

import re
from typing import NamedTuple

from vaxdesk.domain.documents import (
    DocumentFinding,
    DocumentKind,
    check_document,
    document_kind,
    normalise_document,
    read_citizen_id,
    restore_zeros,
)
from vaxdesk.domain.heading_words import Field
from vaxdesk.domain.names import fold, title
from vaxdesk.domain.outcomes import Sex
from vaxdesk.domain.roster import OLDEST, RowProblem, RowWarning
from vaxdesk.domain.roster_line import Line, read_day

_LONGEST_NAME = 80
_LOST_LETTER = re.compile("[?\ufffd]")
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")
_VIETNAMESE = re.compile("[ăĂđĐơƠưƯĩĨũŨ\u1ea0-\u1ef9]")
_SMALL_WORD = re.compile(r"(?:^| )[a-zà-öø-ÿăđĩũơưạ-ỹ]")
_DIGITS_LOST = re.compile(r"\d[.,]?\d*E\+?\d+", re.IGNORECASE)
_SEVERAL = re.compile(r"[/;,|]+")
_SPACES = re.compile(r"\s+")
_SEX_WORDS = {"nam": Sex.MALE, "m": Sex.MALE, "male": Sex.MALE, "trai": Sex.MALE, "nam gioi": Sex.MALE,
              "ong": Sex.MALE, "nu": Sex.FEMALE, "f": Sex.FEMALE, "female": Sex.FEMALE, "gai": Sex.FEMALE,
              "nu gioi": Sex.FEMALE, "ba": Sex.FEMALE}
_DOCUMENT_FIELDS = (Field.DOCUMENT, Field.PASSPORT, Field.OLD_DOCUMENT)
_IDENTITY = (DocumentKind.CCCD, DocumentKind.CMND, DocumentKind.PASSPORT)
_BHYT_CARD = re.compile(r"[A-Z]{2}[0-9]{13}")
_FINDINGS = {DocumentFinding.SEX_DISAGREES: RowWarning.DOCUMENT_SEX,
             DocumentFinding.BIRTH_YEAR_DISAGREES: RowWarning.DOCUMENT_BIRTH_YEAR,
             DocumentFinding.BIRTH_YEAR_AHEAD: RowWarning.DOCUMENT_BIRTH_YEAR}


class Numbers(NamedTuple):
    """Identity numbers of a row; empty is not given."""

    document: str
    old: str
    insurance: str


def name_of(line: Line) -> str:
    """The name in one column or put together from two or three, capitals undone."""
    column = line.column(Field.NAME)
    if column >= 0:
        written = line.text(Field.NAME)
    else:
        parts = (line.text(field) for field in (Field.SURNAME, Field.MIDDLE, Field.GIVEN))
        written, column = " ".join(part for part in parts if part), line.column(Field.SURNAME)
    if not written:
        line.refuse(RowProblem.NAME_MISSING, column)
    elif _DIGIT.search(written) or not _LETTER.search(written) or len(written) > _LONGEST_NAME:
        line.refuse(RowProblem.NAME_NOT_A_NAME, column, written)
    elif _LOST_LETTER.search(written):
        line.warn(RowWarning.NAME_MARKS_LOST, column, written)
    elif " " not in written:
        line.warn(RowWarning.NAME_ONE_WORD, column, written)
    return _each_word_capital(title(written))


def _each_word_capital(name: str) -> str:
    """`Nguyễn thị ánh`: in a Vietnamese name every word is capital, in others particles (`van`, `de la`) stay small."""
    if not _SMALL_WORD.search(name) or not _VIETNAMESE.search(name):
        return name
    return " ".join(word[:1].upper() + word[1:] for word in name.split(" "))


def birth_of(line: Line, today: str) -> str:
    """ISO birth date with the precision known; empty (and a problem) when there is none."""
    column, day, text = _written_birth(line)
    if not text:
        line.refuse(RowProblem.BIRTH_MISSING, column)
    elif not day:
        line.refuse(RowProblem.BIRTH_UNREADABLE, column, text)
    elif day > today[: len(day)]:
        line.refuse(RowProblem.BIRTH_IN_FUTURE, column, text)
    elif int(today[:4]) - int(day[:4]) > OLDEST:
        line.refuse(RowProblem.AGE_OVER_120, column, text)
    elif len(day) < 10:
        line.warn(RowWarning.BIRTH_YEAR_ONLY if len(day) == 4 else RowWarning.BIRTH_MONTH_ONLY, column, text)
    elif line.month_first(column):
        line.warn(RowWarning.MONTH_FIRST, column, text)
    return day or ""


def _written_birth(line: Line) -> tuple[int, str | None, str]:
    """Column, ISO date and text of the birth date: one column, three columns, or the year under `Nam` or `Nữ`."""
    for field in (Field.BIRTH, Field.BIRTH_YEAR):
        column = line.column(field)
        parts = tuple(line.text(part) for part in (Field.BIRTH_DAY, Field.BIRTH_MONTH))
        if field is Field.BIRTH_YEAR and all(parts) and line.text(field):
            text = "/".join((*parts, line.text(field)))
            return column, read_day(text), text
        if line.text(field):
            return column, line.day_at(column), line.text(field)
    for field in (Field.MALE, Field.FEMALE):
        if len(line.text(field)) >= 4:
            return line.column(field), line.day_at(line.column(field)), line.text(field)
    return max(line.column(Field.BIRTH), line.column(Field.BIRTH_YEAR)), "", ""


def sex_of(line: Line, codes: dict[str, str], document: str) -> str:
    """`M`, `F` or empty; a sex not given is taken from the digits of the citizen ID."""
    column = line.column(Field.SEX)
    text = line.text(Field.SEX)
    if not text:
        marked = _marked_sex(line)
        return marked or _sex_by_document(line, column, document)
    sex = codes.get(text) or _SEX_WORDS.get(fold(text))
    if not sex:
        line.refuse(RowProblem.SEX_UNREADABLE, column, text)
    return str(sex or "")


def _marked_sex(line: Line) -> str:
    """Sex by a cross, or a birth year, in the column `Nam` or `Nữ`; where only `Nữ` is asked, blank is a man."""
    male, female = (line.text(field) not in ("", "0") for field in (Field.MALE, Field.FEMALE))
    if line.column(Field.FEMALE) < 0 or (male and female):
        return ""
    if female:
        return str(Sex.FEMALE)
    only_female_asked = line.column(Field.MALE) < 0 and line.column(Field.SEX) < 0
    return str(Sex.MALE) if male or only_female_asked else ""


def _sex_by_document(line: Line, column: int, document: str) -> str:
    citizen = read_citizen_id(document)
    if citizen is None:
        line.warn(RowWarning.SEX_MISSING, column)
        return ""
    if column >= 0:
        line.warn(RowWarning.SEX_FROM_DOCUMENT, column)
    return str(citizen.sex)


def numbers_of(line: Line) -> Numbers:
    """The identity numbers, lost zeros restored; a number that is none is a problem (template: 8, 9 or 12 digits)."""
    numbers = [number for field in _DOCUMENT_FIELDS for number in _documents(line, field)]
    if len(numbers) > 1:
        numbers.sort(key=lambda number: document_kind(number) is not DocumentKind.CCCD)
    document, old = (numbers + ["", ""])[:2]
    return Numbers(document, old, _insurance(line))


def _documents(line: Line, field: Field) -> list[str]:
    text = line.filled(field)
    if not text:
        return []
    column = line.column(field)
    if _DIGITS_LOST.fullmatch(text):
        line.refuse(RowProblem.DOCUMENT_DIGITS_LOST, column, text)
        return []
    numbers = _split(_SEVERAL, text) or _split(_SPACES, text)
    if not numbers and field is Field.OLD_DOCUMENT:
        line.warn(RowWarning.OLD_DOCUMENT_UNREADABLE, column, text)
    elif not numbers:
        line.refuse(RowProblem.DOCUMENT_UNREADABLE, column, text)
    return numbers


def _split(separator: re.Pattern[str], text: str) -> list[str]:
    """The numbers of a cell; none when one of them is no identity number."""
    numbers = [restore_zeros(normalise_document(part)) for part in separator.split(text) if part.strip()]
    return numbers if all(document_kind(number) in _IDENTITY for number in numbers) else []


def check_numbers(line: Line, numbers: Numbers, *, sex: str, birth: str, today: str) -> None:
    """What the digits of the citizen ID say against the rest of the row (facts 1.1)."""
    for finding in check_document(numbers.document, sex=sex, dob=birth, today=today):
        column = next(c for f in _DOCUMENT_FIELDS if (c := line.column(f)) >= 0)
        if finding in _FINDINGS:
            line.warn(_FINDINGS[finding], column, numbers.document)
        elif finding is DocumentFinding.PROVINCE_NOT_ASSIGNED:
            line.refuse(RowProblem.DOCUMENT_PROVINCE, column, numbers.document)


def _insurance(line: Line) -> str:
    """Card of 15 characters or the 10-digit number; what systems append to a card is cut off (facts 1.2)."""
    text = line.filled(Field.INSURANCE)
    if not text:
        return ""
    number = normalise_document(text)
    if len(number) == 9 and number.isdigit():
        number = "0" + number
    card = _BHYT_CARD.match(number)
    if card:
        return card[0]
    if document_kind(number) is not DocumentKind.BHYT:
        line.warn(RowWarning.INSURANCE_UNREADABLE, line.column(Field.INSURANCE), text)
        return ""
    return number
