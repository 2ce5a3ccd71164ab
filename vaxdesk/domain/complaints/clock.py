"""The 48 hours within which a complaint is answered (CV 9458), from the server's own clock when it was registered."""

from __future__ import annotations

import msgspec

HOURS = 48
_HOUR = 3600


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """How much is left of the time, or by how much it is over. `due` in seconds since 1970; `hours` are full ones."""

    due: int
    late: bool
    hours: int
    minutes: int


def clock(registered: int, now: int) -> Clock:
    """The clock of a complaint that waits.

    Args:
        registered: seconds since 1970, as is `now`.
    """
    due = registered + HOURS * _HOUR
    seconds = abs(due - now)
    return Clock(due=due, late=now > due, hours=seconds // _HOUR, minutes=seconds % _HOUR // 60)


def overdue_before(now: int) -> int:
    """What was registered before this instant is overdue."""
    return now - HOURS * _HOUR
