"""A checkpoint: 32 bytes that stand for everything a server holds at one instant, signed (sync design 3.7).

    digest = SHA-256("vaxdesk/1 checkpoint" | for each feed by number: feed u64 | position u64 | feed hash)
    sig = Ed25519(server key, "vaxdesk/1 checkpoint" | time u64 | digest)

Printed on paper or published, it lets anyone check later that nothing before it was altered or taken away.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from hashlib import sha256

from vaxdesk.journal.signing import Sign, from_text, to_text, valid

_NAME = b"vaxdesk/1 checkpoint"
_FEED = struct.Struct(">QQ32s")
_TIME = struct.Struct(">Q")


def digest(heads: Mapping[int, tuple[int, bytes]]) -> bytes:
    """The digest of feeds: number to position and feed hash."""
    whole = sha256(_NAME)
    for number, (pos, fh) in sorted(heads.items()):
        whole.update(_FEED.pack(number, pos, fh))
    return whole.digest()


def sign(with_key: Sign, digest: bytes, *, time_ms: int) -> str:
    """The server's signature as it travels."""
    return to_text(with_key(_statement(digest, time_ms)))


def is_signed(public: bytes, sig: str, digest: bytes, *, time_ms: int) -> bool:
    """Whether the server of that public key has signed this digest for this time."""
    return valid(public, from_text(sig), _statement(digest, time_ms))


def _statement(digest: bytes, time_ms: int) -> bytes:
    return _NAME + _TIME.pack(time_ms) + digest
