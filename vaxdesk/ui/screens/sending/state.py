"""What the sending page shows."""

from __future__ import annotations

import msgspec


class SendingState(msgspec.Struct, frozen=True, kw_only=True):
    """Figures of the store and of the loop that sends. Instants are seconds since 1970, 0 for never.

    `trouble` is a code of `trouble.*` while the line fails; `refused` are verdicts of `sync.verdict.*`.
    """

    known: bool = False  # the figures have been read once
    enrolled: bool = False
    server: str = ""
    saved: int = 0
    waiting: int = 0
    waiting_since: int = 0
    waiting_bytes: int = 0
    last_contact: int = 0
    refused: tuple[str, ...] = ()
    now: int = 0
    sending: bool = False
    trouble: str = ""
    next_s: int = 0
    confirmed: int = 0
    taken: int = 0
    went_back: bool = False
    joining: bool = False
    join_refused: str = ""  # key of the sentence


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What the store says, read on the db lane."""

    enrolled: bool
    server: str
    saved: int
    waiting: int
    waiting_since: int
    waiting_bytes: int
    last_contact: int
    refused: tuple[str, ...]
    now: int
