"""The server's Ed25519 keys: made at the first start, kept in a file that only its owner may read.

Devices trust the signing key for heads and certificates; it must survive the database and be part of the backup. The
file holds the first key in hex on its first line, and below it what came later: `next KEY STATEMENT` for each rotation,
`recovery KEY` for the public key of the province (decision 0020). The last key signs. From the first one follows what
must stay as it is: the key of the server's own device, which signs what the server writes into feeds, the secrets of
lease codes, of one-time codes and of the subjects of look-ups, the box key for files on a stick, and the authority of
TLS between desks.
"""

from __future__ import annotations

import os
import secrets
from hashlib import sha256
from pathlib import Path

import msgspec
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from vaxdesk.journal import bundle, succession
from vaxdesk.journal.signing import Sign, signer
from vaxdesk.journal.succession import Succession

FILE = "vaxdesk-server.key"
_NEXT, _RECOVERY = "next", "recovery"


class ServerKey(msgspec.Struct, frozen=True):
    """The keys as the server uses them, and what follows from them; public keys raw.

    Args:
        sign, public: the key that signs now.
        authority: the first key, for certificates that a library signs.
        generations: all public keys of this server, the first first, `public` last.
        successions: the statements that lead from each to the next (`journal.succession`).
        hosted_sign, hosted_public: of the server's own device (`hosted`).
        leases: secret from which the keys of lease codes follow.
        subjects: secret of the keyed hashes that stand for people in the log of look-ups.
        codes: secret of what the public part hands out: one-time codes, marks of forms.
        box: raw X25519 key that files on a stick are sealed to; `box_public` its public half.
        recovery: the province's public key (X25519) in hex, under which desks seal a way in; empty for none.
    """

    sign: Sign
    public: bytes
    authority: Ed25519PrivateKey
    generations: tuple[bytes, ...]
    successions: tuple[str, ...]
    hosted_sign: Sign
    hosted_public: bytes
    subjects: bytes
    leases: bytes
    codes: bytes
    box: bytes
    box_public: bytes
    recovery: str = ""

    def untold(self, known: str) -> list[str]:
        """The statements that lead on from a key, named by first hex digits; all of them for none or another's."""
        at = next((number for number, one in enumerate(self.generations) if one.hex().startswith(known)), 0)
        return list(self.successions[at:])


class BadKeyFile(ValueError):
    """The key file is there but holds no key."""


class KeyFile(msgspec.Struct, frozen=True):
    """What the file says: private keys, oldest first, the statements between them, and the province's public key."""

    keys: tuple[Ed25519PrivateKey, ...]
    successions: tuple[str, ...] = ()
    recovery: str = ""

    def text(self) -> str:
        """The file's text."""
        first, *later = (key.private_bytes_raw().hex() for key in self.keys)
        pairs = zip(later, self.successions, strict=True)
        lines = [first, *(f"{_NEXT} {key} {statement}" for key, statement in pairs)]
        lines += [f"{_RECOVERY} {self.recovery}"] if self.recovery else []
        return "\n".join(lines) + "\n"


def folder_for(url: str) -> Path | None:
    """The folder of an SQLite file; None for a database elsewhere, which needs a folder named by the operator."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        return None
    return Path(parsed.database).resolve().parent


def load_or_make(folder: Path) -> ServerKey:
    """The keys of a folder, made if there are none.

    Raises:
        BadKeyFile: damaged.
        OSError: the folder cannot be read or written.
    """
    path = folder / FILE
    if not path.exists():
        _make(path)
    return from_file(load(path))


def load(path: Path) -> KeyFile:
    """The key file.

    Raises:
        BadKeyFile: damaged.
        OSError: it cannot be read.
    """
    try:
        return read(path.read_text("ascii"))
    except ValueError as error:
        raise BadKeyFile(str(path)) from error


def read(text: str) -> KeyFile:
    """Reads the text of a key file, also of one from before there were rotations.

    Raises:
        ValueError: it is none, or its statements do not lead from key to key.
    """
    first, *later = text.splitlines() or [""]
    held = KeyFile((Ed25519PrivateKey.from_private_bytes(bytes.fromhex(first.strip())),))
    for line in later:
        word, *values = line.split()
        if word == _RECOVERY and len(values) == 1 and len(bytes.fromhex(values[0])) == 32:
            held = msgspec.structs.replace(held, recovery=values[0])
        elif word == _NEXT and len(values) == 2:
            held = _followed(held, Ed25519PrivateKey.from_private_bytes(bytes.fromhex(values[0])), values[1])
        else:
            raise ValueError(word)
    return held


def rotated(held: KeyFile, new: Ed25519PrivateKey, *, now_ms: int, overlap_ms: int) -> KeyFile:
    """A new signing key, announced by the one before it; `overlap_ms`: see `Succession.until`."""
    old = held.keys[-1]
    told = Succession(old=public_hex(old), new=public_hex(new), time=now_ms, until=now_ms + overlap_ms)
    return _followed(held, new, succession.state(old.sign, new.sign, told))


def from_private(private: Ed25519PrivateKey) -> ServerKey:
    """Everything that follows from a first private key."""
    return from_file(KeyFile((private,)))


def from_file(held: KeyFile) -> ServerKey:
    """Everything that follows from a key file."""
    first, newest = held.keys[0], held.keys[-1]
    hosted = Ed25519PrivateKey.from_private_bytes(_derived(first, "hosted device"))
    box = _derived(first, "box")
    return ServerKey(
        sign=signer(newest.private_bytes_raw()),
        public=newest.public_key().public_bytes_raw(),
        authority=first,
        generations=tuple(key.public_key().public_bytes_raw() for key in held.keys),
        successions=held.successions,
        hosted_sign=signer(hosted.private_bytes_raw()),
        hosted_public=hosted.public_key().public_bytes_raw(),
        leases=_derived(first, "lease codes"),
        subjects=_derived(first, "subjects of look-ups"),
        codes=_derived(first, "codes of the public part"),
        box=box,
        box_public=bundle.public_of(box),
        recovery=held.recovery,
    )


def write(path: Path, held: KeyFile) -> None:
    """Puts a key file in the place of the one that is there, whole or not at all.

    Raises:
        OSError: no room, no right; the old one is as it was.
    """
    put(path, held.text())


def put(path: Path, text: str) -> None:
    """Writes a file that only its owner may read, in the place of the one that is there, whole or not at all.

    Raises:
        OSError: no room, no right; the old one is as it was.
    """
    beside = _beside(path, text)
    try:
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    _settle(path.parent)


def public_hex(private: Ed25519PrivateKey) -> str:
    """The public key in hex."""
    return private.public_key().public_bytes_raw().hex()


def _followed(held: KeyFile, new: Ed25519PrivateKey, statement: str) -> KeyFile:
    told = succession.read(statement)
    if told is None or (told.old, told.new) != (public_hex(held.keys[-1]), public_hex(new)):
        raise ValueError("succession")
    return msgspec.structs.replace(held, keys=(*held.keys, new), successions=(*held.successions, statement))


def _derived(private: Ed25519PrivateKey, purpose: str) -> bytes:
    return sha256(f"vaxdesk/1 {purpose}".encode() + private.private_bytes_raw()).digest()


def _make(path: Path) -> None:
    """Writes a whole key under a name of its own, then gives it the final name unless another process was first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = _beside(path, KeyFile((Ed25519PrivateKey.generate(),)).text())
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink()


def _beside(path: Path, text: str) -> Path:
    beside = path.with_name(f"{path.name}.{secrets.token_hex(8)}.new")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return beside


def _settle(folder: Path) -> None:
    """Brings the folder's names to the disk, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
