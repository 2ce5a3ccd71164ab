"""`vaxdesk certificates list` and `print`: how the certificates of a day stand, and their papers as files."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from vaxdesk.cli.answers import done, failed, refused
from vaxdesk.cli.options import command, unlocked
from vaxdesk.domain.papers import Paper
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.vouching import VouchRow, VouchState
from vaxdesk.words import say

if TYPE_CHECKING:
    from vaxdesk.desk.context import Desk
    from vaxdesk.documents.certificate import CertificateContents

_SIZES = ("a4", "a5")


def add_to(group: argparse._SubParsersAction) -> None:
    """Registers both in the group `certificates`."""
    shown = command(group, "list", help="vouching.cli.help_list")
    shown.add_argument("--day", type=date.fromisoformat, help=say("vouching.cli.help_day"))
    shown.set_defaults(run=_list)
    papers = command(group, "print", help="vouching.cli.help_print")
    whose = papers.add_mutually_exclusive_group(required=True)
    whose.add_argument("person", nargs="?", help=say("printing.cli.help_person"))
    whose.add_argument("--day", type=date.fromisoformat, help=say("vouching.cli.help_day"))
    papers.add_argument("--out", type=Path, required=True, metavar="DIR", help=say("vouching.cli.help_out"))
    papers.add_argument("--size", choices=_SIZES, type=str.lower, default="a4", help=say("printing.cli.help_size"))
    papers.set_defaults(run=_print)


def _list(args: argparse.Namespace) -> int:
    from vaxdesk.desk import vouching

    with unlocked(args) as desk:
        found = vouching.day(desk, args.day.isoformat() if args.day else "")
    lines = [_line(one) for one in found.rows] or [say("vouching.none")]
    others = ", ".join(say("vouching.day_with", day=one, n=n) for one, n in found.others if n)
    lines += [say("vouching.elsewhere", days=others)] if others else []
    data = {"day": found.day, "people": found.rows, "to_sign": len(found.to_sign), "others": dict(found.others)}
    return done(args, "\n".join(lines), msgspec.to_builtins(data))


def _line(row: VouchRow) -> str:
    wait = say(f"certifying.wait.{row.wait}") if row.wait else ""
    state = say(f"{VouchState.WORDS}.{row.state.value}")
    return "  ".join(filter(None, (row.person.id, row.person.name, row.person.dob, state, wait)))


def _print(args: argparse.Namespace) -> int:
    """Issues those that are due, and writes one file a person; whoever can have none is left out and named."""
    from vaxdesk.cli.papers import person_of
    from vaxdesk.desk import certificates, vouching

    with unlocked(args) as desk:
        if args.day:
            people = [one.person.id for one in vouching.day(desk, args.day.isoformat()).rows if one.doses]
        else:
            people = person_of(desk, args.person)
            if len(people) != 1:
                which = "several" if people else "unknown"
                return failed(args, f"printing.cli.person_{which}", code=f"person_{which}", text=args.person)
        issued = certificates.issue_all(desk, people)
        if isinstance(issued, Refused):
            return refused(args, issued)
        says = {one: certificates.contents(desk, one) for one in people}
        out = {one: made.reason.value for one, made in says.items() if isinstance(made, Refused)}
        if not args.day and out:
            return refused(args, next(iter(says.values())))  # type: ignore[arg-type]
        ready = {one: made for one, made in says.items() if not isinstance(made, Refused)}
        written = list(_written(desk, args, ready))
    data = {"files": written, "left_out": out}
    return done(args, say("vouching.cli.printed", n=len(written), folder=args.out), data)


def _written(
    desk: Desk, args: argparse.Namespace, ready: dict[str, CertificateContents]
) -> Iterable[dict[str, Any]]:
    """Writes the files, and that each left the desk.

    Raises:
        Trouble: DISK_FULL, FILE_NOT_WRITABLE; what was written until then is noted.
    """
    from vaxdesk.cli.papers import write
    from vaxdesk.desk import printing
    from vaxdesk.documents import certificate
    from vaxdesk.store.files import sorted_os_errors

    with sorted_os_errors():
        args.out.mkdir(parents=True, exist_ok=True)
    for person, says in ready.items():
        file = args.out / say("certificates.file", name=person)
        write(file, certificate.render(says, size=args.size.upper()))
        printing.printed(desk, Paper.CERTIFICATE, of=person, pages=1)
        code = "centre" if says.centre else "slip" if says.is_slip else "site"
        yield {"person": person, "file": str(file), "code": code}
