"""What every command of `vaxdesk-server` needs: the database and the key it names, and how results are written."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from sync_server.durable.database import open_engine, upgrade, writing
from sync_server.keys import ServerKey, folder_for, load_or_make
from sync_server.settings import Server
from vaxdesk.words import say

PASSPHRASE = "VAXDESK_BACKUP_PASSPHRASE"
SIGNER_PASSPHRASE = "VAXDESK_SIGNER_PASSPHRASE"  # or the PIN of its token


class Stopped(Exception):
    """A command that cannot go on: a code of `server.stopped` and its facts."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def now_ms() -> int:
    """Milliseconds since 1970."""
    return int(time.time() * 1000)


def engine_of(options: argparse.Namespace) -> sa.Engine:
    """The database that a command names, upgraded."""
    engine = open_engine(options.database)
    folder = folder_for(options.database)
    if folder is not None:
        _make_folder(folder)
    upgrade(engine)
    return engine


@contextmanager
def opened(options: argparse.Namespace, begin: Callable[[sa.Engine], Any]) -> Iterator[sa.Connection]:
    """A connection of the database that a command names, upgraded first; `begin` is `reading` or `writing`."""
    engine = engine_of(options)
    try:
        with begin(engine) as conn:
            yield conn
    finally:
        engine.dispose()


@contextmanager
def serving_with(options: argparse.Namespace) -> Iterator[tuple[sa.Connection, Server]]:
    """One write transaction with the server that a command speaks for; committed at the end."""
    key = key_of(options)
    engine = engine_of(options)
    try:
        with writing(engine) as conn:
            yield conn, Server(engine=engine, key=key)
    finally:
        engine.dispose()


def keys_folder(options: argparse.Namespace) -> Path:
    """The folder of the server's key.

    Raises:
        Stopped: none was named, and the database is no file beside which it could lie.
    """
    folder = options.keys or folder_for(options.database)
    if folder is None:
        raise Stopped("keys_wanted")
    return folder


def key_of(options: argparse.Namespace) -> ServerKey:
    """The server's key, made if there is none.

    Raises:
        Stopped: no folder for it was named, or it cannot be used.
    """
    folder = keys_folder(options)
    try:
        return load_or_make(folder)
    except OSError as error:
        raise Stopped("keys", path=folder, detail=error.strerror) from error


def passphrase(*, twice: bool = False, of: str = PASSPHRASE) -> str:
    """The passphrase of what leaves this machine under one, or of the centre's key, from the environment or typed.

    Args:
        of: name of the variable that may hold it.
        twice: it seals something, so a slip of the hand would lock it away.

    Raises:
        Stopped: none was given, or not the same twice.
    """
    given = os.environ.get(of, "")
    if given:
        return given
    given = getpass.getpass(say("keeping.passphrase"))
    if not given or (twice and getpass.getpass(say("keeping.again")) != given):
        raise Stopped("passphrase_typed")
    return given


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Stopped("keys", path=folder, detail=error.strerror) from error


def tell(options: argparse.Namespace, facts: dict[str, Any], sentence: str) -> None:
    """Writes what a command did: the sentence, or with --json the facts."""
    sys.stdout.write((msgspec.json.encode(facts).decode() if options.json else sentence) + "\n")
    sys.stdout.flush()


def fail(options: argparse.Namespace, error: str, sentence: str, facts: dict[str, Any]) -> int:
    """Writes why a command failed; its exit code."""
    if options.json:
        written = {name: fact if isinstance(fact, int) else str(fact) for name, fact in facts.items()}
        sys.stdout.write(msgspec.json.encode({**written, "error": error}).decode() + "\n")
    sys.stderr.write(sentence + "\n")
    return 1
