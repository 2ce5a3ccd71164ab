"""What sync has learned and keeps on the shelf: who this device is to its server, last contact, logs held back."""

from __future__ import annotations

from typing import TypeVar

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.keeping import Keeping
from vaxdesk.store import feed_heads, kv
from vaxdesk.store.feed_heads import SignedHead
from vaxdesk.trouble import Trouble, TroubleCode

_ENROLMENT = "sync.enrolment"
_CONTACT = "sync.contact"
_HELD_BACK = "sync.held_back"
_HEADS = "sync.heads"
_LEASE = "sync.lease"
_KEEPING = "sync.keeping"
_STANDING = "sync.standing"
_HANDED_OVER = "sync.handed_over"
OF_THE_KEY = (_ENROLMENT, _HELD_BACK, _STANDING, _HANDED_OVER)  # names of what holds for one device key alone

_T = TypeVar("_T")


class Enrolment(msgspec.Struct, frozen=True, kw_only=True):
    """This device as its server knows it. Keys in hex; `ca` is a PEM text that alone is trusted, empty for any.

    `x509` and `authority` are what the desk shows to its neighbours and what it asks of them, in PEM; `box` is the
    server's X25519 key, for files on a stick. Empty until a server gave them. `successions` are the statements by which
    the server went from its first key to `server`; `former` is the key before, while it still counts (`store.trust`).
    `dictionaries` are those that it reads: the first push can use one.
    """

    url: str
    server: str
    device: int
    key: str
    certificate: str
    feed: int
    unit_code: str
    unit_name: str
    ca: str = ""
    x509: str = ""
    authority: str = ""
    box: str = ""
    successions: tuple[str, ...] = ()
    former: str = ""
    former_until: int = 0
    dictionaries: list[int] = []


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """The last time the server answered, by this device's clock and by the server's signed one."""

    t: int
    server_ms: int
    dictionaries: list[int] = []  # that the server reads

    @property
    def offset(self) -> float:
        """Seconds to add to this device's clock to have the server's."""
        return self.server_ms / 1000 - self.t


class KnownStanding(msgspec.Struct, frozen=True):
    """What the server last stated of this device (`journal.standing`, checked), and when it was last asked."""

    text: str
    t: int


class LeaseTerms(msgspec.Struct, frozen=True):
    """Days without contact after which the lease lapses (0 never), and the key of the codes that renew it, in hex."""

    days: int
    key: str


class HeldBack(msgspec.Struct, frozen=True):
    """A log whose segment was refused: the verdict's code, when, how often in a row, and under which circumstances.

    `kept`: the server has all that was sent of it, for review.
    """

    code: str
    t: int
    times: int = 1
    under: str = ""
    kept: bool = False


def enrolment(conn: sa.Connection) -> Enrolment | None:
    """The enrolment; None before."""
    return _read(conn, _ENROLMENT, Enrolment)


def joined(conn: sa.Connection) -> Enrolment:
    """The enrolment, for what cannot be without one.

    Raises:
        Trouble: NOT_ENROLLED.
    """
    who = enrolment(conn)
    if who is None:
        raise Trouble(TroubleCode.NOT_ENROLLED)
    return who


def enrol(conn: sa.Connection, new: Enrolment) -> None:
    """Keeps the enrolment."""
    _write(conn, _ENROLMENT, new)


def contact(conn: sa.Connection) -> Contact | None:
    """The last contact; None before the first."""
    return _read(conn, _CONTACT, Contact)


def note_contact(conn: sa.Connection, new: Contact) -> None:
    """Keeps the last contact."""
    _write(conn, _CONTACT, new)


def heads(conn: sa.Connection) -> dict[int, SignedHead]:
    """The newest signed head of each feed that is read."""
    return _read(conn, _HEADS, dict[int, SignedHead]) or {}


def note_heads(conn: sa.Connection, new: dict[int, SignedHead]) -> None:
    """Keeps newer heads; those of other feeds stay."""
    _write(conn, _HEADS, {**heads(conn), **new})
    for feed_no, head in new.items():
        feed_heads.keep(conn, feed_no, head)


def held_back(conn: sa.Connection) -> dict[str, HeldBack]:
    """Refused logs by name."""
    return _read(conn, _HELD_BACK, dict[str, HeldBack]) or {}


def hold_back(conn: sa.Connection, logs: dict[str, HeldBack]) -> None:
    """Keeps the refused logs."""
    _write(conn, _HELD_BACK, logs)


def standing(conn: sa.Connection) -> KnownStanding | None:
    """How this device stands with its server; None before it was told."""
    return _read(conn, _STANDING, KnownStanding)


def note_standing(conn: sa.Connection, new: KnownStanding) -> None:
    """Keeps how this device stands."""
    _write(conn, _STANDING, new)


def lease(conn: sa.Connection) -> LeaseTerms | None:
    """The terms of the lease; None before the server told any."""
    return _read(conn, _LEASE, LeaseTerms)


def note_lease(conn: sa.Connection, new: LeaseTerms) -> None:
    """Keeps the terms of the lease."""
    _write(conn, _LEASE, new)


def keeping(conn: sa.Connection) -> Keeping | None:
    """Whom this station may hold; None before the server told, and then nobody is let go."""
    return _read(conn, _KEEPING, Keeping)


def note_keeping(conn: sa.Connection, new: Keeping) -> None:
    """Keeps whom this station may hold."""
    _write(conn, _KEEPING, new)


def handed_over(conn: sa.Connection) -> dict[str, int]:
    """After this device was revoked: up to which entry of each log the server has acknowledged what it kept."""
    return _read(conn, _HANDED_OVER, dict[str, int]) or {}


def hand_over(conn: sa.Connection, logs: dict[str, int]) -> None:
    """Keeps what was acknowledged."""
    _write(conn, _HANDED_OVER, logs)


def _read(conn: sa.Connection, key: str, kind: type[_T]) -> _T | None:
    raw = kv.find(conn, key)
    return None if raw is None else msgspec.json.decode(raw, type=kind)


def _write(conn: sa.Connection, key: str, value: object) -> None:
    kv.put(conn, key, msgspec.json.encode(value))
