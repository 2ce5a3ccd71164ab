"""Identifiers of certificates: `URN:UVCI:01:VN:LETTERS#C`, the last a check letter (Luhn mod N, annex 2 of the EU's).

The letters are 128 random bits, never derived from a person.
"""

from __future__ import annotations

_CODE_POINTS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/:"
_N = len(_CODE_POINTS)
_PREFIX = "URN:UVCI:"
_VERSION = "01"
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_WIDTH = 26  # of 5 bits each


def make(country: str, bits: int) -> str:
    """The identifier of 128 random bits.

    Raises:
        ValueError: more bits, or no country.
    """
    if not 0 <= bits < 1 << 128 or len(country) != 2 or not country.isascii() or not country.isupper():
        raise ValueError(country)
    letters = "".join(_LETTERS[bits >> 5 * place & 31] for place in reversed(range(_WIDTH)))
    bare = f"{_PREFIX}{_VERSION}:{country}:{letters}"
    return f"{bare}#{check_letter(bare)}"


def check_letter(text: str) -> str:
    """The letter that fits a text of the 38 code points.

    Raises:
        ValueError: another letter in it.
    """
    return _CODE_POINTS[-_weighed(text, first=2) % _N]


def fits(identifier: str) -> bool | None:
    """Whether the check letter fits; None when the identifier has none, which many countries leave out."""
    bare, hash_sign, letter = identifier.rpartition("#")
    if not hash_sign:
        return None
    try:
        return check_letter(bare) == letter
    except ValueError:
        return False


def _weighed(text: str, *, first: int) -> int:
    total, factor = 0, first
    for letter in reversed(text):
        high, low = divmod(factor * _CODE_POINTS.index(letter), _N)
        total += high + low
        factor = 3 - factor
    return total
