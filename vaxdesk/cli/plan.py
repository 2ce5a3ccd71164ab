"""`vaxdesk plan list`, `print` and `book`: planned sessions, their papers and the workbook of invitations."""

from __future__ import annotations

import argparse
from pathlib import Path

from vaxdesk.cli.answers import done, refused
from vaxdesk.cli.options import command, unlocked
from vaxdesk.domain.papers import Paper
from vaxdesk.domain.plan.session import SessionView
from vaxdesk.domain.refusals import Refused
from vaxdesk.store.files import sorted_os_errors
from vaxdesk.words import say

_PAPERS = {
    "invitations": Paper.INVITATIONS,
    "slips": Paper.INVITATION_SLIPS,
    "session": Paper.SESSION_PLAN,
}


def add(commands: argparse._SubParsersAction) -> None:
    """Registers the commands."""
    group = commands.add_parser("plan", help=say("plan.cli.help")).add_subparsers(required=True)
    command(group, "list", help="plan.cli.help_list").set_defaults(run=_list)
    paper = command(group, "print", help="plan.cli.help_print")
    paper.add_argument("session", help=say("plan.cli.help_session"))
    paper.add_argument("--paper", choices=_PAPERS, default="invitations", help=say("plan.cli.help_paper"))
    paper.add_argument("--out", type=Path, required=True, help=say("printing.cli.help_out"))
    paper.set_defaults(run=_print)
    book = command(group, "book", help="plan.cli.help_book")
    book.add_argument("session", help=say("plan.cli.help_session"))
    book.add_argument("--out", type=Path, required=True, help=say("plan.cli.help_book_out"))
    book.set_defaults(run=_book)


def _list(args: argparse.Namespace) -> int:
    from vaxdesk.desk.plan import sessions

    with unlocked(args, quiet=True) as desk:
        found = sessions.board(desk).sessions
    return done(args, "\n".join(map(_line, found)), [_data(one) for one in found])


def _print(args: argparse.Namespace) -> int:
    from vaxdesk.desk import printing
    from vaxdesk.desk.plan import papers
    from vaxdesk.documents import plan_invitations, plan_session, plan_slips
    from vaxdesk.documents.sheet import page_count

    gather = papers.session if args.paper == "session" else papers.invitations
    draw = {"session": plan_session, "slips": plan_slips}.get(args.paper, plan_invitations).render
    with unlocked(args) as desk:
        contents = gather(desk, args.session)
        if isinstance(contents, Refused):
            return refused(args, contents)
        pdf = draw(contents)
        with sorted_os_errors():
            args.out.write_bytes(pdf)
        printing.printed(desk, _PAPERS[args.paper], of=args.session, pages=page_count(pdf), day=contents.day)
    return done(args, say("plan.saved", file=args.out), {"file": str(args.out), "day": contents.day})


def _book(args: argparse.Namespace) -> int:
    from vaxdesk.desk.plan import sessions
    from vaxdesk.sheets.plan_book import write_invitations

    with unlocked(args, quiet=True) as desk:
        page = sessions.page(desk, args.session)
    if isinstance(page, Refused):
        return refused(args, page)
    people = [(one.slot, one.person) for one in page.people]
    write_invitations(args.out, day=page.session.day, place=page.session.place, people=people)
    return done(args, say("plan.saved", file=args.out), {"file": str(args.out), "people": len(people)})


def _line(one: SessionView) -> str:
    return f"{one.id}  {one.day}  {one.people}/{one.places}  {one.place}".rstrip()


def _data(one: SessionView) -> dict[str, object]:
    return {
        "id": one.id,
        "day": one.day,
        "place": one.place,
        "products": list(one.products),
        "kinds": list(one.kinds),
        "closed": one.closed,
        "slots": one.slots,
        "filled": one.filled,
    }
