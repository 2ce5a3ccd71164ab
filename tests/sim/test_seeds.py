"""Worlds of the real code, each from one seed: whatever befalls it, every promise holds at the end."""

from __future__ import annotations

import gc
import os
import subprocess
import sys

import pytest

from tests.sim import kept
from tests.sim.checks import check
from tests.sim.ledger import Violation
from tests.sim.world import play

SEEDS = 300
_AT_ONCE = 10
_TRACE = """
from tests.sim.checks import check
from tests.sim.world import play
print("\\n".join(play(7, check, traced=True).ledger.trace))
"""


@pytest.mark.parametrize("first", range(0, SEEDS, _AT_ONCE))
def test_every_promise_holds_in_every_world(first: int) -> None:
    for seed in range(first, first + _AT_ONCE):
        _holds(seed)


@pytest.mark.parametrize("once", kept.worlds(), ids=lambda once: once.why)
def test_what_once_failed_holds(once: kept.Kept) -> None:
    play(once.plan, check)


def test_a_seed_is_one_history_whatever_the_process() -> None:
    def trace(hash_seed: str) -> str:
        surroundings = {**os.environ, "PYTHONHASHSEED": hash_seed}
        ran = subprocess.run(
            [sys.executable, "-c", _TRACE], env=surroundings, capture_output=True, text=True, check=True
        )
        return ran.stdout

    assert trace("1") == trace("2") != ""


def test_a_world_leaves_nothing_to_a_loop_that_stands_in_its_thread() -> None:
    """As that of the browsers' driver, which would hold each world until its next turn: twelve gigabytes once."""
    kept: list[object] = []
    before = sys.get_asyncgen_hooks()
    sys.set_asyncgen_hooks(finalizer=kept.append)
    try:
        play(7, check)
        gc.collect()
    finally:
        sys.set_asyncgen_hooks(*before)
    assert kept == []


def _holds(seed: int) -> None:
    try:
        play(seed, check)
    except Violation as error:
        raise Violation(f"seed {seed}: {error}; again with: python -m tests.sim.run --seed {seed}") from error
