"""The hash chain of a log: h0 names log and device, every further hash covers all lines before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256


def start(log: str, device: str) -> bytes:
    """h0 of a log; `device` is the public key in hex."""
    return sha256(f"vaxdesk/1 log {log} {device}".encode()).digest()


def step(previous: bytes, line: bytes) -> bytes:
    """Hash of the entry that follows `previous`."""
    return sha256(previous + line).digest()


def walk(previous: bytes, lines: Iterable[bytes]) -> Iterator[bytes]:
    """Hashes of consecutive lines."""
    for line in lines:
        previous = step(previous, line)
        yield previous
