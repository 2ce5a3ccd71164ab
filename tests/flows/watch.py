"""Watches the event loop of the window: how long it was busy without a break, and with what."""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractEventDispatcher, Qt

_LOOK_S = 0.005
_WORTH_A_LOOK_S = 0.03


@dataclass
class Watch:
    """Spans between waking and resting of the loop, in milliseconds.

    `worked` is the processor's time of the UI thread alone: other programs on the machine do not lengthen it.
    `lasted` is what a person would feel: it includes waiting for other threads and for the machine.
    """

    worked: list[float] = field(default_factory=list)
    lasted: list[float] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)

    @property
    def told(self) -> str:
        """The worst spans, and where the UI thread was found while they lasted."""
        found = sorted(self.seen.items(), key=lambda pair: -pair[1])[:3]
        where = "\n".join(f"  {count} x {stack}" for stack, count in found)
        return (
            f"{len(self.worked)} spans; longest at work {max(self.worked):.0f} ms, felt {max(self.lasted):.0f} ms, "
            f"99 of 100 felt under {share(self.lasted, 0.99):.0f} ms\n{where}"
        )


def share(spans: list[float], part: float) -> float:
    """The span that so many of them stay under."""
    return sorted(spans)[min(len(spans) - 1, int(len(spans) * part))]


@contextmanager
def watching() -> Iterator[Watch]:
    """Watches the loop of this thread while the block runs."""
    watch, dispatcher, ui = Watch(), QAbstractEventDispatcher.instance(), threading.get_ident()
    began: list[tuple[float, float]] = []
    over = threading.Event()

    def wake() -> None:
        if not began:  # the loop wakes several times before it rests when there is much to do
            began.append((time.thread_time(), time.perf_counter()))

    def rest() -> None:
        if began:
            work, wall = began.pop()
            watch.worked.append((time.thread_time() - work) * 1000)
            watch.lasted.append((time.perf_counter() - wall) * 1000)

    def look() -> None:
        while not over.wait(_LOOK_S):
            since = began[0][1] if began else 0.0
            if since and time.perf_counter() - since > _WORTH_A_LOOK_S:
                stack = traceback.extract_stack(sys._current_frames()[ui])
                ours = [_short(one) for one in stack if "/vaxdesk/" in one.filename]
                place = " > ".join(ours[-4:]) or f"{stack[-1].filename}:{stack[-1].lineno}"
                watch.seen[place] = watch.seen.get(place, 0) + 1

    dispatcher.awake.connect(wake, Qt.ConnectionType.DirectConnection)
    dispatcher.aboutToBlock.connect(rest, Qt.ConnectionType.DirectConnection)
    sampler = threading.Thread(target=look, name="watch")
    sampler.start()
    try:
        yield watch
    finally:
        over.set()
        sampler.join()
        dispatcher.awake.disconnect(wake)
        dispatcher.aboutToBlock.disconnect(rest)


def _short(frame: traceback.FrameSummary) -> str:
    return f"{frame.filename.rpartition('/vaxdesk/')[2]}:{frame.lineno}"
