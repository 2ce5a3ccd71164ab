"""`vaxdesk-server pleas`, `forget` and `erased`: who asked, the erasure, and what still holds somebody (ERASURE.md)."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from sync_server.authority import access
from sync_server.commands.console import Stopped, engine_of, key_of, tell
from sync_server.durable.database import reading, writing
from sync_server.keeping import backups
from sync_server.operating import erasure, pleas
from sync_server.operating.erasure import Going, Plan
from sync_server.segments import erasing
from sync_server.settings import Server
from vaxdesk.domain.plea import PleaStatus
from vaxdesk.words import say

KEPT_DAYS = 30  # how long backups are kept, unless the operator says otherwise


def add(verbs: Any, every: argparse.ArgumentParser) -> None:
    """Adds the commands to the parser."""
    asked = verbs.add_parser("pleas", parents=[every], help=say("erasure.help.pleas"))
    asked.add_argument("--answer", metavar="REF", help=say("erasure.help.answer"))
    asked.add_argument("--basis", default="", metavar="NUMBER", help=say("erasure.help.answer_basis"))
    asked.set_defaults(command=list_pleas)
    forget = verbs.add_parser("forget", parents=[every], help=say("erasure.help.forget"))
    which = forget.add_mutually_exclusive_group(required=True)
    which.add_argument("--person", metavar="REF", help=say("erasure.help.person"))
    which.add_argument("--doc", metavar="NUMBER", help=say("erasure.help.doc"))
    forget.add_argument("--basis", required=True, metavar="NUMBER", help=say("erasure.help.basis"))
    forget.add_argument("--yes", action="store_true", help=say("erasure.help.yes"))
    forget.add_argument("--compact", action="store_true", help=say("erasure.help.compact"))
    forget.set_defaults(command=forget_person)
    listed = verbs.add_parser("erased", parents=[every], help=say("erasure.help.erased"))
    listed.add_argument("--backups", type=Path, metavar="DIR", help=say("erasure.help.backups"))
    listed.add_argument("--kept", type=int, default=KEPT_DAYS, metavar="DAYS", help=say("erasure.help.kept"))
    listed.set_defaults(command=list_erased)


def list_pleas(options: argparse.Namespace) -> int:
    """Lists pleas that wait for an answer; 1 when one is overdue. With `--answer` answers one without an erasure.

    Raises:
        Stopped: an answer without a number, or to no plea that waits.
    """
    engine = engine_of(options)
    try:
        server = Server(engine=engine, key=key_of(options))
        erasure.catch_up(server)
        if options.answer:
            _answer(server, options)
        with reading(engine) as conn:
            found = pleas.waiting(conn, now_ms=server.now_ms())
    finally:
        engine.dispose()
    facts = [{**msgspec.to_builtins(one.plea), "unit": one.unit, "place": one.place} for one in found]
    lines = [say("erasure.answered", ref=options.answer, basis=options.basis)] if options.answer else []
    lines += [_plea(one) for one in found] or [say("erasure.no_pleas")]
    tell(options, {"pleas": facts}, "\n".join(lines))
    return int(any(one.plea.status is PleaStatus.LATE for one in found))


def _answer(server: Server, options: argparse.Namespace) -> None:
    if not any(map(str.isdigit, options.basis)):
        raise Stopped("no_basis")
    with writing(server.engine) as conn:
        if not pleas.answer(conn, server, options.answer, options.basis):
            raise Stopped("no_plea", ref=options.answer)
        access.note(conn, "plea", result=options.basis, at_ms=server.now_ms())
    erasure.catch_up(server)


def _plea(one: pleas.Asked) -> str:
    key = "plea_late" if one.plea.status is PleaStatus.LATE else "plea"
    plea = one.plea
    return say(
        f"erasure.{key}", ref=plea.id, person=plea.person, unit=one.unit, place=one.place, day=plea.day, due=plea.due
    )


def forget_person(options: argparse.Namespace) -> None:
    """Lists what goes; with `--yes` has it go.

    Raises:
        Stopped: nobody, or several people; a basis without a number.
    """
    if not any(map(str.isdigit, options.basis)):
        raise Stopped("no_basis")
    engine = engine_of(options)
    try:
        wanted, orders = _forget(options, Server(engine=engine, key=key_of(options)))
    finally:
        engine.dispose()
    facts = {**msgspec.to_builtins(wanted), "orders": orders}
    tell(options, facts, "\n".join([*_listed(wanted), _sum(wanted, orders, carried_out=options.yes)]))


def _forget(options: argparse.Namespace, server: Server) -> tuple[Plan, list[str]]:
    erasure.catch_up(server)
    with reading(server.engine) as conn:
        record = options.person or _record(conn, options.doc)
        wanted = erasure.plan(conn, record)
    if not wanted.people:
        raise Stopped("no_person")
    if not options.yes:
        return wanted, []
    orders = erasure.carry_out(server, record, basis=options.basis)
    with writing(server.engine) as conn:
        access.note(conn, "forget", result=f"{options.basis} {len(wanted.going)}", at_ms=server.now_ms())
    erasure.clean(server.engine, whole=options.compact)
    return wanted, orders


def list_erased(options: argparse.Namespace) -> int:
    """Lists the decisions carried out, and the backups that were taken before; 1 when one is kept for too long."""
    engine = engine_of(options)
    with reading(engine) as conn:
        done = erasing.decisions(conn)
    engine.dispose()
    taken = _backups(options.backups)
    now_ms = datetime.now(UTC).timestamp() * 1000
    facts, lines, late = [], [], False
    for one in done:
        still = sorted(str(path) for path, at_ms in taken.items() if at_ms <= (one.done_ms or at_ms))
        overdue = bool(still) and now_ms - one.at_ms > options.kept * 86_400_000
        late |= overdue
        facts.append({**msgspec.to_builtins(one), "backups": still, "overdue": overdue})
        key = "waits" if one.waiting else "done"
        counts = {"n": one.entries, "left": one.waiting}
        lines.append(say(f"erasure.decision.{key}", basis=one.basis, at=_day(one.at_ms), **counts))
        lines += [say("erasure.overdue" if overdue else "erasure.still", path=path) for path in still]
    tell(options, {"decisions": facts}, "\n".join(lines) or say("erasure.nobody"))
    return int(late)


def _backups(folder: Path | None) -> dict[Path, int]:
    try:
        return backups.taken(folder) if folder else {}
    except (OSError, msgspec.DecodeError) as error:
        raise Stopped("no_backup", detail=error) from error


def _record(conn: sa.Connection, number: str) -> str:
    found = erasure.records(conn, number)
    if len(found) > 1:
        raise Stopped("several_people", people=", ".join(sorted(found)))
    return next(iter(found), "")


def _listed(wanted: Plan) -> list[str]:
    return [_line("goes", one) for one in wanted.going] + [_line("stays", one) for one in wanted.staying]


def _line(key: str, one: Going) -> str:
    return say(f"erasure.{key}", ref=one.ref, kind=one.kind, feed=one.feed)


def _sum(wanted: Plan, orders: list[str], *, carried_out: bool) -> str:
    counts = {"n": len(wanted.going), "people": len(wanted.people), "stays": len(wanted.staying)}
    if not carried_out:
        return say("erasure.would", **counts)
    return say("erasure.carried_out", orders=len(orders), **counts)


def _day(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone().date().isoformat()
