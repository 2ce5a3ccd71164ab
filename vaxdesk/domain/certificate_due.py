"""For whom a certificate of the centre is due, and what it still waits for (QĐ 5772/QĐ-BYT, decision 0039)."""

from __future__ import annotations

import re
import tomllib
from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.course import Course
from vaxdesk.domain.days import span
from vaxdesk.domain.issues import IssueKind
from vaxdesk.domain.payloads import Person

_BIRTH = re.compile(r"(19|20)[0-9]{2}(-[0-9]{2}){0,2}")  # what a certificate can state of it


class CertState(StrEnum):
    """Where the certificate of a person stands."""

    WORDS = nonmember("certifying.state")

    WAITS = "waits"  # for what says `CertWait`
    VOUCHED = "vouched"  # nothing is missing: the centre signs next
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"  # by hand: nothing is signed until what it would state is another


class CertWait(StrEnum):
    """What is missing, in the order in which it is worked through."""

    WORDS = nonmember("certifying.wait")

    COURSE = "course"  # the primary course is not complete
    PRODUCT = "product"  # a dose of it, or the newest, is none of the licensed products
    DOSE = "dose"  # the newest dose is known from a list or paper alone, or its day is not
    PERSON = "person"  # name or birth date cannot stand on a certificate
    IDENTITY = "identity"  # not compared with the population register; of a foreigner: no passport
    ISSUE = "issue"  # something about the person is to be cleared up first
    VOUCH = "vouch"  # the site has not reviewed the newest dose


class IssuingRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file. `blocking` are kinds of issues; `renew_days` before its end a certificate is signed anew."""

    licensed: tuple[str, ...]
    blocking: tuple[IssueKind, ...]
    valid_days: int
    renew_days: int


def load_issuing(text: str) -> IssuingRules:
    """The rules of a TOML file.

    Raises:
        ValueError: not of this shape, or a certificate would be signed anew for ever.
    """
    found = msgspec.convert(tomllib.loads(text), IssuingRules)
    if not 0 < found.renew_days < found.valid_days:
        raise ValueError(found.renew_days)
    return found


def unstated(rules: IssuingRules, person: Person, course: Course) -> CertWait | None:
    """Why nothing can be stated of a person's newest dose; None when it can."""
    last = course.last
    if last is None or not course.complete:
        return CertWait.COURSE
    if not {one.product for one in (*course.given[: course.needed], last)} <= set(rules.licensed):
        return CertWait.PRODUCT
    if not (last.dose.here and last.on is not None and last.on.exact):
        return CertWait.DOSE
    born = span(person.dob)
    if not person.name or born is None or not _BIRTH.fullmatch(person.dob):
        return CertWait.PERSON
    return None


def unsigned(*, identified: bool, blocked: bool, vouched: bool) -> CertWait | None:
    """What the signature waits for where it can be stated; None for nothing."""
    if not identified:
        return CertWait.IDENTITY
    if blocked:
        return CertWait.ISSUE
    return None if vouched else CertWait.VOUCH
