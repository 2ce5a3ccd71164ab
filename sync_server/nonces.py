"""Remembers the nonces of proven requests for longer than their time is accepted; a replay is answered, not served."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

KEEP = 1300  # seconds: twice the tolerance of ten minutes and a little
_MOST = 500_000


class Nonces:
    """Two generations of nonces; the older is forgotten when the younger has filled its time or its room."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._young: set[tuple[int, str]] = set()
        self._old: set[tuple[int, str]] = set()
        self._since = now()
        self._lock = Lock()

    def fresh(self, device: int, nonce: str) -> bool:
        """Whether this nonce is new; it is remembered from now on."""
        one = (device, nonce)
        with self._lock:
            if abs(self._now() - self._since) > KEEP or len(self._young) >= _MOST:
                self._old, self._young, self._since = self._young, set(), self._now()
            if one in self._young or one in self._old:
                return False
            self._young.add(one)
            return True
