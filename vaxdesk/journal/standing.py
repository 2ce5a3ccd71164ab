"""How a device stands with its server: its unit and those above, whose word counts there, its lease. Signed text.

A device asks for it now and then with the tag of what it knows; the server answers only when that is no longer so. A
unit that was moved, a server's own device with a new key, a changed lease: all come this way.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

import msgspec

from vaxdesk.journal.signing import Sign, from_text, to_text, valid

TAG_LETTERS = 16


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What the server states of one device.

    Args:
        device: its number; a statement is for that device alone.
        units: the unit and those above it, `SCHEME:CODE`, the own first.
        hosted: public keys in hex of the server's own devices: users, roles and revocations count from these alone.
        lease: key of the codes that renew the lease by telephone, hex.
        lease_days: days without contact after which older records are hidden; 0 for never.
        box: the server's X25519 key in hex, to which files on a stick are sealed; empty from servers before it.
        recovery: the province's public key (X25519, hex), for a way in when all passwords are lost (`province`).
        listed_days: days that a person of a list is held after its day.
        served_days: days that somebody who was served is held; 0 of either: nobody is let go.
    """

    device: int
    units: list[str]
    hosted: list[str]
    lease: str = ""
    lease_days: int = 30
    box: str = ""
    recovery: str = ""
    listed_days: int = 0
    served_days: int = 0


def state(sign: Sign, standing: Standing) -> str:
    """The statement as it travels: `payload.signature`."""
    payload = msgspec.json.encode(standing)
    return f"{to_text(payload)}.{to_text(sign(_stated(payload)))}"


def tag(text: str) -> str:
    """Short name of a statement, by which a device says what it knows."""
    return sha256(text.partition(".")[0].encode()).hexdigest()[:TAG_LETTERS]


def read(text: str, server: bytes, device: int) -> Standing | None:
    """The statement that the server of that public key made about this device; None when it did not."""
    payload, _, sig = text.partition(".")
    raw = from_text(payload)
    if not valid(server, from_text(sig), _stated(raw)):
        return None
    try:
        told = msgspec.json.decode(raw, type=Standing)
    except msgspec.DecodeError:
        return None
    return told if told.device == device else None


def read_any(text: str, keys: Iterable[bytes], device: int) -> Standing | None:
    """The statement that a server with one of these public keys made about this device; None when none did."""
    return next(filter(None, (read(text, key, device) for key in keys)), None)


def _stated(payload: bytes) -> bytes:
    return b"vaxdesk/1 standing" + payload
