"""Lanes: order, errors, the newest only, progress, cancel, and silence after close."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.jobs import Err, Job
from vaxdesk.ui.lanes import InlineLane, Lane, Lanes, ManualLane, open_lanes


@pytest.fixture
def lane() -> Iterator[Lane]:
    made = Lane("test")
    yield made
    made.close()


def fail(error: Exception) -> None:
    raise error


def test_work_runs_elsewhere_and_comes_back_here_in_order(qtbot: QtBot, lane: Lane) -> None:
    worked: list[str] = []
    heard: list[tuple[int, str]] = []
    for number in range(20):
        lane.run(
            lambda n=number: (worked.append(threading.current_thread().name), n)[1],
            lambda n: heard.append((n, threading.current_thread().name)),
        )
    qtbot.waitUntil(lambda: len(heard) == 20)
    assert heard == [(number, threading.current_thread().name) for number in range(20)]
    assert set(worked) == {"test_0"}


def test_trouble_arrives_as_err(qtbot: QtBot, lane: Lane) -> None:
    errors: list[Err] = []
    lane.run(lambda: fail(Trouble(TroubleCode.DISK_FULL)), None, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert errors[0].trouble.code is TroubleCode.DISK_FULL
    assert errors[0].key == "trouble.disk_full"


def test_trouble_nobody_takes_is_published() -> None:
    lane, heard = InlineLane(), []
    lane.troubled.connect(heard.append)
    lane.run(lambda: fail(Trouble(TroubleCode.NO_LINE)))
    assert [err.key for err in heard] == ["trouble.no_line"]


def test_a_bug_goes_to_the_crash_door_and_then_to_its_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _, trace: seen.append((kind, trace is not None)))
    InlineLane().run(lambda: fail(ZeroDivisionError()), None, seen.append)
    assert seen[0] == (ZeroDivisionError, True)
    assert seen[1].trouble is None
    assert seen[1].key == "kit.bug"


def test_only_the_newest_of_a_slot_is_worked_and_delivered() -> None:
    lane, worked, heard = ManualLane(), [], []
    for text in ("n", "ng", "ngu"):
        lane.run_newest("search", lambda t=text: (worked.append(t), t)[1], heard.append)
    lane.run_newest("other", lambda: "x", heard.append)
    lane.drain()
    assert worked == ["ngu"]
    assert heard == ["ngu", "x"]


def test_a_late_result_of_older_work_is_dropped(qtbot: QtBot, lane: Lane) -> None:
    begun, go_on, heard = threading.Event(), threading.Event(), []
    lane.run_newest("search", lambda: (begun.set(), go_on.wait(5), "old")[2], heard.append)
    begun.wait(5)
    lane.run_newest("search", lambda: "new", heard.append)
    go_on.set()
    qtbot.waitUntil(lambda: bool(heard))
    lane.run(lambda: None, lambda _: heard.append("end"))
    qtbot.waitUntil(lambda: heard[-1] == "end")
    assert heard == ["new", "end"]


def test_progress_arrives_and_the_last_figure_is_the_true_one(qtbot: QtBot, lane: Lane) -> None:
    figures: list[tuple[int, int]] = []
    done: list[bool] = []

    def count(job: Job) -> bool:
        for number in range(1, 1001):
            job.progress(number, 1000)
        return True

    lane.run_long(count, done.append, on_progress=lambda n, total: figures.append((n, total)))
    qtbot.waitUntil(lambda: bool(done))
    assert figures[-1] == (1000, 1000)
    assert figures == sorted(figures)
    assert len(figures) < 1000, "each batch posted its own event"


def test_long_work_sees_its_cancel(qtbot: QtBot, lane: Lane) -> None:
    begun, heard = threading.Event(), []

    def work(job: Job) -> str:
        begun.set()
        while not job.cancelled:
            threading.Event().wait(0.001)
        return "stopped"

    job = lane.run_long(work, heard.append)
    begun.wait(5)
    job.cancel()
    qtbot.waitUntil(lambda: heard == ["stopped"])


def test_work_cancelled_before_it_began_never_begins() -> None:
    lane, heard = ManualLane(), []
    lane.run(lambda: heard.append("worked"), heard.append).cancel()
    lane.drain()
    assert heard == []


def test_a_dropped_job_is_worked_but_not_heard(qtbot: QtBot, lane: Lane) -> None:
    begun, go_on, heard = threading.Event(), threading.Event(), []
    job = lane.run(lambda: (begun.set(), go_on.wait(5)), heard.append)
    begun.wait(5)
    job.drop()
    go_on.set()
    lane.run(lambda: "next", heard.append)
    qtbot.waitUntil(lambda: heard == ["next"])


def test_close_finishes_what_waits_and_delivers_nothing(qtbot: QtBot) -> None:
    lane, saved, heard = Lane("closing"), [], []
    for number in range(5):
        lane.run(lambda n=number: saved.append(n), heard.append)
    lane.close()
    qtbot.wait(20)
    assert saved == [0, 1, 2, 3, 4]
    assert heard == []
    assert lane.run(lambda: saved.append(9)).dropped
    assert saved == [0, 1, 2, 3, 4]


def test_close_stops_long_work() -> None:
    lane, begun = Lane("long"), threading.Event()

    def work(job: Job) -> None:
        begun.set()
        while not job.cancelled:
            threading.Event().wait(0.001)

    lane.run_long(work)
    begun.wait(5)
    lane.close()
    lane.close()
    assert lane.closed


def test_a_bundle_opens_and_closes_five_threads() -> None:
    lanes = Lanes.open()
    assert sorted(open_lanes()) == ["db", "eye", "lan", "net", "paper"]
    lanes.close()
    assert open_lanes() == ()


def test_inline_lanes_answer_at_once() -> None:
    heard: list[int] = []
    lanes = Lanes.inline()
    lanes.db.run(lambda: 1, lambda one: lanes.net.run(lambda: one + 1, heard.append))
    assert heard == [2]


def test_a_manual_lane_steps() -> None:
    lane, heard = ManualLane(), []
    lane.run(lambda: 1, lambda one: lane.run(lambda: one + 1, heard.append))
    assert lane.waiting == 1
    lane.step()
    assert (lane.waiting, heard) == (1, [])
    lane.drain()
    assert heard == [2]
