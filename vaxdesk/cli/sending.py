"""`vaxdesk connect URL CODE` and `vaxdesk sync`."""

from __future__ import annotations

import argparse
from pathlib import Path

from vaxdesk.cli.answers import done, failed
from vaxdesk.cli.options import command, unlocked
from vaxdesk.desk import farewell, sending, status
from vaxdesk.journal.enrolment import Refusal
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.words import say


def add(commands: argparse._SubParsersAction) -> None:
    """Registers the commands."""
    connect = command(commands, "connect", help="cli.help_connect")
    connect.add_argument("url")
    connect.add_argument("code")
    connect.add_argument("--ca", type=Path, help=say("cli.help_ca"))
    connect.set_defaults(run=_connect)
    command(commands, "sync", help="cli.help_sync").set_defaults(run=_sync)


def _connect(args: argparse.Namespace) -> int:
    ca = _authority(args.ca) if args.ca else ""
    if ca is None:
        return failed(args, f"{Refusal.WORDS}.{Refusal.BAD_CA.value}", code=Refusal.BAD_CA.value)
    with unlocked(args, quiet=True) as desk:
        answer = sending.connect(desk, args.url, args.code, ca=ca)
    if isinstance(answer, Refusal):
        return failed(args, f"{answer.WORDS}.{answer.value}", code=answer.value)
    data = {"server": answer.url, "unit": answer.unit_code, "name": answer.unit_name}
    return done(args, say("cli.connected", server=answer.url, unit=answer.unit_name), data)


def _authority(path: Path) -> str | None:
    """The text of a file of authorities; None where there is none."""
    try:
        return path.read_text(encoding="utf-8").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def _sync(args: argparse.Namespace) -> int:
    with unlocked(args, quiet=True) as desk:
        try:
            report = sending.send_all(desk)
        except Trouble as trouble:
            if trouble.code is not TroubleCode.DEVICE_REVOKED:
                raise
            farewell.part(desk)
            raise Trouble(TroubleCode.STATION_ERASED) from None
        now = status.of(desk)
    left = [one for one in report.refused if not one.is_settled]
    refused = [{"log": one.log, "verdict": one.verdict.value} for one in left]
    data = {
        "rounds": report.rounds,
        "confirmed": report.confirmed,
        "received": report.taken,
        "rescued": report.rescued,
        "waiting": now.waiting,
        "refused": refused,
    }
    if refused:
        return failed(args, "cli.status_refused", code="refused", n=len(refused))
    text = say("cli.synced", n=report.confirmed, taken=report.taken, waiting=now.waiting)
    rescued = "\n" + say("sync.result.rescued", n=report.rescued) if report.rescued else ""
    return done(args, text + rescued, data)
