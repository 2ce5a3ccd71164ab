"""Looks for what somebody should see, in the fold of all feeds: the same checks as on a desk, behind the folder.

A dose too early, a lot that was bad, records that may be one person, entries of somebody whose right had ended: each
becomes an issue in the tables of the fold. The fold notes itself what it has changed, and that is the cursor: any
process may look, one at a time, since what is found about a person hangs on everybody alike. The index of open cases
(`casebook`) is brought in line in the same transaction, that of certificates (`certifying`) when nothing more waits.
"""

from __future__ import annotations

from sync_server.durable.database import reading, writing
from sync_server.durable.locks import Lock, alone
from sync_server.reading import casebook, certifying, naming
from sync_server.reading.readers import Rests, guarded
from sync_server.settings import Server
from vaxdesk.domain.issues import least_days
from vaxdesk.registry import rules
from vaxdesk.registry.checks import run

NAME = "checks"
MOST = 250  # places in one transaction: on SQLite no push is filed meanwhile
_TIMES = 8  # transactions in one turn: the checks keep up with folders that read many feeds a turn
_ALL_FEEDS = 0  # what rests after a bug: the checks as a whole


def go_through(server: Server, rests: Rests) -> int:
    """Looks at some of what has changed; returns how many places it were, 0 when another process is at it."""
    if rests.rests(NAME, _ALL_FEEDS):
        return 0
    with reading(server.engine) as conn:
        if not (run.waits(conn) or casebook.moved_waits(conn) or certifying.waits(conn, now=server.now())):
            return 0
    looked = 0
    for _ in range(_TIMES):
        places = guarded(rests, NAME, _ALL_FEEDS, lambda: _look(server))
        looked += places
        if places < MOST:
            break
    return looked


def _look(server: Server) -> int:
    with writing(server.engine) as conn:
        if not alone(conn, Lock.CHECKS):
            return 0
        names = naming.names(conn)
        found = run.look(conn, names, least_days=least_days(rules.schedule()), most=MOST)
        moved = casebook.take_moved(conn, MOST)
        casebook.refresh(conn, names, found.issues | moved, found.people, now_ms=server.now_ms())
        certifying.looked(conn, found.people, found.issues)
        done, now = found.places + len(moved), server.now()
        if found.places < MOST and certifying.waits(conn, now=now):
            done += certifying.settle(conn, names, now=now, most=MOST)
        return done
