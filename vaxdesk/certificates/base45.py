"""Base45 (RFC 9285), strict: no letter outside the alphabet, no group too large. A space is a letter.

Own, because it stands in the way of every certificate: a quarter of the time of the package of that name.
"""

from __future__ import annotations

import struct
from functools import cache
from operator import itemgetter

from vaxdesk.certificates.unreadable import Unreadable
from vaxdesk.domain.certificate_reasons import CertificateReason

ALPHABET = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_BASE = 45
_NONE = 0xFF
_VALUES = bytes(ALPHABET.index(letter) if letter in ALPHABET else _NONE for letter in range(256))
_LETTERS = ALPHABET.decode("ascii")
_PAIRS = [low + high for high in _LETTERS for low in _LETTERS]


def encode(data: bytes) -> str:
    """The text of bytes."""
    even = len(data) & ~1
    numbers = struct.unpack(f">{even // 2}H", data[:even])
    text = "".join(itemgetter(*numbers)(_triples())) if numbers else ""
    return text + _PAIRS[data[-1]] if len(data) & 1 else text


@cache
def _triples() -> list[str]:
    """The three letters of each two bytes: 4 MB, which only those need who write certificates."""
    return [_PAIRS[number % 2025] + _LETTERS[number // 2025] for number in range(1 << 16)]


def decode(text: bytes) -> bytes:
    """The bytes of a text, which is given as ASCII.

    Raises:
        ValueError: a letter, a length or a group that no encoder makes.
    """
    values = text.translate(_VALUES)
    if _NONE in values:
        raise ValueError("letter")
    rest = len(values) % 3
    if rest == 1:
        raise ValueError("length")
    whole = len(values) - rest
    triples = zip(values[0:whole:3], values[1:whole:3], values[2:whole:3], strict=True)
    try:
        data = struct.pack(f">{whole // 3}H", *[low + 45 * middle + 2025 * high for low, middle, high in triples])
        return data + bytes([values[-2] + _BASE * values[-1]]) if rest else data
    except struct.error:
        raise ValueError("group") from None


def behind(prefix: str, text: str, *, most: int) -> bytes:
    """The bytes of a text of at most that many letters behind its prefix.

    Only line ends at the end are cut off. Small letters are taken for capitals, since Caps Lock turns what a
    keyboard-wedge scanner types and Base45 has capitals alone.

    Raises:
        Unreadable: NOT_A_CERTIFICATE, TOO_LARGE or LETTERS.
    """
    body = text.rstrip("\r\n")
    if body[: len(prefix)].upper() != prefix:
        raise Unreadable(CertificateReason.NOT_A_CERTIFICATE)
    if len(body) > most:
        raise Unreadable(CertificateReason.TOO_LARGE)
    try:
        return decode(body[len(prefix) :].encode("ascii").upper())
    except ValueError as error:
        raise Unreadable(CertificateReason.LETTERS, str(error)) from None
