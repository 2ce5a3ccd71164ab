"""What an answer that came back on a stick has brought."""

from __future__ import annotations

import msgspec


class StickAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What has changed by it.

    Args:
        confirmed: entries that are confirmed now and were not.
        upto: entries held here that are confirmed altogether.
        taken: entries of others that came in.
        known: it had been read before, or something newer had.
        more: the next file brings more.
        waiting: entries that still wait.
        refused: codes of `sync.verdict`.
    """

    confirmed: int
    upto: int
    taken: int
    known: bool
    more: bool
    waiting: int
    refused: tuple[str, ...]
