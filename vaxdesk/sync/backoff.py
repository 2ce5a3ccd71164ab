"""When to try again, and when to ask next (sync design 2.5). Pure; seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

COLLECT = 3.0  # after a new entry, so that the next ones of the same act travel with it
_FIRST = 5.0
_FACTOR = 3.0
MOST = 600.0
_LEAST = 1.0


def delay(failures: int, rng: Random, *, retry_after: float = 0) -> float:
    """Pause after so many failures in a row: up to 5, 15, 45 … 600, drawn evenly so that stations do not march in step.

    A server's `Retry-After` is never undercut.
    """
    most = min(_FIRST * _FACTOR ** min(failures - 1, 10), MOST) if failures > 0 else 0.0
    drawn = rng.uniform(_LEAST, max(most, _LEAST))
    return retry_after + drawn if retry_after > 0 else drawn


def next_poll(poll: float, rng: Random) -> float:
    """Pause until the next question when nothing waits: what the server asked for, give or take a fifth."""
    return poll * rng.uniform(0.8, 1.2)
