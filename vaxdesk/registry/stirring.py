"""Notes of which issues an answer, or a question to a site, came, changed or went; the checks take the notes up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import sqlalchemy as sa

from vaxdesk.registry import bulk
from vaxdesk.registry.tables_cases import answer, ask
from vaxdesk.registry.tables_exchange import resolve, stirred

_ISSUES = {
    "resolve": sa.select(resolve.c.issue).where(bulk.among(resolve.c.id, "ids")),
    "ask": sa.select(ask.c.issue).where(bulk.among(ask.c.id, "ids")),
    "answer": sa.select(ask.c.issue).join(answer, answer.c.ask == ask.c.id).where(bulk.among(answer.c.id, "ids")),
}
_FIRST = sa.select(stirred.c.issue).order_by(stirred.c.issue)
_TAKEN = stirred.delete().where(bulk.among(stirred.c.issue, "taken"))


def about(conn: sa.Connection, things: Iterable[tuple[str, int]]) -> set[str]:
    """Issues that some entries, each a kind and a surrogate, answer or ask about."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for kind, one in things:
        if kind in _ISSUES:
            by_kind[kind].append(one)
    return {issue for kind, ids in by_kind.items() for issue in conn.execute(_ISSUES[kind], {"ids": ids}).scalars()}


def note(conn: sa.Connection, issues: Iterable[str]) -> None:
    """Has the checks take up issues."""
    bulk.put(conn, stirred, [{"issue": one, "n": 1} for one in sorted(issues)])


def take(conn: sa.Connection, most: int) -> set[str]:
    """Some of the issues that were noted; their notes are gone when the transaction is through."""
    found = set(conn.execute(_FIRST.limit(most).with_for_update()).scalars())
    if found:
        conn.execute(_TAKEN, {"taken": list(found)})
    return found


def waits(conn: sa.Connection) -> bool:
    """Whether something was noted that nobody took up."""
    return conn.execute(_FIRST.limit(1)).first() is not None
