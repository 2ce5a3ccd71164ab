"""What is doubtful about a person's numbers, and what can be put right by rule: a proposal, never applied by itself."""

from __future__ import annotations

import msgspec

from vaxdesk.domain.cleaning.spelling import NameFault, spell
from vaxdesk.domain.documents import (
    DocumentKind,
    document_kind,
    normalise_document,
    normalise_phone,
    read_citizen_id,
    restore_zeros,
)
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.registration import FieldFlaw, PersonFlaw, check_person

OF_NUMBERS = frozenset(("doc", "old_doc", "bhyt", "tel", "guardian_tel"))
_ALSO = frozenset((PersonFlaw.SEX_MISSING,))  # the number of a citizen says it
_PHONES = ("tel", "guardian_tel")


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """One field as it stands and as it should be written; `faults` say what is odd about a name."""

    field: str
    before: str
    after: str
    faults: tuple[NameFault, ...] = ()


def flaws(person: Person, *, today: str) -> tuple[FieldFlaw, ...]:
    """What is wrong or odd about the numbers of a person, and a sex that nobody wrote down (facts 1.1)."""
    return tuple(one for one in check_person(person, today=today) if one.field in OF_NUMBERS or one.flaw in _ALSO)


def name_proposals(person: Person) -> tuple[Proposal, ...]:
    """Names of the person and of the guardian in their usual spelling, where they are written otherwise."""
    found = ((field, getattr(person, field)) for field in ("name", "guardian"))
    spelt = ((field, now, spell(now)) for field, now in found)
    return tuple(
        Proposal(field=field, before=now, after=one.name, faults=one.faults) for field, now, one in spelt if one.faults
    )


def number_proposals(person: Person) -> tuple[Proposal, ...]:
    """Numbers in normal form, an insurance number at its own place, and the sex that the 12-digit number tells."""
    after = {**_documents(person), **{field: _phone(getattr(person, field)) for field in _PHONES}}
    citizen = read_citizen_id(after["doc"])
    if citizen and not person.sex:
        after["sex"] = citizen.sex.value
    return tuple(
        Proposal(field=field, before=getattr(person, field), after=value)
        for field, value in after.items()
        if value != getattr(person, field)
    )


def _documents(person: Person) -> dict[str, str]:
    after = {field: _document(getattr(person, field)) for field in ("doc", "old_doc")}
    if document_kind(after["doc"]) is DocumentKind.BHYT and person.bhyt in ("", after["doc"]):
        return {"doc": "", "old_doc": after["old_doc"], "bhyt": after["doc"]}
    return after


def _document(text: str) -> str:
    """The number as cards show it; what is no number even then stays as written."""
    tidy = restore_zeros(normalise_document(text))
    return tidy if document_kind(tidy) is not DocumentKind.UNKNOWN else text


def _phone(text: str) -> str:
    return normalise_phone(text) or text
