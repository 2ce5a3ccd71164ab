"""`vaxdesk-server report KIND --unit UNIT`: a report of a unit and all below it to a file."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from sync_server.authority import access, orgs
from sync_server.commands.console import Stopped, now_ms, opened, tell
from sync_server.durable.database import writing
from vaxdesk.domain.report import dhis2
from vaxdesk.domain.report.asked import Asked, Axis, Format
from vaxdesk.domain.report.table import ReportKind
from vaxdesk.registry import fold
from vaxdesk.words import language, say

_KINDS = [kind.value for kind in ReportKind]


def add(verbs: Any, every: argparse.ArgumentParser) -> None:
    """`report`."""
    one = verbs.add_parser("report", parents=[every], help=say("report.help.server"))
    one.add_argument("kind", choices=_KINDS, metavar="KIND", help=say("report.help.kind", kinds=", ".join(_KINDS)))
    one.add_argument("--unit", required=True, metavar="CODE", help=say("report.help.unit"))
    one.add_argument("--day", required=True, type=_day, metavar="YYYY-MM-DD", help=say("report.help.until"))
    one.add_argument("--since", type=_day, default="", metavar="YYYY-MM-DD", help=say("report.help.since"))
    one.add_argument("--before", type=_day, default="", metavar="YYYY-MM-DD", help=say("report.help.before"))
    one.add_argument("--campaign", default="", metavar="NO", help=say("report.help.campaign"))
    one.add_argument("--product", default="", metavar="CODE", help=say("report.help.product"))
    one.add_argument("--by", choices=[axis.value for axis in Axis], default=Axis.UNIT.value, help=say("report.help.by"))
    one.add_argument("--format", choices=[each.value for each in Format], default=Format.PDF.value,
                     help=say("report.help.format"))  # fmt: skip
    one.add_argument("--mapping", type=Path, metavar="FILE", help=say("report.help.mapping"))
    one.add_argument("--out", type=Path, required=True, metavar="FILE", help=say("report.help.out"))
    one.set_defaults(command=report)


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat() if text else ""


def report(options: argparse.Namespace) -> None:
    """Writes the report; one that names people is noted in the access log.

    Raises:
        Stopped: days the wrong way round, no such format, the file or the mapping cannot be used.
    """
    from sync_server.operating import reports
    from vaxdesk.documents.report import files
    from vaxdesk.documents.report.saying import written

    asked, format_ = _asked(options), Format(options.format)
    mapping = _mapping(options.mapping) if options.mapping else None
    with opened(options, writing) as conn:
        if not fold.is_current(conn):
            raise Stopped("not_read")
        unit = orgs.find(conn, options.unit)
        found = reports.answer(conn, unit, asked, at_ms=now_ms(), mapping=mapping)
        if format_ not in files.offered(asked.kind, found.mapping):
            raise Stopped("report_format")
        data = files.render(found, format_, language=language())
        if files.names_people(asked.kind, format_):
            access.note(conn, "report", result=f"{asked.kind.value} {format_.value} {unit.code}", at_ms=now_ms())
    _write(options.out, data)
    said = written(found.report, language())
    facts = {"file": str(options.out), "kind": asked.kind.value, "unit": found.unit, "since": asked.first,
             "until": asked.until, "balanced": not said.faults, "faults": said.faults}  # fmt: skip
    lines = [say("report.cli.written", title=said.title, file=options.out), *said.faults]
    tell(options, facts, "\n".join(lines))


def _asked(options: argparse.Namespace) -> Asked:
    asked = Asked(
        kind=ReportKind(options.kind),
        until=options.day,
        since=options.since,
        before=options.before,
        campaign=options.campaign,
        product=options.product,
        axis=Axis(options.by),
    )
    if asked.first > asked.until:
        raise Stopped("report_days")
    return asked


def _mapping(path: Path) -> dhis2.Mapping:
    try:
        found = dhis2.load_mapping(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, msgspec.MsgspecError) as error:
        raise Stopped("report_file", path=path, detail=type(error).__name__) from error
    bad = dhis2.bad_identifiers(found)
    if bad:
        raise Stopped("report_identifiers", which=", ".join(bad))
    return found


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise Stopped("report_file", path=path, detail=error.strerror) from error
