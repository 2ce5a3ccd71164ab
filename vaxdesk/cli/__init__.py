"""The command line: one module per group of commands; `vaxdesk` alone opens the desk.

A command module has `add(commands)` and sets `run` as its default. Modules are loaded when a command is given, so
that opening the desk loads none of them.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from itertools import pairwise

from vaxdesk import __version__, words
from vaxdesk.cli.options import add_common, prefer_language
from vaxdesk.trouble import Trouble

_MODULES = {  # command -> module
    "init": "station",
    "status": "station",
    "backup": "station",
    "restore": "station",
    "people": "people",
    "cleaning": "cleaning",
    "catchup": "catchup",
    "lease": "lease",
    "stock": "stock",
    "roster": "roster",
    "places": "places",
    "plan": "plan",
    "units": "units",
    "scan": "scan",
    "verify": "verify",
    "trust": "verify",
    "certificate": "papers",
    "certificates": "certificates",
    "report": "report",
    "connect": "sending",
    "sync": "sending",
    "lan": "lan",
    "usb": "usb",
    "demo": "demo",
}
_WITH_VALUE = ("--home", "--login")
_HELP = ("-h", "--help")


def main(argv: list[str] | None = None) -> int:
    """Runs a command; the exit code is 0 only when it did what it says."""
    given = sys.argv[1:] if argv is None else argv
    prefer_language()
    args = _parser(_wanted(given)).parse_args(given)
    try:
        return args.run(args)
    except Trouble as trouble:
        from vaxdesk.cli.answers import failed

        return failed(args, f"trouble.{trouble.code.value}", code=trouble.code.value, detail=trouble.detail)
    except KeyboardInterrupt:
        return 130


def _wanted(given: list[str]) -> list[str]:
    """Modules that these arguments need: none to open the desk, one for a command, all to list the commands."""
    command = next((word for word in given if word in _MODULES), "")
    if command:
        return [_MODULES[command]]
    opens = all(word.startswith("-") or before in _WITH_VALUE for before, word in pairwise(["", *given]))
    return [] if opens and not set(given) & set(_HELP) else list(dict.fromkeys(_MODULES.values()))


def _parser(modules: list[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="vaxdesk", description=words.say("cli.about"))
    parser.add_argument("--version", action="version", version=f"vaxdesk {__version__}")
    add_common(parser)
    parser.set_defaults(run=_open_desk)
    commands = parser.add_subparsers(metavar=words.say("cli.command"))
    for name in modules:
        import_module(f"vaxdesk.cli.{name}").add(commands)
    return parser


def _open_desk(args: argparse.Namespace) -> int:
    from vaxdesk.main import run

    return run(args.home)
