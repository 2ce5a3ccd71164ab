"""Issues found by the checks: open ones, of a kind, of a person, and those that somebody has looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.issues import IssueKind, IssueView
from vaxdesk.registry import bulk
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import person
from vaxdesk.registry.tables_exchange import held, issue, issue_ref, resolve
from vaxdesk.registry.visits import same_people

# of several answers the one with the largest hash: no clock is read
_ANSWERS = (
    sa.select(resolve.c.issue, resolve.c.how)
    .join(held, held.c.id == resolve.c.id)
    .where(resolve.c.voided == 0)
    .order_by(held.c.h)
)
_STANDS = sa.select(resolve.c.id).where(resolve.c.issue == issue.c.id, resolve.c.voided == 0).exists()
_PEOPLE = (
    sa.select(issue_ref.c.issue, person.c.id)
    .join(person, person.c.id == issue_ref.c.obj)
    .where(issue_ref.c.issue.in_(sa.bindparam("issues", expanding=True)))
    .order_by(person.c.id)
)
_CHUNK = 500


def open_issues(
    conn: sa.Connection, names: LogNames, *, kind: IssueKind | None = None, person_ref: str = "", limit: int = 500
) -> list[IssueView]:
    """Issues that nobody has answered, by kind; of one kind, or about one person under any of its records."""
    return _views(conn, names, _query(conn, names, kind, person_ref).where(~_STANDS).limit(limit))


def answered(conn: sa.Connection, names: LogNames, *, limit: int = 500) -> list[IssueView]:
    """Issues that somebody has looked at; voiding the answer (`resolve`) opens one again."""
    return _views(conn, names, _query(conn, names, None, "").where(_STANDS).limit(limit))


def counts(conn: sa.Connection) -> dict[IssueKind, int]:
    """How many issues of each kind are open."""
    query = sa.select(issue.c.kind, sa.func.count().label("n")).where(~_STANDS).group_by(issue.c.kind)
    return {IssueKind(row.kind): row.n for row in conn.execute(query)}


def of_entries(conn: sa.Connection, names: LogNames, references: Iterable[str]) -> dict[str, frozenset[IssueKind]]:
    """Kinds of the open issues about each of some entries; entries without any are left out."""
    ids = [names.known(one) for one in references]
    query = (
        sa.select(issue_ref.c.obj, issue.c.kind)
        .join(issue, issue.c.id == issue_ref.c.issue)
        .where(bulk.among(issue_ref.c.obj, "ids"), ~_STANDS)
    )
    found: dict[str, set[IssueKind]] = defaultdict(set)
    for row in conn.execute(query, {"ids": ids}) if ids else ():
        found[names.ref(row.obj)].add(IssueKind(row.kind))
    return {one: frozenset(kinds) for one, kinds in found.items()}


def is_open(conn: sa.Connection, id_: str) -> bool:
    """Whether there is such an issue and nobody has answered it."""
    return conn.execute(sa.select(issue.c.id).where(issue.c.id == id_, ~_STANDS)).first() is not None


def answer_of(conn: sa.Connection, names: LogNames, id_: str) -> str:
    """Reference of a `resolve` entry that closes an issue, to be taken back; empty when it is open."""
    query = sa.select(resolve.c.id).where(resolve.c.issue == id_, resolve.c.voided == 0).order_by(resolve.c.id)
    found = conn.execute(query).scalar()
    return names.ref(found) if found else ""


def _query(conn: sa.Connection, names: LogNames, kind: IssueKind | None, person_ref: str) -> sa.Select:
    query = sa.select(issue).order_by(issue.c.kind, issue.c.id)
    if kind is not None:
        query = query.where(issue.c.kind == kind.value)
    if person_ref:
        records = list(same_people(conn, [names.known(person_ref)]))
        query = query.where(issue.c.id.in_(sa.select(issue_ref.c.issue).where(issue_ref.c.obj.in_(records))))
    return query


def _views(conn: sa.Connection, names: LogNames, query: sa.Select) -> list[IssueView]:
    rows = conn.execute(query).all()
    ids = [row.id for row in rows]
    people: dict[str, list[str]] = defaultdict(list)
    answers: dict[str, str] = {}
    for start in range(0, len(ids), _CHUNK):
        part = ids[start : start + _CHUNK]
        for found in conn.execute(_PEOPLE, {"issues": part}):
            people[found.issue].append(names.ref(found.id))
        answers |= dict(conn.execute(_ANSWERS.where(resolve.c.issue.in_(part))).all())
    return [_view(row, people[row.id], answers.get(row.id, "")) for row in rows]


def _view(row: sa.Row, people: list[str], how: str) -> IssueView:
    facts = msgspec.json.decode(row.facts)
    refs = tuple(facts.pop("refs"))
    return IssueView(
        id=row.id, kind=IssueKind(row.kind), refs=refs, people=tuple(people), facts=facts, resolved=how
    )
