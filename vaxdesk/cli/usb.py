"""`vaxdesk usb out DIR`, `usb in FILE`, `usb carry FILE`, `usb join INVITATION DIR`: exchange without a line."""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec

from vaxdesk.cli.answers import done, failed
from vaxdesk.cli.options import command, unlocked
from vaxdesk.desk import usb
from vaxdesk.desk.usb import Joined, Package
from vaxdesk.domain.stick import StickAnswer
from vaxdesk.journal.bundle import Fault
from vaxdesk.journal.enrolment import Refusal
from vaxdesk.phrases import stick_answer
from vaxdesk.words import say


def add(commands: argparse._SubParsersAction) -> None:
    """Registers the commands."""
    parser = command(commands, "usb", help="usb.help.usb")
    verbs = parser.add_subparsers(required=True, metavar=say("cli.command"))
    out = command(verbs, "out", help="usb.help.out")
    out.add_argument("folder", type=Path, help=say("usb.help.folder"))
    out.set_defaults(run=_out)
    back = command(verbs, "in", help="usb.help.in")
    back.add_argument("file", type=Path)
    back.set_defaults(run=_in)
    carry = command(verbs, "carry", help="usb.help.carry")
    carry.add_argument("file", type=Path)
    carry.set_defaults(run=_carry)
    join = command(verbs, "join", help="usb.help.join")
    join.add_argument("invitation")
    join.add_argument("folder", type=Path, help=say("usb.help.folder"))
    join.set_defaults(run=_join)


def _out(args: argparse.Namespace) -> int:
    with unlocked(args, quiet=True) as desk:
        return _write(args, usb.prepare(desk))


def _join(args: argparse.Namespace) -> int:
    with unlocked(args, quiet=True) as desk:
        return _write(args, usb.prepare_join(desk, args.invitation))


def _write(args: argparse.Namespace, package: Package | Refusal | Fault) -> int:
    if not isinstance(package, Package):
        return _refused(args, package)
    made = usb.write(package, args.folder)
    key = "usb.written" if package.drafts else "usb.join_written"
    return done(args, say(key, n=made.entries, file=made.file, kb=max(1, made.size // 1000)), msgspec.to_builtins(made))


def _in(args: argparse.Namespace) -> int:
    data = usb.load(args.file)
    with unlocked(args, quiet=True) as desk:
        found = usb.take(desk, data)
    if isinstance(found, StickAnswer):
        return done(args, stick_answer(found), msgspec.to_builtins(found))
    if isinstance(found, Joined):
        return done(args, say("sync.enrol.done", unit=found.unit), {"unit": found.unit})
    return _refused(args, found)


def _carry(args: argparse.Namespace) -> int:
    with unlocked(args, quiet=True) as desk:
        errand = usb.prepare_errand(desk)
    answer = usb.run_errand(errand, args.file)
    if isinstance(answer, Fault):
        return _refused(args, answer)
    return done(args, say("usb.carried", file=answer), {"answer": str(answer)})


def _refused(args: argparse.Namespace, why: Refusal | Fault) -> int:
    return failed(args, f"{why.WORDS}.{why.value}", code=why.value)
