"""`vaxdesk lan [ADDRESS]`: who of the station is in this network, and one exchange with them."""

from __future__ import annotations

import argparse

import msgspec

from vaxdesk import settings as settings_
from vaxdesk.cli.answers import done, failed
from vaxdesk.cli.options import command, unlocked
from vaxdesk.desk import lan
from vaxdesk.domain.lan_address import read_address
from vaxdesk.lan.radio import broadcasts
from vaxdesk.lan.search import Place
from vaxdesk.lan.state import LanState, WhyOff
from vaxdesk.words import say

_LOOK_S = 8.0
_EXCHANGE_S = 120.0


def add(commands: argparse._SubParsersAction) -> None:
    """Registers the command."""
    parser = command(commands, "lan", help="cli.help_lan")
    parser.add_argument("address", nargs="?", help=say("cli.help_lan_address"))
    parser.add_argument("--seconds", type=float, help=say("cli.help_lan_seconds"))
    parser.set_defaults(run=_lan)


def _lan(args: argparse.Namespace) -> int:
    typed = read_address(args.address) if args.address else None
    if args.address and typed is None:
        return failed(args, "lan.trouble.bad_address", code="bad_address")
    held = settings_.load(args.home)
    calls = () if typed else broadcasts(held.lan_host)
    place = Place(host=held.lan_host, port=held.lan_port, targets=lambda: calls, typed=(typed,) if typed else ())
    seconds = args.seconds or (_EXCHANGE_S if typed else _LOOK_S)
    with unlocked(args, quiet=True) as desk:
        ready = lan.prepare(desk)
        if isinstance(ready, WhyOff):
            return failed(args, f"{ready.WORDS}.{ready.value}", code=ready.value)
        state = lan.exchange(ready, place, seconds=seconds, until_quiet=typed is not None)
    if not state.peers:
        why = state.refused[0] if state.refused else ""
        return failed(args, f"lan.refused.{why}" if why else "lan.nobody", code=why or "nobody")
    return done(args, "\n".join(_sentences(state)), msgspec.to_builtins(state))


def _sentences(state: LanState) -> list[str]:
    lines = [say("lan.peer", name=one.name, address=one.address, n=one.behind) for one in state.peers]
    lines.append(say("lan.came", n=state.taken, confirmed=state.confirmed))
    return [*lines, say("lan.forked")] if state.forked else lines
