"""People of one unit at one stage on the way to their certificate: in the order of the index, a page at a time."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
import sqlalchemy as sa

from sync_server.district.certificates.counts import parted
from sync_server.durable.tables_issuing import cert_due
from vaxdesk.domain.payloads import PERSON_FIELDS, Person
from vaxdesk.registry import bulk
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import person

MOST = 50  # people of a page
_RECORDS = sa.select(person.c.id, *[person.c[name] for name in PERSON_FIELDS]).where(
    bulk.among(person.c.id, "ids"), person.c.voided == 0
)


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A person of a list. `since_ms`: when they came to this stage; `record` is None where it was taken back."""

    ref: str
    record: Person | None
    since_ms: int


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Some of the people of a list; `more` when others follow."""

    people: tuple[Waiting, ...]
    more: bool


def page(conn: sa.Connection, names: LogNames, unit: int, stage: str, *, after: str = "", most: int = MOST) -> Page:
    """People whose newest dose stands at a unit itself, at one of `counts.STAGES`.

    Args:
        after: the person behind whom the page begins; one who is not known leads to the beginning.
        most: people of a page.
    """
    state, why = parted(stage)
    query = (
        sa.select(cert_due.c.canon, cert_due.c.since_ms)
        .where(cert_due.c.unit == unit, cert_due.c.state == state, cert_due.c.why == why)
        .where(cert_due.c.canon > (names.known(after) if after else 0))
        .order_by(cert_due.c.canon)
        .limit(most + 1)
    )
    rows = conn.execute(query).all()
    known = records(conn, [row.canon for row in rows[:most]])
    people = tuple(
        Waiting(ref=names.ref(row.canon), record=known.get(row.canon), since_ms=row.since_ms) for row in rows[:most]
    )
    return Page(people=people, more=len(rows) > most)


def records(conn: sa.Connection, ids: Collection[int]) -> dict[int, Person]:
    """Records by surrogate; those that were taken back are left out."""
    return {
        id_: Person(**dict(zip(PERSON_FIELDS, values, strict=True)))
        for id_, *values in conn.execute(_RECORDS, {"ids": list(ids)})
    }
