"""Who may read and write which feed: one rule on the paths of units (sync design 3.6, decision 0008)."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from vaxdesk.domain.rights import stands_above


class Act(StrEnum):
    """What a device wants with a feed."""

    READ = "read"
    WRITE = "write"


def may(act: Act, own: str, other: str, *, oversees: bool = False) -> bool:
    """Whether a device of the unit at path `own` may read or write the feed of the unit at path `other`.

    Paths read '/1/79/4012/', numbers from the root down. Write: the own unit alone. Read: the own unit and those
    above it; with the grant to oversee also those below.
    """
    if act is Act.WRITE:
        return own == other
    return stands_above(other, own) or (oversees and stands_above(own, other))


@lru_cache(maxsize=4096)
def above(own: str) -> tuple[int, ...]:
    """Numbers of the own unit and those above it, the own first."""
    return tuple(int(part) for part in reversed(own.strip("/").split("/")))
