"""`vaxdesk people find TEXT`."""

from __future__ import annotations

import argparse

from vaxdesk.cli.answers import done
from vaxdesk.cli.options import command, unlocked
from vaxdesk.domain.views import PersonView
from vaxdesk.registry.queries import people
from vaxdesk.words import say

_LIMIT = 50


def add(commands: argparse._SubParsersAction) -> None:
    """Registers the command."""
    group = commands.add_parser("people", help=say("cli.help_people")).add_subparsers(required=True)
    find = command(group, "find", help="cli.help_find")
    find.add_argument("text")
    find.set_defaults(run=_find)


def _find(args: argparse.Namespace) -> int:
    with unlocked(args, quiet=True) as desk, desk.store.reading() as conn:
        found = people.search(conn, desk.store.names, args.text, day=desk.day, limit=_LIMIT)
    lines = [say("cli.person_line", **_data(one)) for one in found]
    return done(args, "\n".join(lines) or say("cli.nobody"), [_data(one) for one in found])


def _data(one: PersonView) -> dict[str, str]:
    return {"id": one.id, "name": one.name, "dob": one.dob, "sex": one.sex, "document": one.doc, "phone": one.tel}
