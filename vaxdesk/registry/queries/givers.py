"""Users given from above, and what they hold, as far as the entries that may give them say."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
import sqlalchemy as sa

from vaxdesk.registry.names import SEQ_BITS
from vaxdesk.registry.tables import user
from vaxdesk.registry.tables_exchange import grant
from vaxdesk.registry.visits import FROM_ABOVE


class GivenUser(msgspec.Struct, frozen=True, kw_only=True):
    """A user that the server gave. `verifier` is Argon2id of the password, `once` when it is for a first sign-in."""

    no: int
    name: str
    login: str
    title: str
    verifier: str
    once: bool
    active: bool


def users(conn: sa.Connection, logs: Collection[int]) -> list[GivenUser]:
    """Given users by number; only what stands in one of the logs counts."""
    rows = conn.execute(sa.select(user).where(user.c.voided == 0, user.c.no >= FROM_ABOVE).order_by(user.c.id))
    return [
        GivenUser(
            no=row.no,
            name=row.name,
            login=row.login,
            title=row.title,
            verifier=row.verifier,
            once=bool(row.once),
            active=bool(row.active),
        )
        for row in rows
        if row.id >> SEQ_BITS in logs
    ]


def grants(conn: sa.Connection, logs: Collection[int]) -> dict[int, list[tuple[str, str, str]]]:
    """What each user was given and nobody has taken back, as (role, unit, last day)."""
    found: dict[int, list[tuple[str, str, str]]] = {}
    for row in conn.execute(sa.select(grant).where(grant.c.voided == 0).order_by(grant.c.id)):
        if row.id >> SEQ_BITS in logs:
            found.setdefault(row.user, []).append((row.role, row.unit, row.until))
    return found
