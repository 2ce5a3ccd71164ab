"""What a desk calls out into the local network so that others of its station find it. Pure; names nobody.

    "VXL1" | salt 8 | tag 16 | run 8 | port u16
    tag = first 16 bytes of HMAC-SHA-256(server's public key, "vaxdesk/1 lan" | salt | unit)

Whoever does not know the server's key cannot tell which station it is, nor that two days' calls are of the same one.
A call is only a hint where to knock: who answers is decided by the certificates.
"""

from __future__ import annotations

import hmac
import struct

import msgspec

_FORM = struct.Struct(">4s8s16s8sH")
_MAGIC = b"VXL1"
SALT_BYTES = RUN_BYTES = 8
SIZE = _FORM.size


class Call(msgspec.Struct, frozen=True):
    """A call that was heard: the start of the program that called, in hex, and its TCP port."""

    run: str
    port: int


def make(server: bytes, unit: str, *, salt: bytes, run: str, port: int) -> bytes:
    """A call of this desk. `run` is 16 hex digits."""
    return _FORM.pack(_MAGIC, salt, _tag(server, unit, salt), bytes.fromhex(run), port)


def read(data: bytes, server: bytes, unit: str) -> Call | None:
    """A call of a desk of the same station; None for anything else."""
    if len(data) != SIZE:
        return None
    magic, salt, tag, run, port = _FORM.unpack(data)
    if magic != _MAGIC or port == 0 or not hmac.compare_digest(tag, _tag(server, unit, salt)):
        return None
    return Call(run.hex(), port)


def _tag(server: bytes, unit: str, salt: bytes) -> bytes:
    return hmac.digest(server, b"vaxdesk/1 lan" + salt + unit.encode(), "sha256")[:16]
