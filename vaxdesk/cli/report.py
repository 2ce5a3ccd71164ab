"""`vaxdesk report KIND`: a report of this station to a file, and what in it does not balance."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

import msgspec

from vaxdesk.cli.answers import done, failed, refused
from vaxdesk.cli.options import command, unlocked
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.report import dhis2
from vaxdesk.domain.report.asked import Asked, Axis, Format
from vaxdesk.domain.report.table import ReportKind
from vaxdesk.store.files import write_safely
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.words import language, say

_KINDS = tuple(kind.value for kind in ReportKind)


def add(commands: argparse._SubParsersAction) -> None:
    """Registers `report`."""
    one = command(commands, "report", help="report.help.about")
    one.add_argument("kind", choices=_KINDS, metavar="KIND", help=say("report.help.kind", kinds=", ".join(_KINDS)))
    one.add_argument("--day", type=_day, default="", metavar="YYYY-MM-DD", help=say("report.help.day"))
    one.add_argument("--since", type=_day, default="", metavar="YYYY-MM-DD", help=say("report.help.since"))
    one.add_argument("--before", type=_day, default="", metavar="YYYY-MM-DD", help=say("report.help.before"))
    one.add_argument("--campaign", default="", metavar="NO", help=say("report.help.campaign"))
    one.add_argument("--product", default="", metavar="CODE", help=say("report.help.product"))
    axes = [axis.value for axis in Axis]
    one.add_argument("--by", choices=axes, default=Axis.GROUP.value, help=say("report.help.by"))
    one.add_argument("--format", choices=[each.value for each in Format], default=Format.PDF.value,
                     help=say("report.help.format"))  # fmt: skip
    one.add_argument("--mapping", type=Path, metavar="FILE", help=say("report.help.mapping"))
    one.add_argument("--out", type=Path, required=True, help=say("report.help.out"))
    one.set_defaults(run=_report)


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat() if text else ""


def _report(args: argparse.Namespace) -> int:
    from vaxdesk.desk.report import answering
    from vaxdesk.documents.report import files
    from vaxdesk.documents.report.saying import written

    format_ = Format(args.format)
    with unlocked(args) as desk:
        asked = _asked(args, args.day or desk.day)
        if asked.first > asked.until:
            return failed(args, "report.cli.days_turned", code="days_turned")
        found = answering.refuses(desk, asked.kind, format_) or answering.answer(desk, asked)
        if isinstance(found, Refused):
            return refused(args, found)
        if args.mapping:
            found = msgspec.structs.replace(found, mapping=_mapping(args.mapping))
            bad = dhis2.bad_identifiers(found.mapping)
            if bad:
                return failed(args, "report.cli.bad_identifiers", code="bad_identifiers", which=", ".join(bad))
        if format_ not in files.offered(asked.kind, found.mapping):
            return failed(args, "report.cli.no_format", code="no_format")
        write_safely(args.out, files.render(found, format_, language=language()))
        answering.given_out(desk, asked)
    said = written(found.report, language())
    data = {"file": str(args.out), "kind": asked.kind.value, "since": asked.first, "until": asked.until,
            "balanced": not said.faults, "faults": said.faults}  # fmt: skip
    return done(args, "\n".join([say("report.cli.written", title=said.title, file=args.out), *said.faults]), data)


def _asked(args: argparse.Namespace, until: str) -> Asked:
    return Asked(
        kind=ReportKind(args.kind),
        until=until,
        since=args.since,
        before=args.before,
        campaign=args.campaign,
        product=args.product,
        axis=Axis(args.by),
    )


def _mapping(path: Path) -> dhis2.Mapping:
    """A district's own identifiers.

    Raises:
        Trouble: FILE_UNREADABLE.
    """
    try:
        return dhis2.load_mapping(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, msgspec.MsgspecError) as error:
        raise Trouble(TroubleCode.FILE_UNREADABLE, type(error).__name__) from error
