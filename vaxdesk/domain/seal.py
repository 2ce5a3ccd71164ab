"""The day's seal as letters that any QR reader reads: how far each log of the station was held when the lead closed.

One code holds a part; each can be checked by itself. Only capitals, digits and `%./-` are used, so that a code packs
them in alphanumeric mode:

    VXS1/UNIT/20261126/1795400000/1.2/52.50.47.3/LOG.SEQ.HASH16-LOG.SEQ.HASH16/1A2B3C4D

format, unit (odd letters as %XX), day, instant of sealing, part and parts, people through the door . outcomes .
confirmed . entries waiting, heads, and the first 8 hex digits of SHA-256 over all before, against misreading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from urllib.parse import quote, unquote

import msgspec

FORMAT = "VXS1"
A_CODE = 10  # heads in one code: some 430 letters, a code of 69 modules that is read at 40 mm a side
MOST_CODES = 4  # side by side on the page
HASH_LETTERS = 16
_CHECK_LETTERS = 8
_TEXT = re.compile(
    r"(?P<body>VXS1/(?P<unit>[A-Za-z0-9%._~-]*)/(?P<day>\d{8})/(?P<at>\d{1,12})/(?P<part>\d)\.(?P<parts>\d)"
    r"/(?P<counts>\d+\.\d+\.\d+\.\d+)/(?P<heads>[0-9A-Z.-]*))/(?P<check>[0-9A-F]{8})"
)
_HEAD = re.compile(r"([0-9A-HJKMNP-TV-Z]{13})\.(\d{1,10})\.([0-9A-F]{16})")


class BadSeal(ValueError):
    """Letters that are no part of a seal, or were misread."""


class SealHead(msgspec.Struct, frozen=True, order=True):
    """A log, how many of its entries were held, and the first 16 hex digits of the hash there."""

    log: str
    seq: int
    h: str


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """What the paper of a day vouches for; `at` in seconds since 1970 by the desk's clock."""

    unit: str
    day: str
    at: int
    people: int
    outcomes: int
    confirmed: int
    waiting: int
    heads: tuple[SealHead, ...] = ()


def texts(seal: Seal) -> tuple[str, ...]:
    """The seal as the texts of its codes, heads in the order of their logs."""
    heads = sorted(seal.heads)
    slices = [heads[at : at + A_CODE] for at in range(0, len(heads), A_CODE)] or [[]]
    return tuple(_text(seal, part, len(slices), some) for part, some in enumerate(slices, 1))


def _text(seal: Seal, part: int, parts: int, heads: Iterable[SealHead]) -> str:
    counts = f"{seal.people}.{seal.outcomes}.{seal.confirmed}.{seal.waiting}"
    said = "-".join(f"{one.log}.{one.seq}.{one.h.upper()}" for one in heads)
    unit = quote(seal.unit, safe="")
    body = f"{FORMAT}/{unit}/{seal.day.replace('-', '')}/{seal.at}/{part}.{parts}/{counts}/{said}"
    return f"{body}/{_check(body)}"


def fingerprint(codes: Iterable[str]) -> str:
    """What people compare by eye or over the telephone: 64 bits of the hash of all codes, in groups of four."""
    letters = sha256("\n".join(sorted(codes)).encode()).hexdigest()[:16].upper()
    return " ".join(letters[at : at + 4] for at in range(0, 16, 4))


def find(text: str) -> list[str]:
    """The codes in a text that somebody scanned or pasted, in the order in which they stand there."""
    return [found[0] for found in _TEXT.finditer(text)]


def read(codes: Iterable[str]) -> tuple[Seal, int]:
    """The seal of some of its codes, and how many codes are still missing.

    Raises:
        BadSeal: nothing readable, misread, or codes of different papers.
    """
    found = [_part(code) for code in dict.fromkeys(codes)]
    if not found:
        raise BadSeal
    seals = [seal for seal, _, _ in found]
    plain = {msgspec.structs.replace(seal, heads=()) for seal in seals}
    parts = {parts for _, _, parts in found}
    if len(plain) != 1 or len(parts) != 1:
        raise BadSeal
    heads = tuple(sorted({head for seal in seals for head in seal.heads}))
    return msgspec.structs.replace(seals[0], heads=heads), parts.pop() - len({part for _, part, _ in found})


def _part(code: str) -> tuple[Seal, int, int]:
    found = _TEXT.fullmatch(code.strip())
    if found is None or _check(found["body"]) != found["check"]:
        raise BadSeal
    heads = [_HEAD.fullmatch(one) for one in found["heads"].split("-") if one]
    if not all(heads):
        raise BadSeal
    people, outcomes, confirmed, waiting = map(int, found["counts"].split("."))
    day = found["day"]
    seal = Seal(
        unit=unquote(found["unit"]),
        day=f"{day[:4]}-{day[4:6]}-{day[6:]}",
        at=int(found["at"]),
        people=people,
        outcomes=outcomes,
        confirmed=confirmed,
        waiting=waiting,
        heads=tuple(SealHead(one[1], int(one[2]), one[3].lower()) for one in heads if one),
    )
    return seal, int(found["part"]), int(found["parts"])


def _check(body: str) -> str:
    return sha256(body.encode()).hexdigest()[:_CHECK_LETTERS].upper()
