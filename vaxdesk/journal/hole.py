"""What an erased entry leaves: `~` and the digest of its bytes, so that the chain over it still holds.

A hole says nothing of the person: lines that name people carry a salt (`s`), so the digest cannot be found
by guessing names. Nothing but a `forget` entry makes a hole; one that came by another way is refused by the server.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from vaxdesk.journal.signing import from_text, to_text

SIGN = b"~"  # no other entry begins so: they are JSON objects
_LENGTH = 44  # the sign and 43 letters of base64url


def of(line: bytes) -> bytes:
    """The hole that a line leaves; a hole leaves itself."""
    return SIGN + to_text(digest_in(line)).encode()


def is_hole(line: bytes) -> bool:
    """Whether these bytes stand for an erased entry."""
    return len(line) == _LENGTH and line.startswith(SIGN) and len(_digest(line)) == sha256().digest_size


def digest_in(line: bytes) -> bytes:
    """Digest of the entry as it was written, whether it is still held or a hole stands for it."""
    return _digest(line) if is_hole(line) else sha256(line).digest()


def is_meant(line: bytes, mark: str) -> bool:
    """Whether a line, or the hole of one, is the one that a mark (`mark_of`) means; an empty mark means any."""
    return mark_of(line).startswith(mark)


def mark_of(line: bytes) -> str:
    """First 16 hex digits of the digest of an entry: tells it from another under the same name."""
    return digest_in(line).hex()[:16]


def alike(ours: Sequence[bytes], theirs: Sequence[bytes]) -> int:
    """How many entries from the first on are the same in both, whether they are held or erased."""
    pairs = zip(ours, theirs, strict=False)
    differing = (at for at, (a, b) in enumerate(pairs) if a != b and digest_in(a) != digest_in(b))
    return next(differing, min(len(ours), len(theirs)))


def _digest(line: bytes) -> bytes:
    return from_text(line[1:].decode("ascii", "replace"))
