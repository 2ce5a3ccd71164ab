"""How much is sent at once, learned from the line: small frames on a bad one, all that waits on a good one. Pure."""

from __future__ import annotations

import msgspec

from vaxdesk.journal.segment import MAX_LINES
from vaxdesk.trouble import Trouble

FIRST = 100
MOST_ROOM = 1024 * 1024
LEAST_ROOM = 16 * 1024
_FAST = 40_000  # bytes a second, waiting included: compressing harder saves a byte in 15 us, on an old PC in 45
_QUICK = 4.0  # seconds a frame may take before frames stop growing


class FeedDiffers(Trouble):
    """The answer does not add up to the head that the server signed; asked again with all bodies sent in full."""


class TooLarge(Trouble):
    """The server or something before it takes no request of that size."""


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the line; kept by the caller from one round to the next.

    Args:
        first: entries in the first frame of a request.
        room: bytes of uncompressed lines in one request.
        probe: send no segments, only ask: the last request got no answer, so what it did is not known.
        full: ask for the bodies of own entries too.
        fast: the last round's bytes passed so quickly that time spent on making them fewer is not won back.
        top: the most that `room` may be: what something on the way has found too large is not tried again.
    """

    first: int = FIRST
    room: int = MOST_ROOM
    probe: bool = False
    full: bool = False
    fast: bool = False
    top: int = MOST_ROOM

    def answered(self, *, frames: int, seconds: float, size: int) -> Pace:
        """The pace after an answer to a request of so many segments; `size` counts the bytes of both."""
        quick = frames > 0 and seconds / frames < _QUICK
        first = min(self.first * 2, MAX_LINES) if quick else self.first
        room = min(self.room * 2, self.top) if quick else self.room
        return Pace(first=first, room=room, fast=size > seconds * _FAST, top=self.top)

    def failed(self, trouble: Trouble) -> Pace:
        """The pace after a request that failed."""
        if isinstance(trouble, FeedDiffers):
            return msgspec.structs.replace(self, full=True)
        if isinstance(trouble, TooLarge):
            room = max(self.room // 2, LEAST_ROOM)
            return msgspec.structs.replace(self, room=room, top=room)
        return Pace(first=FIRST, room=max(self.room // 2, LEAST_ROOM), probe=True, full=self.full, top=self.top)
