"""Numbers, days and instants as pages write them."""

from __future__ import annotations

from datetime import date, datetime

from vaxdesk.domain import times


def number(n: float, language: str) -> str:
    """A number with its thousands set apart: 12.345,6 in Vietnamese, 12,345.6 in English."""
    text = f"{n:,}" if isinstance(n, int) else f"{n:,.1f}"
    return text if language != "vi" else text.translate(str.maketrans(",.", ".,"))


def day(iso: str) -> str:
    """A day as people write it, 27/11/2026; a year or a month alone, and what is no day, stay what they are."""
    if len(iso) != 10:
        return "/".join(reversed(iso.split("-")))
    try:
        return date.fromisoformat(iso).strftime("%d/%m/%Y")
    except ValueError:
        return iso  # entries may hold anything


def moment(ms: int) -> str:
    """An instant (ms since 1970) in the country's time, 27/11/2026 14:05."""
    return datetime.fromtimestamp(ms / 1000, times.ZONE).strftime("%d/%m/%Y %H:%M")
