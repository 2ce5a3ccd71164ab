"""Keeps the index of open cases in line with the fold: which issue is open, since when, under which units.

Brought up behind the checks, in their transaction, for the issues that these have touched; `everything` makes it anew
and must give the same. A case is an issue that nobody has answered, or a link made by a rule that nobody has looked at.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

import msgspec
import sqlalchemy as sa

from sync_server.authority.rights import above
from sync_server.durable.tables import org
from sync_server.durable.tables_cases import UNSETTLED, case_act, case_at, case_count, case_moved, case_of
from sync_server.reading import naming
from vaxdesk.domain.cases.harm import LINKED
from vaxdesk.domain.cases.state import CaseState, state_of
from vaxdesk.registry import bulk
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables_cases import answer, ask
from vaxdesk.registry.tables_exchange import edge, held, issue, issue_ref, resolve

_LINK = "linked-"  # before the reference of the entry that links
_CHUNK = 500
_SOON_MS = 60_000
_GONE = ""  # state of a case that is over, or whose fold is being made anew

_ISSUES = sa.select(issue.c.id, issue.c.kind).where(bulk.among(issue.c.id, "ids"))
_REFS = sa.select(issue_ref.c.issue, issue_ref.c.obj).where(bulk.among(issue_ref.c.issue, "ids"))
_RESOLVED = sa.select(resolve.c.issue).where(bulk.among(resolve.c.issue, "ids"), resolve.c.voided == 0).distinct()
_BY_RULE = (
    sa.select(edge.c.id, edge.c.a, edge.c.b)
    .join(held, held.c.id == edge.c.id)
    .where(edge.c.kind == "same", edge.c.voided == 0, held.c.user == 0)
)
_LINKS = _BY_RULE.where(bulk.among(edge.c.id, "ids"))
_LINKS_OF = [
    sa.select(edge.c.id)
    .join(held, held.c.id == edge.c.id)
    .where(edge.c.kind == "same", held.c.user == 0, bulk.among(side, "ids"))
    for side in (edge.c.a, edge.c.b)
]
_ANSWERED = sa.select(answer.c.id).where(answer.c.ask == ask.c.id, answer.c.voided == 0).exists()
_ASKED = sa.select(ask.c.issue, _ANSWERED.label("answered")).where(bulk.among(ask.c.issue, "ids"), ask.c.voided == 0)
_KNOWN = sa.select(case_of).where(bulk.among(case_of.c.issue, "ids"))
_PLACED = sa.select(case_at.c.node, case_at.c.issue, case_at.c.state, case_at.c.kind).where(
    bulk.among(case_at.c.issue, "ids")
)
_UNPLACED = case_at.delete().where(bulk.among(case_at.c.issue, "ids"))
_OVER = case_of.delete().where(bulk.among(case_of.c.issue, "ids"))
_PATHS = sa.select(org.c.org_no, org.c.path).where(bulk.among(org.c.org_no, "ids"))
_ACTS = sa.select(case_act.c.id, case_act.c.written).where(bulk.among(case_act.c.issue, "ids"), UNSETTLED)
_OLD_ACTS = (
    sa.select(case_act.c.id, case_act.c.written)
    .where(UNSETTLED, case_act.c.at_ms < sa.bindparam("before"))
    .order_by(case_act.c.at_ms)
    .limit(_CHUNK)
)
_SETTLED = case_act.update().where(bulk.among(case_act.c.id, "ids")).values(settled=1)
_HELD = sa.select(held.c.id).where(bulk.among(held.c.id, "ids"))
_MOVED = sa.select(case_moved.c.issue).order_by(case_moved.c.issue)
_TAKEN = case_moved.delete().where(bulk.among(case_moved.c.issue, "ids"))


class Open(msgspec.Struct, frozen=True):
    """A case as the fold has it: kind, state, and the units where its entries stand."""

    kind: str
    state: str
    units: tuple[int, ...]


def link_id(reference: str) -> str:
    """The case of a link by rule, by the reference of its entry."""
    return _LINK + reference


def link_ref(case: str) -> str:
    """Reference of the entry that links, of a case that is one; else empty."""
    return case.removeprefix(_LINK) if case.startswith(_LINK) else ""


def refresh(
    conn: sa.Connection, names: LogNames, issues: Collection[str], people: Collection[int], *, now_ms: int
) -> None:
    """Brings cases in line: issues that the checks have touched, and links of the people at whom they looked."""
    wanted = set(issues) | _links_of(conn, names, people)
    for part in _parts(wanted):
        _bring(conn, part, _found(conn, names, part), now_ms)
        _settle(conn, names, conn.execute(_ACTS, {"ids": part}).all())
    _settle(conn, names, conn.execute(_OLD_ACTS, {"before": now_ms - _SOON_MS}).all())


def moved_waits(conn: sa.Connection) -> bool:
    """Whether a unit with open cases was moved and nobody has placed them anew."""
    return conn.execute(_MOVED.limit(1)).first() is not None


def take_moved(conn: sa.Connection, most: int) -> set[str]:
    """Some of the cases whose units were moved."""
    found = set(conn.execute(_MOVED.limit(most)).scalars())
    if found:
        conn.execute(_TAKEN, {"ids": list(found)})
    return found


def clear(conn: sa.Connection) -> None:
    """Empties the index because the fold is made anew; since when each case was open is kept for what comes back."""
    conn.execute(case_at.delete())
    conn.execute(case_count.delete())
    conn.execute(case_of.update().values(state=_GONE))


def everything(conn: sa.Connection, names: LogNames, *, now_ms: int) -> None:
    """Makes the index anew from the whole fold."""
    known = list(conn.execute(sa.select(case_of.c.issue)).scalars())
    ids = [*known, *conn.execute(sa.select(issue.c.id)).scalars()]
    ids += [link_id(names.ref(row.id)) for row in conn.execute(_BY_RULE)]
    clear(conn)
    refresh(conn, names, ids, (), now_ms=now_ms)
    conn.execute(case_of.delete().where(case_of.c.state == _GONE))


def recount(conn: sa.Connection, names: LogNames, *, now_ms: int) -> int:
    """Makes the index anew and compares; gives how many rows had been others."""
    before = _rows(conn)
    everything(conn, names, now_ms=now_ms)
    return len(before ^ _rows(conn))


def _rows(conn: sa.Connection) -> set[tuple]:
    """What the index says, but for the times."""
    columns = (
        (case_of.c.issue, case_of.c.kind, case_of.c.state, case_of.c.units),
        (case_at.c.node, case_at.c.issue, case_at.c.kind, case_at.c.state),
    )
    found = {tuple(row) for names_ in columns for row in conn.execute(sa.select(*names_)) if "" not in row[2:]}
    return found | {tuple(row) for row in conn.execute(sa.select(case_count).where(case_count.c.n != 0))}


def _parts(ids: Iterable[str]) -> Iterable[list[str]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]


def _links_of(conn: sa.Connection, names: LogNames, people: Collection[int]) -> set[str]:
    if not people:
        return set()
    return {link_id(names.ref(id_)) for query in _LINKS_OF for id_ in conn.execute(query, {"ids": people}).scalars()}


def _found(conn: sa.Connection, names: LogNames, ids: list[str]) -> dict[str, Open]:
    """What the fold says of these cases; those that are not open are left out."""
    about: dict[str, set[int]] = defaultdict(set)
    kinds = {row.id: row.kind for row in conn.execute(_ISSUES, {"ids": ids})}
    for row in conn.execute(_REFS, {"ids": ids}):
        about[row.issue].add(row.obj)
    links = {names.known(link_ref(one)): one for one in ids if one.startswith(_LINK)}
    for row in conn.execute(_LINKS, {"ids": list(links)}) if links else ():
        kinds[links[row.id]] = LINKED
        about[links[row.id]] = {row.a, row.b}
    answered = set(conn.execute(_RESOLVED, {"ids": ids}).scalars())
    states = _states(conn, ids)
    feeds = naming.feeds_of(conn, {obj for some in about.values() for obj in some})
    return {
        one: Open(kind, states[one].value, tuple(sorted({feeds[obj] for obj in about[one] if obj in feeds})))
        for one, kind in kinds.items()
        if one not in answered
    }


def _states(conn: sa.Connection, ids: list[str]) -> dict[str, CaseState]:
    asked: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    for row in conn.execute(_ASKED, {"ids": ids}):
        asked[row.issue] += 1
        answered[row.issue] += bool(row.answered)
    return {one: state_of(asked=asked[one], answered=answered[one]) for one in ids}


def _bring(conn: sa.Connection, ids: list[str], found: dict[str, Open], now_ms: int) -> None:
    since = {row.issue: row.since_ms for row in conn.execute(_KNOWN, {"ids": ids})}
    nodes = _nodes(conn, {unit for one in found.values() for unit in one.units})
    counts: Counter[tuple[int, str, str]] = Counter()
    for row in conn.execute(_PLACED, {"ids": ids}):
        counts[row.node, row.state, row.kind] -= 1
    conn.execute(_UNPLACED, {"ids": ids})
    conn.execute(_OVER, {"ids": [one for one in ids if one not in found]})
    rows = [
        {"issue": id_, "kind": one.kind, "state": one.state, "since_ms": since.get(id_, now_ms),
         "units": ",".join(map(str, one.units))}
        for id_, one in found.items()
    ]  # fmt: skip
    places = [
        {"node": node, **{name: row[name] for name in ("issue", "kind", "state", "since_ms")}}
        for row in rows
        for node in sorted({above_ for unit in found[row["issue"]].units for above_ in nodes.get(unit, ())})
    ]
    for place in places:
        counts[place["node"], place["state"], place["kind"]] += 1
    bulk.put(conn, case_of, rows)
    bulk.put(conn, case_at, places)
    _count(conn, counts)


def _nodes(conn: sa.Connection, units: set[int]) -> dict[int, tuple[int, ...]]:
    """Of each unit its own number and those above it."""
    rows = conn.execute(_PATHS, {"ids": units}) if units else ()
    return {row.org_no: above(row.path) for row in rows}


def _count(conn: sa.Connection, changes: Counter[tuple[int, str, str]]) -> None:
    moved = {key: n for key, n in changes.items() if n}
    if not moved:
        return
    rows = [{"node": node, "state": state, "kind": kind, "n": 0} for node, state, kind in sorted(moved)]
    bulk.insert_new(conn, case_count, rows)
    same = (case_count.c.node == sa.bindparam("of"), case_count.c.state == sa.bindparam("as_"))
    change = case_count.update().where(*same, case_count.c.kind == sa.bindparam("sort"))
    given = [{"of": node, "as_": state, "sort": kind, "by": n} for (node, state, kind), n in sorted(moved.items())]
    conn.execute(change.values(n=case_count.c.n + sa.bindparam("by")), given)


def _settle(conn: sa.Connection, names: LogNames, rows: Sequence[sa.Row]) -> None:
    """Acts whose entries the fold holds are settled: the case is listed again if it is still open.

    They are as soon as their case was looked at, and after a minute also where it had not to be.
    """
    acts = {row.id: [names.known(one) for one in row.written.split(",")] for row in rows}
    if not acts:
        return
    there = set(conn.execute(_HELD, {"ids": [one for some in acts.values() for one in some]}).scalars())
    conn.execute(_SETTLED, {"ids": [act for act, written in acts.items() if set(written) <= there]})
