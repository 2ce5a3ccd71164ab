"""Requests that gather before the lane: who waits for whom, and who for nobody."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest

from sync_server.web import gathering
from sync_server.web.gathering import MOST, Gathering

FOR_EVER = 60.0  # seconds; a test that waits so long has failed


@pytest.fixture
def gathered() -> Gathering[str]:
    return Gathering()


def test_whoever_comes_alone_waits_for_nobody(gathered: Gathering[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "_GATHER_SECONDS", FOR_EVER)
    for one in "abc":
        gathered.put([one])
        assert gathered.take() == [one]


def test_as_many_as_the_last_time_are_waited_for(gathered: Gathering[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "_GATHER_SECONDS", FOR_EVER)
    gathered.put("abc")
    assert gathered.take() == ["a", "b", "c"]
    with ThreadPoolExecutor(1) as lane:
        taken = lane.submit(gathered.take)
        gathered.put("d")
        gathered.put("e")
        sleep(0.05)
        assert not taken.done()
        gathered.put("f")
        assert taken.result(timeout=FOR_EVER) == ["d", "e", "f"]


def test_nobody_waits_long_for_those_who_do_not_come(gathered: Gathering[str]) -> None:
    gathered.put("abc")
    gathered.take()
    gathered.put("d")
    assert gathered.take() == ["d"]
    gathered.put("e")
    assert gathered.take() == ["e"]


def test_a_crowd_is_taken_in_parts_in_the_order_in_which_it_came(gathered: Gathering[int]) -> None:
    crowd = list(range(2 * MOST + 1))
    gathered.put(crowd)
    parts = [gathered.take() for _ in range(3)]
    assert [len(part) for part in parts] == [MOST, MOST, 1]
    assert sum(parts, []) == crowd


def test_one_thread_takes_and_is_asked_for_again_when_it_has_gone(
    gathered: Gathering[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "_IDLE_SECONDS", 0.01)
    assert gathered.put("a"), "nobody takes yet"
    assert not gathered.put("b"), "somebody was asked for"
    assert gathered.take() == ["a", "b"]
    assert not gathered.put("c"), "it is still there"
    assert gathered.take() == ["c"]
    assert gathered.take() == [], "it goes"
    assert gathered.put("d")
    assert gathered.take() == ["d"]
