"""The first line of a log names the device that writes it; the chain's start and every check hang on that key."""

from __future__ import annotations

import msgspec

from vaxdesk.journal import line
from vaxdesk.journal.signing import KEY_BYTES

KIND = "open"


class _Opened(msgspec.Struct, frozen=True):
    device: str


def device_named(first: bytes) -> bytes | None:
    """Raw public key that the first line of a log names; None when it is no such line."""
    try:
        opened = line.decode(first)
        key = bytes.fromhex(msgspec.json.decode(opened.d, type=_Opened).device)
    except (line.BadLine, msgspec.DecodeError, RecursionError, ValueError):
        return None
    return key if opened.k == KIND and len(key) == KEY_BYTES else None
