"""The feed of a unit: a hash over every item so far, and the head statement that the server signs (sync design 2.3).

A head statement is receipt, trusted time and evidence at once. An entry is confirmed only when an item under a
signed head shows it.
"""

from __future__ import annotations

import struct
from hashlib import sha256

from vaxdesk.journal import ref
from vaxdesk.journal.signing import Sign, from_text, to_text, valid

START = bytes(32)
MARKS = 12
_ITEM = struct.Struct(">QII")
_HEAD = struct.Struct(">QQ32sQQ")


def step(previous: bytes, log: str, *, a: int, n: int, h_end: bytes) -> bytes:
    """Feed hash after the item (log, from, n, chain hash of its last entry)."""
    return sha256(previous + item(log, a=a, n=n, h_end=h_end)).digest()


def item(log: str, *, a: int, n: int, h_end: bytes) -> bytes:
    """What an item adds to the hash of its feed."""
    return _ITEM.pack(ref.log_number(log), a, n) + h_end


def statement(feed: int, pos: int, fh: bytes, *, safe: int, time_ms: int) -> bytes:
    """The bytes of a head: up to `pos` the feed hashes to `fh`; finished backups of the server cover `safe`."""
    return b"vaxdesk/1 head" + _HEAD.pack(feed, pos, fh, safe, time_ms)


def sign_head(sign: Sign, feed: int, pos: int, fh: bytes, *, safe: int, time_ms: int) -> str:
    """Signature of a head as it travels."""
    return to_text(sign(statement(feed, pos, fh, safe=safe, time_ms=time_ms)))


def head_is_signed(public: bytes, sig: str, feed: int, pos: int, fh: bytes, *, safe: int, time_ms: int) -> bool:
    """Whether the server of that public key has signed this head."""
    return valid(public, from_text(sig), statement(feed, pos, fh, safe=safe, time_ms=time_ms))


def mark_positions(newest: int) -> list[int]:
    """Positions to show the server, newest first, in steps of 1, 4, 16 … and 0 at last; at most twelve."""
    positions, gap = [newest], 1
    while positions[-1] > 0 and len(positions) < MARKS - 1:
        positions.append(max(positions[-1] - gap, 0))
        gap *= 4
    if positions[-1] > 0:
        positions.append(0)
    return positions
