"""The key of the store, wrapped once per user: `keys.json` beside the encrypted file.

The key (32 random bytes) never changes; each slot holds it under AES-256-GCM with a key that Argon2id derives from
a password or from the recovery words (RFC 9106, second choice: 64 MiB, 3 passes, 4 lanes). Taking a slot away takes
the user's way in away. A PIN never opens a slot.
"""

from __future__ import annotations

import secrets
from pathlib import Path

import msgspec
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from vaxdesk.domain.names import clean
from vaxdesk.journal.ref import ALPHABET
from vaxdesk.store.engine import KEY_BYTES
from vaxdesk.store.files import write_safely
from vaxdesk.store.keyfile import FILE, PROVINCE_LOGIN, RECOVERY_LOGIN, SPARE, Cost, KeyFile, Slot
from vaxdesk.trouble import Trouble, TroubleCode

_RECOVERY_LETTERS = 24  # 120 bits
_AS_WRITTEN = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})  # what a hand makes of the words


def new_key() -> bytes:
    """A fresh store key."""
    return secrets.token_bytes(KEY_BYTES)


def new_recovery() -> str:
    """Recovery words for the lead's envelope: 24 letters of Crockford base32 in groups of four."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(_RECOVERY_LETTERS))
    return "-".join(letters[i : i + 4] for i in range(0, _RECOVERY_LETTERS, 4))


def wrap(key: bytes, *, login: str, user: int, password: str, cost: Cost | None = None) -> Slot:
    """A slot that opens with the password."""
    cost = cost or Cost()
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    kek = _derive(login, password, salt, cost)
    return Slot(login, user, salt, nonce, AESGCM(kek).encrypt(nonce, key, _bound(login, user)), cost)


def unwrap(slot: Slot, password: str) -> bytes:
    """The store's key.

    Raises:
        Trouble: WRONG_PASSWORD.
    """
    kek = _derive(slot.login, password, slot.salt, slot.cost)
    try:
        return AESGCM(kek).decrypt(slot.nonce, slot.wrapped, _bound(slot.login, slot.user))
    except InvalidTag:
        raise Trouble(TroubleCode.WRONG_PASSWORD) from None


def find(keys: KeyFile, login: str) -> Slot:
    """The slot of a login.

    Raises:
        Trouble: WRONG_PASSWORD; an unknown login and a wrong password look alike.
    """
    wanted = login.strip().casefold()
    for slot in keys.slots:
        if slot.login.casefold() == wanted:
            return slot
    raise Trouble(TroubleCode.WRONG_PASSWORD)


def with_slot(keys: KeyFile, slot: Slot, *, name: str = "") -> KeyFile:
    """The key file with a slot added or replaced."""
    others = [other for other in keys.slots if other.login.casefold() != slot.login.casefold()]
    names = {**keys.names, **({slot.login: name} if name else {})}
    return msgspec.structs.replace(keys, slots=[*others, slot], names=names)


def without_slot(keys: KeyFile, login: str) -> KeyFile:
    """The key file without a login's slot."""
    slots = [slot for slot in keys.slots if slot.login.casefold() != login.casefold()]
    names = {other: name for other, name in keys.names.items() if other.casefold() != login.casefold()}
    return msgspec.structs.replace(keys, slots=slots, names=names)


def save(home: Path, keys: KeyFile) -> None:
    """Writes the key file and then its spare, each whole or not at all.

    Raises:
        Trouble: DISK_FULL or DISK_FAILED.
    """
    text = msgspec.json.format(msgspec.json.encode(keys), indent=1)
    for name in (FILE, SPARE):
        write_safely(home / name, text)
        (home / name).chmod(0o600)


def _derive(login: str, password: str, salt: bytes, cost: Cost) -> bytes:
    secret = password.upper().translate(_AS_WRITTEN) if login in (RECOVERY_LOGIN, PROVINCE_LOGIN) else clean(password)
    return hash_secret_raw(
        secret.encode(),
        salt,
        time_cost=cost.passes,
        memory_cost=cost.memory,
        parallelism=cost.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def _bound(login: str, user: int) -> bytes:
    return f"vaxdesk/1 slot {login} {user}".encode()
