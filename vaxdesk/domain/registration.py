"""What must be known of a person to be registered or corrected at the desk, and what is odd but taken."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.addresses import split_address
from vaxdesk.domain.days import age, span
from vaxdesk.domain.documents import (
    DocumentFinding,
    DocumentKind,
    check_document,
    document_kind,
    normalise_phone,
)
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.roster import OLDEST
from vaxdesk.domain.scans import Scan, ScanOutcome
from vaxdesk.domain.units import Units

ADULT = 18  # whoever is younger comes with a parent or guardian, CV 1535/BYT-DP
LONGEST_NAME = 80
_NO_NAME = re.compile(r"[\d?\ufffd|<>@]")
_LETTER = re.compile(r"[^\W\d_]")
_TRUSTED = frozenset((ScanOutcome.READ, ScanOutcome.READ_DOUBTFUL))


class PersonFlaw(StrEnum):
    """What is wrong or odd about one field of a person."""

    WORDS = nonmember("person.flaw")

    NAME_MISSING = "name_missing"
    NAME_NOT_A_NAME = "name_not_a_name"
    NAME_ONE_WORD = "name_one_word"
    BIRTH_MISSING = "birth_missing"
    BIRTH_UNREADABLE = "birth_unreadable"
    BIRTH_IN_FUTURE = "birth_in_future"
    BIRTH_TOO_OLD = "birth_too_old"
    BIRTH_VAGUE = "birth_vague"
    SEX_MISSING = "sex_missing"
    DOCUMENT_MISSING = "document_missing"
    DOCUMENT_NOT_A_NUMBER = "document_not_a_number"
    DOCUMENT_PROVINCE = "document_province"
    DOCUMENT_SEX = "document_sex"
    DOCUMENT_BIRTH = "document_birth"
    DOCUMENT_EIGHT = "document_eight"
    DOCUMENT_INSURANCE = "document_insurance"
    INSURANCE_UNREADABLE = "insurance_unreadable"
    PHONE_UNREADABLE = "phone_unreadable"
    GUARDIAN_MISSING = "guardian_missing"

    @property
    def is_error(self) -> bool:
        """Errors stop the saving; the rest is said and saved all the same."""
        return self in _ERRORS


class CorrectionReason(StrEnum):
    """Why a record was corrected; `card` for what was taken over from a shown card."""

    WORDS = nonmember("person.why")

    CARD = "card"
    MISSPELT = "misspelt"
    BY_DOCUMENT = "by_document"
    TOLD = "told"
    CHANGED = "changed"


_ERRORS = frozenset(
    (
        PersonFlaw.NAME_MISSING,
        PersonFlaw.NAME_NOT_A_NAME,
        PersonFlaw.BIRTH_MISSING,
        PersonFlaw.BIRTH_UNREADABLE,
        PersonFlaw.BIRTH_IN_FUTURE,
        PersonFlaw.BIRTH_TOO_OLD,
        PersonFlaw.SEX_MISSING,
        PersonFlaw.DOCUMENT_NOT_A_NUMBER,
        PersonFlaw.DOCUMENT_PROVINCE,
        PersonFlaw.DOCUMENT_INSURANCE,
        PersonFlaw.INSURANCE_UNREADABLE,
        PersonFlaw.PHONE_UNREADABLE,
    )
)
_OF_DOCUMENT = {
    DocumentFinding.NOT_A_NUMBER: PersonFlaw.DOCUMENT_NOT_A_NUMBER,
    DocumentFinding.PROVINCE_NOT_ASSIGNED: PersonFlaw.DOCUMENT_PROVINCE,
    DocumentFinding.SEX_DISAGREES: PersonFlaw.DOCUMENT_SEX,
    DocumentFinding.BIRTH_YEAR_DISAGREES: PersonFlaw.DOCUMENT_BIRTH,
    DocumentFinding.BIRTH_YEAR_AHEAD: PersonFlaw.DOCUMENT_BIRTH,
    DocumentFinding.EIGHT_DIGITS: PersonFlaw.DOCUMENT_EIGHT,
}


class FieldFlaw(msgspec.Struct, frozen=True):
    """A flaw and the field of the person beside which it is said."""

    field: str
    flaw: PersonFlaw

    @property
    def is_error(self) -> bool:
        return self.flaw.is_error


class Flawed(msgspec.Struct, frozen=True):
    """Nothing was saved: these fields must be mended first."""

    flaws: tuple[FieldFlaw, ...]


def check_person(person: Person, *, today: str) -> tuple[FieldFlaw, ...]:
    """Everything to say about a person as filled in, errors and warnings, in the order of the form.

    Args:
        person: values in normal form; a date that could not be read stands in `dob` as it was written.
        today: ISO day of the station.
    """
    return (
        *_flaws("name", _name(person.name)),
        *_flaws("dob", _birth(person.dob, today)),
        *_flaws("sex", [] if person.sex else [PersonFlaw.SEX_MISSING]),
        *_flaws("doc", _document(person, today)),
        *_flaws("old_doc", _number(person.old_doc)),
        *_flaws("bhyt", _insurance(person.bhyt)),
        *_flaws("tel", _phone(person.tel)),
        *_flaws("guardian", [PersonFlaw.GUARDIAN_MISSING] if _lacks_guardian(person, today) else []),
        *_flaws("guardian_tel", _phone(person.guardian_tel)),
    )


def errors(flaws: Iterable[FieldFlaw], *, of: Iterable[str] | None = None) -> tuple[FieldFlaw, ...]:
    """The flaws that stop the saving; with `of`, only those of the named fields."""
    fields = None if of is None else frozenset(of)
    return tuple(one for one in flaws if one.is_error and (fields is None or one.field in fields))


def is_minor(dob: str, today: str) -> bool:
    """Whether a person is certainly below 18; a birth date that leaves it open does not say so."""
    years = age(dob, date.fromisoformat(today)) if dob else None
    return years is not None and years.oldest < ADULT


def draft_from(scan: Scan, units: Units) -> Person:
    """What a read is good for when registering: all of a trustworthy one, of a mangled one only its digits.

    Names without marks, masked values and unverified certificates fill in nothing but numbers.
    """
    digits = {"doc": scan.document, "old_doc": scan.old_document, "bhyt": scan.bhyt, "tel": scan.tel}
    if not scan.outcome.names_a_person:
        return Person(name="")
    if scan.outcome is ScanOutcome.MANGLED:
        return Person(name="", dob=scan.dob, **digits)
    if scan.outcome not in _TRUSTED:
        return Person(name="", **digits)
    name = "" if scan.plain_name else scan.name
    place = split_address(scan.address, units) if scan.address else {}
    return Person(name=name, dob=scan.dob, sex=scan.sex, guardian=scan.parent, **digits, **place)


def _flaws(field: str, found: Iterable[PersonFlaw]) -> tuple[FieldFlaw, ...]:
    return tuple(FieldFlaw(field, flaw) for flaw in found)


def _name(name: str) -> list[PersonFlaw]:
    if not name:
        return [PersonFlaw.NAME_MISSING]
    if _NO_NAME.search(name) or not _LETTER.search(name) or len(name) > LONGEST_NAME:
        return [PersonFlaw.NAME_NOT_A_NAME]
    return [] if " " in name else [PersonFlaw.NAME_ONE_WORD]


def _birth(dob: str, today: str) -> list[PersonFlaw]:
    if not dob:
        return [PersonFlaw.BIRTH_MISSING]
    if span(dob) is None:
        return [PersonFlaw.BIRTH_UNREADABLE]
    if dob > today[: len(dob)]:
        return [PersonFlaw.BIRTH_IN_FUTURE]
    if int(today[:4]) - int(dob[:4]) > OLDEST:
        return [PersonFlaw.BIRTH_TOO_OLD]
    return [PersonFlaw.BIRTH_VAGUE] if len(dob) < 10 else []


def _document(person: Person, today: str) -> list[PersonFlaw]:
    if not person.doc:
        return [PersonFlaw.DOCUMENT_MISSING]
    if document_kind(person.doc) is DocumentKind.BHYT:
        return [PersonFlaw.DOCUMENT_INSURANCE]
    dob = person.dob if span(person.dob) else ""
    return [_OF_DOCUMENT[one] for one in check_document(person.doc, sex=person.sex, dob=dob, today=today)]


def _number(number: str) -> list[PersonFlaw]:
    return [_OF_DOCUMENT[one] for one in check_document(number) if one.is_error]


def _insurance(number: str) -> list[PersonFlaw]:
    wrong = number and document_kind(number) is not DocumentKind.BHYT
    return [PersonFlaw.INSURANCE_UNREADABLE] if wrong else []


def _phone(number: str) -> list[PersonFlaw]:
    return [PersonFlaw.PHONE_UNREADABLE] if number and not normalise_phone(number) else []


def _lacks_guardian(person: Person, today: str) -> bool:
    return bool(span(person.dob)) and is_minor(person.dob, today) and not person.guardian
