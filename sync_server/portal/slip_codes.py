"""Codes by which people see again what they sent: 128 bits in 26 characters, as they read and type them."""

from __future__ import annotations

from vaxdesk.domain import own_codes

BITS = 128
MOST = 60  # letters of one as typed


def of_bits(bits: int) -> str:
    """The code of random bits."""
    return own_codes.certificate_name(bits)


def plain(code: str) -> str:
    """A code as typed, without spaces and with letters that are taken for others."""
    return "".join(code.split()).upper().translate(str.maketrans("ILO", "110"))[:40]


def grouped(code: str) -> str:
    """A code as people read it, in groups."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))
