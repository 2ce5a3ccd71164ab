"""`vaxdesk places import FILE`, `places export LIST FILE`, `places staff`."""

from __future__ import annotations

import argparse
from pathlib import Path

from vaxdesk.cli.answers import done, failed, refused
from vaxdesk.cli.options import command, unlocked
from vaxdesk.desk.places import importing, lists
from vaxdesk.domain.headings import HeadingsRefused
from vaxdesk.domain.places.matching import Fate
from vaxdesk.domain.places.records import FIELDS, What
from vaxdesk.domain.refusals import Refused
from vaxdesk.phrases import place_headings, place_reason, value_text
from vaxdesk.words import say


def add(commands: argparse._SubParsersAction) -> None:
    """Registers the commands."""
    group = commands.add_parser("places", help=say("places.cli.help")).add_subparsers(required=True)
    take = command(group, "import", help="places.cli.help_import")
    take.add_argument("file", type=Path)
    take.add_argument("--list", choices=[one.value for one in What], help=say("places.cli.help_list"))
    take.add_argument("--result", type=Path, help=say("cli.help_result"))
    take.add_argument("--dry-run", action="store_true", help=say("cli.help_dry_run"))
    take.set_defaults(run=_import)
    give = command(group, "export", help="places.cli.help_export")
    give.add_argument("list", choices=[one.value for one in What])
    give.add_argument("file", type=Path)
    give.set_defaults(run=_export)


def _import(args: argparse.Namespace) -> int:
    with unlocked(args, quiet=True) as desk:
        looked = importing.look(desk, args.file, what=What(args.list) if args.list else None)
        if isinstance(looked, HeadingsRefused):
            return failed(args, f"places.refusal.{looked.code.value}", code=looked.code.value)
        if not args.dry_run:
            answer = importing.take_all(desk, looked)
            if isinstance(answer, Refused):
                return refused(args, answer)
    reasons = {row.row: place_reason(row) for row in looked.rows}
    if args.result:
        from vaxdesk.sheets.places import write_place_result

        write_place_result(args.result, looked.table, looked.columns, rows=looked.rows, reasons=reasons,
                           heading=say("places.result_heading"))
    counts = {fate.value: sum(row.fate is fate for row in looked.rows) for fate in Fate}
    what = say(f"{What.WORDS}.{looked.columns.what.value}")
    odd = [f"{row.row}: {reasons[row.row]}" for row in looked.rows if row.fate is not Fate.TAKEN]
    lines = [say("places.cli.imported", what=what, rows=len(looked.rows), **counts), *odd]
    return done(args, "\n".join(lines), {"list": looked.columns.what.value, "rows": len(looked.rows), **counts})


def _export(args: argparse.Namespace) -> int:
    from vaxdesk.sheets.places import write_records

    what = What(args.list)
    with unlocked(args, quiet=True) as desk:
        records = [one for one in lists.all_of(desk) if one.what is what]
    texts = [{key: value_text(key, one.get(key)) for key in FIELDS[what]} for one in records]
    write_records(args.file, what, title=say(f"{What.WORDS}.{what.value}"), headings=place_headings(what), texts=texts)
    return done(args, say("places.cli.exported", n=len(records), file=args.file), {"rows": len(records)})
