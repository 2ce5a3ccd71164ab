"""What every command shares: the data folder, the user who acts, the password, the language."""

from __future__ import annotations

import argparse
import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from vaxdesk import words

if TYPE_CHECKING:
    from vaxdesk.desk.context import Desk

HOME = "VAXDESK_HOME"
PASSWORD = "VAXDESK_PASSWORD"  # the name of a variable, not a password
LOGIN = "VAXDESK_LOGIN"
LANGUAGE = "VAXDESK_LANG"


def add_common(parser: argparse.ArgumentParser, *, sub: bool = False) -> None:
    """The options `--home`, `--login`, `--json`; `sub` keeps what was given before the command."""
    default: object = argparse.SUPPRESS if sub else None
    parser.add_argument("--home", type=Path, default=default or _home(), help=words.say("cli.help_home"))
    parser.add_argument("--login", default=default or os.environ.get(LOGIN, ""), help=words.say("cli.help_login"))
    parser.add_argument("--json", action="store_true", default=default or False, help=words.say("cli.help_json"))


def command(commands: argparse._SubParsersAction, name: str, *, help: str) -> argparse.ArgumentParser:  # noqa: A002
    """A command with the common options; `help` is a key of words."""
    parser = commands.add_parser(name, help=words.say(help), description=words.say(help))
    add_common(parser, sub=True)
    return parser


def _home() -> Path:
    given = os.environ.get(HOME)
    if given:
        return Path(given)
    from platformdirs import user_data_path

    return user_data_path("vaxdesk", appauthor=False)


def prefer_language() -> None:
    """Vietnamese, unless the environment asks for English."""
    asked = os.environ.get(LANGUAGE, "")
    words.use(asked if asked in words.LANGUAGES else "vi")


def password() -> str:
    """From the environment, else asked at the terminal without echo."""
    given = os.environ.get(PASSWORD)
    return given if given is not None else getpass.getpass(words.say("cli.password") + " ")


@contextmanager
def unlocked(args: argparse.Namespace, *, quiet: bool = False) -> Iterator[Desk]:
    """The desk of the data folder, open while the block runs.

    Args:
        quiet: a look only; no sign-in is noted in the journal.

    Raises:
        Trouble: no station there, wrong password, or the store failed.
    """
    from vaxdesk.desk import door, entrance

    people = door.look(args.home).people
    login = args.login or people[0][0]
    desk = entrance.unlock(args.home, login, password(), quiet=quiet)
    try:
        yield desk
    finally:
        desk.store.close()
