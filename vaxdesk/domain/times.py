"""Days and clock times as the station counts them. Viet Nam has one zone, UTC+7, without summer time."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

ZONE = timezone(timedelta(hours=7))


def day_of(seconds: float) -> str:
    """ISO day of an instant (seconds since 1970)."""
    return datetime.fromtimestamp(seconds, ZONE).date().isoformat()


def clock_of(seconds: float) -> str:
    """`HH:MM` of an instant."""
    return datetime.fromtimestamp(seconds, ZONE).strftime("%H:%M")


def at(day: str, clock: str) -> int:
    """Seconds since 1970 of `HH:MM` on an ISO day.

    Raises:
        ValueError: not a day or not a time of day.
    """
    return int(datetime.fromisoformat(f"{day}T{clock}:00").replace(tzinfo=ZONE).timestamp())
