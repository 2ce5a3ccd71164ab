"""One door for every text that a scanner, a camera or a pair of hands puts into the scan box (facts 1.0)."""

from __future__ import annotations

import re

import msgspec

from vaxdesk.domain.codes_citizen import is_citizen, read_citizen
from vaxdesk.domain.codes_insurance import card_number, is_insurance, read_insurance
from vaxdesk.domain.codes_personal import is_personal, read_personal
from vaxdesk.domain.documents import DocumentKind, check_document, document_kind, normalise_document, normalise_phone
from vaxdesk.domain.letters import undo_layout
from vaxdesk.domain.own_codes import read_own_code
from vaxdesk.domain.scans import Scan, ScanKind, ScanOutcome

_SYMBOLOGY = re.compile(r"\][A-Za-z][0-9a-zA-Z]")
_GS1_SYMBOLOGY = ("]d2", "]C1", "]Q3", "]e0", "]J1")
_GS1_START = re.compile(r"\(?01\)?[0-9]{14}(?:\(?(?:10|11|17|21)\)?|$)")
_URL = re.compile(r"(?:https?|ftp)://|www\.|[a-z]+://", re.IGNORECASE)
_HC1 = re.compile(r"HC1:", re.IGNORECASE)
_SMART = re.compile(r"shc:/", re.IGNORECASE)
_SLIP = re.compile(r"VXS:", re.IGNORECASE)
_CERTIFICATE = re.compile(r"(?:HC1:|VXS:|shc:/)", re.IGNORECASE)
_ENDS = "\r\n\t\x00\x02\x03\ufeff"


def is_certificate(text: str) -> bool:
    """Whether a text begins as a certificate that can be verified does: `HC1:`, `VXS:`, `shc:/`."""
    return bool(_CERTIFICATE.match(text))


def read_code(text: str | bytes, *, keyed: bool = False, today: str = "") -> Scan:
    """Reads one payload; never raises, whatever the text.

    Args:
        text: the payload, or its bytes (UTF-8; other bytes make lost letters).
        keyed: it came as key presses or over a cable whose encoding is not known, so letters may have suffered.
        today: ISO day of the station, for births in the future.
    Returns:
        the Scan; a vaccine passport (`HC1:`), a SMART Health Card (`shc:/`) and the slip of a site (`VXS:`) are only
        recognised here, `vaxdesk.scanning.reading` opens them.
    """
    whole = text if isinstance(text, str) else _decoded(text)
    scan = _read(undo_layout(whole) if keyed else whole, keyed=keyed, today=today)
    return msgspec.structs.replace(scan, raw=whole)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("ascii", errors="replace")


def _read(text: str, *, keyed: bool, today: str) -> Scan:
    """The order of facts 1.0. Only line ends are cut off: spaces inside and at the ends mean something in HC1."""
    body = text.strip(_ENDS)
    if body.startswith(_GS1_SYMBOLOGY) and not _HC1.match(body, 3):
        return Scan(kind=ScanKind.GS1, outcome=ScanOutcome.VACCINE_BOX, extras=(body[3:],))
    body = _SYMBOLOGY.sub("", body, count=1) if _SYMBOLOGY.match(body) else body
    if _HC1.match(body):
        return Scan(kind=ScanKind.EU_DCC, outcome=ScanOutcome.UNVERIFIED, extras=(body,))
    if _SLIP.match(body):
        return Scan(kind=ScanKind.CERTIFICATE_SLIP, outcome=ScanOutcome.UNVERIFIED, extras=(body,))
    if _SMART.match(body):
        return Scan(kind=ScanKind.SMART_CARD, outcome=ScanOutcome.UNVERIFIED, extras=(body,))
    own = read_own_code(body)
    if own:
        read = ScanOutcome.OTHER_CODE if own.kind is ScanKind.POLICE_LIST else ScanOutcome.READ  # names nobody
        return Scan(kind=own.kind, outcome=read if own.ref else ScanOutcome.DAMAGED, ref=own.ref)
    fields = body.split("|")
    if is_insurance(fields):
        return read_insurance(fields, keyed=keyed)
    if is_personal(fields):
        return read_personal(fields, today=today)
    if is_citizen(body):
        return read_citizen(body, keyed=keyed, today=today)
    return _read_plain(body.strip(), today=today)


def _read_plain(text: str, *, today: str) -> Scan:
    if not text:
        return Scan(kind=ScanKind.UNKNOWN, outcome=ScanOutcome.NOTHING_FOUND)
    if _URL.match(text):
        return Scan(kind=ScanKind.URL, outcome=ScanOutcome.NOT_FOR_US)
    if "\x1d" in text or _GS1_START.match(text) or _is_trade_number(text):
        return Scan(kind=ScanKind.GS1, outcome=ScanOutcome.VACCINE_BOX, extras=(text,))
    return _read_typed(text, today=today)


def _read_typed(text: str, *, today: str) -> Scan:
    number, tel = normalise_document(text), normalise_phone(text)
    kind = document_kind(number)
    if tel and kind is not DocumentKind.CCCD and not (kind is DocumentKind.CMND and len(number) == 9):
        # ten digits from 0 on may be a phone or the short number of an insurance card: both are looked for
        return Scan(kind=ScanKind.TYPED_PHONE, outcome=ScanOutcome.READ, tel=tel, bhyt=card_number(number))
    if kind is DocumentKind.BHYT:
        return Scan(kind=ScanKind.TYPED_DOCUMENT, outcome=ScanOutcome.READ, bhyt=number)
    if kind is DocumentKind.UNKNOWN and not (number.isdigit() and len(number) > 8):
        return Scan(kind=ScanKind.UNKNOWN, outcome=ScanOutcome.OTHER_CODE)
    findings = check_document(number, today=today)
    wrong = any(finding.is_error for finding in findings)
    doubt = ScanOutcome.READ_DOUBTFUL if findings else ScanOutcome.READ
    return Scan(
        kind=ScanKind.TYPED_DOCUMENT,
        outcome=ScanOutcome.BAD_NUMBER if wrong else doubt,
        document=number,
        findings=findings,
    )


def _is_trade_number(text: str) -> bool:
    """A GTIN of 13 or 14 digits with its check digit, as on every box."""
    if not re.fullmatch(r"[0-9]{13,14}", text):
        return False
    weighted = (int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(text)))
    return sum(weighted) % 10 == 0
