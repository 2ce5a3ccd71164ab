"""What somebody did, as an exercise looks at it."""

from __future__ import annotations

from typing import Any

import msgspec


class Did(msgspec.Struct, frozen=True, kw_only=True):
    """An entry: its kind, the person or entry it is about (a reference), its own reference, and its payload."""

    kind: str
    ref: str = ""
    of: str = ""
    data: dict[str, Any] = {}


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """Whom an exercise is about: somebody of the practice list, or for a walk-in nobody yet (empty `person`)."""

    person: str = ""
    name: str = ""
    dob: str = ""  # ISO
    doc: str = ""
    new_name: str = ""  # what the name is to be corrected to
