"""The hour at which a reaction began, as people type it."""

from __future__ import annotations

import re

from vaxdesk.domain import times

_CLOCK = re.compile(r"(\d{1,2})(?:\s*[:.hg]\s*(\d{1,2})?|(\d{2}))?", re.IGNORECASE)


def typed_clock(text: str) -> str:
    """`08:05` from `8:05`, `0805`, `805`, `8h05`, `8.05` or `8`; empty when it is no time of day."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return ""
    hour, minute = int(found[1]), int(found[2] or found[3] or 0)
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else ""


def seconds(day: str, text: str) -> int:
    """Seconds since 1970 of what was typed on a day; 0 when it cannot be read."""
    clock = typed_clock(text)
    try:
        return times.at(day, clock) if clock else 0
    except ValueError:
        return 0
