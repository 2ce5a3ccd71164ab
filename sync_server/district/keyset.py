"""Numbers in the text that a page of a list ends with, as a browser sends them back."""

from __future__ import annotations

_DIGITS = 18  # as many as a number of a database always holds


def number(text: str) -> int | None:
    """A whole number that every database can compare with; None for what is none, however it was made up."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None
