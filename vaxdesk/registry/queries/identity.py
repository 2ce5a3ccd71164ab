"""Records that are one person: who they are, which stands for them, and which pairs were declared."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from vaxdesk.domain.views import PairView, PersonView
from vaxdesk.registry import bulk
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries.people import many
from vaxdesk.registry.tables import person
from vaxdesk.registry.tables_exchange import edge
from vaxdesk.registry.visits import same_people

_PAIRS = tuple(
    sa.select(edge).where(bulk.among(column, "ids"), edge.c.voided == 0) for column in (edge.c.a, edge.c.b)
)
_STANDS = sa.select(person.c.id, person.c.canon).where(bulk.among(person.c.id, "ids"))


def members(conn: sa.Connection, names: LogNames, reference: str) -> list[PersonView]:
    """All records of a person, the one that stands for them first; the record itself when it is alone."""
    stands = same_people(conn, [names.known(reference)])
    found = many(conn, names, map(names.ref, stands))
    first = {names.ref(id_) for id_ in stands.values()}
    return sorted(found.values(), key=lambda one: (one.id not in first, one.id))


def references(conn: sa.Connection, names: LogNames, reference: str) -> list[str]:
    """References of all records of a person, this one included even if it has not arrived here."""
    return sorted(map(names.ref, same_people(conn, [names.known(reference)])))


def standing(conn: sa.Connection, names: LogNames, reference: str) -> str:
    """The record that stands for all that are the same person; the reference itself when it is not known here."""
    found = conn.execute(_STANDS, {"ids": [names.known(reference)]}).first()
    return names.ref(found.canon) if found else reference


def pairs(conn: sa.Connection, names: LogNames, people: Collection[str]) -> list[PairView]:
    """Pairs that stand, `same` or `differ`, of which one is among these records; to show, and to take back."""
    ids = [names.known(one) for one in people]
    rows = {row.id: row for query in _PAIRS for row in conn.execute(query, {"ids": ids})}
    return [
        PairView(id=names.ref(row.id), kind=row.kind, a=names.ref(row.a), b=names.ref(row.b))
        for _, row in sorted(rows.items())
    ]


def pair(conn: sa.Connection, names: LogNames, reference: str) -> PairView | None:
    """The pair that an entry declared; None when it is none or was taken back."""
    row = conn.execute(sa.select(edge).where(edge.c.id == names.known(reference), edge.c.voided == 0)).first()
    return PairView(id=reference, kind=row.kind, a=names.ref(row.a), b=names.ref(row.b)) if row else None


def declared(conn: sa.Connection, names: LogNames, kind: str, *, limit: int) -> list[PairView]:
    """Pairs of a kind that stand, the newest of each log first."""
    query = sa.select(edge).where(edge.c.kind == kind, edge.c.voided == 0).order_by(edge.c.id.desc()).limit(limit)
    rows = conn.execute(query)
    return [PairView(id=names.ref(row.id), kind=kind, a=names.ref(row.a), b=names.ref(row.b)) for row in rows]
