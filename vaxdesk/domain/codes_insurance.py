"""The QR of the health insurance card (BHYT): 15 fields, names in hex, `$` at the end (facts 1.2)."""

from __future__ import annotations

import re

from vaxdesk.domain.birthdates import parse_birth
from vaxdesk.domain.codes_citizen import tidy_address
from vaxdesk.domain.letters import letters_lost, looks_like_name, undo_vni
from vaxdesk.domain.names import clean
from vaxdesk.domain.outcomes import Sex
from vaxdesk.domain.scans import Scan, ScanKind, ScanOutcome

_NUMBER = re.compile(r"[A-Z]{2}[0-9]{13}|[0-9]{10}")
_FIELDS = 15
_LEAST_FIELDS = 13


def is_insurance(fields: list[str]) -> bool:
    """Whether the fields are those of an insurance card, also of one cut short or with a number that keys changed."""
    return len(fields) > 1 and (card_number(fields[0]) != "" or (len(fields) >= _LEAST_FIELDS and fields[-1] == "$"))


def card_number(text: str) -> str:
    """The number of a card, 15 or 10 characters, empty when the text holds none; a longer one is cut to 15."""
    for candidate in (text.strip().upper(), undo_vni(text.strip()).upper()):
        if _NUMBER.fullmatch(candidate):
            return candidate
        if len(candidate) > 15 and _NUMBER.fullmatch(candidate[:15]):
            return candidate[:15]
    return ""


def read_insurance(fields: list[str], *, keyed: bool) -> Scan:
    """Reads the card; a payload without `$` is truncated, and what came before the cut is still good."""
    complete = fields[-1] == "$" or len(fields) == _FIELDS
    known = (fields if complete else fields[:-1]) + [""] * _FIELDS
    number = card_number(fields[0])
    name, address = _from_hex(known[1]), _from_hex(known[4])
    intact = looks_like_name(name) and not letters_lost(name) and not (keyed and _input_method_was_on(known))
    return Scan(
        kind=ScanKind.BHYT,
        outcome=_outcome(complete=complete, number=number, intact=intact),
        bhyt=number,
        name=name if intact else "",
        dob=parse_birth(known[2]) or "",
        sex={"1": Sex.MALE, "2": Sex.FEMALE}.get(known[3].strip(), ""),
        address=tidy_address(address) if intact else "",
        facility="".join(re.findall(r"[0-9]+", known[5])),
        valid_from=parse_birth(known[6]) or "",
        valid_to=parse_birth(known[7]) or "",
        issued=parse_birth(known[8]) or "",
        parent=_parent(known[10]) if intact else "",
        extras=tuple(known[9:14]),
    )


def _outcome(*, complete: bool, number: str, intact: bool) -> ScanOutcome:
    if not complete:
        return ScanOutcome.TRUNCATED
    if not number:
        return ScanOutcome.DAMAGED
    return ScanOutcome.READ if intact else ScanOutcome.MANGLED


def _input_method_was_on(fields: list[str]) -> bool:
    """Letters beyond ASCII where the card has only ASCII; the facility's dash and the parent may be anything."""
    return not all(field.isascii() for index, field in enumerate(fields) if index not in (5, 10))


def _from_hex(text: str) -> str:
    """The text behind hex of UTF-8; what is no hex stays as it is (seen on real cards)."""
    try:
        return clean(bytes.fromhex(text).decode("utf-8"))
    except ValueError:
        return clean(text)


def _parent(text: str) -> str:
    name = _from_hex(text)
    return name if looks_like_name(name) and not letters_lost(name) else ""
