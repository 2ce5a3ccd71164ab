"""What each command of `vaxdesk-server` does; results in words or, with --json, as one JSON value a line."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime

import msgspec
import sqlalchemy as sa

from sync_server.authority import orgs
from sync_server.authority.orgs import BadUnits
from sync_server.commands import logs, serving
from sync_server.commands.console import (
    Stopped,
    engine_of,
    fail,
    key_of,
    keys_folder,
    now_ms,
    opened,
    tell,
)
from sync_server.commands.issuing import issuing_beside
from sync_server.commands.reading import reading_beside, reads_too
from sync_server.durable.database import reading, writing
from sync_server.joining import enrol as enrolments
from sync_server.joining import invitations
from sync_server.joining.invitations import BadAuthority
from sync_server.keys import BadKeyFile
from sync_server.operating.device_acts import UnknownDevice
from sync_server.operating.giving import NotGiven
from sync_server.portal import senders
from sync_server.portal.senders import UnknownSender
from sync_server.reading import entries as listing
from sync_server.settings import Limits, Server, Settings
from sync_server.web import metrics
from vaxdesk.journal.enrolment import Invitation
from vaxdesk.journal.signing import to_text
from vaxdesk.words import say


def run(options: argparse.Namespace) -> int:
    """Runs the chosen command and turns what can go wrong into words and exit code 1."""
    try:
        return options.command(options) or 0
    except BrokenPipeError:
        return 1
    except Stopped as stopped:
        return fail(options, stopped.code, say(f"server.stopped.{stopped.code}", **stopped.facts), stopped.facts)
    except NotGiven as stopped:
        return fail(options, stopped.code, say(f"server.stopped.{stopped.code}", **stopped.facts), stopped.facts)
    except BadAuthority as bad:
        return fail(options, "authority", say("server.stopped.authority", path=bad), {})
    except UnknownDevice as unknown:
        return fail(options, "no_device", say("server.stopped.no_device", device=unknown), {})
    except BadUnits as bad:
        sentence = say(f"{orgs.Fault.WORDS}.{bad.fault.value}", row=bad.row, code=bad.code)
        return fail(options, bad.fault.value, sentence, {"row": bad.row, "code": bad.code})
    except BadKeyFile as bad:
        return fail(options, "key_file", say("server.stopped.key_file", path=bad), {})
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError):
        return fail(options, "database_form", say("server.stopped.database_form"), {})
    except sa.exc.SQLAlchemyError as error:
        return fail(options, "database", say("server.stopped.database", detail=type(error).__name__), {})


def serve(options: argparse.Namespace) -> None:
    """Answers until it is told to stop."""
    os.environ[logs.FORM] = options.log
    logs.to_stderr()
    host, port = _place(options.listen)
    engine = engine_of(options)
    server = Server(engine=engine, key=key_of(options), settings=_settings(options))
    listening = _listening(options, host, port)
    url = serving.address(listening, tls=bool(options.tls_certificate))
    with _metrics(options, server) as more, _beside(options, server):
        tell(options, {"listening": url, "key": server.key.public.hex(), **more}, say("server.listening", url=url))
        with suppress(KeyboardInterrupt):
            _answer(options, server, listening)
    engine.dispose()


@contextmanager
def _beside(options: argparse.Namespace, server: Server) -> Iterator[None]:
    """Where `serve` reads it also signs, if the centre's key is here and opens."""
    if not reads_too(options):
        yield
        return
    with reading_beside(server), issuing_beside(options, server):
        yield


def portal(options: argparse.Namespace) -> None:
    """Answers the public alone until it is told to stop: a process that a crowd may slow down, and no station."""
    os.environ[logs.FORM] = options.log
    logs.to_stderr()
    host, port = _place(options.listen)
    engine = engine_of(options)
    server = Server(engine=engine, key=key_of(options), settings=_settings(options))
    listening = _listening(options, host, port)
    url = serving.address(listening, tls=bool(options.tls_certificate)) + "/portal/"
    tell(options, {"listening": url}, say("server.listening", url=url))
    with suppress(KeyboardInterrupt):
        _answer(options, server, listening, portal=True)
    engine.dispose()


