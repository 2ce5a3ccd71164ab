"""A map of units without a map: a tile a unit, those below one unit together in a block, blocks side by side in rows.

Where units lie nothing says but the tree; so the order of the tree is kept, and a unit is found again where it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, sqrt
from typing import NamedTuple

GAP = 1  # tiles between two blocks side by side; the row of names sets those below apart
HEAD = 1  # rows above a block for its name


class Tile(NamedTuple):
    """A tile's place, in tiles from the upper left corner."""

    key: int
    x: int
    y: int


class Block(NamedTuple):
    """Tiles of the units below one; `y` is that of its name, the tiles begin `HEAD` rows lower."""

    key: int
    x: int
    y: int
    width: int
    height: int
    tiles: tuple[Tile, ...]


class Layout(NamedTuple):
    """Blocks with the size of the whole, in tiles."""

    width: int
    height: int
    blocks: tuple[Block, ...]


def layout(groups: Sequence[tuple[int, Sequence[int]]], *, width: int) -> Layout:
    """Places groups of units in their order, at most `width` tiles wide where no group alone is wider.

    Args:
        groups: each unit with those below it that get a tile.
    """
    blocks: list[Block] = []
    x = y = row_height = 0
    for key, members in groups:
        across = max(min(ceil(sqrt(len(members) * 1.6)), width), 1)
        down = max(ceil(len(members) / across), 1)
        if x and x + across > width:
            x, y, row_height = 0, y + row_height, 0
        tiles = tuple(Tile(one, x + at % across, y + HEAD + at // across) for at, one in enumerate(members))
        blocks.append(Block(key, x, y, across, down, tiles))
        x += across + GAP
        row_height = max(row_height, down + HEAD)
    return Layout(
        width=max((block.x + block.width for block in blocks), default=0), height=y + row_height, blocks=tuple(blocks)
    )
