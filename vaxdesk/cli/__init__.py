"""The command line: one module per group of commands; `vaxdesk` alone opens the desk.

A command module has `add(commands)` and sets `run` as its default. Modules are loaded when a command is given, so
that opening the desk loads none of them.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

from vaxdesk import __version__, words
from vaxdesk.cli.answers import failed
from vaxdesk.cli.options import add_common, prefer_language
from vaxdesk.trouble import Trouble

_MODULES = ("station", "people", "roster", "scan", "papers", "sending", "demo")


def main(argv: list[str] | None = None) -> int:
    """Runs a command; the exit code is 0 only when it did what it says."""
    given = sys.argv[1:] if argv is None else argv
    prefer_language()
    args = _parser().parse_args(given)
    try:
        return args.run(args)
    except Trouble as trouble:
        return failed(args, f"trouble.{trouble.code.value}", code=trouble.code.value, detail=trouble.detail)
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="vaxdesk", description=words.say("cli.about"))
    parser.add_argument("--version", action="version", version=f"vaxdesk {__version__}")
    add_common(parser)
    parser.set_defaults(run=_open_desk)
    commands = parser.add_subparsers(metavar=words.say("cli.command"))
    for name in _MODULES:
        import_module(f"vaxdesk.cli.{name}").add(commands)
    return parser


def _open_desk(args: argparse.Namespace) -> int:
    from vaxdesk.main import run

    return run(args.home)
