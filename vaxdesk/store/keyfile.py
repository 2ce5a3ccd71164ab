"""The key file as it lies beside the store: read before sign-in, so it needs nothing heavy."""

from __future__ import annotations

from pathlib import Path

import msgspec

from vaxdesk.trouble import Trouble, TroubleCode

DATABASE = "store.db"
FILE = "keys.json"
SPARE = "keys.spare.json"  # the same bytes: one torn file must not lock a station out
RECOVERY_LOGIN = "*"
PROVINCE_LOGIN = "**"  # opened by the province's answer to `Province.question`
BEGINNING = ".beginning"  # there while a station is being made: what lies beside it was never anybody's
ERASED = "erased.json"  # the keys were destroyed because this device was revoked


class Cost(msgspec.Struct, frozen=True):
    """Argon2id parameters of a slot: memory in KiB, passes, lanes."""

    memory: int = 65536
    passes: int = 3
    lanes: int = 4


class Slot(msgspec.Struct, frozen=True):
    """The store's key, wrapped for one user. Binary values in base64."""

    login: str
    user: int
    salt: bytes
    nonce: bytes
    wrapped: bytes
    cost: Cost = Cost()


class Province(msgspec.Struct, frozen=True, kw_only=True):
    """The question that the province answers when all passwords are lost, and the province's public key in hex."""

    key: str
    question: str


class KeyFile(msgspec.Struct, frozen=True):
    """All slots of a store, and the public facts that a sign-in screen shows before it is open."""

    station: str
    name: str
    slots: list[Slot]
    version: int = 1
    names: dict[str, str] = {}  # login -> name as shown on the sign-in screen
    province: Province | None = None


def load(home: Path) -> KeyFile:
    """Reads the key file, or its spare when the first is torn.

    Raises:
        Trouble: NO_STORE when there is none, KEYS_UNREADABLE when neither can be read, STATION_ERASED when this
            device was revoked and its keys destroyed.
    """
    if (home / ERASED).exists():
        raise Trouble(TroubleCode.STATION_ERASED)
    if (home / BEGINNING).exists():
        raise Trouble(TroubleCode.NO_STORE)
    found = [path for path in (home / FILE, home / SPARE) if path.exists()]
    if not found:
        raise Trouble(TroubleCode.NO_STORE)
    for path in found:
        try:
            return msgspec.json.decode(path.read_bytes(), type=KeyFile)
        except (msgspec.DecodeError, OSError):
            continue
    raise Trouble(TroubleCode.KEYS_UNREADABLE)


def exists(home: Path) -> bool:
    """Whether a station lives in this folder."""
    return not (home / BEGINNING).exists() and any((home / name).exists() for name in (DATABASE, FILE, SPARE, ERASED))
