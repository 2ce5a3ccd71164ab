"""The last exchange with a device that was revoked (sync design 3.4).

It hands over what it holds, the server states with its signature which segments it has kept for review, and only then
does the device destroy its keys. `POST /v1/farewell` is signed as all requests are; each frame is a segment.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Annotated

from msgspec import Meta, Struct

from vaxdesk.journal.signing import Sign, from_text, to_text, valid

PATH = "/v1/farewell"
Digest = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]


class Kept(Struct, frozen=True, kw_only=True):
    """What the server has kept: SHA-256 of each segment in hex, its time in ms, and its signature over both."""

    time: int
    kept: list[Digest]
    sig: str


def digest(segment: bytes) -> str:
    """What a segment is named by."""
    return sha256(segment).hexdigest()


def acknowledge(sign: Sign, kept: Iterable[str], *, nonce: str, time_ms: int) -> Kept:
    """The server's statement, bound to the request by its nonce."""
    digests = sorted(kept)
    return Kept(time=time_ms, kept=digests, sig=to_text(sign(_stated(digests, nonce, time_ms))))


def holds(public: bytes, told: Kept, *, nonce: str) -> bool:
    """Whether the server of that public key stated this in answer to the request of that nonce."""
    return valid(public, from_text(told.sig), _stated(told.kept, nonce, told.time))


def _stated(digests: list[str], nonce: str, time_ms: int) -> bytes:
    return f"vaxdesk/1 farewell\n{nonce}\n{time_ms}\n{','.join(digests)}\n".encode()
