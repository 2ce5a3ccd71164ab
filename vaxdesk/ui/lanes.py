"""Lanes: one thread each; work runs in order and its result comes back on the UI thread in order.

`db` owns the store, `net` sends and receives bytes, `paper` reads sheets and draws PDFs, `eye` decodes frames, `lan`
talks with the neighbours for as long as the desk is open.
Only frozen values and bytes cross a lane. A `Trouble` raised by the work arrives as `Err`; any other exception
goes to the crash door (`sys.excepthook`) first and then arrives as `Err` too, so a screen can leave its busy state.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar
from weakref import WeakSet

from PySide6.QtCore import QObject, Signal

from vaxdesk.ui.collecting import Collecting
from vaxdesk.ui.jobs import Err, Job, Ok

T = TypeVar("T")
_lanes: WeakSet[Lane] = WeakSet()


class Executor(Protocol):
    """What a lane needs of a thread; `ThreadPoolExecutor` in the product."""

    def submit(self, fn: Callable[[], None], /) -> object: ...
    def shutdown(self, wait: bool = True) -> None: ...


class Lane(QObject):
    """One thread with a queue; make it on the UI thread and `close()` it before the program ends."""

    troubled = Signal(object)  # Err of work that named no on_err
    _delivery = Signal(object)

    def __init__(self, name: str, executor: Executor | None = None) -> None:
        super().__init__()
        self.setObjectName(name)
        self._executor = executor or ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._closed = False
        self._newest: dict[str, Job] = {}
        self._long: set[Job] = set()
        self._delivery.connect(self._deliver)
        _lanes.add(self)

    @property
    def closed(self) -> bool:
        """Whether the lane takes and delivers nothing any more."""
        return self._closed

    def run(
        self,
        work: Callable[[], T],
        on_ok: Callable[[T], None] | None = None,
        on_err: Callable[[Err], None] | None = None,
    ) -> Job:
        """Run `work` on the lane; unless cancelled, `on_ok(value)` or `on_err(err)` follows on the UI thread."""
        return self._start(Job(self._post, None), lambda _: work(), on_ok, on_err)

    def run_long(
        self,
        work: Callable[[Job], T],
        on_ok: Callable[[T], None] | None = None,
        on_err: Callable[[Err], None] | None = None,
        *,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> Job:
        """Like `run`, for work in batches: it calls `job.progress(done, total)` and looks at `job.cancelled`."""
        job = Job(self._post, on_progress)
        self._long.add(job)
        return self._start(job, work, on_ok, on_err)

    def run_newest(
        self,
        slot: str,
        work: Callable[[], T],
        on_ok: Callable[[T], None] | None = None,
        on_err: Callable[[Err], None] | None = None,
    ) -> Job:
        """Like `run`, but older work of the same slot is dropped: for reads that follow typing, and for frames."""
        if older := self._newest.get(slot):
            older.drop()
        job = self._newest[slot] = Job(self._post, None)
        return self._start(job, lambda _: work(), on_ok, on_err)

    def close(self) -> None:
        """Finish what waits (a save is never lost), ask long work to stop, deliver nothing any more."""
        if self._closed:
            return
        self._closed = True
        for job in tuple(self._long):
            job.cancel()
        self._executor.shutdown(wait=True)
        _lanes.discard(self)

    def _start(
        self,
        job: Job,
        work: Callable[[Job], T],
        on_ok: Callable[[T], None] | None,
        on_err: Callable[[Err], None] | None,
    ) -> Job:
        if self._closed:
            job.drop()
            return job

        def do() -> None:
            if job.cancelled:
                self._long.discard(job)
                return
            outcome = _outcome(work, job)
            self._long.discard(job)
            self._post(lambda: self._finish(job, outcome, on_ok, on_err))

        self._executor.submit(do)
        return job

    def _finish(
        self,
        job: Job,
        outcome: Ok | Err,
        on_ok: Callable[[Any], None] | None,
        on_err: Callable[[Err], None] | None,
    ) -> None:
        if isinstance(outcome, Err) and outcome.trouble is None:
            error = outcome.error
            sys.excepthook(type(error), error, error.__traceback__)
        if job.dropped:
            return
        if isinstance(outcome, Ok):
            if on_ok:
                on_ok(outcome.value)
        elif on_err:
            on_err(outcome)
        elif outcome.trouble:
            self.troubled.emit(outcome)

    def _post(self, delivery: Callable[[], None]) -> None:
        if not self._closed:
            self._delivery.emit(delivery)

    def _deliver(self, delivery: Callable[[], None]) -> None:
        if not self._closed:  # one queued delivery still arrives after close()
            delivery()


def _outcome(work: Callable[[Job], Any], job: Job) -> Ok | Err:
    try:
        return Ok(work(job))
    except Exception as error:  # noqa: BLE001 - the lane is the border: every failure becomes a value
        return Err(error)


class _Inline:
    def submit(self, fn: Callable[[], None], /) -> None:
        fn()

    def shutdown(self, wait: bool = True) -> None:
        """Nothing to wait for."""
        del wait


class _Manual:
    def __init__(self) -> None:
        self.queue: deque[Callable[[], None]] = deque()

    def submit(self, fn: Callable[[], None], /) -> None:
        self.queue.append(fn)

    def shutdown(self, wait: bool = True) -> None:
        del wait
        self.queue.clear()


class InlineLane(Lane):
    """Runs work at once on the calling thread: for tests of models and for the gallery."""

    def __init__(self, name: str = "inline") -> None:
        super().__init__(name, _Inline())


class ManualLane(Lane):
    """Runs work only when told: for tests of busy states, order and late results."""

    def __init__(self, name: str = "manual") -> None:
        self._manual = _Manual()
        super().__init__(name, self._manual)

    @property
    def waiting(self) -> int:
        """How many pieces of work wait."""
        return len(self._manual.queue)

    def step(self) -> None:
        """Run the oldest piece of work and deliver its result."""
        self._manual.queue.popleft()()

    def drain(self) -> None:
        """Run until nothing waits, work begun meanwhile included."""
        while self._manual.queue:
            self.step()


@dataclass(frozen=True)
class Lanes:
    """The five lanes of the desk."""

    db: Lane
    net: Lane
    paper: Lane
    eye: Lane
    lan: Lane
    rubbish: Collecting | None = None  # where they are threads

    @classmethod
    def open(cls) -> Lanes:
        """Five real threads; from now on garbage is collected on this one alone."""
        return cls(Lane("db"), Lane("net"), Lane("paper"), Lane("eye"), Lane("lan"), Collecting())

    @classmethod
    def inline(cls) -> Lanes:
        """Five lanes that run at once, for tests and the gallery."""
        return cls(*(InlineLane(name) for name in ("db", "net", "paper", "eye", "lan")))

    def close(self) -> None:
        """Close all, the db lane last."""
        for lane in (self.lan, self.eye, self.paper, self.net, self.db):
            lane.close()
        if self.rubbish:
            self.rubbish.close()


def open_lanes() -> tuple[str, ...]:
    """Names of lanes not yet closed: the leak guard of the tests looks here."""
    threaded = (lane for lane in _lanes if not isinstance(lane, (InlineLane, ManualLane)))
    return tuple(lane.objectName() for lane in threaded if not lane.closed)
