"""What the trouble page shows."""

from __future__ import annotations

from enum import StrEnum, nonmember

import msgspec

from vaxdesk.trouble import TroubleCode


class TroubleAct(StrEnum):
    """What may be done about a store that does not open."""

    WORDS = nonmember("entrance.trouble.act")

    RETRY = "retry"
    RAISE_OTHER = "raise_other"
    RESTORE = "restore"
    SALVAGE = "salvage"
    OPEN_FOLDER = "open_folder"
    FRESH = "fresh"
    QUIT = "quit"


class TroubleState(msgspec.Struct, frozen=True, kw_only=True):
    """A trouble at the door: its code, technical detail, and what can be done, the likeliest first."""

    code: TroubleCode
    detail: str = ""
    acts: tuple[TroubleAct, ...]
    busy: bool = False
    done: int = 0
    total: int = 0
    failed: str = ""  # key of the sentence why the act did not help
