"""`vaxdesk init`, `status`, `backup`, `restore`."""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec

from vaxdesk.cli.answers import done, failed
from vaxdesk.cli.options import command, password, unlocked
from vaxdesk.desk import board, station, status
from vaxdesk.domain import times
from vaxdesk.domain.passwords import PasswordFault, fault
from vaxdesk.store import backup
from vaxdesk.words import say


def add(commands: argparse._SubParsersAction) -> None:
    """Registers the commands."""
    init = command(commands, "init", help="cli.help_init")
    init.add_argument("--station", required=True, help=say("cli.help_station"))
    init.add_argument("--name", required=True, help=say("cli.help_name"))
    init.add_argument("--user", required=True, help=say("cli.help_user"))
    init.set_defaults(run=_init)
    command(commands, "status", help="cli.help_status").set_defaults(run=_status)
    copy = command(commands, "backup", help="cli.help_backup")
    copy.add_argument("file", type=Path)
    copy.set_defaults(run=_backup)
    back = command(commands, "restore", help="cli.help_restore")
    back.add_argument("file", type=Path)
    back.set_defaults(run=_restore)


def _init(args: argparse.Namespace) -> int:
    given = password()
    weak: PasswordFault | None = fault(given)
    if weak is not None:
        return failed(args, f"entrance.password.{weak.value}", code=weak.value)
    login = args.login or args.user
    opened = station.create(
        args.home, station=args.station, name=args.name, user=args.user, login=login, password=given
    )
    opened.desk.store.close()
    data = {"home": str(args.home), "station": args.station, "login": login, "recovery": opened.recovery}
    return done(args, say("cli.made", home=args.home, words=opened.recovery), data)


def _status(args: argparse.Namespace) -> int:
    with unlocked(args, quiet=True) as desk:
        now = status.of(desk)
        counts = board.counts(desk)
    data = {**msgspec.to_builtins(now), "day": desk.day, "listed": counts.listed, "received": counts.received}
    return done(args, "\n".join(_sentences(now)), data)


def _sentences(now: status.Status) -> list[str]:
    lines = [say("cli.status_saved", n=now.saved, people=now.people)]
    if not now.enrolled:
        return [*lines, say("cli.status_alone")]
    if now.waiting:
        since = f"{times.clock_of(now.waiting_since)} {times.day_of(now.waiting_since)}"
        lines.append(say("cli.status_waiting", n=now.waiting, since=since, kb=max(1, now.waiting_bytes // 1000)))
    else:
        lines.append(say("cli.status_all_sent"))
    if now.refused:
        lines.append(say("cli.status_refused", n=len(now.refused)))
    heard = now.last_contact
    contact = f"{times.clock_of(heard)} {times.day_of(heard)}" if heard else ""
    return [*lines, say("cli.status_contact", at=contact) if heard else say("cli.status_never")]


def _backup(args: argparse.Namespace) -> int:
    with unlocked(args, quiet=True) as desk:
        size = backup.write(desk.store, args.file)
    return done(args, say("cli.backed_up", file=args.file, size=size), {"file": str(args.file), "bytes": size})


def _restore(args: argparse.Namespace) -> int:
    backup.restore(args.file, args.home)
    return done(args, say("cli.restored", home=args.home), {"home": str(args.home)})
