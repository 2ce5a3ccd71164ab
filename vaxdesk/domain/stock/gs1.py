"""What the code on a maker's box says: GS1 element strings (GS1 General Specifications, section 3).

An element is an application identifier (AI) and its data. Data of variable length end with FNC1, which arrives as GS
(0x1d); a scanner that types like a keyboard may lose it. Where it is lost, the one way in which the text can be read
as elements that a box carries is taken; where there are several, the reading is `doubtful` and somebody must look.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

import msgspec

GS = "\x1d"
_PREFIX = re.compile(r"\][A-Za-z][0-9a-zA-Z]")
_BRACKETS = re.compile(r"\((\d{2,4})\)")
_FIXED = {"00": 18, "01": 14, "02": 14, "11": 6, "12": 6, "13": 6, "15": 6, "16": 6, "17": 6, "20": 2}
_VARIABLE = {"10": 20, "21": 20, "22": 20, "240": 30, "241": 30, "250": 30, "30": 8, "37": 8, "90": 30}
_DATES = frozenset({"11", "12", "13", "15", "16", "17"})
_COUNTS = frozenset({"30", "37"})
_CHARACTERS = re.compile(r"[!-\"%-/0-9:-?A-Z_a-z]+")  # character set 82
_MOST_READINGS = 16


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """What a box says. `expiry` ISO, its last day of use; `count` of pieces inside, 0 when not said.

    `doubtful`: separators were lost and the text can be read in more than one way.
    """

    gtin: str = ""
    lot: str = ""
    expiry: str = ""
    serial: str = ""
    count: int = 0
    doubtful: bool = False


def read_box(text: str) -> Box | None:
    """The box behind an element string, as scanned or typed; None when it is none, or has no valid GTIN."""
    body = text.strip("\r\n\t \x00")
    body = _PREFIX.sub("", body, count=1) if _PREFIX.match(body) else body
    plain = body.strip(GS)
    if re.fullmatch(r"\d{8}|\d{12,14}", plain):
        return Box(gtin=plain.zfill(14)) if is_gtin(plain) else None
    readings = _bracketed(plain) if plain.startswith("(") else _readings(plain)
    boxes = list(dict.fromkeys(box for one in readings if (box := _box(one)) is not None))
    if not boxes:
        return None
    best = max(boxes, key=_told)
    rivals = [one for one in boxes if _told(one) == _told(best)]
    return best if len(rivals) == 1 else msgspec.structs.replace(best, doubtful=True)


def is_gtin(number: str) -> bool:
    """Whether the last digit is the check digit of the others (GTIN-8, -12, -13, -14)."""
    if not (number.isascii() and number.isdigit()):
        return False
    weighted = (int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(number)))
    return sum(weighted) % 10 == 0


def date_of(digits: str) -> str:
    """ISO day of `YYMMDD`; day 00 is the last of the month; empty when there is no such day."""
    year, month, day = 2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:])
    if not 1 <= month <= 12:
        return ""
    last = monthrange(year, month)[1]
    return date(year, month, day or last).isoformat() if day <= last else ""


def _told(box: Box) -> int:
    """How much a reading says of what is needed."""
    return sum(map(bool, (box.gtin, box.lot, box.expiry)))


def _box(elements: dict[str, str]) -> Box | None:
    gtin = elements.get("01") or elements.get("02", "")
    if not is_gtin(gtin):
        return None
    count = elements.get("37") or elements.get("30") or "0"
    return Box(
        gtin=gtin,
        lot=elements.get("10", ""),
        expiry=date_of(elements["17"]) if "17" in elements else "",
        serial=elements.get("21", ""),
        count=int(count),
    )


def _bracketed(text: str) -> Iterator[dict[str, str]]:
    """As printed under the code: each AI in brackets."""
    parts = _BRACKETS.split(text)
    found = dict(zip(parts[1::2], (one.strip(GS) for one in parts[2::2]), strict=True))
    if all(_fits(ai, data) for ai, data in found.items()):
        yield found


def _readings(text: str) -> Iterator[dict[str, str]]:
    """Every way of reading the text; with separators there is one."""
    lost = GS not in text
    for number, reading in enumerate(_read(text, frozenset(), lost=lost)):
        if number == _MOST_READINGS:
            return
        yield reading


def _read(text: str, seen: frozenset[str], *, lost: bool) -> Iterator[dict[str, str]]:
    if not text:
        yield {}
        return
    ai = next((one for one in (*_FIXED, *_VARIABLE) if text.startswith(one)), "")
    if not ai or ai in seen:
        return
    rest = text[len(ai) :]
    for length in _lengths(ai, rest, lost=lost):
        data = rest[:length]
        if _fits(ai, data):
            after = rest[length:].removeprefix(GS)
            for reading in _read(after, seen | {ai}, lost=lost):
                yield {ai: data, **reading}


def _lengths(ai: str, rest: str, *, lost: bool) -> list[int]:
    """Lengths that the data of an element may have, the longest first."""
    if ai in _FIXED:
        return [_FIXED[ai]]
    end = rest.find(GS)
    if end >= 0:
        return [end]
    most = min(len(rest), _VARIABLE[ai])
    if not lost:
        return [len(rest)]
    return list(range(most, 0, -1))


def _fits(ai: str, data: str) -> bool:
    if ai in _FIXED:
        whole = data.isascii() and data.isdigit() and len(data) == _FIXED[ai]
        return whole and (ai not in _DATES or bool(date_of(data))) and (ai != "01" or is_gtin(data))
    if not data or len(data) > _VARIABLE.get(ai, 90) or not _CHARACTERS.fullmatch(data):
        return False
    return ai not in _COUNTS or (data.isascii() and data.isdigit())
