"""Pauses grow, scatter, end at ten minutes, and never undercut what the server asks for."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxdesk.sync.backoff import MOST, delay, next_poll


@pytest.mark.parametrize(
    ("failures", "most"), [(0, 1), (1, 5), (2, 15), (3, 45), (4, 135), (5, 405), (6, 600), (500, 600)]
)
def test_pauses_fill_their_range(failures: int, most: float) -> None:
    drawn = [delay(failures, Random(seed)) for seed in range(300)]
    assert 1 <= min(drawn) <= max(drawn) <= most
    assert max(drawn) > 0.9 * most


@given(st.integers(0, 1000), st.integers(), st.floats(1, 3600))
def test_retry_after_is_never_undercut(failures: int, seed: int, asked: float) -> None:
    assert asked < delay(failures, Random(seed), retry_after=asked) <= asked + MOST


@given(st.integers())
def test_polls_scatter_by_a_fifth(seed: int) -> None:
    assert 240 <= next_poll(300, Random(seed)) <= 360
