"""A private key under a passphrase, in a backup or on the disk: AES-256-GCM with a key that Argon2id derives.

Form: "VDK1" | salt 16 | nonce 12 | ciphertext. Parameters are those of RFC 9106's second choice.
"""

from __future__ import annotations

import secrets

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_MAGIC = b"VDK1"
_SALT, _NONCE = 16, 12


class WrongPassphrase(ValueError):
    """The passphrase does not open it, or the file is damaged."""


def seal(key: bytes, passphrase: str) -> bytes:
    """The key as it may lie beside a backup."""
    salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
    return _MAGIC + salt + nonce + AESGCM(_derived(passphrase, salt)).encrypt(nonce, key, _MAGIC)


def unseal(sealed: bytes, passphrase: str) -> bytes:
    """The key.

    Raises:
        WrongPassphrase: or a damaged file; the two cannot be told apart.
    """
    magic, rest = sealed[: len(_MAGIC)], sealed[len(_MAGIC) :]
    salt, nonce, body = rest[:_SALT], rest[_SALT : _SALT + _NONCE], rest[_SALT + _NONCE :]
    if magic != _MAGIC or len(nonce) != _NONCE:
        raise WrongPassphrase
    try:
        return AESGCM(_derived(passphrase, salt)).decrypt(nonce, body, _MAGIC)
    except InvalidTag:
        raise WrongPassphrase from None


def _derived(passphrase: str, salt: bytes) -> bytes:
    return hash_secret_raw(
        passphrase.encode(), salt, time_cost=3, memory_cost=64 * 1024, parallelism=4, hash_len=32, type=Type.ID
    )
