"""Tiles of units never lie on each other, keep their order, and fit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vaxdesk.domain.totals.scales import ticks
from vaxdesk.domain.totals.shades import legend, shade
from vaxdesk.domain.totals.tiles import HEAD, layout


@given(sizes=st.lists(st.integers(0, 40), max_size=20), width=st.integers(1, 40))
def test_no_tile_lies_on_another(sizes: list[int], width: int) -> None:
    groups = [(number, [number * 100 + at for at in range(size)]) for number, size in enumerate(sizes)]
    found = layout(groups, width=width)
    tiles = [tile for block in found.blocks for tile in block.tiles]
    assert len({(tile.x, tile.y) for tile in tiles}) == sum(sizes)
    assert [tile.key for tile in tiles] == [one for _, members in groups for one in members]
    heads = {(block.x + at, block.y) for block in found.blocks for at in range(block.width)}
    assert not heads & {(tile.x, tile.y) for tile in tiles}
    assert all(0 <= tile.x < found.width <= width and HEAD <= tile.y < found.height for tile in tiles)


def test_nothing_has_no_size() -> None:
    assert layout([], width=9)[:2] == (0, 0)


def test_shades_go_with_the_share_and_the_legend_says_how() -> None:
    assert [shade(n, 100) for n in (0, 24, 25, 50, 75, 90, 150)] == [1, 1, 2, 3, 4, 5, 5]
    assert shade(3, 0) == 0
    assert legend() == ((1, 0, 25), (2, 25, 50), (3, 50, 75), (4, 75, 90), (5, 90, None))


@given(most=st.integers(1, 10**9))
def test_marks_are_round_and_reach_far_enough(most: int) -> None:
    marks = ticks(most)
    assert marks[0] == 0
    assert marks[-2] < most <= marks[-1]
    assert len(marks) <= 6
    assert {b - a for a, b in zip(marks, marks[1:], strict=False)} == {marks[1]}


def test_nothing_has_an_axis_too() -> None:
    assert ticks(0) == (0, 1)
