"""What allocations add to the sums: doses to the unit that gets them, and as many less to the one that gave them.

Both climb the tree. So a unit with all below it comes to what was allocated into it from outside: what it gave on below
itself is counted there, and not a second time above. Units that are hung elsewhere take theirs along.
"""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from sync_server.durable.tables import org
from sync_server.durable.tables_totals import ALLOTTED, share
from sync_server.totals import parts
from sync_server.totals.packing import What, pack
from sync_server.totals.parts import Parts
from vaxdesk.domain.direction.allocation import counts
from vaxdesk.domain.totals import figures
from vaxdesk.domain.totals.site import Allotted
from vaxdesk.registry import bulk
from vaxdesk.registry.names import SEQ_BITS
from vaxdesk.registry.tables_direction import allocation

_SAID = sa.select(allocation).where(allocation.c.voided == 0, bulk.among(allocation.c.id, "ids"))
_CODES = sa.select(org.c.org_no, org.c.scheme, org.c.code).where(bulk.among(org.c.code, "codes"))
_KEYS = sa.select(share.c.key).where(
    ALLOTTED, share.c.what == sa.bindparam("kind"), bulk.among(share.c.feed_no, "feeds")
)


def to_units(conn: sa.Connection, keys: Collection[int]) -> tuple[Parts, Parts]:
    """What some allocations add at the units that get them, and what is kept of that."""
    feeds = parts.feeds_of(conn, (one >> SEQ_BITS for one in keys))
    now = {}
    for row in _standing(conn, keys):
        feed = feeds.get(row.id >> SEQ_BITS)
        if feed is not None:
            made = Allotted(figures.product(row.product), row.doses)
            now[What.ALLOTTED.value, row.id, feed, row.day] = pack(made)
    return now, parts.kept_of(conn, What.ALLOTTED, keys)


def from_units(conn: sa.Connection, keys: Collection[int]) -> tuple[Parts, Parts]:
    """What some allocations take away at the units that gave them, and what is kept of that."""
    rows = _standing(conn, keys)
    givers = _units(conn, {row.giver for row in rows})
    now = {}
    for row in rows:
        giver = givers.get(row.giver)
        if giver is not None:
            made = Allotted(figures.product(row.product), -row.doses)
            now[What.GIVEN_ON.value, row.id, giver, row.day] = pack(made)
    return now, parts.kept_of(conn, What.GIVEN_ON, keys)


def keys_of(conn: sa.Connection, what: What, units: Collection[int]) -> list[int]:
    """Surrogates of the allocations that were counted to some units, or as given by them."""
    found = conn.execute(_KEYS, {"kind": what.value, "feeds": list(units)}) if units else None
    return sorted(found.scalars()) if found else []


def _standing(conn: sa.Connection, keys: Collection[int]) -> list[sa.Row]:
    rows = conn.execute(_SAID, {"ids": list(keys)}).all() if keys else []
    return [row for row in rows if counts(row.doses, row.day)]


def _units(conn: sa.Connection, codes: Collection[str]) -> dict[str, int]:
    """Units by `SCHEME:CODE`."""
    plain = {one.rpartition(":")[2] for one in codes if one}
    rows = conn.execute(_CODES, {"codes": sorted(plain)}) if plain else ()
    return {f"{row.scheme}:{row.code}": row.org_no for row in rows}
