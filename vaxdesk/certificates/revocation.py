"""Revoked certificates are listed by sums that name nobody: SHA-256 of an identifier, cut short.

Ours is 10 bytes of the sum of the UVCI (of the token, for a slip). The EU's lists hold 16 bytes of one of three sums:
of the UVCI, of country and UVCI, of the signature (of its first half with ES256, whose second half anybody can vary).
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from vaxdesk.certificates.cose import ES256

OURS, EUS = 10, 16


def of_identifier(identifier: str) -> bytes:
    """What our list holds of a revoked UVCI."""
    return sha256(identifier.encode()).digest()[:OURS]


def of_token(token: bytes) -> bytes:
    """What our list holds of a revoked slip."""
    return sha256(token).digest()[:OURS]


def sums(identifier: str, country: str, signature: bytes, alg: int) -> Iterator[bytes]:
    """Whatever a list may hold of a certificate."""
    signed = signature[: len(signature) // 2] if alg == ES256 else signature
    for known in (identifier.encode(), (country + identifier).encode(), signed):
        whole = sha256(known).digest()
        yield whole[:OURS]
        yield whole[:EUS]
