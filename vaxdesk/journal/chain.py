"""The hash chain of a log: h0 names log and device, every further hash covers the digests of all lines before it.

    hn = SHA-256(h(n-1) || SHA-256(line n))

A line that the law has erased leaves its digest in its place (`hole`), so whoever holds the rest can still check
every hash and every signature. See decision 0005.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256

from vaxdesk.journal.hole import SIGN, digest_in


def start(log: str, device: str) -> bytes:
    """h0 of a log; `device` is the public key in hex."""
    return sha256(f"vaxdesk/1 log {log} {device}".encode()).digest()


def step(previous: bytes, line: bytes) -> bytes:
    """Hash of the entry that follows `previous`; `line` is the entry as written, or the hole it left."""
    return sha256(previous + digest_in(line)).digest()


def walk(previous: bytes, lines: Iterable[bytes]) -> Iterator[bytes]:
    """Hashes of consecutive lines."""
    for line in lines:
        previous = step(previous, line)
        yield previous


def end(previous: bytes, lines: Iterable[bytes]) -> bytes:
    """Hash of the last of consecutive lines; `previous` when there are none."""
    for line in lines:
        previous = sha256(previous + (digest_in(line) if line[:1] == SIGN else sha256(line).digest())).digest()
    return previous
