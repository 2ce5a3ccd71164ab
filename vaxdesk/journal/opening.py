"""The first line of a log names the device that writes it; the chain's start and every check hang on that key."""

from __future__ import annotations

import msgspec

from vaxdesk.journal import line
from vaxdesk.journal.signing import KEY_BYTES

KIND = "open"


class _Opened(msgspec.Struct, frozen=True):
    device: str
    station: str = ""


def device_named(first: bytes) -> bytes | None:
    """Raw public key that the first line of a log names; None when it is no such line."""
    opened = _opened(first)
    try:
        key = bytes.fromhex(opened.device) if opened else b""
    except ValueError:
        return None
    return key if len(key) == KEY_BYTES else None


def station_named(first: bytes) -> str:
    """The station that the first line of a log names, in a log of the server's own device as `SCHEME:CODE`."""
    opened = _opened(first)
    return opened.station if opened else ""


def _opened(first: bytes) -> _Opened | None:
    try:
        opened = line.decode(first)
        return msgspec.json.decode(opened.d, type=_Opened) if opened.k == KIND else None
    except (line.BadLine, *line.NOT_JSON):
        return None