def _settings(options: argparse.Namespace) -> Settings:
    try:
        senders.sender_of(options.sender)
    except UnknownSender as unknown:
        raise Stopped("sender", name=options.sender) from unknown
    return Settings(limits=Limits() if options.limits else None, sender=options.sender, portal=options.portal)


def _listening(options: argparse.Namespace, host: str, port: int) -> socket.socket:
    """The socket; none beyond this machine for a public part whose codes would be written beside telephones."""
    try:
        bound = serving.bind(host, port)
    except OSError as error:
        raise Stopped("listen", listen=options.listen, detail=error.strerror) from error
    if options.portal and options.sender == senders.CONSOLE and not serving.is_loopback(bound):
        bound.close()
        raise Stopped("console_sender", listen=options.listen)
    return bound


def _place(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise Stopped("listen_form", listen=text)
    return host.strip("[]"), int(port)


@contextmanager
def _metrics(options: argparse.Namespace, server: Server) -> Iterator[dict[str, str]]:
    """Answers Prometheus at an address of its own; the counts of several processes lie in a folder that goes after."""
    if not options.metrics:
        yield {}
        return
    host, port = _place(options.metrics)
    with ExitStack() as stack:
        if options.workers > 1:
            os.environ[metrics.FOLDER] = stack.enter_context(tempfile.TemporaryDirectory(prefix="vaxdesk-metrics"))
        try:
            at = stack.enter_context(metrics.told_at(server, host, port))
        except OSError as error:
            raise Stopped("listen", listen=options.metrics, detail=error.strerror) from error
        yield {"metrics": f"http://{options.metrics.rpartition(':')[0]}:{at}/metrics"}


def _answer(
    options: argparse.Namespace, server: Server, listening: socket.socket, *, portal: bool = False
) -> None:
    tls = {"certificate": options.tls_certificate, "key": options.tls_key}
    if options.workers > 1:
        serving.run_workers(
            listening,
            count=options.workers,
            database=options.database,
            keys=keys_folder(options),
            settings=server.settings,
            portal=portal,
            **tls,
        )
    else:
        web = serving.web_server(server, portal=portal, **tls)
        serving.settle()
        # uvicorn raises the request to end again once nobody waits for an answer: what is open here is closed then
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        web.run(sockets=[listening])


def import_orgs(options: argparse.Namespace) -> None:
    """Takes the tree of units in."""
    rows = orgs.read_file(options.file)
    with opened(options, writing) as conn:
        done = orgs.take_in(conn, rows)
    facts = msgspec.structs.asdict(done)
    tell(options, facts, say("server.imported", **facts))


def enrol(options: argparse.Namespace) -> None:
    """Makes a one-time code."""
    key = key_of(options)
    with opened(options, writing) as conn:
        unit = orgs.find(conn, options.org)
        made = enrolments.issue(conn, unit, name=options.name, now_ms=now_ms())
    until = datetime.fromtimestamp(made.until_ms / 1000, UTC).astimezone().isoformat(timespec="minutes")
    facts = {"code": made.code, "org": made.org, "until": until, "key": key.public.hex()}
    sentence = say("server.enrol_code", code=made.code, unit=unit.name, until=until)
    if options.url:
        authority = invitations.authority(options.ca) if options.ca else ""
        box = to_text(key.box_public)
        facts["invitation"] = Invitation(options.url, made.code, key.public.hex(), authority, box).text()
        sentence += "\n" + facts["invitation"] + "\n" + invitations.drawn(facts["invitation"])
        if options.qr:
            invitations.save(facts["invitation"], options.qr)
    tell(options, facts, sentence)


def entries(options: argparse.Namespace) -> None:
    """Writes the filed entries of a unit as JSON lines."""
    with opened(options, reading) as conn:
        unit = orgs.find(conn, options.org)
        for one in listing.filed(conn, unit.org_no, after=options.after):
            sys.stdout.write(msgspec.json.encode(one).decode() + "\n")
    sys.stdout.flush()
