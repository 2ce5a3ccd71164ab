"""Names of logs and references to entries.

A log is named by 63 random bits, written as 13 characters of Crockford base32. A reference is `LOG.seq`;
inside a line, an entry of the same log may be named by the bare integer `seq`.
"""

from __future__ import annotations

from functools import lru_cache

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUE = {letter: number for number, letter in enumerate(ALPHABET)}
LOG_BITS = 63
LOG_LENGTH = 13
LOG_PATTERN = r"\A[0-7][0-9A-HJKMNP-TV-Z]{12}\Z"  # exactly the names that `log_number` reads
_REMEMBERED = 4096  # names turned both ways: one request asks for the same log several times
_MOST_DIGITS = 10  # no log is longer


class BadRef(ValueError):
    """Text that is no log name or no reference."""


@lru_cache(_REMEMBERED)
def log_name(number: int) -> str:
    """The 13 characters of a log number.

    Raises:
        BadRef: not a number of 63 bits.
    """
    if not 0 <= number < 1 << LOG_BITS:
        raise BadRef(str(number))
    letters = []
    for _ in range(LOG_LENGTH):
        number, rest = divmod(number, 32)
        letters.append(ALPHABET[rest])
    return "".join(reversed(letters))


@lru_cache(_REMEMBERED)
def log_number(name: str) -> int:
    """The number of a log name.

    Raises:
        BadRef: wrong length, letter or size.
    """
    if len(name) != LOG_LENGTH:
        raise BadRef(name)
    number = 0
    for letter in name:
        value = _VALUE.get(letter)
        if value is None:
            raise BadRef(name)
        number = number * 32 + value
    if number >= 1 << LOG_BITS:
        raise BadRef(name)
    return number


def join(log: str, seq: int) -> str:
    """The reference of an entry."""
    return f"{log}.{seq}"


def split(ref: str) -> tuple[str, int]:
    """Log name and sequence number of a reference.

    Raises:
        BadRef: not a reference.
    """
    log, _, seq = ref.partition(".")
    if not seq.isascii() or not seq.isdigit() or len(seq) > _MOST_DIGITS or int(seq) < 1:
        raise BadRef(ref[:LOG_LENGTH])
    log_number(log)
    return log, int(seq)
