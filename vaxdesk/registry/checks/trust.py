"""Checks of who wrote and when: doubtful clocks, revoked devices and users, unreadable entries, second histories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta, timezone

import sqlalchemy as sa

from vaxdesk.domain.issues import IssueKind
from vaxdesk.registry import bulk
from vaxdesk.registry.checks.finding import Finding
from vaxdesk.registry.names import SEQ_BITS
from vaxdesk.registry.registers import VOID
from vaxdesk.registry.tables import bad_entry, change, field
from vaxdesk.registry.tables_exchange import IN_DOUBT, author, grant, held, quoted, revoke, run

OF_LOGS = (IssueKind.CLOCK_DOUBT, IssueKind.AUTHOR_REVOKED)
OF_ENTRIES = (IssueKind.BAD_ENTRY, IssueKind.BRANCH)
_ZONE = timezone(timedelta(hours=7))  # decision 0003

_BAD = sa.select(bad_entry).where(bulk.among(bad_entry.c.id, "ids"))
_QUOTED = sa.select(quoted).where(bulk.among(quoted.c.target, "ids"))
_DOUBT = (
    sa.select(held.c.id).where(held.c.id.between(sa.bindparam("first"), sa.bindparam("last")), IN_DOUBT).limit(1)
)
_NEWEST = sa.select(sa.func.max(held.c.stamp)).where(held.c.id.between(sa.bindparam("first"), sa.bindparam("last")))
_REVOKED = (
    sa.select(run.c.id.label("run"), revoke.c.id, revoke.c.from_ms)
    .join(revoke, revoke.c.device == run.c.device)
    .where(bulk.among(run.c.id, "ids"), revoke.c.voided == 0)
)
_RUNS_OF = sa.select(run.c.id).join(revoke, revoke.c.device == run.c.device).where(bulk.among(revoke.c.id, "ids"))
_AUTHORS = sa.select(author).where(bulk.among(author.c.log, "ids"))
_LOGS_OF = (
    sa.select(author.c.log).join(grant, grant.c.user == author.c.user).where(bulk.among(grant.c.id, "ids")).distinct()
)
_GRANTS = (
    sa.select(grant, change.c.stamp.label("ended"))
    .outerjoin(field, sa.and_(field.c.obj == grant.c.id, field.c.name == VOID))
    .outerjoin(change, change.c.id == field.c.by)
    .where(bulk.among(grant.c.user, "ids"))
)


def logs_of(conn: sa.Connection, revokes: Collection[int], grants: Collection[int]) -> set[int]:
    """Local numbers of the logs that a revocation, or the end of a grant, may concern."""
    runs = conn.execute(_RUNS_OF, {"ids": revokes}).scalars() if revokes else ()
    logs = conn.execute(_LOGS_OF, {"ids": grants}).scalars() if grants else ()
    return {one >> SEQ_BITS for one in runs} | set(logs)


def logs(conn: sa.Connection, numbers: Collection[int]) -> list[Finding]:
    """Logs with entries of a doubtful clock, of a revoked device, or of a user whose grants have all ended.

    One finding a log, not an entry. Whether an entry is later than a revocation is judged by the time that it states
    itself: nothing depends on the answer but that somebody looks.
    """
    firsts = {number: number << SEQ_BITS | 1 for number in numbers}
    found = [
        Finding(kind=IssueKind.CLOCK_DOUBT, refs=(first,))
        for number, first in firsts.items()
        if conn.execute(_DOUBT, _range(number)).scalar()
    ]
    for row in conn.execute(_REVOKED, {"ids": list(firsts.values())}).all():
        if (conn.execute(_NEWEST, _range(row.run >> SEQ_BITS)).scalar() or 0) * 1000 >= row.from_ms:
            facts = {"by": "device"}
            found.append(Finding(kind=IssueKind.AUTHOR_REVOKED, refs=(row.run, row.id), about=(row.run,), facts=facts))
    return found + _users(conn, firsts)


def _range(number: int) -> dict[str, int]:
    return {"first": number << SEQ_BITS, "last": (number + 1 << SEQ_BITS) - 1}


def _users(conn: sa.Connection, firsts: dict[int, int]) -> list[Finding]:
    wrote = conn.execute(_AUTHORS, {"ids": list(firsts)}).all()
    grants: dict[int, list[sa.Row]] = defaultdict(list)
    for row in conn.execute(_GRANTS, {"ids": list({row.user for row in wrote})}):
        grants[row.user].append(row)
    found = []
    for row in wrote:
        ends = [(_ended(one), one.id) for one in grants[row.user]]
        if ends and all(end is not None and end < row.newest for end, _ in ends):
            first, last = firsts[row.log], max(ends)[1]
            facts = {"by": "user", "user": str(row.user)}
            found.append(
                Finding(
                    kind=IssueKind.AUTHOR_REVOKED,
                    refs=(first, last),
                    about=(first,),
                    part=str(row.user),
                    facts=facts,
                )
            )
    return found


def _ended(row: sa.Row) -> int | None:
    """When a grant ended, seconds since 1970; None when it holds for good."""
    if row.voided:
        return row.ended or 0
    try:
        last = date.fromisoformat(row.until)
    except ValueError:
        return None
    return int(datetime(last.year, last.month, last.day, tzinfo=_ZONE).timestamp()) + 86_400


def entries(conn: sa.Connection, ids: Collection[int]) -> list[Finding]:
    """Entries that could not be read, quotes that contradict what is held, and branches of logs."""
    found = [
        Finding(kind=IssueKind.BAD_ENTRY, refs=(row.id,), facts={"why": row.reason})
        for row in conn.execute(_BAD, {"ids": ids})
    ]
    for row in conn.execute(_QUOTED, {"ids": ids}):
        if row.apart:
            facts = {"why": "contradicts"}
            found.append(
                Finding(kind=IssueKind.BAD_ENTRY, refs=(row.id, row.target), about=(row.target,), facts=facts)
            )
        if row.branch:
            first = row.target >> SEQ_BITS << SEQ_BITS | row.a + 1
            about = (first, row.target)
            found.append(Finding(kind=IssueKind.BRANCH, refs=(first,), about=about, facts={"log": row.branch}))
    return found
