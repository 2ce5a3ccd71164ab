"""Signing in by a browser (ASVS 6): a password that the server gave, then a code of the second factor.

Attempts are counted by login and by address, in the database, so that they count in all processes. Nothing tells an
unknown login from a wrong password. Every attempt is noted in the access log.
"""

from __future__ import annotations

import hmac
from functools import cache
from threading import BoundedSemaphore

import msgspec
import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from sync_server.authority import access, given, limits
from sync_server.authority.limits import HOUR, Rate
from sync_server.district import factor, sessions
from sync_server.district.sessions import Session, Stage
from sync_server.durable.database import reading, writing
from sync_server.operating import giving
from sync_server.settings import Server
from vaxdesk.domain import passwords
from vaxdesk.domain.passwords import PasswordFault
from vaxdesk.registry.tables import user as user_table

BY_LOGIN = Rate(6, 12 / HOUR)  # wrong passwords of one login: six at once, then one in five minutes
BY_ADDRESS = Rate(60, 240 / HOUR)  # an office behind one address
BY_CODE = Rate(6, 12 / HOUR)  # wrong codes of one user: a million codes, three of them right
_AT_ONCE = BoundedSemaphore(2)  # a verifier takes 64 MB and a core
_CHECK = PasswordHasher()


class Begun(msgspec.Struct, frozen=True):
    """The password was right: a session at its first stage."""

    token: str
    stage: Stage


class Wrong(msgspec.Struct, frozen=True):
    """Login, password or code are not right."""


class TooOften(msgspec.Struct, frozen=True):
    """Too many were wrong: seconds to wait."""

    wait: float


def begin(server: Server, login: str, password: str, *, address: str) -> Begun | Wrong | TooOften:
    """Begins a session. Blocking, some 100 ms of processor; no transaction stays open meanwhile."""
    login = login.strip().casefold()[:200]
    names = {f"staff login {_subject(server, login).hex()}": BY_LOGIN, f"staff address {address}": BY_ADDRESS}
    with writing(server.engine) as conn:
        wait = max(limits.take(conn, server, name, rate) for name, rate in names.items())
        if wait:
            _note(conn, server, "sign_in", "limit", login)
            return TooOften(wait)
    with reading(server.engine) as conn:
        known = given.user(conn, login)
        row = _verifier(conn, known.user_no) if known is not None and known.active else None
    right = _is_right(row.verifier if row is not None else _nobodys(), password) and row is not None
    with writing(server.engine) as conn:
        if not right:
            _note(conn, server, "sign_in", "wrong", login)
            return Wrong()
        for name in names:
            limits.give_back(conn, name)
        stage = Stage.RENEW if row.once else _next(conn, server, known.user_no)
        token = sessions.begin(conn, server, known.user_no, stage)
        _note(conn, server, "sign_in", stage.value, login, user=known.user_no)
        return Begun(token, stage)


def prove(conn: sa.Connection, server: Server, session: Session, code: str) -> Begun | Wrong | TooOften:
    """The second step, within the caller's transaction: the code of the second factor."""
    bucket = f"staff code {session.user_no}"
    wait = limits.take(conn, server, bucket, BY_CODE)
    if wait:
        _note(conn, server, "sign_in_code", "limit", "", user=session.user_no)
        return TooOften(wait)
    if not factor.holds(conn, server, session.user_no, code):
        _note(conn, server, "sign_in_code", "wrong", "", user=session.user_no)
        return Wrong()
    limits.give_back(conn, bucket)
    token = sessions.went_on(conn, server, session, Stage.IN)
    _note(conn, server, "sign_in_code", "in", "", user=session.user_no)
    return Begun(token, Stage.IN)


def renew(conn: sa.Connection, server: Server, session: Session, login: str, password: str) -> Begun | PasswordFault:
    """Sets a password of one's own; every other session of the user ends."""
    fault = passwords.fault(password)
    if fault is not None:
        return fault
    giving.set_password(conn, server, login, password, once=False)
    sessions.end_all(conn, session.user_no)
    stage = session.stage if session.stage is Stage.IN else _next(conn, server, session.user_no)
    return Begun(sessions.begin(conn, server, session.user_no, stage), stage)


def new_phone(conn: sa.Connection, server: Server, login: str) -> sa.Row:
    """Takes the second factor of a user away, and ends their sessions: a telephone was lost.

    Raises:
        giving.NotGiven: there is no such user.
    """
    known = giving.known(conn, login)
    factor.drop(conn, known.user_no)
    sessions.end_all(conn, known.user_no)
    _note(conn, server, "new_phone", "ok", "", user=known.user_no)
    return known


def is_own(conn: sa.Connection, server: Server, session: Session, password: str) -> bool:
    """Whether a password is that of the session's user: asked again before what matters. Wrong ones are counted."""
    bucket = f"staff own {session.user_no}"
    if limits.take(conn, server, bucket, BY_LOGIN):
        return False
    row = _verifier(conn, session.user_no)
    if row is None or not _is_right(row.verifier, password):
        return False
    limits.give_back(conn, bucket)
    return True


def _next(conn: sa.Connection, server: Server, user_no: int) -> Stage:
    if factor.is_confirmed(conn, user_no):
        return Stage.FACTOR
    factor.offer(conn, server, user_no)
    return Stage.ENROL


def _verifier(conn: sa.Connection, user_no: int) -> sa.Row | None:
    columns = sa.select(user_table.c.verifier, user_table.c.once)
    wanted = columns.where(user_table.c.no == user_no, user_table.c.active == 1, user_table.c.voided == 0)
    return conn.execute(wanted.order_by(user_table.c.id.desc())).first()


def _is_right(verifier: str, password: str) -> bool:
    with _AT_ONCE:
        try:
            return _CHECK.verify(verifier, password[: passwords.LONGEST * 4])
        except (VerificationError, InvalidHashError):
            return False


@cache
def _nobodys() -> str:
    """A verifier of nobody's password, so that an unknown login takes as long as a known one."""
    return giving.verifier(giving.once_password())


def _subject(server: Server, login: str) -> bytes:
    return hmac.digest(server.key.subjects, b"login\n" + login.encode(), "sha256")


def _note(conn: sa.Connection, server: Server, act: str, result: str, login: str, *, user: int | None = None) -> None:
    subject = _subject(server, login) if login else None
    access.note(conn, act, result=result, at_ms=server.now_ms(), user=user, subject=subject)
