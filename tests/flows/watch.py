"""Watches the event loop of the window: how long it was busy without a break, or how much it did meanwhile."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

from PySide6.QtCore import Qt, QTimer

MOST_CALLS = 20_000  # between two turns of the loop; twice what the busiest makes, four for each row of a long list
_REFERENCE_S = 0.0105  # of `_counted` on a quiet machine


@dataclass
class Watch:
    """Spans between two turns of the loop, in milliseconds.

    `worked` is the processor's time of the UI thread alone: other programs on the machine do not lengthen it.
    `lasted` is what a person would feel: it includes waiting for other threads and for the machine.
    """

    worked: list[float] = field(default_factory=list)
    lasted: list[float] = field(default_factory=list)

    @property
    def told(self) -> str:
        """The worst spans."""
        return (
            f"{len(self.worked)} spans; longest at work {max(self.worked):.0f} ms, felt {max(self.lasted):.0f} ms, "
            f"99 of 100 felt under {share(self.lasted, 0.99):.0f} ms"
        )


def share(spans: list[float], part: float) -> float:
    """The span that so many of them stay under."""
    return sorted(spans)[min(len(spans) - 1, int(len(spans) * part))]


@contextmanager
def watching() -> Iterator[Watch]:
    """Watches the loop of this thread while the block runs.

    What lies between two strokes is what a key pressed meanwhile has to wait for.
    """
    watch = Watch()
    last = [time.thread_time(), time.perf_counter()]

    def struck() -> None:
        now = [time.thread_time(), time.perf_counter()]
        watch.worked.append((now[0] - last[0]) * 1000)
        watch.lasted.append((now[1] - last[1]) * 1000)
        last[:] = now

    with _striking(struck):
        yield watch


@contextmanager
def counting() -> Iterator[list[int]]:
    """Counts the calls (of Python's functions and of built-in ones, Qt's among them) between two turns of the loop.

    What grows with a list calls something for each of its rows. Unlike milliseconds the count is the same on a loaded
    machine; what waits or reckons inside of one call is not seen by it, but by `watching`.
    """
    turns, before = [], 0
    with called() as so_far:

        def struck() -> None:
            nonlocal before
            turns.append(so_far() - before)
            before = so_far()

        with _striking(struck):
            yield turns


@contextmanager
def called() -> Iterator[Callable[[], int]]:
    """Counts the calls that this thread makes in the block; what is given tells how many so far."""
    calls = 0

    def noted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(noted)
    try:
        yield lambda: calls
    finally:
        sys.setprofile(before)


@contextmanager
def _striking(struck: Callable[[], None]) -> Iterator[None]:
    """A timer of one millisecond strikes once in each turn of the loop, whichever dispatcher runs it."""
    stroke = QTimer()
    stroke.setTimerType(Qt.TimerType.PreciseTimer)
    stroke.timeout.connect(struck)
    stroke.start(1)
    try:
        yield
    finally:
        stroke.stop()


def pace() -> float:
    """How much slower this machine is just now than the one on which the limits were set; never below 1.

    Two programs on the two cores of a virtual machine slow each other by half, processor time and all.
    """
    best = min(_counted() for _ in range(5))
    return max(1.0, best / _REFERENCE_S)


def _counted() -> float:
    begun = time.thread_time()
    total = 0
    for number in range(200_000):
        total += number % 7
    return time.thread_time() - begun
