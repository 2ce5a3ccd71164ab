"""Users as an administrator of a unit manages them, at and below that unit; what is done is what `giving` files.

Whoever may set another's password can act as them. So a user is managed only by somebody whose right covers every unit
where that user holds anything: an administrator of a district never reaches the rights of the province.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from enum import StrEnum, nonmember

import msgspec
import sqlalchemy as sa

from sync_server.district import factor, scope, sessions, signing_in
from sync_server.district.who import Who
from sync_server.durable.tables import given_user, holding, org
from sync_server.operating import giving
from sync_server.operating.giving import NewUser, NotGiven
from sync_server.settings import Server
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.domain.rights import Act

MOST = 500


class No(StrEnum):
    """Why something is not done with an account."""

    WORDS = nonmember("district_accounts.no")

    LOGIN_FORM = "login_form"
    LOGIN_TAKEN = "login_taken"
    NAME_MISSING = "name_missing"
    UNIT = "unit"
    ROLE = "role"
    OWN = "own"
    NOT_HELD = "not_held"


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A role at a unit, until a day or without end."""

    role: str
    org_no: int
    unit: str
    until: str


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A user that the visitor may manage."""

    user_no: int
    login: str
    name: str
    unit: str
    active: bool
    held: tuple[Held, ...]
    phone: bool  # a second factor is enrolled


class Secret(msgspec.Struct, frozen=True, kw_only=True):
    """A password that works once, to be told by telephone: it is shown now and never again."""

    login: str
    password: str


def managed(conn: sa.Connection, who: Who, wanted: str = "") -> list[Account]:
    """Users whose own unit lies at or below one's units, and who hold nothing elsewhere; closed ones last.

    Args:
        wanted: a piece of name or login, as typed; empty for the first `MOST` of all.
    """
    paths = who.paths(Act.GIVE_ROLES)
    joined = sa.select(given_user, org.c.name.label("unit")).join(org, org.c.org_no == given_user.c.org_no)
    ordered = joined.order_by(given_user.c.active.desc(), org.c.path, given_user.c.login).limit(MOST)
    piece = wanted.strip()
    named = sa.or_(*[given_user.c[column].icontains(piece, autoescape=True) for column in ("name", "login")])
    rows = conn.execute(ordered.where(scope.below(org.c.path, paths), named if piece else sa.true())).all()
    held = _held(conn, [row.user_no for row in rows])
    found = [row for row in rows if all(_covers(paths, path) for _, path in held[row.user_no])]
    return [_account(conn, row, tuple(one for one, _ in held[row.user_no])) for row in found]


def account(conn: sa.Connection, who: Who, user_no: int) -> Account | None:
    """One user, None where the visitor may not manage them."""
    paths = who.paths(Act.GIVE_ROLES)
    joined = sa.select(given_user, org.c.name.label("unit")).join(org, org.c.org_no == given_user.c.org_no)
    row = conn.execute(joined.where(given_user.c.user_no == user_no, scope.below(org.c.path, paths))).first()
    if row is None:
        return None
    held = _held(conn, [user_no])[user_no]
    if not all(_covers(paths, path) for _, path in held):
        return None
    return _account(conn, row, tuple(one for one, _ in held))


def add(conn: sa.Connection, server: Server, who: Who, *, login: str, name: str, org_no: int, role: str) -> Secret | No:
    """A new user with a first role at a unit."""
    unit, wanted = scope.unit(conn, who.paths(Act.GIVE_ROLES), org_no), login.strip().casefold()
    why = _fault(wanted, name, unit, role)
    if why is not None:
        return why
    password = giving.once_password()
    new = NewUser(login=wanted, name=name.strip(), password=password, once=True)
    try:
        giving.add_user(conn, server, unit, new, role=GivenRole(role), by=who.user_no)
    except NotGiven:
        return No.LOGIN_TAKEN
    return Secret(login=wanted if "@" in wanted else f"{wanted}@{unit.code}", password=password)


def once(conn: sa.Connection, server: Server, who: Who, one: Account) -> Secret | No:
    """A password for one use, for somebody who forgot theirs; their sessions end."""
    if one.user_no == who.user_no:
        return No.OWN
    password = giving.once_password()
    giving.set_password(conn, server, one.login, password, once=True, by=who.user_no)
    sessions.end_all(conn, one.user_no)
    return Secret(login=one.login, password=password)


def new_phone(conn: sa.Connection, server: Server, who: Who, one: Account) -> No | None:
    """Lets somebody enrol another telephone."""
    if one.user_no == who.user_no:
        return No.OWN
    signing_in.new_phone(conn, server, one.login)
    return None


def close(conn: sa.Connection, server: Server, who: Who, one: Account) -> No | None:
    """Closes a user."""
    if one.user_no == who.user_no:
        return No.OWN
    giving.close_user(conn, server, one.login, by=who.user_no)
    factor.drop(conn, one.user_no)
    sessions.end_all(conn, one.user_no)
    return None


def grant(conn: sa.Connection, server: Server, who: Who, one: Account, *, org_no: int, role: str) -> No | None:
    """Gives a role at a unit; one that is held there already stays."""
    unit = scope.unit(conn, who.paths(Act.GIVE_ROLES), org_no)
    if unit is None:
        return No.UNIT
    if role not in tuple(GivenRole):
        return No.ROLE
    if not any(held.role == role and held.org_no == org_no for held in one.held):
        giving.grant(conn, server, one.login, unit, role=GivenRole(role), by=who.user_no)
    return None


def take_back(conn: sa.Connection, server: Server, who: Who, one: Account, *, org_no: int, role: str) -> No | None:
    """Takes a role at a unit back."""
    unit = scope.unit(conn, who.paths(Act.GIVE_ROLES), org_no)
    if one.user_no == who.user_no and role == GivenRole.ADMIN:
        return No.OWN
    if unit is None or role not in tuple(GivenRole):
        return No.NOT_HELD
    try:
        giving.ungrant(conn, server, one.login, unit, role=GivenRole(role), by=who.user_no)
    except NotGiven:
        return No.NOT_HELD
    return None


def _fault(login: str, name: str, unit: sa.Row | None, role: str) -> No | None:
    if not login or any(letter.isspace() for letter in login) or len(login) > 60:
        return No.LOGIN_FORM
    if not name.strip():
        return No.NAME_MISSING
    if unit is None:
        return No.UNIT
    return None if role in tuple(GivenRole) else No.ROLE


def _held(conn: sa.Connection, users: Sequence[int]) -> dict[int, list[tuple[Held, str]]]:
    """What users hold, with the path of each unit."""
    columns = sa.select(holding, org.c.name, org.c.path).join(org, org.c.org_no == holding.c.org_no)
    rows = conn.execute(columns.where(holding.c.user_no.in_(users), holding.c.voided == 0).order_by(org.c.path))
    found: dict[int, list[tuple[Held, str]]] = defaultdict(list)
    for row in rows:
        held = Held(role=row.role, org_no=row.org_no, unit=row.name, until=row.until)
        if all(held != other for other, _ in found[row.user_no]):
            found[row.user_no].append((held, row.path))
    return found


def _covers(paths: Sequence[str], path: str) -> bool:
    return any(path.startswith(one) for one in paths)


def _account(conn: sa.Connection, row: sa.Row, held: tuple[Held, ...]) -> Account:
    return Account(
        user_no=row.user_no,
        login=row.login,
        name=row.name,
        unit=row.unit,
        active=bool(row.active),
        held=held,
        phone=factor.is_confirmed(conn, row.user_no),
    )
