"""The keys of this device, made once: Ed25519 signs what it writes, X25519 is what answers on a stick are sealed to."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from vaxdesk.journal.signing import KEY_BYTES
from vaxdesk.store import kv

_SIGNING, _PUBLIC, _BOX = "device_key", "device", "box_key"
NAMES = (_SIGNING, _PUBLIC, _BOX)  # on the shelf


def make(conn: sa.Connection, rng: Random) -> None:
    """Makes the keys that are not there yet."""
    if kv.find(conn, _SIGNING) is None:
        private = Ed25519PrivateKey.from_private_bytes(rng.randbytes(KEY_BYTES))
        kv.put(conn, _SIGNING, private.private_bytes_raw())
        kv.put(conn, _PUBLIC, private.public_key().public_bytes_raw().hex().encode())
    if kv.find(conn, _BOX) is None:
        kv.put(conn, _BOX, rng.randbytes(KEY_BYTES))


def carry(conn: sa.Connection, shelf: Mapping[str, bytes]) -> bool:
    """Takes over the keys of another store as far as they are there; false when the one that signs is lost.

    What was given to that key is then nobody's: this store's own new key joins anew.
    """
    if _BOX in shelf:
        kv.put(conn, _BOX, shelf[_BOX])
    if len(shelf.get(_SIGNING, b"")) != KEY_BYTES:
        return False
    kv.put(conn, _SIGNING, shelf[_SIGNING])
    kv.put(conn, _PUBLIC, signer(conn).public_key().public_bytes_raw().hex().encode())
    return True


def signer(conn: sa.Connection) -> Ed25519PrivateKey:
    """The signing key."""
    return Ed25519PrivateKey.from_private_bytes(kv.value(conn, _SIGNING))


def box(conn: sa.Connection) -> bytes:
    """The X25519 key, raw."""
    return kv.value(conn, _BOX)
