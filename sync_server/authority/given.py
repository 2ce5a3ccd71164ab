"""Users and roles given from above, and revoked devices: an index over what the own device has filed (decision 0008).

The entries in the feeds are the truth: `note` reads them as they are filed, whoever brings them, in the transaction
that files them. So a database that was restored has the index of what its feeds hold, and gets the rest back with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
import sqlalchemy as sa

from sync_server.durable.quick import Quick, Several
from sync_server.durable.tables import device, given_user, holding, org, revocation
from sync_server.durable.tables import log as log_table
from vaxdesk.domain.payloads import Amend, User, Void
from vaxdesk.domain.payloads_sync import Grant, Revoke
from vaxdesk.domain.rights import Act, may
from vaxdesk.journal import line, ref
from vaxdesk.journal.line import Line
from vaxdesk.registry.entry import insert_new

_ROLES_AT = Several(
    lambda units: sa.select(holding.c.org_no, holding.c.role)
    .join_from(holding, given_user, given_user.c.user_no == holding.c.user_no)
    .where(
        holding.c.org_no.in_(units),
        holding.c.voided == sa.literal_column("0"),
        given_user.c.active == sa.literal_column("1"),
        sa.or_(holding.c.until == sa.literal_column("''"), holding.c.until >= sa.bindparam("day", type_=sa.Text)),
    )
)
ACTIVE, REVOKED = "active", "revoked"  # of a device
FIRST_NUMBER = 100_000  # users made at a station have smaller numbers


def note(conn: sa.Connection, log: str, a: int, lines: Iterable[bytes]) -> None:
    """Brings entries a+1 … of a log of the own device to the index; what is of no concern here is passed over."""
    for seq, text in enumerate(lines, a + 1):
        try:
            entry = line.decode(text)
            fold = _FOLDS.get(entry.k)
            if fold is not None:
                fold(conn, ref.join(log, seq), _target(log, entry), entry)
        except (line.BadLine, *line.NOT_JSON):
            continue


def roles_at(way: Quick, org_no: int, day: str) -> frozenset[str]:
    """Roles that somebody holds exactly at a unit on a day: what the devices of that unit are used for."""
    return frozenset(role for _, role in _roles(way, [org_no], day))


def seeing_below(way: Quick, units: Sequence[int], day: str) -> frozenset[int]:
    """Those of the units, at least one, whose devices may read the feeds below them."""
    held: dict[int, set[str]] = {}
    for unit, role in _roles(way, units, day):
        held.setdefault(unit, set()).add(role)
    return frozenset(unit for unit, roles in held.items() if may(roles, Act.SEE_BELOW))


def revoked_from(conn: sa.Connection, public: bytes) -> int | None:
    """Since when, in ms, a device of that key is revoked; None when it is not."""
    standing = sa.select(sa.func.min(revocation.c.from_ms))
    return conn.execute(standing.where(revocation.c.pubkey == public, revocation.c.voided == 0)).scalar()


def user(conn: sa.Connection, login: str) -> sa.Row | None:
    """The given user of a login, closed ones included."""
    wanted = sa.select(given_user).where(given_user.c.login == login.strip().casefold())
    return conn.execute(wanted.order_by(given_user.c.active.desc(), given_user.c.user_no)).first()


def users(conn: sa.Connection) -> list[sa.Row]:
    """All given users with the path and code of their unit."""
    joined = sa.select(given_user, org.c.path, org.c.code, org.c.scheme)
    joined = joined.join_from(given_user, org, org.c.org_no == given_user.c.org_no)
    return list(conn.execute(joined.order_by(org.c.path, given_user.c.login)))


def holdings(conn: sa.Connection, user_no: int) -> list[sa.Row]:
    """What a user holds and nobody has taken back, with the unit's code, name and path."""
    joined = sa.select(holding, org.c.code, org.c.scheme, org.c.path, org.c.name.label("unit_name"))
    joined = joined.join_from(holding, org, org.c.org_no == holding.c.org_no)
    return list(
        conn.execute(
            joined.where(holding.c.user_no == user_no, holding.c.voided == 0).order_by(org.c.path, holding.c.role)
        )
    )


