"""The work list: open cases at or below somebody's units, by state, harm and age, a page at a time.

Each page is some ranges of one index (`case_at`): no query grows with the number of cases, nor with the units below.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
import sqlalchemy as sa

from sync_server.district import keyset
from sync_server.district.cases.views import CaseRow, Claim, Worklist
from sync_server.district.scope import below
from sync_server.durable.tables import given_user, org
from sync_server.durable.tables_cases import case_act, case_at, case_claim, case_count, case_of
from vaxdesk.domain.cases.state import CaseState
from vaxdesk.registry import bulk, rules
from vaxdesk.registry.tables_exchange import issue

SIZE = 50
HIDDEN_MS = 10 * 60_000  # for so long at most a decided case is hidden whose entries the readers have not seen
_NOBODY = 0
_COLUMNS = (
    case_at.c.issue, case_at.c.kind, case_at.c.state, case_at.c.since_ms, case_of.c.units,
    case_claim.c.user_no.label("holder"), case_claim.c.until_ms, given_user.c.name.label("holder_name"),
)  # fmt: skip
_JOINED = (
    case_at.join(case_of, case_of.c.issue == case_at.c.issue)
    .outerjoin(case_claim, sa.and_(case_claim.c.issue == case_at.c.issue, case_claim.c.until_ms > sa.bindparam("now")))
    .outerjoin(given_user, given_user.c.user_no == case_claim.c.user_no)
)
_DECIDED = (
    sa.select(case_act.c.id)
    .where(
        case_act.c.issue == case_at.c.issue,
        case_act.c.settled == 0,
        case_act.c.undone_ms.is_(None),
        case_act.c.at_ms > sa.bindparam("hidden"),
    )
    .exists()
)
_MINE = sa.select(case_claim.c.issue).where(case_claim.c.until_ms > sa.bindparam("now"))
_FACTS = sa.select(issue.c.id, issue.c.facts).where(bulk.among(issue.c.id, "ids"))
_UNITS = sa.select(org.c.org_no, org.c.name).where(bulk.among(org.c.org_no, "ids"))


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What of the list is wanted.

    Args:
        nodes: numbers of the uppermost units whose cases are wanted, none of them below another.
        state, kind: of the cases; empty for all.
        after: `Worklist.more` of the page before.
        free_for: only what nobody but this user has in hand.
        mine: only what this user has in hand.
    """

    nodes: tuple[int, ...]
    state: str = ""
    kind: str = ""
    after: str = ""
    free_for: int = _NOBODY
    mine: int = _NOBODY
    size: int = SIZE


def page(conn: sa.Connection, wanted: Wanted, *, now_ms: int) -> Worklist:
    """A page of the list: what a site has answered first, then by harm and age, what waits for a site last."""
    rows: list[sa.Row] = []
    for row in _rows(conn, wanted, now_ms):
        rows.append(row)
        if len(rows) > wanted.size:
            break
    more = _token(rows[wanted.size - 1]) if len(rows) > wanted.size else ""
    return Worklist(rows=tuple(_pictures(conn, rows[: wanted.size])), more=more)


def counts(conn: sa.Connection, nodes: Sequence[int]) -> dict[tuple[str, str], int]:
    """How many cases of each state and kind are open at or below some units."""
    if len(nodes) == 1:
        kept = case_count
        query = sa.select(kept.c.state, kept.c.kind, kept.c.n).where(kept.c.node == nodes[0], kept.c.n > 0)
    else:  # a case of two units may be counted at two of the nodes
        once = sa.func.count(case_at.c.issue.distinct()).label("n")
        query = sa.select(case_at.c.state, case_at.c.kind, once).where(case_at.c.node.in_(nodes))
        query = query.group_by(case_at.c.state, case_at.c.kind)
    return {(row.state, row.kind): row.n for row in conn.execute(query)}


def choice(conn: sa.Connection, paths: Sequence[str], chosen: int, *, most: int) -> list[sa.Row]:
    """Units to narrow a list by: those at some paths and right below them, the chosen one, those right below it and
    those above it; in the order of the tree, within the paths.
    """
    tops = sa.select(org.c.org_no).where(org.c.path.in_(paths))
    row = conn.execute(sa.select(org.c.path).where(org.c.org_no == chosen)).first() if chosen else None
    way = [int(one) for one in row.path.strip("/").split("/")] if row else []
    near = sa.or_(org.c.org_no.in_(tops), org.c.parent.in_(tops), org.c.org_no.in_(way), org.c.parent == chosen)
    return list(conn.execute(sa.select(org).where(near, below(org.c.path, paths)).order_by(org.c.path).limit(most)))


