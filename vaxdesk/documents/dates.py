"""Days and moments as Vietnamese papers write them, from ISO text; what is no ISO text stays as written."""

from __future__ import annotations

import re

_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::\d{2})?")


def day(iso: str) -> str:
    """`31/01/1990`, `01/1990` or `1990`, as much as is known."""
    found = _DAY.fullmatch(iso)
    if not found:
        return iso
    return "/".join(part for part in reversed(found.groups()) if part)


def moment(iso: str) -> str:
    """`08:05 24/11/2026` from `2026-11-24T08:05`; a mere day is written as a day."""
    found = _MOMENT.fullmatch(iso)
    return f"{found[2]} {day(found[1])}" if found else day(iso)


def parts(iso: str) -> tuple[str, str, str, str, str]:
    """Hour, minute, day, month, year of a moment; each empty when not known."""
    found = _MOMENT.fullmatch(iso)
    clock = found[2].split(":") if found else ["", ""]
    whole = _DAY.fullmatch(found[1] if found else iso)
    year, month, number = whole.groups() if whole else ("", "", "")
    return clock[0], clock[1], number or "", month or "", year or ""
