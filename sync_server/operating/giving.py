"""What an operator does about users from above: each act is an entry in a feed, written by the server's own device.

A user is filed with the unit where they work, a role with the unit where it holds; every desk at or below that unit
reads both. Only an Argon2id verifier of the password is filed. Callers pass a connection inside one write transaction;
`by` is the number of the user who wants it, 0 an operator.
"""

from __future__ import annotations

import secrets

import msgspec
import sqlalchemy as sa
from argon2 import PasswordHasher

from sync_server.authority import access, given
from sync_server.durable.tables import given_user
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from sync_server.settings import Server
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.domain.payloads import Amend, User, Void
from vaxdesk.domain.payloads_sync import Grant
from vaxdesk.journal.ref import ALPHABET

_LARGEST_NUMBER = 10_000_000
_ONCE_LETTERS = 12  # 60 bits: it lies in a feed as a verifier, so it must not be guessed from it
# RFC 9106, second choice: the verifier is read on every desk, so it is as dear as a key slot.
_HASHER = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)


class NewUser(msgspec.Struct, frozen=True, kw_only=True):
    """A user as asked for. `once`: the password is for the first sign-in on a desk, which asks for another."""

    login: str
    name: str
    password: str
    title: str = ""
    once: bool = False


class NotGiven(Exception):
    """What cannot be done: a code of `server.stopped`, and its facts."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def once_password() -> str:
    """A password to be told by telephone and used once."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(_ONCE_LETTERS)).lower()
    return "-".join(letters[at : at + 4] for at in range(0, _ONCE_LETTERS, 4))


def verifier(password: str) -> str:
    """The Argon2id verifier of a password, in PHC form."""
    return _HASHER.hash(password)


def add_user(
    conn: sa.Connection,
    server: Server,
    unit: sa.Row,
    wanted: NewUser,
    *,
    role: GivenRole,
    until: str = "",
    by: int = 0,
) -> int:
    """Gives a unit a user with a role there; the login is told apart from those of stations by `@` and the unit.

    Raises:
        NotGiven: the login is taken.
    """
    login = wanted.login if "@" in wanted.login else f"{wanted.login}@{unit.code}"
    if given.user(conn, login) is not None:
        raise NotGiven("login_taken", login=login)
    number = _free_number(conn)
    entry = User(
        no=number,
        name=wanted.name,
        login=login,
        title=wanted.title,
        verifier=verifier(wanted.password),
        once=wanted.once,
    )
    unit_name = f"{unit.scheme}:{unit.code}"
    notes = [
        Note(kind="user", payload=entry, user=by),
        Note(kind="grant", payload=Grant(user=number, role=role.value, unit=unit_name, until=until), user=by),
    ]
    hosted.write(conn, server, unit.org_no, notes)
    access.note(conn, "user_add", result=f"{role.value} {unit_name}", at_ms=server.now_ms(), user=number)
    return number


def close_user(conn: sa.Connection, server: Server, login: str, *, by: int = 0) -> sa.Row:
    """Closes a user: no desk lets them in once it has heard of it.

    Raises:
        NotGiven: there is no such user.
    """
    user = known(conn, login)
    change = Note(kind="amend", payload=Amend(set={"active": "0"}), of=user.ref, rev=user.rev + 1, user=by)
    hosted.write(conn, server, user.org_no, [change])
    access.note(conn, "user_close", result="ok", at_ms=server.now_ms(), user=user.user_no)
    return user


def set_password(conn: sa.Connection, server: Server, login: str, password: str, *, once: bool, by: int = 0) -> sa.Row:
    """Files a verifier of a new password; desks where the user has one of their own keep that until it is given up.

    Raises:
        NotGiven: there is no such user.
    """
    user = known(conn, login)
    changes = {"verifier": verifier(password), "once": "1" if once else "0"}
    change = Note(kind="amend", payload=Amend(set=changes), of=user.ref, rev=user.rev + 1, user=by)
    hosted.write(conn, server, user.org_no, [change])
    access.note(conn, "user_password", result="ok", at_ms=server.now_ms(), user=user.user_no)
    return user


def grant(
    conn: sa.Connection,
    server: Server,
    login: str,
    unit: sa.Row,
    *,
    role: GivenRole,
    until: str = "",
    by: int = 0,
) -> str:
    """Gives a user a role at a unit and below it; the reference of the entry.

    Raises:
        NotGiven: there is no such user.
    """
    user = known(conn, login)
    unit_name = f"{unit.scheme}:{unit.code}"
    entry = Grant(user=user.user_no, role=role.value, unit=unit_name, until=until)
    (reference,) = hosted.write(conn, server, unit.org_no, [Note(kind="grant", payload=entry, user=by)])
    access.note(conn, "grant", result=f"{role.value} {unit_name}", at_ms=server.now_ms(), user=user.user_no)
    return reference


def ungrant(
    conn: sa.Connection,
    server: Server,
    login: str,
    unit: sa.Row,
    *,
    role: GivenRole,
    why: str = "",
    by: int = 0,
) -> int:
    """Takes a role at a unit back, however often it was given; how many grants that ended.

    Raises:
        NotGiven: there is no such user, or they do not hold it there.
    """
    user = known(conn, login)
    held = [one for one in given.holdings(conn, user.user_no) if one.org_no == unit.org_no and one.role == role.value]
    if not held:
        raise NotGiven("not_held", login=user.login, role=role.value)
    back = [Note(kind="void", payload=Void(v=True, why=why), of=one.ref, rev=one.rev + 1, user=by) for one in held]
    hosted.write(conn, server, unit.org_no, back)
    result = f"{role.value} {unit.scheme}:{unit.code}"
    access.note(conn, "ungrant", result=result, at_ms=server.now_ms(), user=user.user_no)
    return len(held)


def known(conn: sa.Connection, login: str) -> sa.Row:
    """The user of a login.

    Raises:
        NotGiven: there is no such user, or they are closed.
    """
    found = given.user(conn, login)
    if found is None or not found.active:
        raise NotGiven("no_user", login=login)
    return found


def _free_number(conn: sa.Connection) -> int:
    """A random number: a database restored from a copy does not give a forgotten user's number to another."""
    while True:
        number = given.FIRST_NUMBER + secrets.randbelow(_LARGEST_NUMBER - given.FIRST_NUMBER)
        if conn.execute(sa.select(given_user.c.user_no).where(given_user.c.user_no == number)).first() is None:
            return number
