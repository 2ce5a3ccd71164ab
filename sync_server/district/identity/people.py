"""The people of a unit and those below it with the state of their identity: a few thousand at a time, no province."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import msgspec
import sqlalchemy as sa

from sync_server.district import scope
from sync_server.durable.tables import logname
from vaxdesk.domain.cleaning.police import ListKind, VerifyResult, is_foreigner, kind_of
from vaxdesk.domain.cleaning.state import LISTED, IdentityState, state_of
from vaxdesk.domain.payloads import PERSON_FIELDS, Person
from vaxdesk.domain.places.communes import bare_commune
from vaxdesk.registry import bulk
from vaxdesk.registry.names import SEQ_BITS, LogNames
from vaxdesk.registry.queries import verified
from vaxdesk.registry.tables import person

MOST = 20_000  # people of a unit that is looked through at once; of a larger one those below it are chosen
_FIRST = logname.c.local_no * (1 << SEQ_BITS)
_STANDING = (person.c.voided == 0, person.c.canon == person.c.id)
_TWICE = (
    sa.select(person.c.doc)
    .where(bulk.among(person.c.doc, "docs"), person.c.voided == 0)
    .group_by(person.c.doc)
    .having(sa.func.count(sa.distinct(person.c.canon)) > 1)
)


class Stood(msgspec.Struct, frozen=True, kw_only=True):
    """A person of a unit. `kind` is the list on which they would stand; `place` the commune in its bare spelling."""

    id: str
    person: Person
    state: IdentityState
    kind: ListKind | None
    place: str


class CommuneRow(msgspec.Struct, frozen=True, kw_only=True):
    """How many people of a commune are in each state; `commune` as most people write it."""

    place: str
    commune: str
    counts: dict[IdentityState, int]

    @property
    def people(self) -> int:
        """All together."""
        return sum(self.counts.values())

    @property
    def listed(self) -> int:
        """Whom the police are asked about."""
        return sum(self.counts.get(one, 0) for one in LISTED)


def of_unit(conn: sa.Connection, names: LogNames, path: str, *, today: str) -> list[Stood] | None:
    """People whose record that stands was written at or below a unit, by commune, hamlet and name.

    None when there are more than `MOST`.
    """
    query = (
        sa.select(person.c.id, *[person.c[name] for name in PERSON_FIELDS])
        .join(logname, person.c.id.between(_FIRST, _FIRST + (1 << SEQ_BITS) - 1))
        .where(logname.c.feed_no.in_(scope.feeds_below([path])), *_STANDING)
    )
    rows = conn.execute(query.limit(MOST + 1)).all()
    if len(rows) > MOST:
        return None
    found = {row[0]: Person(**dict(zip(PERSON_FIELDS, row[1:], strict=True))) for row in rows}
    return _stood(conn, names, found, today=today)


def of_refs(conn: sa.Connection, names: LogNames, refs: Iterable[str], *, today: str) -> dict[str, Stood]:
    """People by reference, whoever wrote them; those that are gone are left out."""
    ids = {names.known(one): one for one in refs}
    query = sa.select(person.c.id, *[person.c[name] for name in PERSON_FIELDS]).where(
        bulk.among(person.c.id, "ids"), person.c.voided == 0
    )
    rows = conn.execute(query, {"ids": list(ids)}).all() if ids else ()
    found = {row[0]: Person(**dict(zip(PERSON_FIELDS, row[1:], strict=True))) for row in rows}
    return {one.id: one for one in _stood(conn, names, found, today=today)}


def communes(people: Iterable[Stood]) -> list[CommuneRow]:
    """Counts by commune of residence, by name."""
    counts: dict[str, Counter[IdentityState]] = defaultdict(Counter)
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for one in people:
        counts[one.place][one.state] += 1
        written[one.place][one.person.commune] += 1
    return [
        CommuneRow(place=place, commune=written[place].most_common(1)[0][0], counts=dict(counts[place]))
        for place in sorted(counts)
    ]


def _stood(conn: sa.Connection, names: LogNames, found: dict[int, Person], *, today: str) -> list[Stood]:
    docs = {one.doc for one in found.values() if one.doc}
    shared = set(conn.execute(_TWICE, {"docs": list(docs)}).scalars()) if docs else set()
    results = verified.results(conn, list(found))
    made = [_one(names.ref(id_), one, results.get(id_), one.doc in shared, today) for id_, one in found.items()]
    return sorted(made, key=lambda one: (one.place, one.person.adr, one.person.name, one.id))


def _one(ref: str, one: Person, result: VerifyResult | None, clashes: bool, today: str) -> Stood:
    kind = kind_of(one, today=today, clashes=clashes)
    state = state_of(kind, result, foreign=is_foreigner(one))
    return Stood(id=ref, person=one, state=state, kind=kind, place=bare_commune(one.commune))
