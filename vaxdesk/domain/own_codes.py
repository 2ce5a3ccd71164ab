"""Codes that this program prints: roster rows, certificates, lots, vials and lists for the police.

In a QR a code is a prefix, decimal digits and two check digits (ISO 7064 mod 97-10): `VXR:` + 19 digits of the log +
the sequence number + 2. Digits alone, because a keyboard-wedge scanner types the code through whatever input method
is on, and Telex, VNI or VIQR rewrite only what stands at a vowel. For reading aloud and typing by hand the same
number is written in Crockford base32 (`VXR:0123456789ABC.17-42`), where I, L and O are read as 1, 1 and 0.
"""

from __future__ import annotations

import re

import msgspec

from vaxdesk.domain.scans import ScanKind

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("ILO", "110")
_PREFIXES = {
    "VXR": ScanKind.ROSTER_ROW, "VXC": ScanKind.CERTIFICATE_SLIP, "VXL": ScanKind.LOT, "VXV": ScanKind.VIAL,
    "VXP": ScanKind.POLICE_LIST,
}
_PREFIX_OF = {kind: prefix for prefix, kind in _PREFIXES.items()}
_WHOLE = re.compile(r"(VX[RCLVP])[:;\-]?(.+)", re.DOTALL)
_LOG_CHARS, _LOG_DIGITS = 13, 19  # 63 bits
_CERT_CHARS, _CERT_DIGITS = 26, 39  # 128 bits
_MOST_SEQ_DIGITS = 9
_TOKEN_BYTES = 16
_CERT_NAME = re.compile(rf"[{_LETTERS}]{{{_CERT_CHARS}}}")


class OwnCode(msgspec.Struct, frozen=True):
    """A code of ours. `ref` is `LOG.seq` or a certificate's code; empty when the check digits do not fit."""

    kind: ScanKind
    ref: str


def roster_code(ref: str) -> str:
    """QR text of a row on a printed roster; `ref` is the row's entry."""
    return _qr_text(ScanKind.ROSTER_ROW, _entry_digits(ref))


def lot_code(ref: str) -> str:
    """QR text of a lot's label."""
    return _qr_text(ScanKind.LOT, _entry_digits(ref))


def vial_code(ref: str) -> str:
    """QR text of an open vial's label."""
    return _qr_text(ScanKind.VIAL, _entry_digits(ref))


def list_code(ref: str) -> str:
    """QR text of a list for the commune police; `ref` is its entry."""
    return _qr_text(ScanKind.POLICE_LIST, _entry_digits(ref))


def certificate_code(code: str) -> str:
    """QR text of a certificate; `code` is what `certificate_name` made."""
    return _qr_text(ScanKind.CERTIFICATE_SLIP, f"{_to_number(code):0{_CERT_DIGITS}d}")


def certificate_name(bits: int) -> str:
    """The 26 characters that name a certificate, from 128 random bits."""
    return _to_letters(bits, _CERT_CHARS)


def certificate_token(name: str) -> bytes | None:
    """The 16 random bytes behind that name, as a slip carries them; None for what names no certificate."""
    if not _CERT_NAME.fullmatch(name):
        return None
    number = _to_number(name)
    return None if number >> 8 * _TOKEN_BYTES else number.to_bytes(_TOKEN_BYTES, "big")


def name_of_token(token: bytes) -> str:
    """The name of the certificate that a slip stands for."""
    return certificate_name(int.from_bytes(token, "big"))


def hand_text(qr_text: str) -> str:
    """The same code for people: `VXR:LOG.seq-42`, `VXC:` + 26 characters + `-42`."""
    prefix, body = qr_text.split(":")
    digits, check = body[:-2], body[-2:]
    if prefix == "VXC":
        return f"{prefix}:{_to_letters(int(digits), _CERT_CHARS)}-{check}"
    log = _to_letters(int(digits[:_LOG_DIGITS]), _LOG_CHARS)
    return f"{prefix}:{log}.{digits[_LOG_DIGITS:]}-{check}"


def read_own_code(text: str) -> OwnCode | None:
    """Reads either form, in any case, with spaces and dashes anywhere; None when the text is not a code of ours."""
    whole = _WHOLE.fullmatch(re.sub(r"\s", "", text).upper())
    if not whole:
        return None
    kind = _PREFIXES[whole[1]]
    body = whole[2].replace("-", "").translate(_MISREAD)
    certificate = kind is ScanKind.CERTIFICATE_SLIP
    digits = _certificate_digits(body) if certificate else _reference_digits(body)
    if digits is None or _check_digits(digits[:-2]) != digits[-2:]:
        return OwnCode(kind, "")
    return OwnCode(kind, _name_of(digits[:-2], certificate=certificate))


def _qr_text(kind: ScanKind, digits: str) -> str:
    return f"{_PREFIX_OF[kind]}:{digits}{_check_digits(digits)}"


def _check_digits(digits: str) -> str:
    return f"{98 - int(digits) * 100 % 97:02d}"


def _entry_digits(ref: str) -> str:
    log, seq = ref.split(".")
    return f"{_to_number(log):0{_LOG_DIGITS}d}{int(seq)}"


def _certificate_digits(body: str) -> str | None:
    if re.fullmatch(rf"[0-9]{{{_CERT_DIGITS + 2}}}", body):
        return body
    by_hand = re.fullmatch(rf"([{_LETTERS}]{{{_CERT_CHARS}}})([0-9]{{2}})", body)
    return f"{_to_number(by_hand[1]):0{_CERT_DIGITS}d}{by_hand[2]}" if by_hand else None


def _reference_digits(body: str) -> str | None:
    if re.fullmatch(rf"[0-9]{{{_LOG_DIGITS + 3},{_LOG_DIGITS + 2 + _MOST_SEQ_DIGITS}}}", body):
        return body
    by_hand = re.fullmatch(rf"([{_LETTERS}]{{{_LOG_CHARS}}})\.([0-9]{{3,{_MOST_SEQ_DIGITS + 2}}})", body)
    return f"{_to_number(by_hand[1]):0{_LOG_DIGITS}d}{by_hand[2]}" if by_hand else None


def _name_of(digits: str, *, certificate: bool) -> str:
    if certificate:
        number = int(digits)
        return _to_letters(number, _CERT_CHARS) if number >> 128 == 0 else ""
    number, seq = int(digits[:_LOG_DIGITS]), int(digits[_LOG_DIGITS:])
    return f"{_to_letters(number, _LOG_CHARS)}.{seq}" if number >> 63 == 0 and seq else ""


def _to_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 32 + _LETTERS.index(letter)
    return number


def _to_letters(number: int, width: int) -> str:
    letters = []
    for _ in range(width):
        number, rest = divmod(number, 32)
        letters.append(_LETTERS[rest])
    return "".join(reversed(letters))
