"""Sessions of browsers (ASVS 7): a random token in a cookie, its digest in the database, ended by time or by hand."""

from __future__ import annotations

import hmac
import secrets
from enum import StrEnum
from hashlib import sha256

import msgspec
import sqlalchemy as sa

from sync_server.durable.tables_staff import staff_session
from sync_server.settings import Server

IDLE_MS = 30 * 60_000  # without a request
WHOLE_MS = 12 * 3600_000  # a long day's work
_SEEN_MS = 60_000  # a session is noted as seen at most so often
_TOKEN_BYTES = 32


class Stage(StrEnum):
    """How far a sign-in went. Only `IN` opens anything but the next step."""

    RENEW = "renew"  # the password was for one use: another has to be set
    ENROL = "enrol"  # there is no second factor yet
    FACTOR = "factor"  # the code of the second factor is asked for
    IN = "in"


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A session as a request came with it."""

    token: str
    user_no: int
    stage: Stage
    stale: bool  # not noted as seen lately

    @property
    def csrf(self) -> str:
        """What forms of this session carry; other sites cannot know it."""
        return _derived(self.token, b"form")

    def seal(self, text: str) -> str:
        """A mark that only this session makes of a text."""
        return _derived(self.token, b"said\n" + text.encode())


def begin(conn: sa.Connection, server: Server, user_no: int, stage: Stage) -> str:
    """A new session; gives its token. Old ones that have ended are swept away."""
    now, token = server.now_ms(), secrets.token_urlsafe(_TOKEN_BYTES)
    conn.execute(staff_session.delete().where(_ended(now)))
    row = {"digest": _digest(token), "user_no": user_no, "stage": stage.value, "made_ms": now, "seen_ms": now}
    conn.execute(staff_session.insert(), row)
    return token


def find(conn: sa.Connection, server: Server, token: str) -> Session | None:
    """The session of a token, None when there is none or it has ended."""
    if not token:
        return None
    now = server.now_ms()
    wanted = sa.select(staff_session).where(staff_session.c.digest == _digest(token), ~_ended(now))
    row = conn.execute(wanted).first()
    if row is None:
        return None
    return Session(token=token, user_no=row.user_no, stage=Stage(row.stage), stale=now - row.seen_ms > _SEEN_MS)


def seen(conn: sa.Connection, server: Server, session: Session) -> None:
    """Notes that a session is in use."""
    change = staff_session.update().where(staff_session.c.digest == _digest(session.token))
    conn.execute(change.values(seen_ms=server.now_ms()))


def went_on(conn: sa.Connection, server: Server, session: Session, stage: Stage) -> str:
    """The next stage, under a new token: one that was caught before the second factor is worth nothing after it."""
    end(conn, session)
    return begin(conn, server, session.user_no, stage)


def end(conn: sa.Connection, session: Session) -> None:
    """Ends a session."""
    conn.execute(staff_session.delete().where(staff_session.c.digest == _digest(session.token)))


def end_all(conn: sa.Connection, user_no: int, *, but: Session | None = None) -> None:
    """Ends the sessions of a user, in every browser."""
    ended = staff_session.delete().where(staff_session.c.user_no == user_no)
    conn.execute(ended if but is None else ended.where(staff_session.c.digest != _digest(but.token)))


def _ended(now_ms: int) -> sa.ColumnElement[bool]:
    return sa.or_(staff_session.c.seen_ms < now_ms - IDLE_MS, staff_session.c.made_ms < now_ms - WHOLE_MS)


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()


def _derived(token: str, what: bytes) -> str:
    return hmac.digest(token.encode(), b"vaxdesk/1 " + what, "sha256").hex()
