"""`vaxdesk certificate PERSON` and, for the group of `roster`, `print`."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from vaxdesk.cli.answers import done, failed, refused
from vaxdesk.cli.options import command, unlocked
from vaxdesk.desk.context import Desk
from vaxdesk.domain.papers import Paper
from vaxdesk.domain.refusals import Allowed, Refused
from vaxdesk.journal import ref
from vaxdesk.store.files import sorted_os_errors
from vaxdesk.words import say

_SIZES = ("a4", "a5")
_SLOTS = range(1, 8)


def add(commands: argparse._SubParsersAction) -> None:
    """Registers `certificate`."""
    one = command(commands, "certificate", help="cli.help_certificate")
    one.add_argument("person", help=say("printing.cli.help_person"))
    one.add_argument("--out", type=Path, required=True, help=say("printing.cli.help_out"))
    one.add_argument("--size", choices=_SIZES, type=str.lower, default="a4", help=say("printing.cli.help_size"))
    one.add_argument("--slot", type=int, choices=_SLOTS, help=say("printing.cli.help_slot"))
    one.set_defaults(run=_certificate)


def add_print(group: argparse._SubParsersAction) -> None:
    """Registers `print` in the group of `roster`."""
    sheet = command(group, "print", help="printing.cli.help_roster_print")
    sheet.add_argument("--date", type=date.fromisoformat, help=say("printing.cli.help_date"))
    sheet.add_argument("--out", type=Path, required=True, help=say("printing.cli.help_out"))
    sheet.add_argument("--blank", action="store_true", help=say("printing.cli.help_blank"))
    sheet.set_defaults(run=_roster)


def _certificate(args: argparse.Namespace) -> int:
    """Issues the certificate if it is due, and writes it; one issued before is written again."""
    from vaxdesk.desk import certificates, printing
    from vaxdesk.documents import certificate

    with unlocked(args) as desk:
        found = person_of(desk, args.person)
        if len(found) != 1:
            which = "several" if found else "unknown"
            return failed(args, f"printing.cli.person_{which}", code=f"person_{which}", text=args.person)
        person = found[0]
        sheet = certificates.sheet(desk, person)
        if not isinstance(sheet, Refused) and not sheet.doses:
            return failed(args, "certificates.no_doses", code="no_doses")
        if not isinstance(sheet, Refused) and isinstance(sheet.may_issue, Allowed):
            issued = certificates.issue(desk, person)
            if isinstance(issued, Refused):
                return refused(args, issued)
        says = certificates.contents(desk, person)
        if isinstance(says, Refused):
            return refused(args, says)
        if args.slot and args.slot not in [dose.slot for dose in says.doses]:
            return failed(args, "printing.cli.no_slot", code="no_slot", slot=args.slot)
        write(args.out, certificate.render(says, size=args.size.upper(), only_slot=args.slot))
        printing.printed(desk, Paper.CERTIFICATE, of=person, pages=1)
    data = {"person": person, "file": str(args.out), "code": says.code, "doses": says.doses}
    return done(args, say("printing.cli.certificate", name=says.name, file=args.out), data)


def _roster(args: argparse.Namespace) -> int:
    from vaxdesk.desk import paper_roster, printing
    from vaxdesk.documents import roster

    with unlocked(args) as desk:
        day = args.date.isoformat() if args.date else desk.day
        says = paper_roster.day_form(desk, day=day) if args.blank else paper_roster.roster(desk, day=day)
        people = sum(bool(row.code) for row in says.rows)
        if not people and not args.blank:
            return failed(args, "printing.cli.nobody_listed", code="nobody_listed", day=day)
        write(args.out, (roster.render_blank if args.blank else roster.render)(says))
        pages = max(1, -(-len(says.rows) // roster.ROWS_A_PAGE))
        printing.printed(desk, Paper.DAY_FORM if args.blank else Paper.ROSTER, pages=pages, day=day)
    data = {"day": day, "file": str(args.out), "people": people, "rows": len(says.rows), "pages": pages}
    return done(args, say("printing.cli.roster", n=people, pages=pages, file=args.out), data)


def person_of(desk: Desk, text: str) -> list[str]:
    """References of the people meant: by reference as `people find` prints it, else by document number."""
    from vaxdesk.registry.queries import people

    given = text.strip()
    with desk.store.reading() as conn:
        if _is_reference(given):
            one = people.by_ref(conn, desk.store.names, given)
            return [one.id] if one is not None and not one.voided else []
        number = given.replace(" ", "").upper()
        found = people.by_number(conn, desk.store.names, number)
    return [one.id for one in found if number in (one.doc, one.old_doc, one.bhyt)]


def _is_reference(text: str) -> bool:
    try:
        ref.split(text)
    except ValueError:
        return False
    return True


def write(path: Path, data: bytes) -> None:
    """Writes a file.

    Raises:
        Trouble: DISK_FULL, FILE_NOT_WRITABLE.
    """
    with sorted_os_errors():
        path.write_bytes(data)
