"""Requests that gather before the lane: how many of them are taken at once, and how long they wait for one another.

Whoever was answered comes again at about the same time: at a crowd the first of them would be answered alone, and the
disk be synced for it alone. So as many as were taken last are waited for, some milliseconds from the first on at most;
where one came alone last time, nobody waits.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from threading import Condition
from typing import Generic, TypeVar

MOST = 16  # requests at once: the first waits for the last
_GATHER_SECONDS = 0.002  # a third of what sixteen take
_IDLE_SECONDS = 5.0
_Waiter = TypeVar("_Waiter")


class Gathering(Generic[_Waiter]):
    """From the event loop, which puts, to the one thread that takes."""

    def __init__(self) -> None:
        self._held: deque[_Waiter] = deque()
        self._bell = Condition()
        self._wanted = 1  # that are waited for
        self._taken = 1  # the last time
        self._served = False

    def put(self, came: Iterable[_Waiter]) -> bool:
        """Takes requests in; whether a thread has to be found that takes them."""
        with self._bell:
            self._held.extend(came)
            if len(self._held) >= self._wanted:
                self._bell.notify()
            unserved, self._served = not self._served, True
            return unserved

    def take(self) -> list[_Waiter]:
        """What waits, once something does; nothing after a while without any request, then nobody takes any more."""
        with self._bell:
            self._wait(1, _IDLE_SECONDS)
            if self._held:
                self._wait(self._taken, _GATHER_SECONDS)
            taken = [self._held.popleft() for _ in range(min(MOST, len(self._held)))]
            self._taken, self._served = len(taken), bool(taken)
            return taken

    def _wait(self, count: int, seconds: float) -> None:
        self._wanted = count
        self._bell.wait_for(lambda: len(self._held) >= count, seconds)
