"""Issues at the desk: the checks are run a little at a time between other work; who is concerned, kind by kind."""

from __future__ import annotations

from vaxdesk.desk import rules
from vaxdesk.desk.context import Desk
from vaxdesk.domain.issues import IssueKind, least_days
from vaxdesk.domain.views import PersonView
from vaxdesk.registry.checks import run
from vaxdesk.registry.queries import issues, people

A_LITTLE = 50  # places: a save never waits long behind them


def look(desk: Desk, *, most: int = A_LITTLE) -> tuple[int, bool]:
    """Looks at some of what has changed; how many places it were, 0 when nothing is left, and whether issues differ."""
    with desk.store.reading() as conn:
        if not run.waits(conn):
            return 0, False
    with desk.store.changing() as conn:
        before = issues.counts(conn)
        looked = run.catch_up(conn, desk.store.names, least_days=least_days(rules.schedule()), most=most)
        return looked, issues.counts(conn) != before


def counts(desk: Desk) -> dict[IssueKind, int]:
    """Open issues by kind."""
    with desk.store.reading() as conn:
        return issues.counts(conn)


def people_of(desk: Desk, kind: IssueKind) -> tuple[PersonView, ...]:
    """The people whom open issues of a kind concern, each once."""
    with desk.store.reading() as conn:
        names = desk.store.names
        found = issues.open_issues(conn, names, kind=kind)
        wanted = list(dict.fromkeys(person for one in found for person in one.people))
        known = people.many(conn, names, wanted)
    return tuple(known[one] for one in wanted if one in known)

