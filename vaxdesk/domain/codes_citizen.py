"""The QR of citizen cards: 7 fields on the card of 2021, 11 on that of 2024 (facts 1.1)."""

from __future__ import annotations

import re

from vaxdesk.domain.birthdates import parse_birth
from vaxdesk.domain.documents import check_document, read_citizen_id
from vaxdesk.domain.letters import has_vowelless_word, is_believable, letters_lost, looks_like_name
from vaxdesk.domain.names import clean
from vaxdesk.domain.outcomes import Sex
from vaxdesk.domain.scans import Scan, ScanKind, ScanOutcome

FIELDS_2021 = 7
_FIELDS_2024 = 10
_SEX = {"nam": Sex.MALE, "nữ": Sex.FEMALE}
_STARTS = re.compile(r"[0-9]{12}(?![0-9])|[0-9]{21}(?![0-9])|[0-9]{24}(?![0-9])")


def is_citizen(text: str) -> bool:
    """Whether the text begins like a citizen card: 12 digits, then more than a typed number would have."""
    return _STARTS.match(text) is not None and len(text) >= 20 and ("|" in text or not text[12:].isdigit())


def read_citizen(text: str, *, keyed: bool, today: str) -> Scan:
    """Reads a citizen card whole, or only its digits when letters or separators did not come through."""
    fields = text.split("|")
    if 1 < len(fields) < FIELDS_2021:
        return _digits_only(text, outcome=ScanOutcome.TRUNCATED, today=today)
    if len(fields) == 1 or len(fields[0]) != 12 or _damaged(text, fields, keyed=keyed):
        return _digits_only(text, outcome=ScanOutcome.MANGLED, today=today)
    dob, sex = parse_birth(fields[3]) or "", _SEX.get(clean(fields[4]).lower(), "")
    findings = check_document(fields[0], sex=sex, dob=dob, today=today)
    return Scan(
        kind=_card(fields),
        outcome=_outcome(findings, ScanOutcome.READ_DOUBTFUL if findings or not dob else ScanOutcome.READ),
        document=fields[0],
        old_document=clean(fields[1]),
        name=clean(fields[2]),
        dob=dob,
        sex=sex,
        address=tidy_address(fields[5]),
        issued=parse_birth(fields[6]) or "",
        extras=tuple(fields[FIELDS_2021:]),
        findings=findings,
    )


def tidy_address(text: str) -> str:
    """Levels joined by `, `: the cards carry `, -`, `,,` and spaces before commas."""
    levels = (clean(level).strip("- ") for level in text.split(","))
    return ", ".join(level for level in levels if level)


def _card(fields: list[str]) -> ScanKind:
    return ScanKind.CITIZEN_CARD_2024 if len(fields) >= _FIELDS_2024 else ScanKind.CITIZEN_CARD_2021


def _outcome(findings: tuple, otherwise: ScanOutcome) -> ScanOutcome:
    return ScanOutcome.BAD_NUMBER if any(finding.is_error for finding in findings) else otherwise


def _damaged(text: str, fields: list[str], *, keyed: bool) -> bool:
    """An image gives exact bytes, so there only a destroyed name counts; keys make every sign of loss count.

    Many scanners drop letters that have no key, so a keyed name without any mark is not believed either, nor one
    with a word that an input method may have made: that costs some people a look at their card, and never a wrong
    name.
    """
    name, sex, address = clean(fields[2]), clean(fields[4]), fields[5]
    if letters_lost(name) or not looks_like_name(name):
        return True
    if not keyed:
        return False
    if letters_lost(text) or sex not in ("Nam", "Nữ") or name.isascii():
        return True
    return has_vowelless_word(address) or not is_believable(name)


def _digits_only(text: str, *, outcome: ScanOutcome, today: str) -> Scan:
    runs = re.findall(r"[0-9]+", text)
    document, rest = runs[0][:12], [run for run in (runs[0][12:], *runs[1:]) if run]
    old = rest.pop(0) if rest and len(rest[0]) in (9, 12) else ""
    dates = [(run, parse_birth(run)) for run in rest if len(run) in (4, 6, 8)]
    dob = next((day for run, day in dates if day and _fits(document, day)), "")
    issued = next((day for run, day in reversed(dates) if day and len(run) == 8 and day > (dob or "9")), "")
    findings = check_document(document, dob=dob, today=today)
    return Scan(
        kind=_card(text.split("|")),
        outcome=_outcome(findings, outcome),
        document=document,
        old_document=old,
        dob=dob,
        issued=issued,
        findings=findings,
    )


def _fits(document: str, day: str) -> bool:
    citizen = read_citizen_id(document)
    return citizen is not None and day[:4] == str(citizen.birth_year)
