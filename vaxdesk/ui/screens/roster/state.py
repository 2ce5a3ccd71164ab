"""What the roster page shows."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec

from vaxdesk.domain.roster import RowResult


class Step(StrEnum):
    """Choosing a file, reading it, looking at the preview, taking it in, done."""

    CHOOSE = "choose"
    READING = "reading"
    PREVIEW = "preview"
    TAKING = "taking"
    DONE = "done"


class Tab(StrEnum):
    """Which rows of the preview are listed."""

    ALL = "all"
    ACCEPTED = "accepted"
    WARNED = "warned"
    PROBLEM = "problem"
    DUPLICATE = "duplicate"


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """A list taken in earlier. `stamp` in seconds since 1970."""

    file: str
    day: str
    rows: int
    accepted: int
    problems: int
    duplicates: int
    stamp: int


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """A judged list: `to_take` rows bring `people` on the list, the others only doses. `looked` goes back to `take`."""

    file: str
    shape: str
    rows: tuple[RowResult, ...]
    counts: dict[Tab, int]
    to_take: int
    people: int
    prior_doses: int
    charsets: tuple[str, ...] = ()
    looked: Any = None


class RosterState(msgspec.Struct, frozen=True, kw_only=True):
    """`refused` is the key of the sentence why a file was not read, with `refused_row` for its facts."""

    step: Step = Step.CHOOSE
    day: str = ""
    done: int = 0
    total: int = 0
    preview: Preview | None = None
    tab: Tab = Tab.ALL
    refused: str = ""
    refused_row: int = 0
    imported: tuple[Imported, ...] = ()
    saved: str = ""  # file to which the result was written
