"""Birth dates as cards and lists write them, to ISO text with the precision that is known."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_OLDEST = 1880
_NEWEST = 2099
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?$")
_WORDS = re.compile(r"^(?:sinh\s+)?(?:năm|nam|sn|s\.n)[\s.:]*(?=\d)", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?")
_YEAR_LAST = re.compile(r"(?:(?:(\d{1,2})[-/. ])?(\d{1,2})[-/. ])?(\d{4})")
_RUNS = (
    re.compile(r"(?P<d>\d{1,2})(?P<m>\d{2})(?P<y>(?:18|19|20)\d{2})"),
    re.compile(r"(?P<m>\d{2})(?P<y>(?:18|19|20)\d{2})"),
    re.compile(r"(?P<y>(?:18|19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})?"),
)


def parse_birth(text: str) -> str | None:
    """`1990-01-31`, `1990-01` or `1990` from any written form, None when it is no date.

    Forms: `ddmmyyyy`, `mmyyyy`, `yyyy` (citizen cards), `d/m/yyyy` and with `-` or `.`, `m/yyyy`, ISO, a time of day
    after it, masked or unknown parts (`1990-**-**`, `00/00/1990`). Day comes before month. Years of two digits are
    refused: a guess of the century would be a guess of the age.
    """
    plain = unicodedata.normalize("NFKC", text).strip().strip("'’`").strip()
    plain = _WORDS.sub("", _TIME.sub("", plain))
    plain = re.sub(r"\s*([-/.])\s*", r"\1", re.sub(r"[*xX?]{1,2}(?=[-/.]|$)", "00", plain))
    if plain.isdigit() and len(plain) != 4:
        return _run_of_digits(plain)
    first = _YEAR_FIRST.fullmatch(plain)
    if first:
        return _iso(first[1], first[3], first[4])
    last = _YEAR_LAST.fullmatch(plain)
    return _iso(last[3], last[2], last[1]) if last else None


def _run_of_digits(digits: str) -> str | None:
    for shape in _RUNS:
        found = shape.fullmatch(digits)
        iso = found and _iso(found["y"], found["m"], found.groupdict().get("d"))
        if iso:
            return iso
    return None


def _iso(year: str, month: str | None, day: str | None) -> str | None:
    y, m, d = int(year), int(month or 0), int(day or 0)
    if not _OLDEST <= y <= _NEWEST or m > 12 or d > 31:
        return None
    if not m:
        return f"{y:04d}" if not d else None
    if not d:
        return f"{y:04d}-{m:02d}"
    try:
        return date(y, m, d).isoformat()
    except ValueError:
        return None
