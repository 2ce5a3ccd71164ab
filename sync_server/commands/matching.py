"""`vaxdesk-server match`: finds records that are one person, links the sure pairs, and counts what people decide."""

from __future__ import annotations

import argparse
from typing import Any

import sqlalchemy as sa

from sync_server.commands import logs
from sync_server.commands.console import engine_of, key_of, tell
from sync_server.durable.database import reading
from sync_server.durable.tables import linked
from sync_server.reading import anew, worker
from sync_server.settings import Server
from vaxdesk.domain.issues import IssueKind
from vaxdesk.domain.matching.judge import Verdict
from vaxdesk.registry.tables import person
from vaxdesk.registry.tables_exchange import issue
from vaxdesk.words import say


def add(verbs: Any, every: argparse.ArgumentParser) -> None:
    """`match [--all]`."""
    parser = verbs.add_parser("match", parents=[every], help=say("matching.cli.help"))
    parser.add_argument("--all", action="store_true", help=say("matching.cli.all"))
    parser.set_defaults(command=match)


def match(options: argparse.Namespace) -> None:
    """Reads what was not read, compares what has changed or everybody, and says what it came to."""
    logs.to_stderr()
    engine = engine_of(options)
    server = Server(engine=engine, key=key_of(options))
    try:
        worker.prepare(server)
        before = _count(engine, linked)
        if options.all:
            worker.until_idle(server)
            anew.link_everybody(server)
            anew.mark_everybody(server)
        worker.until_idle(server)
        found = {"people": _people(engine), **_found(engine), "linked": _count(engine, linked) - before}
        tell(options, found, say("matching.cli.found", **found))
    finally:
        engine.dispose()


def _count(engine: sa.Engine, table: sa.Table) -> int:
    with reading(engine) as conn:
        return conn.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def _people(engine: sa.Engine) -> int:
    with reading(engine) as conn:
        return conn.execute(sa.select(sa.func.count()).where(person.c.voided == 0)).scalar_one()


def _found(engine: sa.Engine) -> dict[str, int]:
    """Issues by what was found: sure pairs that a rule may not link, since people have decided them, among them."""
    surely = issue.c.facts.contains(f'"verdict": "{Verdict.SURE.value}"')
    twice, clash = IssueKind.DUP_PERSON.value, IssueKind.SAME_CCCD_DIFF_NAME.value
    query = sa.select(
        sa.func.count().filter(issue.c.kind == twice, surely).label("sure"),
        sa.func.count().filter(issue.c.kind == twice, ~surely).label("likely"),
        sa.func.count().filter(issue.c.kind == clash).label("clash"),
    ).where(issue.c.kind.in_((twice, clash)))
    with reading(engine) as conn:
        return dict(conn.execute(query).one()._mapping)
