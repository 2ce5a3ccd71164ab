"""`vaxdesk-server cases`: open cases by kind and state; counted again from the fold, and compared with the index."""

from __future__ import annotations

import argparse
from collections import Counter
from typing import Any

import sqlalchemy as sa

from sync_server.commands.console import Stopped, now_ms, opened, tell
from sync_server.durable.database import writing
from sync_server.durable.locks import Lock, hold
from sync_server.durable.tables_cases import case_of
from sync_server.reading import casebook, naming
from vaxdesk.domain.cases.harm import LINKED
from vaxdesk.domain.cases.state import CaseState
from vaxdesk.domain.issues import IssueKind
from vaxdesk.registry import fold
from vaxdesk.words import say


def add(verbs: Any, every: argparse.ArgumentParser) -> None:
    """`cases [--recount]`."""
    parser = verbs.add_parser("cases", parents=[every], help=say("checking.help.cases"))
    parser.add_argument("--recount", action="store_true", help=say("checking.help.recount"))
    parser.set_defaults(command=counted)


def counted(options: argparse.Namespace) -> None:
    """Counts open cases; names nobody.

    Raises:
        Stopped: nothing was read yet, or the index was another than the recount, which now stands in its place.
    """
    with opened(options, writing) as conn:
        if not fold.is_current(conn):
            raise Stopped("not_read")
        wrong = _recounted(conn) if options.recount else 0
        rows = conn.execute(sa.select(case_of.c.kind, case_of.c.state).where(case_of.c.state != "")).all()
    found = Counter((row.kind, row.state) for row in rows)
    lines = [f"{n:7} {_kind(kind)}, {say(f'{CaseState.WORDS}.{state}')}" for (kind, state), n in sorted(found.items())]
    facts = {f"{kind}.{state}": n for (kind, state), n in sorted(found.items())}
    tell(options, facts, "\n".join(lines) or say("checking.none"))
    if wrong:
        raise Stopped("cases_differ", n=wrong)


def _recounted(conn: sa.Connection) -> int:
    hold(conn, Lock.CHECKS)  # who looks meanwhile would count into the same rows
    return casebook.recount(conn, naming.names(conn), now_ms=now_ms())


def _kind(kind: str) -> str:
    return say("district_cases.linked") if kind == LINKED else say(f"{IssueKind.WORDS}.{kind}")
