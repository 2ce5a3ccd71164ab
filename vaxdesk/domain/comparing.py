"""What a card says against what the record says, field by field, and how much each difference weighs."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.addresses import same_place, split_address
from vaxdesk.domain.names import fold
from vaxdesk.domain.scans import Scan, ScanOutcome
from vaxdesk.domain.units import Units
from vaxdesk.domain.views import PersonView

_MARKS = frozenset("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")
_TRUSTED = frozenset((ScanOutcome.READ, ScanOutcome.READ_MASKED, ScanOutcome.READ_DOUBTFUL, ScanOutcome.MANGLED))


class Weight(StrEnum):
    """How a value of the card stands to that of the record."""

    WORDS = nonmember("reception.weight")

    MISSING = "missing"  # the record says nothing yet
    FINER = "finer"  # the same, but the card knows more: a whole birth date, the new number of an old card
    SLIGHT = "slight"  # spelling, address: worth a look
    GRAVE = "grave"  # two values that cannot both be true


class FieldDifference(msgspec.Struct, frozen=True, kw_only=True):
    """One field on which card and record differ.

    `field` is a field of a person (`adr` stands for the whole address), `values` what the record would be set to;
    empty when the card is no ground for a correction.
    """

    field: str
    card: str
    record: str
    weight: Weight
    values: dict[str, str] = {}

    @property
    def fills(self) -> bool:
        """Whether taking it over adds to the record and contradicts nothing."""
        return bool(self.values) and self.weight in (Weight.MISSING, Weight.FINER)


def compare(scan: Scan, person: PersonView, units: Units) -> tuple[FieldDifference, ...]:
    """The differences, in the order in which a card is read.

    Case, spacing, normal form and the letter that carries the tone (`Hòa`, `Hoà`) are no difference. A name without
    marks, as personal codes hold it, is compared without marks and never taken over.
    """
    if not scan.outcome.names_a_person:
        return ()
    found = (
        _name(scan, person),
        _birth(scan, person),
        _plain("sex", scan.sex, person.sex),
        _document(scan, person),
        _old_document(scan, person),
        _insurance(scan, person),
        _plain("tel", scan.tel, person.tel, weight=Weight.SLIGHT),
        _address(scan, person, units),
    )
    kept = tuple(one for one in found if one)
    return kept if scan.outcome in _TRUSTED else tuple(msgspec.structs.replace(one, values={}) for one in kept)


def another_person(differences: Iterable[FieldDifference]) -> bool:
    """Whether so much differs that somebody must look whether this is the same person at all."""
    grave = {one.field for one in differences if one.weight is Weight.GRAVE}
    return len(grave & {"name", "dob", "sex"}) > 1


def spelt_same(one: str, other: str) -> bool:
    """Whether two names are written alike but for case, spacing and the letter that carries a tone."""
    return _spelling(one) == _spelling(other)


def _spelling(name: str) -> list[tuple[str, str]]:
    words = unicodedata.normalize("NFD", name.lower()).split()
    return [("".join(c for c in w if c not in _MARKS), "".join(sorted(c for c in w if c in _MARKS))) for w in words]


def _name(scan: Scan, person: PersonView) -> FieldDifference | None:
    same = fold(scan.name) == fold(person.name) if scan.plain_name else spelt_same(scan.name, person.name)
    if not scan.name or same:
        return None
    slip = _loose(scan.name) == _loose(person.name)
    values = {} if scan.plain_name else {"name": scan.name}
    weight = Weight.SLIGHT if slip else Weight.GRAVE
    return FieldDifference(field="name", card=scan.name, record=person.name, weight=weight, values=values)


def _loose(name: str) -> str:
    """`Mĩ` and `Mỹ`, `Quí` and `Quý` are one name in two spellings."""
    return fold(name).replace("y", "i")


def _birth(scan: Scan, person: PersonView) -> FieldDifference | None:
    if not scan.dob or person.dob.startswith(scan.dob):
        return None
    finer = person.dob and scan.dob.startswith(person.dob)
    return _difference("dob", scan.dob, person.dob, weight=Weight.FINER if finer else Weight.GRAVE)


def _document(scan: Scan, person: PersonView) -> FieldDifference | None:
    if not scan.document or scan.document in (person.doc, person.old_doc):
        return None
    if person.doc and person.doc == scan.old_document:
        values = {"doc": scan.document, "old_doc": scan.old_document}
        return FieldDifference(
            field="doc", card=scan.document, record=person.doc, weight=Weight.FINER, values=values
        )
    return _difference("doc", scan.document, person.doc, weight=Weight.GRAVE)


def _old_document(scan: Scan, person: PersonView) -> FieldDifference | None:
    if not scan.old_document or scan.old_document in (person.doc, person.old_doc):
        return None
    return _difference("old_doc", scan.old_document, person.old_doc, weight=Weight.SLIGHT)


def _insurance(scan: Scan, person: PersonView) -> FieldDifference | None:
    """The last ten characters are the person's number; the five before say by what right, and change."""
    if not scan.bhyt or scan.bhyt[-10:] == person.bhyt[-10:]:
        return None
    return _difference("bhyt", scan.bhyt, person.bhyt, weight=Weight.SLIGHT)


def _address(scan: Scan, person: PersonView, units: Units) -> FieldDifference | None:
    if not scan.address or (person.address and same_place(scan.address, person.address)):
        return None
    weight = Weight.SLIGHT if person.address else Weight.MISSING
    values = split_address(scan.address, units)
    return FieldDifference(field="adr", card=scan.address, record=person.address, weight=weight, values=values)


def _plain(field: str, card: str, record: str, *, weight: Weight = Weight.GRAVE) -> FieldDifference | None:
    return None if not card or card == record else _difference(field, card, record, weight=weight)


def _difference(field: str, card: str, record: str, *, weight: Weight) -> FieldDifference:
    heavy = weight if record else Weight.MISSING
    return FieldDifference(field=field, card=card, record=record, weight=heavy, values={field: card})
