"""The server's Ed25519 key: made at the first start, kept in a file that only its owner may read.

Devices trust this key for heads and certificates; it must survive the database and be part of the backup. More
secrets follow from it, so that one file is all there is to keep: the key of the server's own device, which signs what
the server writes into feeds, the keys of lease codes and of the log of look-ups, and the box key for files on a stick.
"""

from __future__ import annotations

import os
import secrets
from hashlib import sha256
from pathlib import Path

import msgspec
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from vaxdesk.journal import bundle
from vaxdesk.journal.signing import Sign

FILE = "vaxdesk-server.key"


class ServerKey(msgspec.Struct, frozen=True):
    """The key as the server uses it, and what follows from it; public keys raw.

    Args:
        hosted_sign, hosted_public: of the server's own device (`hosted`).
        private: the key itself, for certificates that a library signs.
        leases: secret from which the keys of lease codes follow.
        subjects: secret of the keyed hashes that stand for people in the log of look-ups.
        box: raw X25519 key that files on a stick are sealed to; `box_public` its public half.
    """

    sign: Sign
    public: bytes
    private: Ed25519PrivateKey
    hosted_sign: Sign
    hosted_public: bytes
    subjects: bytes
    leases: bytes
    box: bytes
    box_public: bytes


class BadKeyFile(ValueError):
    """The key file is there but holds no key."""


def folder_for(url: str) -> Path | None:
    """The folder of an SQLite file; None for a database elsewhere, which needs a folder named by the operator."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        return None
    return Path(parsed.database).resolve().parent


def load_or_make(folder: Path) -> ServerKey:
    """The key of a folder, made if there is none.

    Raises:
        BadKeyFile: damaged.
        OSError: the folder cannot be read or written.
    """
    path = folder / FILE
    if not path.exists():
        _make(path)
    try:
        private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text("ascii").strip()))
    except ValueError as error:
        raise BadKeyFile(str(path)) from error
    return from_private(private)


def from_private(private: Ed25519PrivateKey) -> ServerKey:
    """Everything that follows from the server's private key."""
    hosted = Ed25519PrivateKey.from_private_bytes(_derived(private, "hosted device"))
    box = _derived(private, "box")
    return ServerKey(
        sign=private.sign,
        public=private.public_key().public_bytes_raw(),
        private=private,
        hosted_sign=hosted.sign,
        hosted_public=hosted.public_key().public_bytes_raw(),
        leases=_derived(private, "lease codes"),
        subjects=_derived(private, "subjects of look-ups"),
        box=box,
        box_public=bundle.public_of(box),
    )


def _derived(private: Ed25519PrivateKey, purpose: str) -> bytes:
    return sha256(f"vaxdesk/1 {purpose}".encode() + private.private_bytes_raw()).digest()


def _make(path: Path) -> None:
    """Writes a whole key under a name of its own, then gives it the final name unless another process was first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{FILE}.{secrets.token_hex(8)}.new")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(Ed25519PrivateKey.generate().private_bytes_raw().hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink()
