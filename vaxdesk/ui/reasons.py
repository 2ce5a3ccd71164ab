"""Reasons that people pick from a list, as they are kept (`wrong_person: note`) and as they are said again."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from vaxdesk.ui.kit.choice import Option
from vaxdesk.words import known, say

_BETWEEN = ": "


def options(reasons: Iterable[StrEnum]) -> tuple[Option, ...]:
    """A closed list, or some of it, as tiles to pick from."""
    return tuple(Option(one.value, say(f"{type(one).WORDS}.{one.value}")) for one in reasons)


def kept(reason: str, note: str) -> str:
    """What goes into the entry: the code of the reason, and the note behind it."""
    return _BETWEEN.join(part for part in (reason, note) if part)


def said(why: str, *reasons: type[StrEnum]) -> str:
    """A kept reason in words; what is on none of the lists is shown as it was written."""
    code, _, note = why.partition(_BETWEEN)
    for one in reasons:
        key = f"{one.WORDS}.{code}"
        if code in list(one) and known(key):
            return _BETWEEN.join(part for part in (say(key), note) if part)
    return why
