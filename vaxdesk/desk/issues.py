"""Issues at the desk: the checks are run a little at a time between other work; the lead answers what was found."""

from __future__ import annotations

from vaxdesk.desk import rules
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import rights
from vaxdesk.domain.issues import IssueCase, IssueKind, ResolveHow, least_days
from vaxdesk.domain.payloads import Resolve, Void
from vaxdesk.domain.picklists import UndoReason
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry.checks import run
from vaxdesk.registry.queries import issues, people, things

A_LITTLE = 50  # places: a save never waits long behind them
SHOWN = 20  # issues of a kind on a page; answered, they make room for the next


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


def cases(desk: Desk, kind: IssueKind, *, limit: int = SHOWN) -> tuple[IssueCase, ...]:
    """Open issues of a kind, each with the people whom it concerns or the lot that it is about."""
    with desk.store.reading() as conn:
        names = desk.store.names
        found = issues.open_issues(conn, names, kind=kind, limit=limit)
        known = people.many(conn, names, list(dict.fromkeys(person for one in found for person in one.people)))
        lots = things.lot_numbers(conn, names, [one.refs[0] for one in found if one.refs and not one.people])
    return tuple(
        IssueCase(
            issue=one,
            people=tuple(known[person] for person in one.people if person in known),
            lot=lots.get(one.refs[0], "") if one.refs else "",
        )
        for one in found
    )


def resolve(desk: Desk, issue: str, *, how: str, why: str = "") -> Done | Refused:
    """Notes that an issue was looked at; it is listed no more, until the answer is taken back.

    Args:
        how: `ResolveHow`.
        why: further words, needed where `how` says nothing by itself.

    Returns:
        Refused NO_RIGHT, REASON_NEEDED, or ISSUE_GONE when nobody has to look at it any more.
    """
    refused = desk.refuses(rights.Act.RESOLVE_ISSUE)
    if refused:
        return refused
    if how not in list(ResolveHow) or (how == ResolveHow.OTHERWISE and not why.strip()):
        return Refused(reason=Refusal.REASON_NEEDED)
    with desk.store.writing(user=desk.user.no) as w:
        if not issues.is_open(w.conn, issue):
            return Refused(reason=Refusal.ISSUE_GONE)
        reference = w.add("resolve", Resolve(issue=issue, how=how, why=why.strip()))
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds)


def reopen(desk: Desk, answer: str) -> Done | Refused:
    """Takes an answer back, by its reference: the issue is listed again."""
    refused = desk.refuses(rights.Act.RESOLVE_ISSUE)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        reference = w.change("void", Void(v=True, why=UndoReason.WRONG_ENTRY.value), of=answer)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds)
