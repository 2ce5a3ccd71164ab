"""`vaxdesk catchup list`, `catchup form FILE`, `catchup take FILE --stack REF`: paper typed elsewhere, into a stack."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from vaxdesk.cli.answers import done, refused
from vaxdesk.cli.options import command, unlocked
from vaxdesk.desk.catchup import stacks, taking
from vaxdesk.desk.catchup.taking import Taken
from vaxdesk.domain.catchup.listing import Amiss, Column, Fate, Fault
from vaxdesk.domain.catchup.stack import StackView
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.registration import PersonFlaw
from vaxdesk.words import known, say


def add(commands: argparse._SubParsersAction) -> None:
    """Registers the commands."""
    group = commands.add_parser("catchup", help=say("catchup.cli.help")).add_subparsers(required=True)
    command(group, "list", help="catchup.cli.help_list").set_defaults(run=_list)
    form = command(group, "form", help="catchup.cli.help_form")
    form.add_argument("file", type=Path)
    form.set_defaults(run=_form)
    take = command(group, "take", help="catchup.cli.help_take")
    take.add_argument("file", type=Path)
    take.add_argument("--stack", required=True, help=say("catchup.cli.help_stack"))
    take.add_argument("--result", type=Path, help=say("cli.help_result"))
    take.add_argument("--enter-new", action="store_true", help=say("catchup.cli.help_enter_new"))
    take.add_argument("--dry-run", action="store_true", help=say("cli.help_dry_run"))
    take.set_defaults(run=_take)


def _list(args: argparse.Namespace) -> int:
    with unlocked(args, quiet=True) as desk:
        found = stacks.stacks(desk)
    data = [{**msgspec.to_builtins(one), "missing": one.missing, "over": one.over} for one in found]
    return done(args, "\n".join(map(_stack, found)) or say("catchup.no_stacks"), data)


def _form(args: argparse.Namespace) -> int:
    from vaxdesk.sheets.typed_sheets import write_form

    write_form(args.file)
    return done(args, say("catchup.cli.form", file=args.file), {"file": str(args.file)})


def _take(args: argparse.Namespace) -> int:
    from vaxdesk.sheets.typed_sheets import read_typed, write_taken

    with unlocked(args, quiet=True) as desk:
        read = read_typed(args.file)
        rows = taking.take(
            desk, args.stack, read.lines, enter_new=args.enter_new, dry=args.dry_run, progress=_progress(args)
        )
        if isinstance(rows, Refused):
            return refused(args, rows)
        stack = next(one for one in stacks.stacks(desk) if one.id == args.stack)
    reasons = {one.row: _reason(one) for one in rows}
    if args.result:
        fates, warned = {one.row: one.fate for one in rows}, frozenset(one.row for one in rows if _amiss(one))
        write_taken(args.result, read, fates=fates, reasons=reasons, warned=warned)
    counts = {fate.value: sum(one.fate is fate for one in rows) for fate in Fate}
    odd = [f"{one.row}: {reasons[one.row]}" for one in rows if one.fate is not Fate.SAVED or _amiss(one)]
    lines = [say("catchup.cli.taken", rows=len(rows), **counts), *odd, _stack(stack)]
    data = {**counts, "rows": [_row(one, reasons[one.row]) for one in rows], "stack": msgspec.to_builtins(stack)}
    return done(args, "\n".join(lines), data)


def _row(one: Taken, text: str) -> dict[str, Any]:
    code = one.why.reason.value if isinstance(one.why, Refused) else one.why.code.value if one.why else ""
    said = {"row": one.row, "fate": one.fate.value, "sheet": one.no, "name": one.name, "new": one.new}
    return {**said, "code": code, "warnings": list(one.warnings), "text": text}


def _stack(one: StackView) -> str:
    place = say("catchup.here") if one.here else one.place
    facts = {"day": one.day, "product": one.product, "lot": one.lot_no or "-", "place": place}
    line = say("catchup.cli.stack", ref=one.id, typed=one.typed, sheets=one.sheets, missing=one.missing, **facts)
    said = [say("catchup.over", n=one.over)] if one.over else []
    said += [say("catchup.twice.count", n=one.twice)] if one.twice else []
    return "; ".join([line, *said])


def _reason(one: Taken) -> str:
    """One text for a row: what became of it, then why, or what is to be looked at."""
    said = [say(f"{Fate.WORDS}.{one.fate.value}", no=one.no, name=one.name)]
    if one.new and one.fate is Fate.SAVED:
        said.append(say("catchup.list.entered"))
    if isinstance(one.why, Refused):
        said.append(say(f"refusal.reason.{one.why.reason.value}", **one.why.facts))
    elif one.why is not None:
        said.append(_fault(one.why))
    return "; ".join([*said, *_amiss(one)])


def _amiss(one: Taken) -> list[str]:
    return [say(f"catchup.warning.{code}") for code in one.warnings if known(f"catchup.warning.{code}")]


def _fault(fault: Fault) -> str:
    facts = dict(fault.facts)
    if fault.code in (Amiss.UNREADABLE, Amiss.DIFFERS):
        facts["column"] = say(f"{Column.WORDS}.{facts['column']}")
    if fault.code is Amiss.FLAWED:
        facts = {"flaw": say(f"{PersonFlaw.WORDS}.{facts['flaw']}")}
    return say(f"{Amiss.WORDS}.{fault.code.value}", **facts)


def _progress(args: argparse.Namespace) -> Callable[[int, int], None] | None:
    if args.json or not sys.stderr.isatty():
        return None

    def tell(at: int, total: int) -> None:
        sys.stderr.write(f"\r{at} / {total} ")

    return tell
