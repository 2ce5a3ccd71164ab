"""Ed25519 as the journal uses it: a signer is a function of bytes, a check never raises."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Callable

from nacl.bindings import crypto_sign, crypto_sign_open, crypto_sign_seed_keypair
from nacl.exceptions import BadSignatureError

Sign = Callable[[bytes], bytes]
KEY_BYTES = 32
SIG_BYTES = 64


def signer(private: bytes) -> Sign:
    """Signs with the raw private key (its 32 bytes)."""
    _, secret = crypto_sign_seed_keypair(private)
    return lambda message: crypto_sign(message, secret)[:SIG_BYTES]


def valid(public: bytes, sig: bytes, message: bytes) -> bool:
    """Whether `sig` is the signature of `message` under the raw public key.

    Checked by libsodium: in two thirds of the time that OpenSSL takes, and without the interpreter's lock. It also
    refuses keys of small order, under which anything could be signed.
    """
    if len(public) != KEY_BYTES or len(sig) != SIG_BYTES:
        return False
    try:
        crypto_sign_open(sig + message, public)
    except BadSignatureError:
        return False
    return True


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
