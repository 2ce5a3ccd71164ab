"""`vaxdesk roster import FILE` and `vaxdesk roster print`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec

from vaxdesk.cli import papers
from vaxdesk.cli.answers import done, failed, refused
from vaxdesk.cli.options import command, unlocked
from vaxdesk.desk import roster
from vaxdesk.domain.headings import HeadingsRefused
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.roster import RowStatus
from vaxdesk.phrases import row_reason
from vaxdesk.words import say


def add(commands: argparse._SubParsersAction) -> None:
    """Registers the commands."""
    group = commands.add_parser("roster", help=say("cli.help_roster")).add_subparsers(required=True)
    take = command(group, "import", help="cli.help_import")
    take.add_argument("file", type=Path)
    take.add_argument("--date", required=True, type=_day, help=say("cli.help_date"))
    take.add_argument("--result", type=Path, help=say("cli.help_result"))
    take.add_argument("--dry-run", action="store_true", help=say("cli.help_dry_run"))
    take.set_defaults(run=_import)
    papers.add_print(group)


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


def _import(args: argparse.Namespace) -> int:
    with unlocked(args, quiet=True) as desk:
        looked = roster.look(desk, args.file, day=args.date, progress=_progress(args))
        if isinstance(looked, HeadingsRefused):
            return failed(args, f"{looked.code.WORDS}.{looked.code.value}", code=looked.code.value)
        if not args.dry_run:
            answer = roster.import_all(desk, looked, progress=_progress(args))
            if isinstance(answer, Refused):
                return refused(args, answer)
    if args.result:
        _write_result(looked, args.result)
    counts = looked.report
    data = {name: getattr(counts, name) for name in ("rows", "accepted", "warnings", "problems", "duplicates")}
    data = {**msgspec.to_builtins(data), "prior_doses": counts.prior_doses}
    lines = [_summary(looked), *(f"{one.row}: {row_reason(one)}" for one in looked.preview.results if _wrong(one))]
    return done(args, "\n".join(lines), data)


def _wrong(result: roster.RowResult) -> bool:
    return result.status in (RowStatus.PROBLEM, RowStatus.DUPLICATE) or bool(result.warnings)


def _summary(looked: roster.Looked) -> str:
    counts = looked.report
    return say(
        "cli.imported",
        rows=counts.rows,
        accepted=counts.accepted,
        warnings=len({line.row for line in counts.warnings}),
        problems=len({line.row for line in counts.problems}),
        duplicates=len(counts.duplicates),
        doses=counts.prior_doses,
    )


def _write_result(looked: roster.Looked, path: Path) -> None:
    from vaxdesk.sheets.result import write_result

    write_result(
        path,
        looked.table,
        looked.preview.columns,
        results=looked.preview.results,
        reason=row_reason,
        heading=say("roster.result_heading"),
    )


def _progress(args: argparse.Namespace) -> Callable[[int, int], None] | None:
    if args.json or not sys.stderr.isatty():
        return None

    def tell(at: int, total: int) -> None:
        sys.stderr.write(f"\r{at} / {total} ")

    return tell
