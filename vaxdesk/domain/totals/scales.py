"""Round numbers for the axis of a chart."""

from __future__ import annotations

_STEPS = (1, 2, 5, 10)


def ticks(most: int, *, about: int = 4) -> tuple[int, ...]:
    """Marks from 0 to the first round number that is not below `most`, whole, about so many; (0, 1) for nothing."""
    if most <= 0:
        return (0, 1)
    size = 1
    while size * _STEPS[-1] * about < most:
        size *= 10
    step = next(size * one for one in _STEPS if size * one * about >= most)
    return tuple(range(0, most + step, step)) if most % step else tuple(range(0, most + 1, step))
