"""Commands about the tree of units and about the access log."""

from __future__ import annotations

import argparse
import sys

import msgspec
import sqlalchemy as sa

from sync_server.authority import access, orgs
from sync_server.commands.console import Stopped, now_ms, opened, tell
from sync_server.durable.database import reading, writing
from sync_server.operating import org_acts
from vaxdesk.words import say


def list_units(options: argparse.Namespace) -> None:
    """Writes the units in the order of the tree."""
    with opened(options, reading) as conn:
        below = orgs.find(conn, options.org) if options.org else None
        for one in org_acts.listed(conn, below):
            if options.json:
                sys.stdout.write(msgspec.json.encode(one).decode() + "\n")
            else:
                sys.stdout.write("  " * one.depth + _line(one) + "\n")
    sys.stdout.flush()


def move_unit(options: argparse.Namespace) -> None:
    """Hangs a unit under another."""
    with opened(options, writing) as conn:
        unit = orgs.find(conn, options.org)
        under = orgs.find(conn, options.under) if options.under else None
        path = org_acts.move(conn, unit, under, at_ms=now_ms())
    where = under.name if under else say("rights.org.root")
    tell(options, {"org": unit.code, "path": path}, say("rights.org.moved", unit=unit.name, under=where))


def close_unit(options: argparse.Namespace) -> None:
    """Closes a unit."""
    with opened(options, writing) as conn:
        unit = orgs.find(conn, options.org)
        org_acts.close(conn, unit, at_ms=now_ms())
    tell(options, {"org": unit.code}, say("rights.org.closed", unit=unit.name))


def verify_access(options: argparse.Namespace) -> None:
    """Checks the access log, and that it still leads to ends that were written down."""
    with opened(options, reading) as conn:
        found = access.check(conn)
        lost = [end for end in options.end if not _leads(conn, end)]
    if found.broken or lost:
        places = ", ".join([*(f"{one.chain}:{one.place}" for one in found.broken), *lost])
        raise Stopped("access_broken", places=places)
    ends = {str(chain): end for chain, end in found.ends.items()}
    sentence = say("rights.access.holds", n=found.rows)
    tell(
        options,
        {"rows": found.rows, "unchained": found.unchained, "ends": ends},
        "\n".join([sentence, *(f"  {chain}:{end}" for chain, end in ends.items())]),
    )


def _leads(conn: sa.Connection, end: str) -> bool:
    chain, _, written_down = end.partition(":")
    return chain.isascii() and chain.isdigit() and access.leads_to(conn, int(chain), written_down)


def _line(one: org_acts.Listed) -> str:
    code = f"{one.scheme}:{one.code}" if one.scheme else one.code
    old = f" ({' '.join(one.old)})" if one.old else ""
    closed = "" if one.active else f" [{say('rights.org.is_closed')}]"
    return f"{code} {one.name}{old}{closed}"
