"""Counts wrong enrolment codes per address, so that nobody tries many (ASVS 6.6.3)."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

MOST = 5
WINDOW = 900
_MOST_ADDRESSES = 10_000


class Throttle:
    """At most five misses of one address in a quarter of an hour. Seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._misses: dict[str, list[float]] = {}
        self._lock = Lock()

    def wait(self, address: str) -> int:
        """Seconds that an address has to wait; 0 when it may try."""
        with self._lock:
            recent = self._recent(address)
            return 0 if len(recent) < MOST else max(1, int(recent[0] + WINDOW - self._now()))

    def miss(self, address: str) -> None:
        """Notes a wrong code."""
        with self._lock:
            if len(self._misses) >= _MOST_ADDRESSES:
                self._misses.clear()
            self._misses[address] = [*self._recent(address), self._now()]

    def _recent(self, address: str) -> list[float]:
        return [at for at in self._misses.get(address, ()) if 0 <= self._now() - at < WINDOW]
