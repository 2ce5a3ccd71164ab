"""`vaxdesk cleaning survey|list|lists|answers` and, for the group of `people`, `duplicates`."""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec

from vaxdesk.cli.answers import done, refused
from vaxdesk.cli.options import command, unlocked
from vaxdesk.desk.cleaning import answers, pairs, police, survey
from vaxdesk.desk.context import Desk
from vaxdesk.domain.cleaning.answers import Answer, AnswerProblem, ReturnedList
from vaxdesk.domain.cleaning.duplicates import Part, Reason
from vaxdesk.domain.cleaning.findings import Survey
from vaxdesk.domain.cleaning.police import ListKind, VerifyResult
from vaxdesk.domain.refusals import Refused
from vaxdesk.store.files import sorted_os_errors
from vaxdesk.words import language, say

_SHOWN = 50


def add(commands: argparse._SubParsersAction) -> None:
    """Registers the commands of `cleaning`."""
    group = commands.add_parser("cleaning", help=say("cleaning.cli.help")).add_subparsers(required=True)
    command(group, "survey", help="cleaning.cli.help_survey").set_defaults(run=_survey)
    command(group, "lists", help="cleaning.cli.help_lists").set_defaults(run=_lists)
    make = command(group, "list", help="cleaning.cli.help_list")
    make.add_argument("commune", help=say("cleaning.cli.help_commune"))
    make.add_argument("--kind", action="append", choices=[one.value for one in ListKind], default=[])
    make.add_argument("--out", type=Path, required=True, help=say("printing.cli.help_out"))
    make.add_argument("--xlsx", type=Path, help=say("cleaning.cli.help_xlsx"))
    make.set_defaults(run=_list)
    back = command(group, "answers", help="cleaning.cli.help_answers")
    back.add_argument("file", type=Path)
    back.add_argument("--by", default="", help=say("cleaning.cli.help_by"))
    back.add_argument("--dry-run", action="store_true", help=say("cli.help_dry_run"))
    back.set_defaults(run=_answers)


def add_duplicates(group: argparse._SubParsersAction) -> None:
    """Registers `duplicates` in the group of `people`."""
    found = command(group, "duplicates", help="cleaning.cli.help_duplicates")
    found.add_argument("person", nargs="?", default="", help=say("cleaning.cli.help_of_person"))
    found.add_argument("--limit", type=int, default=_SHOWN)
    found.set_defaults(run=_duplicates)


def _survey(args: argparse.Namespace) -> int:
    with unlocked(args, quiet=True) as desk:
        found = survey.survey(desk) or Survey()
    data = {
        "people": found.people,
        "numbers": len(found.numbers),
        "names": len(found.names),
        **{kind.value: found.on_lists(kind) for kind in ListKind},
    }
    return done(args, say("cleaning.cli.survey", **data), data)


def _duplicates(args: argparse.Namespace) -> int:
    with unlocked(args, quiet=True) as desk:
        found = pairs.around(desk, args.person) if args.person else pairs.find(desk) or ()
        shown = [(one, pairs.case(desk, one.one, one.other)) for one in found[: args.limit]]
    lines, data = [], []
    for one, case in shown:
        if case is None:
            continue
        parts = {name: part.value for name, part in case.why.parts.items()} if case.why else {}
        data.append({**msgspec.to_builtins(one), "parts": parts})
        lines.append(say("cleaning.cli.pair", why=_why(one.reason), score=one.score, one=one.one, other=one.other,
                         left=case.left.name, right=case.right.name, differ=_differing(parts)))  # fmt: skip
    if len(found) > args.limit:
        lines.append(say("cleaning.cli.more", n=len(found) - args.limit))
    return done(args, "\n".join(lines) or say("cleaning.cli.no_pairs"), data)


def _why(reason: Reason) -> str:
    return say(f"{Reason.WORDS}.{reason.value}")


def _differing(parts: dict[str, str]) -> str:
    names = [say(f"person.field.{name}") for name, part in parts.items() if part == Part.DIFFERS]
    return ", ".join(names) or "–"


def _list(args: argparse.Namespace) -> int:
    from vaxdesk.desk.cleaning.book import write_list
    from vaxdesk.documents import police_list

    kinds = tuple(ListKind(one) for one in args.kind) or tuple(ListKind)
    with unlocked(args) as desk:
        answer = police.hand_out(desk, police.gather(desk, args.commune, kinds))
    if isinstance(answer, Refused):
        return refused(args, answer)
    out: police.HandedOut = answer.value
    with sorted_os_errors():
        args.out.write_bytes(police_list.render(out.contents, language=language()))
    if args.xlsx:
        write_list(args.xlsx, out.people, no=out.contents.no, code_text=out.contents.code_text, language=language())
    data = {"list": out.entry, "no": out.contents.no, "people": len(out.people)}
    return done(args, say("cleaning.cli.listed", **data), data)


def _lists(args: argparse.Namespace) -> int:
    with unlocked(args, quiet=True) as desk:
        found = police.lists(desk)
    lines = [say("cleaning.cli.list_line", no=one.no, day=one.day, commune=one.commune or "–", people=one.people,
                 answered=one.answered) for one in found]  # fmt: skip
    return done(args, "\n".join(lines) or say("cleaning.cli.no_lists"), [msgspec.to_builtins(one) for one in found])


def _answers(args: argparse.Namespace) -> int:
    with unlocked(args) as desk:
        back = answers.look(desk, args.file)
        if isinstance(back, Refused):
            return refused(args, back)
        if not args.dry_run:
            answer = _take_all(desk, back, args.by)
            if answer is not None:
                return refused(args, answer)
    lines = [say("cleaning.cli.answers", no=back.sheet.no, rows=len(back.answers), taken=len(back.to_take))]
    lines += [f"{one.row}: {_said(one)}" for one in back.answers]
    return done(args, "\n".join(lines), [msgspec.to_builtins(one) for one in back.answers])


def _take_all(desk: Desk, back: ReturnedList, by: str) -> Refused | None:
    rows, at = [one.row for one in back.to_take], 0
    while True:
        answer = answers.take(desk, back, rows=rows, by=by, start=at)
        if isinstance(answer, Refused):
            return answer
        at = answer.value
        if at >= len(rows):
            return None


def _said(one: Answer) -> str:
    if one.problem:
        return say(f"{AnswerProblem.WORDS}.{one.problem.value}", detail=one.detail)
    if one.result is None:
        return say("cleaning.cli.no_answer")
    changes = ", ".join(f"{say(f'person.field.{change.field}')}: {change.now or '–'} → {change.police}"
                        for change in one.changes)  # fmt: skip
    return "; ".join(part for part in (say(f"{VerifyResult.WORDS}.{one.result.value}"), changes) if part)