def unit_names(conn: sa.Connection, numbers: Sequence[int]) -> dict[int, str]:
    """Names of units by number."""
    return {row.org_no: row.name for row in conn.execute(_UNITS, {"ids": list(numbers)})} if numbers else {}


def _rows(conn: sa.Connection, wanted: Wanted, now_ms: int) -> Iterator[sa.Row]:
    at = _token_read(wanted.after)
    given = {"now": now_ms, "hidden": now_ms - HIDDEN_MS}
    there = counts(conn, wanted.nodes) if wanted.nodes else {}
    for state, kind in _ranges(wanted):
        behind = at is not None and (state, kind) == at[:2]
        if at is not None and not behind:
            continue  # that was on the pages before
        if (state, kind) in there:
            yield from _range(conn, wanted, state, kind, at if behind else None, given)
        at = None if behind else at


def _ranges(wanted: Wanted) -> list[tuple[str, str]]:
    states = [one.value for one in CaseState if wanted.state in ("", one.value)]
    return [(state, kind) for state in states for kind in rules.harm() if wanted.kind in ("", kind)]


def _range(
    conn: sa.Connection, wanted: Wanted, state: str, kind: str, at: tuple[str, str, int, str] | None, given: dict
) -> Iterator[sa.Row]:
    query = sa.select(*_COLUMNS).select_from(_JOINED)
    query = query.where(case_at.c.node.in_(wanted.nodes), case_at.c.state == state, case_at.c.kind == kind, ~_DECIDED)
    if at is not None:
        query = query.where(sa.tuple_(case_at.c.since_ms, case_at.c.issue) > sa.tuple_(*at[2:]))
    if wanted.free_for:
        query = query.where(sa.or_(case_claim.c.user_no.is_(None), case_claim.c.user_no == wanted.free_for))
    if wanted.mine:
        query = query.where(case_at.c.issue.in_(_MINE.where(case_claim.c.user_no == wanted.mine)))
    if len(wanted.nodes) > 1:
        query = query.distinct()
    query = query.order_by(case_at.c.since_ms, case_at.c.issue).limit(wanted.size + 1)
    yield from conn.execute(query, given).all()


def _pictures(conn: sa.Connection, rows: Sequence[sa.Row]) -> Iterator[CaseRow]:
    units = {row.issue: [int(one) for one in row.units.split(",") if one] for row in rows}
    names = unit_names(conn, sorted({one for some in units.values() for one in some}))
    found = conn.execute(_FACTS, {"ids": list(units)}) if rows else ()
    facts = {row.id: msgspec.json.decode(row.facts) for row in found}
    for row in rows:
        claim = Claim(row.holder, row.holder_name or "", row.until_ms) if row.holder else None
        told = {name: value for name, value in facts.get(row.issue, {}).items() if isinstance(value, str)}
        yield CaseRow(
            id=row.issue,
            kind=row.kind,
            state=row.state,
            since_ms=row.since_ms,
            units=tuple(names.get(one, str(one)) for one in units[row.issue]),
            claim=claim,
            facts=told,
        )


def place_of(conn: sa.Connection, case: str) -> str:
    """Where a case stands in the list, to go on behind it (`Wanted.after`); empty when it is over."""
    row = conn.execute(sa.select(case_of).where(case_of.c.issue == case, case_of.c.state != "")).first()
    return _token(row) if row else ""


def _token(row: sa.Row) -> str:
    return f"{row.state}.{row.kind}.{row.since_ms}.{row.issue}"


def _token_read(text: str) -> tuple[str, str, int, str] | None:
    """What a page ended with; None for what is no such text."""
    state, _, rest = text.partition(".")
    kind, _, rest = rest.partition(".")
    since, _, id_ = rest.partition(".")
    known = state in list(CaseState) and kind in rules.harm()
    at = keyset.number(since)
    return (state, kind, at, id_) if known and at is not None and id_ else None
