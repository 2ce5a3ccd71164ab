"""One person at a time has a case in hand, for a quarter of an hour from the last thing they did about it."""

from __future__ import annotations

from hashlib import sha256

import sqlalchemy as sa

from sync_server.district.cases import worklist
from sync_server.district.cases.views import Claim
from sync_server.district.cases.worklist import Wanted
from sync_server.durable.locks import alone
from sync_server.durable.tables import given_user
from sync_server.durable.tables_cases import case_claim
from vaxdesk.domain.cases.state import CaseState
from vaxdesk.registry.entry import insert_new

LASTS_MS = 15 * 60_000
_TRIES = 20  # cases at the top of the list that others may take at the same moment


def of(conn: sa.Connection, case: str, *, now_ms: int) -> Claim | None:
    """Who has a case in hand."""
    joined = case_claim.outerjoin(given_user, given_user.c.user_no == case_claim.c.user_no)
    wanted = sa.select(case_claim, given_user.c.name).select_from(joined)
    row = conn.execute(wanted.where(case_claim.c.issue == case, case_claim.c.until_ms > now_ms)).first()
    return Claim(row.user_no, row.name or "", row.until_ms) if row else None


def take(conn: sa.Connection, case: str, user_no: int, *, now_ms: int) -> bool:
    """Takes a case in hand, or keeps it there; False when somebody else has it, or takes it at this very moment.

    Nobody waits for whoever is at it: they may be waiting for a feed that this transaction has locked.
    """
    number = int.from_bytes(sha256(case.encode()).digest()[:8], "big", signed=True)  # of this case
    if not alone(conn, number):
        return False
    row = {"issue": case, "user_no": user_no, "since_ms": now_ms, "until_ms": 0}
    insert_new(conn, case_claim, [row])
    free = sa.or_(case_claim.c.user_no == user_no, case_claim.c.until_ms <= now_ms)
    change = case_claim.update().where(case_claim.c.issue == case, free)
    return conn.execute(change.values(user_no=user_no, until_ms=now_ms + LASTS_MS)).rowcount == 1


def let_go(conn: sa.Connection, case: str, user_no: int) -> None:
    """Lays a case back."""
    conn.execute(case_claim.delete().where(case_claim.c.issue == case, case_claim.c.user_no == user_no))


def sweep(conn: sa.Connection, *, now_ms: int) -> None:
    """Deletes claims that are over."""
    over = sa.select(case_claim.c.issue).where(case_claim.c.until_ms <= now_ms - LASTS_MS)
    conn.execute(case_claim.delete().where(case_claim.c.issue.in_(over.with_for_update(skip_locked=True))))


def take_next(conn: sa.Connection, wanted: Wanted, user_no: int, *, now_ms: int) -> str:
    """Takes the first case of a list that nobody has in hand; empty when there is none.

    What waits for a site is passed by, unless the list is of those alone.
    """
    found = worklist.page(conn, wanted, now_ms=now_ms)
    for row in found.rows[:_TRIES]:
        waits = row.state == CaseState.WAITING != wanted.state
        if not waits and take(conn, row.id, user_no, now_ms=now_ms):
            return row.id
    return ""
