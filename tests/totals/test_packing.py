"""Sums as they lie in the tables: all of their figures or some come to the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sync_server.totals import packing
from vaxdesk.domain.totals.figures import HEADS

_SUMS = st.dictionaries(st.sampled_from(HEADS), st.integers(-5, 10**9))


@given(st.lists(_SUMS, max_size=6), st.sets(st.sampled_from(HEADS)))
def test_some_figures_are_those_of_all(given_: list[dict[str, int]], names: set[str]) -> None:
    rows = [packing.heads(one) for one in given_]
    every = packing.added_heads(rows)
    assert every == {name: sum(one.get(name, 0) for one in given_) for name in every}
    assert packing.some_heads(rows, names) == {name: every[name] for name in names}
