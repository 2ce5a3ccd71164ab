"""`vaxdesk lease [CODE]`: whether older records are hidden, the number to read out, and the code that shows them."""

from __future__ import annotations

import argparse

import msgspec

from vaxdesk.cli.answers import done, refused
from vaxdesk.cli.options import command, unlocked
from vaxdesk.desk import lease
from vaxdesk.desk.lease import LeaseState
from vaxdesk.domain import times
from vaxdesk.domain.refusals import Refused
from vaxdesk.words import say


def add(commands: argparse._SubParsersAction) -> None:
    """Registers the command."""
    parser = command(commands, "lease", help="cli.help_lease")
    parser.add_argument("code", nargs="?", help=say("cli.help_lease_code"))
    parser.set_defaults(run=_lease)


def _lease(args: argparse.Namespace) -> int:
    with unlocked(args, quiet=not args.code) as desk:
        if args.code:
            answer = lease.unlock(desk, args.code)
            if isinstance(answer, Refused):
                return refused(args, answer)
        now = lease.state(desk)
    return done(args, _sentence(now), msgspec.to_builtins(now))


def _sentence(now: LeaseState) -> str:
    if now.lapsed:
        return say("cli.lease_lapsed", device=now.device, number=now.number)
    if not now.until:
        return say("cli.lease_none")
    return say("cli.lease_until", day=times.day_of(now.until), at=times.clock_of(now.until))
