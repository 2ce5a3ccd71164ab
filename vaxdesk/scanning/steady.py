"""A code counts when several frames agree on it, and then not again until it has been away for a while."""

from __future__ import annotations


class Steady:
    """Fed with what each frame shows; a code comes out once per showing.

    Args:
        frames: how many frames in a row must agree.
        cooldown: milliseconds that a code must be out of sight before it counts anew.
    """

    def __init__(self, frames: int = 2, cooldown: int = 3000) -> None:
        self._frames = frames
        self._cooldown = cooldown
        self._agreeing: dict[bytes, int] = {}
        self._resting: dict[bytes, int] = {}  # when each was last in sight

    def feed(self, at: int, shown: list[bytes]) -> list[bytes]:
        """The codes of the frame at `at` ms that have just become steady."""
        self._agreeing = {data: self._agreeing.get(data, 0) + 1 for data in shown}
        self._resting = {data: last for data, last in self._resting.items() if at - last < self._cooldown}
        fresh = [data for data, count in self._agreeing.items() if count >= self._frames and data not in self._resting]
        self._resting |= {data: at for data in shown if data in self._resting or data in fresh}
        return fresh

    def forget(self) -> None:
        """Lets every code count at once, for a person who means to show the same card again."""
        self._agreeing.clear()
        self._resting.clear()
