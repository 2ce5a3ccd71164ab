"""`vaxdesk units find TEXT`, `units became CODE`, `units waiting`."""

from __future__ import annotations

import argparse

from vaxdesk.cli.answers import done
from vaxdesk.cli.options import command, unlocked
from vaxdesk.desk.places import units
from vaxdesk.domain.places.communes import Commune
from vaxdesk.phrases import commune_text
from vaxdesk.words import say


def add(commands: argparse._SubParsersAction) -> None:
    """Registers the commands."""
    group = commands.add_parser("units", help=say("places.cli.help_units")).add_subparsers(required=True)
    find = command(group, "find", help="places.cli.help_find")
    find.add_argument("text", nargs="+")
    find.set_defaults(run=_find)
    became = command(group, "became", help="places.cli.help_became")
    became.add_argument("code")
    became.set_defaults(run=_became)
    waiting = command(group, "waiting", help="places.cli.help_waiting")
    waiting.set_defaults(run=_waiting)


def _find(args: argparse.Namespace) -> int:
    return _told(args, units.find(" ".join(args.text)))


def _became(args: argparse.Namespace) -> int:
    return _told(args, units.became(args.code))


def _told(args: argparse.Namespace, found: tuple[Commune, ...]) -> int:
    text = "\n".join(map(commune_text, found)) or say("places.cli.none")
    return done(args, text, found)


def _waiting(args: argparse.Namespace) -> int:
    with unlocked(args, quiet=True) as desk:
        found = units.waiting(desk)
    lines = []
    for one in found:
        name = one.choice.old.name if one.choice else one.code
        into = ", ".join(candidate.name for candidate in one.choice.candidates) if one.choice else "?"
        key = "places.cli.choose" if one.needs_choice else "places.cli.ready"
        lines.append(say(key, code=one.code, name=name, people=one.people, into=into))
    data = [{"code": one.code, "people": one.people, "needs_choice": one.needs_choice} for one in found]
    return done(args, "\n".join(lines) or say("places.cli.none_waiting"), data)
