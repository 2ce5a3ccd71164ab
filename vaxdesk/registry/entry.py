"""What the fold works on: an entry as stored, and the same entry decoded."""

from __future__ import annotations

from typing import Any

import msgspec

from vaxdesk.registry.bulk import insert_new

__all__ = ["ERASED", "Entry", "Incoming", "insert_new"]

ERASED = "~"  # kind of an entry of which only the digest is left


class Incoming(msgspec.Struct, frozen=True):
    """One entry to fold: its surrogate, exact bytes and hash."""

    id: int
    line: bytes
    h: bytes


class Entry(msgspec.Struct, frozen=True, gc=False):
    """A decoded entry.

    `of` is the surrogate of what it is about, 0 if nothing; `d` the payload as written. `payload` is None where only
    the fact counts: unknown and silent kinds, erased and bad entries (`bad` says why). `quote` is the entry that
    brought it, 0 when it came itself; `refs` are the surrogates of what its payload names.
    """

    id: int
    kind: str
    h: bytes
    of: int = 0
    t: int = 0
    user: int = 0
    rev: int = 0
    payload: Any = None
    d: str = ""
    doubt: bool = False
    refs: tuple[int, ...] = ()
    bad: str = ""
    quote: int = 0
    unit: str = ""
    place: str = ""
