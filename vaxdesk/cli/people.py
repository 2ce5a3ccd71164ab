"""`vaxdesk people find TEXT` and `duplicates` here, and `vaxdesk people look-up DOC` at the server."""

from __future__ import annotations

import argparse

from vaxdesk.cli import cleaning
from vaxdesk.cli.answers import done, refused
from vaxdesk.cli.options import command, unlocked
from vaxdesk.desk import identify, lookup
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.views import DoseView, PersonView
from vaxdesk.words import say

_LIMIT = 50


def add(commands: argparse._SubParsersAction) -> None:
    """Registers the command."""
    group = commands.add_parser("people", help=say("cli.help_people")).add_subparsers(required=True)
    find = command(group, "find", help="cli.help_find")
    find.add_argument("text")
    find.set_defaults(run=_find)
    look_up = command(group, "look-up", help="cli.help_look_up")
    look_up.add_argument("doc", nargs="?", default="", help=say("cli.help_look_up_doc"))
    for fact in ("name", "dob", "tel"):
        look_up.add_argument(f"--{fact}", default="", help=say("cli.help_look_up_or"))
    look_up.set_defaults(run=_look_up)
    cleaning.add_duplicates(group)


def _find(args: argparse.Namespace) -> int:
    with unlocked(args, quiet=True) as desk:
        found = [one.person for one in identify.search(desk, args.text, limit=_LIMIT)]
    lines = [say("cli.person_line", **_data(one)) for one in found]
    return done(args, "\n".join(lines) or say("cli.nobody"), [_data(one) for one in found])


def _look_up(args: argparse.Namespace) -> int:
    with unlocked(args, quiet=True) as desk:
        answer = lookup.look_up(desk, doc=args.doc, name=args.name, dob=args.dob, tel=args.tel)
    if isinstance(answer, Refused):
        return refused(args, answer)
    lines, data = [], []
    for one in answer.found:
        doses = [_dose(dose) for dose in one.doses]
        lines += [say("cli.person_line", **_data(one.person)), *(say("cli.look_up_dose", **dose) for dose in doses)]
        data.append({**_data(one.person), "doses": doses})
    if answer.more:
        lines.append(say("cli.look_up_more"))
    return done(args, "\n".join(lines) or say("cli.nobody"), data)


def _data(one: PersonView) -> dict[str, str]:
    return {"id": one.id, "name": one.name, "dob": one.dob, "sex": one.sex, "document": one.doc, "phone": one.tel}


def _dose(one: DoseView) -> dict[str, str]:
    return {"date": one.date, "product": one.product or one.product_text, "lot": one.lot}
