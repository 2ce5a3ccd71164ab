"""Versions of the program as `1.2.0`."""

from __future__ import annotations


def older(one: str, other: str) -> bool:
    """Whether a version comes before another; what is no number counts as 0, an empty one is older than none."""
    return bool(other) and _parts(one) < _parts(other)


def _parts(version: str) -> list[int]:
    parts = [int(part) if part.isascii() and part.isdigit() else 0 for part in version.split(".")]
    while parts and not parts[-1]:
        parts.pop()
    return parts
