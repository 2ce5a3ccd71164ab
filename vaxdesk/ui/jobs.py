"""What goes into a lane and comes out of it: a job, and its result as Ok or Err."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from vaxdesk.trouble import Trouble

Post = Callable[[Callable[[], None]], None]


class Ok(msgspec.Struct, frozen=True):
    """Work ended; `value` is what it returned."""

    value: Any


class Err(msgspec.Struct, frozen=True):
    """Work failed: a `Trouble` of the world, or a bug (already reported to the crash door)."""

    error: Exception

    @property
    def trouble(self) -> Trouble | None:
        """The trouble, or None for a bug."""
        return self.error if isinstance(self.error, Trouble) else None

    @property
    def key(self) -> str:
        """Key of the sentence to show."""
        return f"trouble.{self.error.code.value}" if isinstance(self.error, Trouble) else "kit.bug"


class Job:
    """Work handed to a lane, as its caller and the work itself see it."""

    def __init__(self, post: Post, on_progress: Callable[[int, int], None] | None) -> None:
        self._post = post
        self._on_progress = on_progress
        self._latest: tuple[int, int] | None = None
        self.cancelled = False
        self.dropped = False

    def cancel(self) -> None:
        """Ask the work to stop at its next look at `cancelled`; work not yet begun never begins."""
        self.cancelled = True

    def drop(self) -> None:
        """Cancel, and deliver nothing any more."""
        self.cancelled = self.dropped = True

    def progress(self, done: int, total: int) -> None:
        """Called by the work between batches; only the newest figure reaches the screen."""
        waiting = self._latest is not None
        self._latest = (done, total)
        if not waiting:
            self._post(self._tell)

    def _tell(self) -> None:
        latest, self._latest = self._latest, None
        if latest and self._on_progress and not self.dropped:
            self._on_progress(*latest)
