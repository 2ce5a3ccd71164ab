"""The code that renews a lease, short enough to be told by telephone (decision 0009).

The desk shows a number of four digits; who is above types it, and gets eleven letters of Crockford base32: one for the
weeks, nine of an HMAC over number and weeks, one check letter. The number changes once a code was used, or guessed at
too often, so a code is good once, and no clock takes part.
"""

from __future__ import annotations

import hmac

from vaxdesk.journal.enrolment import check_letter, letters_of
from vaxdesk.journal.ref import ALPHABET

NUMBERS = 10_000
MOST_WEEKS = 26
_MAC_LETTERS = 9
_LENGTH = _MAC_LETTERS + 2


class BadLeaseCode(ValueError):
    """Text that is no lease code, was mistyped, or is one for another number or PC."""


def make(key: bytes, number: int, weeks: int) -> str:
    """The code for the number that a desk shows, in groups: `X4KD-93MA-T2C`."""
    if not 1 <= weeks <= MOST_WEEKS:
        raise ValueError(weeks)
    letters = _signed(key, number, weeks)
    whole = letters + check_letter(letters)
    return "-".join(whole[at : at + 4] for at in range(0, _LENGTH, 4))


def is_well_formed(text: str) -> bool:
    """Whether the check letter fits: a slip of the tongue costs no try."""
    letters = letters_of(text)
    return len(letters) == _LENGTH and letters[-1] == check_letter(letters[:-1])


def weeks(key: bytes, number: int, text: str) -> int:
    """For how many weeks a typed code renews the lease.

    Raises:
        BadLeaseCode: it is none for this number and key.
    """
    letters = letters_of(text)
    if not key or not is_well_formed(text):
        raise BadLeaseCode("form")
    told = ALPHABET.index(letters[0])
    if not 1 <= told <= MOST_WEEKS or not hmac.compare_digest(letters[:-1], _signed(key, number, told)):
        raise BadLeaseCode("wrong")
    return told


def _signed(key: bytes, number: int, told: int) -> str:
    mac = int.from_bytes(hmac.digest(key, f"vaxdesk/1 lease {number:04} {told}".encode(), "sha256")[:8], "big")
    letters = "".join(ALPHABET[mac >> 5 * at & 31] for at in range(_MAC_LETTERS))
    return ALPHABET[told] + letters
