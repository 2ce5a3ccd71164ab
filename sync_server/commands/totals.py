"""`vaxdesk-server totals`: counts the sums again and compares, or throws them away and counts anew; shows a unit's."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

import sqlalchemy as sa

from sync_server.authority import orgs
from sync_server.commands.console import Stopped, opened, tell
from sync_server.durable.database import reading, writing
from sync_server.durable.locks import Lock, hold
from sync_server.reading import naming, totalling
from sync_server.totals import asked, queue, recount, run
from vaxdesk.registry import fold
from vaxdesk.words import say

_PLACES = 2000


def add(verbs: Any, every: argparse.ArgumentParser) -> None:
    """`totals verify`, `totals rebuild`, `totals show`."""
    totals = verbs.add_parser("totals", help=say("totals.help.about")).add_subparsers(required=True)
    check = totals.add_parser("verify", parents=[every], help=say("totals.help.verify"))
    check.set_defaults(command=verify)
    anew = totals.add_parser("rebuild", parents=[every], help=say("totals.help.rebuild"))
    anew.set_defaults(command=rebuild)
    one = totals.add_parser("show", parents=[every], help=say("totals.help.show"))
    one.add_argument("--unit", required=True, metavar="CODE", help=say("totals.help.unit"))
    one.add_argument("--day", required=True, type=_day, metavar="YYYY-MM-DD", help=say("totals.help.until"))
    one.add_argument("--since", type=_day, default="", metavar="YYYY-MM-DD", help=say("totals.help.since"))
    one.set_defaults(command=show)


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat() if text else ""


def verify(options: argparse.Namespace) -> None:
    """Counts everything again.

    Raises:
        Stopped: something differs, or nothing was read yet.
    """
    with opened(options, writing) as conn:
        _begun(conn)
        found = recount.verify(conn, naming.names(conn), unfolded=lambda: totalling.unfolded(conn))
    facts = {name: getattr(found, name) for name in found.__struct_fields__}
    if not found.whole:
        raise Stopped("totals_differ", **facts)
    tell(options, facts, say("totals.whole", things=found.things, units=found.units, gaps=found.gaps))


def rebuild(options: argparse.Namespace) -> None:
    """Throws the sums away and counts everything; with PostgreSQL others may push and read meanwhile.

    Raises:
        Stopped: nothing was read yet.
    """
    with opened(options, writing) as conn:
        _begun(conn)
        run.anew(conn)
        places = queue.length(conn)
        names = naming.names(conn)
        while run.catch_up(conn, names, most=_PLACES):
            continue
    tell(options, {"places": places}, say("totals.rebuilt", n=places))


def _begun(conn: sa.Connection) -> None:
    if not fold.is_current(conn):
        raise Stopped("not_read")
    hold(conn, Lock.TOTALS)


def show(options: argparse.Namespace) -> None:
    """Prints the figures of a unit with those below it over some days, one a line."""
    with opened(options, reading) as conn:
        unit = orgs.find(conn, options.unit)
        found = asked.sums(conn, unit.org_no, since=options.since, until=options.day)
    facts = {name: n for name, n in sorted(found.items()) if n}
    tell(options, facts, "\n".join(f"{n:>12} {name}" for name, n in facts.items()) or say("totals.nothing"))
