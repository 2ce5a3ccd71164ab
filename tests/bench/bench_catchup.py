"""A stack of 1,000 sheets typed through the real window: how long its thread works without a break, and each sheet.

    .venv/bin/python tests/bench/bench_catchup.py [SHEETS]

Each sheet is six digits and Enter as key events, faster than anybody types; every key is followed by what it sets off
(lane, use case, store, widgets) until the sheet is among the rows. Processor time of the UI thread counts, and beside
it what a person would feel on the machine as loaded as it is.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SHEETS, BLOCKED_MS, SHEET_S = 1000, 50, 6.0
KEY_MS = 15  # between two keys, several times as fast as anybody types
DAY = "2026-11-20"


def fill(desk: Any, sheets: int) -> list[str]:
    """People on the list with numbers of which the last six digits tell them apart; those digits."""
    import msgspec

    from vaxdesk.desk.practice_people import people
    from vaxdesk.domain.payloads import Appt

    digits = []
    with desk.store.writing(user=desk.user.no) as w:
        for at, one in enumerate(islice(people(sheets * 2, 5, year=2026), sheets)):
            digits.append(f"{700_000 + at * 7:06d}")
            person = w.add("person", msgspec.structs.replace(one, doc=f"015190{digits[-1]}"))
            w.add("appt", Appt(day=desk.day, row=at + 1), of=person)
    return digits


def announce(desk: Any, sheets: int) -> None:
    """The stack that is typed."""
    from vaxdesk.desk.catchup import stacks
    from vaxdesk.domain.payloads_catchup import Batch

    stacks.announce(desk, Batch(day=DAY, product="COM-A", lot_no="FK1234", expiry="2026-12-31", sheets=sheets))


def type_all(view: Any, digits: list[str]) -> list[float]:
    """Milliseconds from the first key of each sheet until it is among the rows."""
    from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal
    from PySide6.QtTest import QTest

    class Hand(QObject):
        """Presses keys as posted events, like those of a keyboard: what a timer does is not watched."""

        press = Signal(int)

    model, line, hand, taken = view._model.typing, view._typing.line, Hand(), []
    hand.press.connect(lambda key: QTest.keyClick(line, Qt.Key(key)), Qt.ConnectionType.QueuedConnection)

    def turn(milliseconds: int) -> None:
        """The loop runs and rests, as in the program."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def until(holds: Any) -> None:
        while not holds():
            turn(2)

    for at, number in enumerate(digits):
        began = time.perf_counter()
        for digit in number:
            hand.press.emit(ord(digit))
            turn(KEY_MS)
        until(lambda: model.state.settled and model.state.weighed and len(model.state.people) == 1)
        hand.press.emit(int(Qt.Key.Key_Return))
        until(lambda at=at: len(model.state.rows) == at + 1 and not model.state.busy)
        taken.append((time.perf_counter() - began) * 1000)
    return taken


@contextmanager
def spans() -> Iterator[list[float]]:
    """Milliseconds of the UI thread's processor time between waking and resting of its loop; nothing else looks on."""
    from PySide6.QtCore import QAbstractEventDispatcher, Qt

    dispatcher, worked, began = QAbstractEventDispatcher.instance(), [], []

    def wake() -> None:
        if not began:
            began.append(time.thread_time())

    def rest() -> None:
        if began:
            worked.append((time.thread_time() - began.pop()) * 1000)

    dispatcher.awake.connect(wake, Qt.ConnectionType.DirectConnection)
    dispatcher.aboutToBlock.connect(rest, Qt.ConnectionType.DirectConnection)
    try:
        yield worked
    finally:
        dispatcher.awake.disconnect(wake)
        dispatcher.aboutToBlock.disconnect(rest)


def tell(taken: list[float], spans_: list[float]) -> None:
    """What it took, sorted."""
    from tests.bench.bench_store import share

    worked = sorted(spans_)
    sys.stdout.write(
        f"{len(taken)} sheets, key to row: p50 {share(taken, 0.5):.0f} ms, p95 {share(taken, 0.95):.0f} ms, "
        f"max {taken[-1]:.0f} ms; a person is given {SHEET_S * 1000:.0f} ms\n"
        f"UI thread at work without a break: p50 {share(worked, 0.5):.1f} ms, p95 {share(worked, 0.95):.1f} ms, "
        f"p99 {share(worked, 0.99):.1f} ms, max {worked[-1]:.1f} ms ({worked[-1] / BLOCKED_MS:.2f} of {BLOCKED_MS}); "
        f"{sum(one > BLOCKED_MS for one in worked)} of {len(worked)} over it\n"
    )


def main(sheets: int) -> None:
    """Prints what it took."""
    from PySide6.QtWidgets import QApplication

    from tests.bench.bench_store import KEY
    from vaxdesk.desk.context import Desk
    from vaxdesk.domain import times
    from vaxdesk.domain.outcomes import Role
    from vaxdesk.domain.views import UserView
    from vaxdesk.store.store import Store
    from vaxdesk.ui.lanes import Lanes
    from vaxdesk.ui.window import Window
    from vaxdesk.wiring.work import Work

    app = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        store, lanes, window = Store(Path(folder), KEY), Lanes.open(), Window()
        lead = UserView(no=1, name="Lò Thị Mai", login="mai", roles=(Role.LEAD.value,))
        desk = Desk(store, lead, times.day_of(time.time()))
        digits = fill(desk, sheets)
        announce(desk, sheets)
        work = Work(desk, Path(folder), lanes, window)
        work.begin()
        window.show()
        work._shell.open("catchup")
        view = work._shell.view("catchup")
        _settle(app, lambda: bool(view._model.state.stacks))
        view._model.take_up(view._model.state.stacks[0])
        _settle(app, lambda: view._model.typing.state.stack is not None)
        _settle(app, lambda: False, seconds=2.0)
        with spans() as worked:
            taken = sorted(type_all(view, digits))
        tell(taken, worked)
        window.close()
        work.close()
        lanes.close()
        work.let_go()


def _settle(app: Any, holds: Any, *, seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        app.processEvents()
        time.sleep(0.01)


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_NO_GLIB"] = "1"  # the loop of glib says when it rests in a way that leaves all events unseen
    sys.path.insert(0, str(ROOT))
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SHEETS)
