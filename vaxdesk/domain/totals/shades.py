"""How a share is shaded: few steps, each told by its legend and by the figure beside it, never by colour alone."""

from __future__ import annotations

from itertools import pairwise

STEPS = (25, 50, 75, 90)  # per cent at which the next shade begins
NONE = 0  # nothing to divide by


def shade(done: int, of: int) -> int:
    """The shade of a share from 1 on, 0 where there is nothing that it is a share of."""
    if of <= 0:
        return NONE
    return 1 + sum(done * 100 >= step * of for step in STEPS)


def legend() -> tuple[tuple[int, int, int | None], ...]:
    """Each shade with the per cent from which, and to which (None: any), it is used."""
    bounds = (0, *STEPS)
    pairs = [(at, since, until) for at, (since, until) in enumerate(pairwise(bounds), 1)]
    return (*pairs, (len(bounds), bounds[-1], None))
