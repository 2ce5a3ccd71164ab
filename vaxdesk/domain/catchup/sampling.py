"""Which sheets of a stack a second person reads again: chosen by hashes, so that nobody chooses."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from vaxdesk.domain.catchup.stack import TypedSheet

LEAST = 5
SHARE = 10  # one sheet in so many


def size(typed: int) -> int:
    """How many of so many sheets: a tenth, at least five, never more than there are."""
    return min(typed, max(LEAST, -(-typed // SHARE)))


def sample(seed: str, rows: Iterable[TypedSheet]) -> tuple[TypedSheet, ...]:
    """The sheets to read again, in the order of the stack.

    Args:
        seed: hash of the entry that announced the stack. The hash of each row depends on all that was written before
            it, so whoever types cannot know which of the sheets will be read again.
    """
    wanted = sorted(rows, key=lambda row: sha256(f"{seed}{row.h}".encode()).digest())
    return tuple(sorted(wanted[: size(len(wanted))], key=lambda row: (row.sheet, row.entry)))
