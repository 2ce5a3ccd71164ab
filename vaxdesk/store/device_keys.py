"""The keys of this device, made once: Ed25519 signs what it writes, X25519 is what answers on a stick are sealed to."""

from __future__ import annotations

from random import Random

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from vaxdesk.journal.signing import KEY_BYTES
from vaxdesk.store import kv

_SIGNING, _PUBLIC, _BOX = "device_key", "device", "box_key"


def make(conn: sa.Connection, rng: Random) -> None:
    """Makes the keys that are not there yet."""
    if kv.find(conn, _SIGNING) is None:
        private = Ed25519PrivateKey.from_private_bytes(rng.randbytes(KEY_BYTES))
        kv.put(conn, _SIGNING, private.private_bytes_raw())
        kv.put(conn, _PUBLIC, private.public_key().public_bytes_raw().hex().encode())
    if kv.find(conn, _BOX) is None:
        kv.put(conn, _BOX, rng.randbytes(KEY_BYTES))


def signer(conn: sa.Connection) -> Ed25519PrivateKey:
    """The signing key."""
    return Ed25519PrivateKey.from_private_bytes(kv.value(conn, _SIGNING))


def box(conn: sa.Connection) -> bytes:
    """The X25519 key, raw."""
    return kv.value(conn, _BOX)
