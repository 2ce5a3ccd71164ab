"""Whether two texts are a slip of the hand apart, told in a few comparisons."""

from __future__ import annotations


def slip_apart(one: str, other: str) -> bool:
    """Whether one letter is another, left out, added, or two neighbours are swapped; not whether they are the same."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    if len(one) > len(other):
        one, other = other, one
    at = 0
    while at < len(one) and one[at] == other[at]:
        at += 1
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    return one[at + 1 :] == other[at + 1 :] or (
        one[at] == other[at + 1] and one[at + 1] == other[at] and one[at + 2 :] == other[at + 2 :]
        if at + 1 < len(one)
        else False
    )
