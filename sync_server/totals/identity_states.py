"""How the identity of people stands, as the fold has them now: the state of each, and where it is counted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from hashlib import sha256
from typing import NamedTuple

import sqlalchemy as sa

from sync_server.durable.tables_identity import reckoned
from sync_server.totals import parts
from vaxdesk.domain.cleaning.police import is_foreigner, kind_of
from vaxdesk.domain.cleaning.state import state_of
from vaxdesk.domain.payloads import PERSON_FIELDS, Person
from vaxdesk.domain.places.communes import bare_commune
from vaxdesk.registry import bulk
from vaxdesk.registry.names import SEQ_BITS
from vaxdesk.registry.queries import verified
from vaxdesk.registry.tables import person

_STANDING = (person.c.voided == 0, person.c.canon == person.c.id)
_RECORDS = sa.select(person.c.id, *[person.c[name] for name in PERSON_FIELDS]).where(
    bulk.among(person.c.id, "ids"), *_STANDING
)
_TWICE = (
    sa.select(person.c.doc)
    .where(bulk.among(person.c.doc, "docs"), *_STANDING)
    .group_by(person.c.doc)
    .having(sa.func.count() > 1)
)


class Stand(NamedTuple):
    """How a person stands, as a row of `identity` has it without its key."""

    feed_no: int
    place: str
    state: str
    carries: int


def records(conn: sa.Connection, ids: Collection[int]) -> dict[int, Person]:
    """Those of some records that stand, as the fold has them."""
    rows = conn.execute(_RECORDS, {"ids": list(ids)})
    return {row[0]: Person(**dict(zip(PERSON_FIELDS, row[1:], strict=True))) for row in rows}


def now_of(conn: sa.Connection, records: Mapping[int, Person]) -> dict[int, Stand]:
    """How people stand whose records these are, whatever is kept of anybody."""
    docs = list({one.doc for one in records.values() if one.doc})
    shared = conn.execute(_TWICE, {"docs": docs}).scalars() if docs else ()
    return stands(conn, records, shared={digest(one) for one in shared})


def stands(conn: sa.Connection, records: Mapping[int, Person], *, shared: Collection[int]) -> dict[int, Stand]:
    """How people stand whose records these are.

    Args:
        shared: digests of documents that more than one person carries.
    """
    results = verified.results(conn, list(records))
    feeds = parts.feeds_of(conn, (one >> SEQ_BITS for one in records))
    until = f"{year(conn):04}-12-31"
    found = {}
    for id_, one in records.items():
        if feed := feeds.get(id_ >> SEQ_BITS):
            carries = digest(one.doc)
            kind = kind_of(one, today=until, clashes=carries in shared)
            state = state_of(kind, results.get(id_), foreign=is_foreigner(one))
            found[id_] = Stand(feed, bare_commune(one.commune), state.value, carries)
    return found


def digest(document: str) -> int:
    """By which two who carry the same document are told without keeping it here; 0 for none."""
    return int.from_bytes(sha256(document.encode()).digest()[:8], signed=True) if document else 0


def year(conn: sa.Connection) -> int:
    """The year by whose end people are judged; 0 before any was."""
    return conn.execute(sa.select(reckoned.c.year)).scalar() or 0