def _roles(way: Quick, units: Sequence[int], day: str) -> list[tuple[int, str]]:
    statement, values = _ROLES_AT.of(units)
    return way.all(statement, **values, day=day)


def _target(log: str, entry: Line) -> str:
    if entry.of is None:
        return ""
    return ref.join(log, entry.of) if isinstance(entry.of, int) else entry.of


def _user(conn: sa.Connection, at: str, _of: str, entry: Line) -> None:
    given = msgspec.json.decode(entry.d, type=User)
    if given.no < FIRST_NUMBER:
        return
    row = {"user_no": given.no, "org_no": _unit_of(conn, at), "login": given.login.casefold(), "name": given.name}
    _keep(conn, given_user, at, row, {"active": int(given.active)})


def _amend(conn: sa.Connection, _at: str, of: str, entry: Line) -> None:
    active = msgspec.json.decode(entry.d, type=Amend).set.get("active")
    if active is not None:
        _change(conn, given_user, of, entry.rev, {"active": int(active == "1")})


def _grant(conn: sa.Connection, at: str, _of: str, entry: Line) -> None:
    given = msgspec.json.decode(entry.d, type=Grant)
    scheme, _, code = given.unit.rpartition(":")
    number = conn.execute(sa.select(org.c.org_no).where(org.c.scheme == scheme, org.c.code == code)).scalar()
    if number is not None:
        row = {"user_no": given.user, "role": given.role, "org_no": number, "until": given.until}
        _keep(conn, holding, at, row, {"voided": 0})


def _void(conn: sa.Connection, _at: str, of: str, entry: Line) -> None:
    state = {"voided": int(msgspec.json.decode(entry.d, type=Void).v)}
    _change(conn, holding, of, entry.rev, state)
    _change(conn, revocation, of, entry.rev, state)
    _bar(conn, of)


def _revoke(conn: sa.Connection, at: str, _of: str, entry: Line) -> None:
    given = msgspec.json.decode(entry.d, type=Revoke)
    try:
        row = {"pubkey": bytes.fromhex(given.device), "from_ms": given.from_ms}
    except ValueError:
        return
    _keep(conn, revocation, at, row, {"voided": 0})
    _bar(conn, at)


def _bar(conn: sa.Connection, at: str) -> None:
    """Brings a revocation, or its taking-back, to the device that it names."""
    named = conn.execute(sa.select(revocation).where(revocation.c.ref == at, revocation.c.pubkey.is_not(None))).first()
    if named is None:
        return
    change = device.update().where(device.c.pubkey == named.pubkey)
    since = revoked_from(conn, bytes(named.pubkey))
    if since is not None:
        conn.execute(change.values(status=REVOKED, revoked_from_ms=since))
    else:
        conn.execute(change.where(device.c.status == REVOKED).values(status=ACTIVE, revoked_from_ms=None))


def _keep(conn: sa.Connection, table: sa.Table, at: str, row: dict, state: dict) -> None:
    """Enters what an entry says; its state is left alone where a change of it was filed first."""
    insert_new(conn, table, [{"ref": at, **row, **state, "rev": 0}])
    conn.execute(table.update().where(table.c.ref == at).values(row))


def _change(conn: sa.Connection, table: sa.Table, of: str, rev: int, state: dict) -> None:
    """The state of an entry, the highest revision of it; after a restore the change may be filed before the entry."""
    insert_new(conn, table, [{"ref": of, "rev": 0, **state}])
    conn.execute(table.update().where(table.c.ref == of, table.c.rev < rev).values(rev=rev, **state))


def _unit_of(conn: sa.Connection, at: str) -> int:
    number = ref.log_number(ref.split(at)[0])
    return conn.execute(sa.select(log_table.c.feed_no).where(log_table.c.log_id == number)).scalar_one()


_FOLDS = {"user": _user, "amend": _amend, "grant": _grant, "void": _void, "revoke": _revoke}
