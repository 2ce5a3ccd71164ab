"""The people of a unit and those below it by the state of their identity: how many at which place, and who they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

import msgspec
import sqlalchemy as sa

from sync_server.district import scope
from sync_server.durable.tables_identity import identity, identity_tally
from sync_server.totals import identity_states
from sync_server.totals.identities import EVERYWHERE
from vaxdesk.domain.cleaning.state import LISTED, IdentityState
from vaxdesk.domain.payloads import PERSON_FIELDS, Person
from vaxdesk.registry import bulk
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import person
from vaxdesk.registry.visits import same_people

PLACES = 200  # most communes that are shown of a unit: of a larger one those with most people to ask about
_HERE = sa.select(identity_tally).where(
    identity_tally.c.node == sa.bindparam("unit"), identity_tally.c.place != EVERYWHERE
)
_ALL = sa.select(identity_tally).where(
    bulk.among(identity_tally.c.node, "units"), identity_tally.c.place == EVERYWHERE
)
_ORDER = (person.c.adr, person.c.name, person.c.id)


class Stood(msgspec.Struct, frozen=True, kw_only=True):
    """A person of a unit."""

    id: str
    person: Person
    state: IdentityState


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How many people are in each state."""

    states: dict[IdentityState, int]

    @property
    def people(self) -> int:
        """All together."""
        return sum(self.states.values())

    @property
    def listed(self) -> int:
        """Whom the police are asked about."""
        return sum(self.states.get(one, 0) for one in LISTED)


class CommuneRow(msgspec.Struct, frozen=True, kw_only=True):
    """A commune of residence, as somebody who lives there has it written; `place` is its bare spelling."""

    place: str
    commune: str
    counts: Counts


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Some of the people of a list; `more` when others follow."""

    people: tuple[Stood, ...]
    more: bool


def totals(conn: sa.Connection, units: Collection[int]) -> dict[int, Counts]:
    """How many people of some units and those below each are in each state."""
    states: dict[int, dict[IdentityState, int]] = {one: {} for one in units}
    for row in conn.execute(_ALL, {"units": list(units)}):
        states[row.node][IdentityState(row.state)] = row.n
    return {unit: Counts(states=found) for unit, found in states.items()}


def communes(conn: sa.Connection, unit: sa.Row) -> tuple[list[CommuneRow], int]:
    """The communes in which people of a unit live, by spelling, and how many there are.

    Where there are more than `PLACES`, those with most people to ask about.
    """
    states: dict[str, dict[IdentityState, int]] = defaultdict(dict)
    for row in conn.execute(_HERE, {"unit": unit.org_no}):
        states[row.place][IdentityState(row.state)] = row.n
    found = {place: Counts(states=one) for place, one in states.items()}
    shown = sorted(found, key=lambda place: (-found[place].listed, -found[place].people, place))[:PLACES]
    written = _spellings(conn, unit, shown)
    rows = [CommuneRow(place=one, commune=written.get(one, ""), counts=found[one]) for one in sorted(shown)]
    return rows, len(found)


def number(conn: sa.Connection, unit: int, place: str, state: IdentityState) -> int:
    """How many people of a unit and those below it live at a place and are in a state."""
    found = identity_tally.c
    query = sa.select(found.n).where(found.node == unit, found.place == place, found.state == state.value)
    return conn.execute(query).scalar() or 0


def _spellings(conn: sa.Connection, unit: sa.Row, places: Collection[str]) -> dict[str, str]:
    """How somebody of a unit writes each of some communes."""
    one = identity.alias("one")
    first = (
        sa.select(person.c.commune)
        .join(one, one.c.person == person.c.id)
        .where(one.c.place == identity_tally.c.place, one.c.feed_no.in_(scope.feeds_below([unit.path])))
        .limit(1)
        .scalar_subquery()
    )
    query = sa.select(identity_tally.c.place, first.label("commune")).distinct()
    query = query.where(bulk.among(identity_tally.c.place, "places"), identity_tally.c.node == unit.org_no)
    return {row.place: row.commune or "" for row in conn.execute(query, {"places": list(places)})}


def page(
    conn: sa.Connection, names: LogNames, path: str,
    *, place: str, states: Collection[IdentityState], after: str = "", most: int,
) -> Page:  # fmt: skip
    """People of a unit and those below it who live at a place, by hamlet and name.

    Args:
        place: the commune of residence in its bare spelling, perhaps empty.
        after: the person behind whom the page begins; one who is not there leads to the beginning.
        most: people of a page.
    """
    query = (
        sa.select(person.c.id, identity.c.state, *[person.c[name] for name in PERSON_FIELDS])
        .join(identity, identity.c.person == person.c.id)
        .where(identity.c.place == place, identity.c.state.in_([one.value for one in states]))
        .where(identity.c.feed_no.in_(scope.feeds_below([path])))
        .order_by(*_ORDER)
    )
    rows = conn.execute(_behind(conn, query, names.known(after) if after else 0).limit(most + 1)).all()
    return Page(people=tuple(_stood(names, row) for row in rows[:most]), more=len(rows) > most)


def _behind(conn: sa.Connection, query: sa.Select, id_: int) -> sa.Select:
    row = conn.execute(sa.select(*_ORDER).where(person.c.id == id_)).first() if id_ else None
    return query if row is None else query.where(sa.tuple_(*_ORDER) > sa.tuple_(*map(sa.literal, row)))


def _stood(names: LogNames, row: sa.Row) -> Stood:
    said = Person(**dict(zip(PERSON_FIELDS, row[2:], strict=True)))
    return Stood(id=names.ref(row.id), person=said, state=IdentityState(row.state))


def of_refs(conn: sa.Connection, names: LogNames, refs: Iterable[str]) -> dict[str, Stood]:
    """People by reference as they stand now, whoever wrote them; those that are gone are left out.

    A record that is the same person as another says what the one says that stands for both.
    """
    ids = {one: names.known(one) for one in refs}
    stands = same_people(conn, list(ids.values()))
    records = identity_states.records(conn, set(stands.values()))
    now = identity_states.now_of(conn, records)
    return {
        ref: Stood(id=ref, person=records[at], state=IdentityState(now[at].state))
        for ref, id_ in ids.items()
        if (at := stands[id_]) in now
    }
