"""The trust list of this server: keys that were put on it, devices of sites that may sign slips, what was withdrawn.

A list names the devices of one province, or of all: a country has 20,000, and a station reads mostly papers from around
it, over a slow line (decision 0046).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import msgspec
import sqlalchemy as sa

from sync_server.authority import orgs
from sync_server.durable.tables import device, logname, org
from sync_server.durable.tables_trust import trusted_key, withdrawn
from sync_server.joining.devices import ACTIVE
from sync_server.reading import naming
from sync_server.settings import Server
from vaxdesk.certificates import revocation, trust
from vaxdesk.certificates.trust import Key, Site, TrustList
from vaxdesk.domain import own_codes
from vaxdesk.registry import fold
from vaxdesk.registry.tables import IS_GONE_CERT, event

ALL = "/"  # path above all units
_PROVINCE = "province"
_HOUR_S = 3600
_SITES = (
    sa.select(device.c.device_no, device.c.pubkey, org.c.scheme, org.c.code, org.c.name)
    .join(org, org.c.org_no == device.c.org_no)
    .where(device.c.status == ACTIVE)
    .order_by(device.c.device_no)
)
_LOG = naming.log_of(event.c.id)
_GONE = sa.select(event.c.d).where(IS_GONE_CERT)
_LOGS = sa.select(logname.c.local_no).join(org, org.c.org_no == logname.c.feed_no)


class NotKnown(ValueError):
    """Nothing on the list is named so."""


def part_of(conn: sa.Connection, unit: int) -> str | None:
    """Path of the province that a unit lies in, or is; `ALL` where it lies in none; None when there is no such unit."""
    path = conn.execute(sa.select(org.c.path).where(org.c.org_no == unit)).scalar()
    if path is None:
        return None
    above = [int(one) for one in path.split("/") if one]
    found = sa.select(org.c.path).where(org.c.org_no.in_(above), org.c.kind == _PROVINCE).order_by(org.c.path.desc())
    return conn.execute(found.limit(1)).scalar() or ALL


def listed(conn: sa.Connection, server: Server, top: str = ALL) -> TrustList:
    """The list with the devices at and below a path. It is dated to the hour, so it stays while nothing changes."""
    made = datetime.fromtimestamp(server.now_ms() // 1000 // _HOUR_S * _HOUR_S, UTC)
    return TrustList(
        made=made,
        keys=keys(conn),
        devices=tuple(
            Site(row.device_no, row.pubkey, f"{row.scheme}:{row.code}", 0, row.name)
            for row in conn.execute(_SITES.where(orgs.below(org.c.path, [top])))
        ),
        revoked=tuple(sorted({*conn.execute(sa.select(withdrawn.c.digest)).scalars(), *_slips_gone(conn, top)})),
    )


def _slips_gone(conn: sa.Connection, top: str) -> Iterator[bytes]:
    """Sums of the slips that sites at and below a path took back; none before anything was folded."""
    if not fold.is_current(conn):
        return
    for data in conn.execute(_GONE.where(_LOG.in_(_LOGS.where(orgs.below(org.c.path, [top]))))).scalars():
        token = own_codes.certificate_token(_code(data).code)
        if token:
            yield revocation.of_token(token)


def signed(conn: sa.Connection, server: Server, top: str = ALL) -> bytes:
    """The file of that list, as desks and the page read it."""
    return trust.write(listed(conn, server, top), server.key.sign)


def keys(conn: sa.Connection) -> tuple[Key, ...]:
    """The keys on the list, by country and name."""
    bodies = conn.execute(sa.select(trusted_key.c.body)).scalars()
    return tuple(sorted(map(_key, bodies), key=lambda one: (one.country, one.name, one.kid)))


def add(conn: sa.Connection, key: Key, *, now_ms: int) -> bool:
    """Puts a key on the list; False when it is there already."""
    row = {"digest": _digest(key), "kid": key.kid, "body": msgspec.json.encode(key), "added_ms": now_ms}
    return _put(conn, trusted_key, row)


def drop(conn: sa.Connection, kid: bytes) -> int:
    """Takes every key of an identifier off the list; tells how many.

    Raises:
        NotKnown: there is none.
    """
    count = conn.execute(trusted_key.delete().where(trusted_key.c.kid == kid)).rowcount
    if not count:
        raise NotKnown(kid.hex())
    return count


def withdraw(conn: sa.Connection, digest: bytes, *, why: str, now_ms: int) -> bool:
    """Lists a certificate as withdrawn; False when it was. `digest`: see `certificates.revocation`."""
    if len(digest) not in (revocation.OURS, revocation.EUS):
        raise ValueError(len(digest))
    return _put(conn, withdrawn, {"digest": digest, "at_ms": now_ms, "why": why})


def put_back(conn: sa.Connection, digest: bytes) -> None:
    """Takes a withdrawal off the list again; one that is not there changes nothing."""
    conn.execute(withdrawn.delete().where(withdrawn.c.digest == digest))


def whys(conn: sa.Connection, digests: Collection[bytes]) -> dict[bytes, str]:
    """Why each of some certificates is on the list, as it was written; those that are not there are left out."""
    wanted = sa.select(withdrawn.c.digest, withdrawn.c.why).where(withdrawn.c.digest.in_(list(digests)))
    return {bytes(row.digest): row.why for row in conn.execute(wanted)} if digests else {}


def _put(conn: sa.Connection, table: sa.Table, row: dict[str, Any]) -> bool:
    """Adds a row unless one with its digest is there."""
    if conn.execute(sa.select(table.c.digest).where(table.c.digest == row["digest"])).first():
        return False
    conn.execute(table.insert(), row)
    return True


def _digest(key: Key) -> bytes:
    """A key may have several certificates, and so several identifiers: its own, and the national centre's."""
    return sha256(b"\n".join((key.issuer.encode(), key.kid, key.spki))).digest()


class _Code(msgspec.Struct, frozen=True):
    code: str = ""


_key = msgspec.json.Decoder(Key).decode
_code = msgspec.json.Decoder(_Code).decode
