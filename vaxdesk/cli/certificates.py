"""`vaxdesk certificates`: of a day (`certificates_day`), and `export PERSON` as other health systems take it."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vaxdesk.cli import certificates_day
from vaxdesk.cli.answers import done, failed, refused
from vaxdesk.cli.options import command, unlocked
from vaxdesk.domain.papers import Paper
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.rights import Act
from vaxdesk.words import say

if TYPE_CHECKING:
    from vaxdesk.certificates.statement import Statement

FORMATS = ("ips", "ddcc")


def add(commands: argparse._SubParsersAction) -> None:
    """Registers the group."""
    group = commands.add_parser("certificates", help=say("interop.help")).add_subparsers(required=True)
    one = command(group, "export", help="interop.help_export")
    one.add_argument("person", help=say("printing.cli.help_person"))
    one.add_argument("--format", choices=FORMATS, default="ips", help=say("interop.help_format"))
    one.add_argument("--out", type=Path, required=True, help=say("interop.help_out"))
    one.set_defaults(run=_export)
    certificates_day.add_to(group)


def document(told: Statement, form: str) -> Any:
    """The document of a statement, ready for JSON."""
    from vaxdesk.certificates import ddcc, ips
    from vaxdesk.registry.rules import fhir, naming

    if form == "ips":
        return ips.bundle(told, naming(), fhir())
    return ddcc.plain(ddcc.sets(told, naming(), document_system=fhir().document_system))


def _export(args: argparse.Namespace) -> int:
    """Writes what the certificate that was issued last says, and then notes that it left the desk."""
    from vaxdesk.cli.papers import person_of
    from vaxdesk.desk import exporting, printing
    from vaxdesk.store.files import write_safely

    with unlocked(args) as desk:
        found = person_of(desk, args.person)
        if len(found) != 1:
            which = "several" if found else "unknown"
            return failed(args, f"printing.cli.person_{which}", code=f"person_{which}", text=args.person)
        told = exporting.statement(desk, found[0])
        if isinstance(told, Refused):
            return refused(args, told)
        barred = desk.refuses(Act.PRINT)
        if barred:
            return refused(args, barred)
        write_safely(args.out, json.dumps(document(told, args.format), ensure_ascii=False, indent=1).encode())
        printing.printed(desk, Paper.CERTIFICATE, of=told.person, pages=0)
    facts = {"person": told.person, "file": str(args.out), "format": args.format, "doses": len(told.doses)}
    return done(args, say("interop.written", name=told.holder.name, n=len(told.doses), file=args.out), facts)
