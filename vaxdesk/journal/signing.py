"""Ed25519 as the journal uses it: a signer is a function of bytes, a check never raises."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Callable
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Sign = Callable[[bytes], bytes]
KEY_BYTES = 32
SIG_BYTES = 64


def valid(public: bytes, sig: bytes, message: bytes) -> bool:
    """Whether `sig` is the signature of `message` under the raw public key."""
    try:
        _key(public).verify(sig, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=4096)
def _key(public: bytes) -> Ed25519PublicKey:
    """A key made ready; that takes as long as checking a signature with it, and devices come again."""
    return Ed25519PublicKey.from_public_bytes(public)


def to_text(data: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_text(text: str) -> bytes:
    """The bytes of base64url text; empty when it is none, or not the one way to write them."""
    try:
        data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (NotBase64, ValueError):
        return b""
    return data if to_text(data) == text else b""
