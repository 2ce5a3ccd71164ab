"""What time it was when a clock was wrong: device times mended by what the server's signed time said near them.

    t_fixed = t + offset

The offset is that of the nearest reading in the same run. A run without any is mended by the next one: as long as the
machine was not switched off between them, its uptime counts on, whatever its clock was set to. Else nobody knows, and
the time stays in doubt. Nothing is ordered by these times; people read them (sync design 2.8).
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

_STEADY = 120  # seconds by which clock and uptime may disagree between two runs of one switching-on


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A `clock` entry: device time, server time, trip in ms, and uptime (0: unknown)."""

    t: int
    srv: int
    rtt_ms: int = 0
    uptime: int = 0

    @property
    def offset(self) -> float:
        """Seconds to add to the device's clock; the answer was under way for half the trip."""
        return self.srv + self.rtt_ms / 2000 - self.t


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """The `open` entry of a run: device time and uptime (0: unknown)."""

    t: int
    uptime: int = 0


def t_fixed(t: int, opened: Opened, readings: Sequence[Reading], later: Sequence[Reading] = ()) -> float | None:
    """The true time of an entry, seconds since 1970; None when nothing tells.

    Args:
        t: the entry's device time.
        opened: of its run.
        readings: of its run.
        later: of the runs after it, oldest first.
    """
    if readings:
        return t + min(readings, key=lambda one: (abs(one.t - t), one.t)).offset
    after = next((one for one in later if _same_start(opened, one)), None)
    if after is None:
        return None
    passed = after.uptime - opened.uptime
    return after.srv + after.rtt_ms / 2000 - passed + (t - opened.t)


def _same_start(opened: Opened, after: Reading) -> bool:
    """Whether the machine ran on between a run's begin and a later reading, with its clock left alone."""
    if not opened.uptime or after.uptime < opened.uptime:
        return False
    return abs((after.t - opened.t) - (after.uptime - opened.uptime)) <= _STEADY


class Watched:
    """Remembers how far off the clock was last noted, for one run."""

    _WORTH = 5.0  # seconds; less is the line

    def __init__(self) -> None:
        self._noted: float | None = None

    def is_news(self, offset: float) -> bool:
        """Whether a contact says something of the clock that was not noted yet; it counts as noted from now on."""
        if self._noted is not None and abs(offset - self._noted) <= self._WORTH:
            return False
        self._noted = offset
        return True
