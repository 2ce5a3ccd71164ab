"""When a paper was printed, as it says at its foot."""

from __future__ import annotations

from vaxdesk.desk.context import Desk
from vaxdesk.domain import times


def printed_at(desk: Desk) -> str:
    """`2026-11-24T08:05` by the device's clock."""
    now = desk.now()
    return f"{times.day_of(now)}T{times.clock_of(now)}"


def iso_moment(seconds: int) -> str:
    """The same of an instant; empty for 0."""
    return f"{times.day_of(seconds)}T{times.clock_of(seconds)}" if seconds else ""
