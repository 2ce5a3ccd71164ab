"""How long what waits will take on the line as it was in the last rounds. Pure.

A round takes a fixed time (there and back, the server's work) and a time by the byte; both are fitted to the last
rounds by least squares. Rounds that were all alike tell no difference, then bytes over seconds is taken: too slow
rather than too fast.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

KEPT = 8
_ALIKE = 2.0  # the largest round must have been so many times the smallest to tell bytes from waiting


class RoundTime(msgspec.Struct, frozen=True, array_like=True):
    """Bytes that went up and came down in a round, and the seconds it took."""

    size: int
    seconds: float


def kept(before: Sequence[RoundTime], new: RoundTime) -> tuple[RoundTime, ...]:
    """The rounds to remember."""
    return (*before, new)[-KEPT:]


def estimate(rounds: Sequence[RoundTime], size: int) -> int | None:
    """Seconds that a round of so many bytes would take; None while nothing is known of the line."""
    known = [one for one in rounds if one.size > 0 and one.seconds > 0]
    if not known:
        return None
    start, per_byte = _fit(known)
    return round(start + per_byte * size)


def _fit(known: Sequence[RoundTime]) -> tuple[float, float]:
    """Seconds at the start of a round, and seconds a byte."""
    seconds, sizes = sum(one.seconds for one in known), sum(one.size for one in known)
    plain = (0.0, seconds / sizes)
    if max(one.size for one in known) < _ALIKE * min(one.size for one in known):
        return plain
    mean_size, mean_seconds = sizes / len(known), seconds / len(known)
    spread = sum((one.size - mean_size) ** 2 for one in known)
    slope = sum((one.size - mean_size) * (one.seconds - mean_seconds) for one in known) / spread
    start = mean_seconds - slope * mean_size
    return (start, slope) if slope > 0 and start >= 0 else plain
