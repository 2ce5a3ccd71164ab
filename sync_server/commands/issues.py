"""`vaxdesk-server issues`: what the checks found in all feeds and nobody has answered, counted or one kind by one."""

from __future__ import annotations

import argparse
from typing import Any

import sqlalchemy as sa

from sync_server.commands.console import Stopped, opened, tell
from sync_server.durable.database import reading
from sync_server.durable.tables import org
from sync_server.reading import naming
from vaxdesk.domain.issues import IssueKind, IssueView
from vaxdesk.registry import fold
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import issues
from vaxdesk.words import say

_MOST = 100


def add(verbs: Any, every: argparse.ArgumentParser) -> None:
    """`issues [--kind KIND]`."""
    parser = verbs.add_parser("issues", parents=[every], help=say("checking.help.issues"))
    kinds = [kind.value for kind in IssueKind]
    parser.add_argument("--kind", choices=kinds, metavar="KIND", help=say("checking.help.kind", kinds=", ".join(kinds)))
    parser.add_argument("--most", type=int, default=_MOST, metavar="N", help=say("checking.help.most"))
    parser.set_defaults(command=listed)


def listed(options: argparse.Namespace) -> None:
    """Counts open issues by kind, or lists those of one kind: units and references, nobody's name."""
    with opened(options, reading) as conn:
        if not fold.is_current(conn):
            raise Stopped("not_read")
        if options.kind is None:
            _counted(options, issues.counts(conn))
        else:
            _one_by_one(options, conn)


def _counted(options: argparse.Namespace, counts: dict[IssueKind, int]) -> None:
    lines = [f"{n:7} {say(f'{IssueKind.WORDS}.{kind.value}')} ({kind.value})" for kind, n in sorted(counts.items())]
    facts = {kind.value: n for kind, n in sorted(counts.items())}
    tell(options, facts, "\n".join(lines) or say("checking.none"))


def _one_by_one(options: argparse.Namespace, conn: sa.Connection) -> None:
    names = naming.names(conn)
    found = issues.open_issues(conn, names, kind=IssueKind(options.kind), limit=max(options.most, 0))
    if not found and not options.json:
        tell(options, {}, say("checking.none"))
    units = _units(conn, names, found)
    for one in found:
        facts = {"id": one.id, "kind": one.kind.value, "units": units[one.id], "refs": one.refs,
                 "people": one.people, "facts": one.facts}  # fmt: skip
        said = " ".join(f"{name}={value}" for name, value in one.facts.items())
        tell(options, facts, f"{one.id} {' '.join((*units[one.id], *one.refs))} {said}")


def _units(conn: sa.Connection, names: LogNames, found: list[IssueView]) -> dict[str, list[str]]:
    """For each issue the codes of the units in whose feeds its entries are."""
    entries = {one.id: [names.known(reference) for reference in one.refs] for one in found}
    feeds = naming.feeds_of(conn, {entry for of_one in entries.values() for entry in of_one})
    wanted = sa.select(org.c.org_no, org.c.code).where(org.c.org_no.in_(set(feeds.values())))
    codes = {row.org_no: row.code for row in conn.execute(wanted)}
    return {id_: sorted({codes[feeds[one]] for one in of_one if one in feeds}) for id_, of_one in entries.items()}
