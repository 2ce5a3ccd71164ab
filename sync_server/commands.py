"""What each command of `vaxdesk-server` does; results in words or, with --json, as one JSON value a line."""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from sync_server import enrol as enrolments
from sync_server import entries as listing
from sync_server import orgs, serving
from sync_server.database import open_engine, reading, upgrade, writing
from sync_server.keys import BadKeyFile, ServerKey, folder_for, load_or_make
from sync_server.orgs import BadUnits
from sync_server.settings import Server
from vaxdesk.journal.enrolment import Invitation
from vaxdesk.words import say


class Stopped(Exception):
    """A command that cannot go on: a code of `server.stopped` and its facts."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def run(options: argparse.Namespace) -> int:
    """Runs the chosen command and turns what can go wrong into words and exit code 1."""
    try:
        options.command(options)
    except BrokenPipeError:
        return 1
    except Stopped as stopped:
        return _fail(options, stopped.code, say(f"server.stopped.{stopped.code}", **stopped.facts), stopped.facts)
    except BadUnits as bad:
        sentence = say(f"{orgs.Fault.WORDS}.{bad.fault.value}", row=bad.row, code=bad.code)
        return _fail(options, bad.fault.value, sentence, {"row": bad.row, "code": bad.code})
    except BadKeyFile as bad:
        return _fail(options, "key_file", say("server.stopped.key_file", path=bad), {})
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError):
        return _fail(options, "database_form", say("server.stopped.database_form"), {})
    except sa.exc.SQLAlchemyError as error:
        return _fail(options, "database", say("server.stopped.database", detail=type(error).__name__), {})
    return 0


def serve(options: argparse.Namespace) -> None:
    """Answers until it is told to stop."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    host, _, port = options.listen.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise Stopped("listen_form", listen=options.listen)
    engine = _engine(options)
    server = Server(engine=engine, key=_key(options))
    try:
        listening = serving.bind(host.strip("[]"), int(port))
    except OSError as error:
        raise Stopped("listen", listen=options.listen, detail=error.strerror) from error
    url = serving.address(listening, tls=bool(options.tls_certificate))
    _tell(options, {"listening": url, "key": server.key.public.hex()}, say("server.listening", url=url))
    web = serving.web_server(server, certificate=options.tls_certificate, key=options.tls_key)
    with suppress(KeyboardInterrupt):
        web.run(sockets=[listening])
    engine.dispose()


def import_orgs(options: argparse.Namespace) -> None:
    """Takes the tree of units in."""
    rows = orgs.read_file(options.file)
    with _open(options, writing) as conn:
        done = orgs.take_in(conn, rows)
    facts = msgspec.structs.asdict(done)
    _tell(options, facts, say("server.imported", **facts))


def enrol(options: argparse.Namespace) -> None:
    """Makes a one-time code."""
    key = _key(options)
    with _open(options, writing) as conn:
        unit = orgs.find(conn, options.org)
        made = enrolments.issue(conn, unit, name=options.name, now_ms=int(time.time() * 1000))
    until = datetime.fromtimestamp(made.until_ms / 1000, UTC).astimezone().isoformat(timespec="minutes")
    facts = {"code": made.code, "org": made.org, "until": until, "key": key.public.hex()}
    sentence = say("server.enrol_code", code=made.code, unit=unit.name, until=until)
    if options.url:
        facts["invitation"] = Invitation(options.url, made.code, key.public.hex()).text()
        sentence += "\n" + facts["invitation"]
    _tell(options, facts, sentence)


def entries(options: argparse.Namespace) -> None:
    """Writes the filed entries of a unit as JSON lines."""
    with _open(options, reading) as conn:
        unit = orgs.find(conn, options.org)
        for one in listing.filed(conn, unit.org_no, after=options.after):
            sys.stdout.write(msgspec.json.encode(one).decode() + "\n")
    sys.stdout.flush()


def _engine(options: argparse.Namespace) -> sa.Engine:
    engine = open_engine(options.database)
    folder = folder_for(options.database)
    if folder is not None:
        _make_folder(folder)
    upgrade(engine)
    return engine


@contextmanager
def _open(options: argparse.Namespace, begin: Callable[[sa.Engine], Any]) -> Iterator[sa.Connection]:
    engine = _engine(options)
    try:
        with begin(engine) as conn:
            yield conn
    finally:
        engine.dispose()


def _key(options: argparse.Namespace) -> ServerKey:
    folder = options.keys or folder_for(options.database)
    if folder is None:
        raise Stopped("keys_wanted")
    try:
        return load_or_make(folder)
    except OSError as error:
        raise Stopped("keys", path=folder, detail=error.strerror) from error


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Stopped("keys", path=folder, detail=error.strerror) from error


def _tell(options: argparse.Namespace, facts: dict[str, Any], sentence: str) -> None:
    sys.stdout.write((msgspec.json.encode(facts).decode() if options.json else sentence) + "\n")
    sys.stdout.flush()


def _fail(options: argparse.Namespace, error: str, sentence: str, facts: dict[str, Any]) -> int:
    if options.json:
        written = {name: fact if isinstance(fact, int) else str(fact) for name, fact in facts.items()}
        sys.stdout.write(msgspec.json.encode({**written, "error": error}).decode() + "\n")
    sys.stderr.write(sentence + "\n")
    return 1
