"""Finds a case for somebody: only where one of its units lies at or below theirs is there such a case for them."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import sqlalchemy as sa

from sync_server.district.cases import acts
from sync_server.district.cases.views import Found
from sync_server.district.who import Who
from sync_server.durable.tables import org
from sync_server.durable.tables_cases import case_of
from sync_server.reading import casebook, naming
from vaxdesk.domain.cases.harm import LINKED
from vaxdesk.domain.rights import Act
from vaxdesk.registry import bulk
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables_exchange import edge, issue, issue_ref

_PLACES = sa.select(org).where(bulk.among(org.c.org_no, "ids")).order_by(org.c.path)
_OBJECTS = sa.select(issue_ref.c.obj).where(issue_ref.c.issue == sa.bindparam("case")).order_by(issue_ref.c.obj)


def nodes(who: Who, act: Act = Act.SEE_BELOW) -> tuple[int, ...]:
    """Numbers of the uppermost units where somebody has a right."""
    return tuple(int(path.strip("/").rpartition("/")[2]) for path in who.paths(act))


def case(conn: sa.Connection, names: LogNames, who: Who, id_: str) -> Found | None:
    """A case of somebody's units, also one that is over; None for any other."""
    row = conn.execute(sa.select(case_of).where(case_of.c.issue == id_, case_of.c.state != "")).first()
    state, since = (row.state, row.since_ms) if row else ("", 0)
    link = casebook.link_ref(id_)
    kind, refs, facts, objects = _link(conn, names, link) if link else _issue(conn, id_)
    if not refs:  # over, so that the fold has it no more
        kind, refs = acts.about(conn, id_)
        objects = tuple(filter(None, map(names.known, refs)))
    units = places(conn, naming.feeds_of(conn, objects).values())
    if not kind or not any(who.may(Act.SEE_BELOW, unit.path) for unit in units):
        return None
    return Found(
        id=id_, kind=kind, state=state, since_ms=since, facts=facts, refs=refs, objects=objects, units=tuple(units)
    )


def places(conn: sa.Connection, numbers: Iterable[int]) -> list[sa.Row]:
    """Units by number."""
    wanted = set(numbers)
    return list(conn.execute(_PLACES, {"ids": wanted})) if wanted else []


_Said = tuple[str, tuple[str, ...], dict[str, str], tuple[int, ...]]


def _issue(conn: sa.Connection, id_: str) -> _Said:
    """Kind, references, facts and all that is concerned of an issue, answered or not."""
    row = conn.execute(sa.select(issue.c.kind, issue.c.facts).where(issue.c.id == id_)).first()
    if row is None:
        return "", (), {}, ()
    facts = msgspec.json.decode(row.facts)
    refs = tuple(facts.pop("refs"))
    told = {name: str(value) for name, value in facts.items() if isinstance(value, str | int)}
    return row.kind, refs, told, tuple(conn.execute(_OBJECTS, {"case": id_}).scalars())


def _link(conn: sa.Connection, names: LogNames, link: str) -> _Said:
    """The same of a link by rule, also one that was taken back."""
    row = conn.execute(sa.select(edge.c.a, edge.c.b).where(edge.c.id == names.known(link))).first()
    return (LINKED, (names.ref(row.a), names.ref(row.b)), {}, (row.a, row.b)) if row else ("", (), {}, ())
