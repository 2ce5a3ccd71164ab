"""Slots of a session: hours with places, as people type them and as a correction keeps them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_CLOCK = re.compile(r"(\d{1,2})(?:\s*[:hHgG.]\s*|(?=\d\d$))(\d{2})?|(\d{1,2})")
MOST_PLACES = 9999


def clock(text: str) -> str:
    """`7h30`, `7:30`, `730` or `7` as `07:30`; empty when it is no time of day."""
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        return ""
    hour, minute = int(found[1] or found[3]), int(found[2] or 0)
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else ""


def written(slots: Mapping[str, int]) -> str:
    """The slots as one text, by hour: `07:30=10 08:30=12`."""
    return " ".join(f"{hour}={slots[hour]}" for hour in sorted(slots))


def read(text: str) -> dict[str, int]:
    """The slots of such a text; what is no slot is left out."""
    found: dict[str, int] = {}
    for piece in text.split():
        hour, _, places = piece.partition("=")
        at = clock(hour)
        if at and re.fullmatch(r"[0-9]{1,4}", places):
            found[at] = int(places)
    return dict(sorted(found.items()))


def left_to_portal(slots: Mapping[str, int], percent: int) -> dict[str, int]:
    """Places of each hour that may be given away where the station does not see it; of a half place none.

    A station without a line fills the others, so no place is given twice (decision 0045).
    """
    share = min(max(percent, 0), 100)
    return {hour: places * share // 100 for hour, places in slots.items()}


def even(hours: Iterable[str], places: int) -> dict[str, int]:
    """Slots at these hours with as many places each."""
    return {hour: places for hour in sorted(filter(None, map(clock, hours)))}


def minutes(hours: Iterable[str], *, longest: int) -> dict[str, int]:
    """How long each slot lasts: until the next begins, at most `longest`."""
    starts = sorted(hours)
    at = [int(hour[:2]) * 60 + int(hour[3:]) for hour in starts]
    ends = [*at, 24 * 60][1:]
    return {hour: min(end - begin, longest) for hour, begin, end in zip(starts, at, ends, strict=True)}
