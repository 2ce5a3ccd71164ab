"""One-time codes: six digits that prove a telephone, each for one purpose, once, for ten minutes and five tries.

A code belongs to a handle, a random token in the form that asks for it; both stand in the database only as digests
under a secret of the server, so that a copy of the database proves nothing. Whoever asks for somebody who is not known
is given a handle all the same, with a code that was sent to nobody: nothing tells the two apart.
"""

from __future__ import annotations

import hmac
import itertools
import secrets
from hashlib import sha256
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from sync_server.authority import limits
from sync_server.durable import quick
from sync_server.durable.quick import Statement
from sync_server.durable.tables_portal import portal_code
from sync_server.portal import rates
from sync_server.portal.senders import Message
from sync_server.settings import Server

LIFE_MS = 10 * 60_000
TRIES = 5
DIGITS = 6
_OLD = portal_code.delete().where(portal_code.c.until_ms < sa.bindparam("before"))
_NEW = Statement(portal_code.insert())
_OF_HANDLE = portal_code.c.digest == sa.bindparam("wanted")
_WANTED = Statement(sa.select(portal_code).where(_OF_HANDLE).with_for_update())
_MADE = {"tries": sa.bindparam("made", type_=sa.Integer), "used_ms": sa.bindparam("used", type_=sa.BigInteger)}
_TRIED = Statement(portal_code.update().where(_OF_HANDLE).values(_MADE))
_SWEEP = 1 / 100  # of the codes that are made also look for old ones
_KEPT_MS = 24 * 3600_000  # used and old ones, so that a replay is told apart from nonsense


class _Code(NamedTuple):
    """A row of the table."""

    digest: bytes
    purpose: str
    subject: str
    code: bytes
    tries: int
    until_ms: int
    used_ms: int | None


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A code that was made: the handle for the form, and the message to send once this is committed."""

    handle: str
    message: Message | None


class TooOften(msgspec.Struct, frozen=True):
    """No code now; seconds until the next may be asked for."""

    wait: float


class Proven(msgspec.Struct, frozen=True):
    """The code was right: what it was asked for."""

    subject: str


class Wrong(msgspec.Struct, frozen=True):
    """The code was wrong; tries that are left."""

    left: int


class Gone(msgspec.Struct, frozen=True):
    """There is no such code: never made, too old, used, or guessed at too often. Nothing tells these apart."""


def ask(
    conn: sa.Connection, server: Server, *, purpose: str, subject: str, phone: str, address: str, known: bool = True
) -> Asked | TooOften:
    """Makes a code in the caller's transaction.

    Args:
        purpose: key of the words of the message, and what alone it can be used for.
        subject: what `prove` gives back.
        phone: in normal form.
        known: False sends to nobody; all else is the same.
    """
    wait = limits.take(conn, server, f"portal codes {rates.net_of(address)}", rates.CODES_ADDRESS)
    wait = wait or limits.take(conn, server, f"portal codes {rates.subject(server, phone)}", rates.CODES_SUBJECT)
    if wait:
        return TooOften(wait)
    now = server.now_ms()
    handle, code = secrets.token_urlsafe(24), f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    if server.rng.random() < _SWEEP:
        conn.execute(_OLD, {"before": now - _KEPT_MS})
    made = _Code(_digest(handle), purpose, subject, _sealed(server, handle, code), 0, now + LIFE_MS, None)
    quick.Inside(conn)(_NEW, **made._asdict())
    return Asked(handle=handle, message=Message(phone=phone, purpose=purpose, code=code) if known else None)


def prove(
    conn: sa.Connection, server: Server, *, purpose: str, handle: str, code: str, address: str
) -> Proven | Wrong | Gone | TooOften:
    """Takes a code in the caller's transaction, which must be committed whatever comes of it."""
    name = f"portal guesses {rates.net_of(address)}"
    wait = limits.take(conn, server, name, rates.GUESSES_ADDRESS)
    if wait:
        return TooOften(wait)
    run = quick.Inside(conn)
    row = next(itertools.starmap(_Code, run(_WANTED, wanted=_digest(handle))), None)
    if row is None or row.purpose != purpose or row.used_ms is not None or not _is_open(row, server.now_ms()):
        return Gone()
    right = hmac.compare_digest(bytes(row.code), _sealed(server, handle, _digits(code)))
    tries, used = (row.tries, server.now_ms()) if right else (row.tries + 1, None)
    run(_TRIED, wanted=row.digest, made=tries, used=used)
    if right:
        limits.give_back(conn, name)
        return Proven(row.subject)
    return Wrong(TRIES - row.tries - 1)


def subject_of(conn: sa.Connection, handle: str, *, purpose: str) -> str:
    """What a handle was made for, whether or not its code can still be used; empty for none."""
    wanted = sa.select(portal_code.c.subject).where(
        portal_code.c.digest == _digest(handle), portal_code.c.purpose == purpose
    )
    return conn.execute(wanted).scalar() or ""


def _is_open(row: _Code, now_ms: int) -> bool:
    return row.tries < TRIES and now_ms < row.until_ms


def _digits(code: str) -> str:
    """People type spaces into codes."""
    return "".join(code.split())[: 4 * DIGITS]


def _digest(handle: str) -> bytes:
    return sha256(handle.encode()).digest()


def _sealed(server: Server, handle: str, code: str) -> bytes:
    return hmac.digest(server.key.codes, f"code\n{handle}\n{code}".encode(), "sha256")
