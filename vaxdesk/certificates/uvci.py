"""Identifiers of certificates: `URN:UVCI:01:VN:LETTERS#C`, the last a check letter (Luhn mod N, annex 2 of the EU's).

The letters are 128 random bits, never derived from a person.
"""

from __future__ import annotations

from base64 import b32encode

_CODE_POINTS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/:"
_N = len(_CODE_POINTS)
_PREFIX = "URN:UVCI:"
_VERSION = "01"
_LETTERS = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789ABCDEFGHJKMNPQRSTVWXYZ")  # of Base32
_WIDTH = 26  # letters of 5 bits each
_ONCE, _TWICE = ({letter: sum(divmod(factor * at, _N)) for at, letter in enumerate(_CODE_POINTS)} for factor in (1, 2))


def make(country: str, bits: int) -> str:
    """The identifier of 128 random bits.

    Raises:
        ValueError: more bits, or no country.
    """
    if not 0 <= bits < 1 << 128 or len(country) != 2 or not country.isascii() or not country.isupper():
        raise ValueError(country)
    letters = b32encode(bits.to_bytes(20, "big"))[-_WIDTH:].translate(_LETTERS).decode("ascii")
    bare = f"{_PREFIX}{_VERSION}:{country}:{letters}"
    return f"{bare}#{check_letter(bare)}"


def check_letter(text: str) -> str:
    """The letter that fits a text of the 38 code points.

    Raises:
        ValueError: another letter in it.
    """
    back = text[::-1]
    try:
        weighed = sum(map(_TWICE.__getitem__, back[::2])) + sum(map(_ONCE.__getitem__, back[1::2]))
    except KeyError as letter:
        raise ValueError(letter) from None
    return _CODE_POINTS[-weighed % _N]


def fits(identifier: str) -> bool | None:
    """Whether the check letter fits; None when the identifier has none, which many countries leave out."""
    bare, hash_sign, letter = identifier.rpartition("#")
    if not hash_sign:
        return None
    try:
        return check_letter(bare) == letter
    except ValueError:
        return False
