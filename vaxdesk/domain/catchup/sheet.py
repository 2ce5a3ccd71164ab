"""What one sheet of a stack says, as it is typed: the usual is left out, exceptions are said."""

from __future__ import annotations

import re
from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.picklists import Site

_CLOCK = re.compile(r"([01]?\d|2[0-3])[:h. ]?([0-5]\d)")
NOON = "12:00"  # a dose whose time nobody wrote down


class Happened(StrEnum):
    """What the sheet says of the person's day; all but the first mean that no dose was given."""

    WORDS = nonmember("catchup.happened")

    INJECTED = "injected"
    DEFERRED = "deferred"
    CONTRAINDICATED = "contraindicated"
    DECLINED = "declined"


class Reaction(StrEnum):
    """What the sheet says of the half hour after the dose."""

    WORDS = nonmember("catchup.reaction")

    NONE = "none"
    COMMON = "common"
    SERIOUS = "serious"


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One sheet. Empty text and 0 mean: as the stack says, as counted.

    Args:
        lot_no, expiry: of another lot than most of the stack.
        clock: `HH:MM` where the sheet has a time.
        dose_no: which dose of the person the sheet says it was, counted over all.
    """

    happened: Happened = Happened.INJECTED
    site: str = Site.LEFT_DELTOID.value
    lot_no: str = ""
    expiry: str = ""
    clock: str = ""
    dose_no: int = 0
    reaction: Reaction = Reaction.NONE


def parse_clock(text: str) -> str | None:
    """`HH:MM` of `8:30`, `8h30`, `0830` or `830`; None when it is no time of day."""
    found = _CLOCK.fullmatch(text.strip().lower())
    return f"{int(found[1]):02d}:{found[2]}" if found else None


def tidy_lot(text: str) -> str:
    """A lot number as it is compared and kept: capitals without spaces around dashes."""
    return re.sub(r"\s*-\s*", "-", " ".join(text.upper().split()))
