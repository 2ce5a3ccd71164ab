"""The lease: how long a station shows older records without having heard from above (sync design 3.4, decision 0009).

What it protects against is a PC that somebody else has. So the clock may run ahead and cost a telephone call, but it is
no use to set it back: time is the latest that the device has ever seen. Recording never depends on this.
"""

from __future__ import annotations

from msgspec import Struct

_DAY = 86400
SHOWN_AHEAD = 14  # days of rosters that stay visible, as long as a site holds lists (sync design 3.5)


class Lease(Struct, frozen=True, kw_only=True):
    """What the lease hangs on. Seconds since 1970 by the device's clock, 0 for never.

    Args:
        days: without contact after which it lapses; 0 for never.
        heard: the last contact with the server.
        renewed: until when a code has renewed it.
        newest: the newest entry or contact seen: the clock is not believed before it.
    """

    days: int = 0
    heard: int = 0
    renewed: int = 0
    newest: int = 0

    def now(self, clock: float) -> int:
        """The time by which the lease is reckoned."""
        return max(int(clock), self.newest, self.heard)

    def until(self) -> int:
        """When it lapses; 0 when it never does."""
        return max(self.heard + self.days * _DAY, self.renewed) if self.days and self.heard else 0

    def has_lapsed(self, clock: float) -> bool:
        """Whether older records are hidden now."""
        until = self.until()
        return bool(until) and self.now(clock) > until

    def renewed_for(self, weeks: int, clock: float) -> int:
        """Until when a code for so many weeks renews it from now on."""
        return self.now(clock) + weeks * 7 * _DAY
