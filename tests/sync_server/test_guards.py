"""What is remembered in memory: nonces for twenty minutes, wrong codes for a quarter of an hour."""

from __future__ import annotations

from pathlib import Path

from sync_server.authority import nonces
from sync_server.authority.nonces import KEEP, Nonces
from sync_server.durable.database import open_engine


class Hand:
    """A clock set by hand."""

    def __init__(self) -> None:
        self.t = 1000.0

    def __call__(self) -> float:
        return self.t


def test_a_nonce_is_fresh_once_for_each_device() -> None:
    nonces = Nonces(Hand())
    assert [nonces.fresh(1, "a"), nonces.fresh(1, "a"), nonces.fresh(2, "a"), nonces.fresh(1, "b")] == [
        True,
        False,
        True,
        True,
    ]


def test_many_nonces_are_told_apart_and_all_are_remembered() -> None:
    nonces = Nonces(Hand())
    shown = [(number % 7, f"nonce {number}") for number in range(20_000)]
    assert all(nonces.all_fresh(shown))
    assert not any(nonces.all_fresh(shown))
    assert nonces.fresh(8, "nonce 0")


def test_a_nonce_is_held_for_at_least_the_tolerance_both_ways() -> None:
    hand = Hand()
    nonces = Nonces(hand)
    hand.t += KEEP - 1
    nonces.fresh(1, "late")
    hand.t += 2
    nonces.fresh(1, "turns the generation")
    hand.t += 1200
    assert not nonces.fresh(1, "late")
    hand.t += 2 * KEEP
    nonces.fresh(1, "x")
    hand.t += 2 * KEEP
    assert nonces.fresh(1, "late")


def test_workers_share_nonces(database: str) -> None:
    """Two engines stand for two processes; in one process alone on SQLite nothing is written."""
    hand = Hand()
    engines = [open_engine(database) for _ in range(2)]
    one, two = (nonces.kept(engine, hand, alone=False) for engine in engines)
    assert [one.fresh(1, "a"), two.fresh(1, "a"), two.fresh(2, "a"), one.fresh(2, "a")] == [True, False, True, False]
    hand.t += KEEP - 1
    assert not two.fresh(1, "a")
    hand.t += 2 * KEEP
    assert two.fresh(1, "sweeps")
    assert one.fresh(1, "a")
    for engine in engines:
        engine.dispose()


def test_one_process_on_sqlite_keeps_nonces_in_memory(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 's.db'}")
    assert isinstance(nonces.kept(engine, Hand(), alone=True), Nonces)
    engine.dispose()
