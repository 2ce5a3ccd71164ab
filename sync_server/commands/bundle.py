"""`vaxdesk-server bundle FILE --out ANSWER`: a file from a stick without any web server."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from sync_server.commands.console import Stopped, engine_of, key_of, tell
from sync_server.exchange import bundles
from sync_server.exchange.problems import Denied
from sync_server.settings import Server
from vaxdesk.journal import bundle
from vaxdesk.journal.bundle import BadBundle, Fault
from vaxdesk.journal.frames import BadFrames
from vaxdesk.words import say


def add(verbs: Any, every: argparse.ArgumentParser) -> None:
    """Registers the command."""
    parser = verbs.add_parser("bundle", parents=[every], help=say("usb.help.server"))
    parser.add_argument("file", type=Path, metavar="FILE", help=say("usb.help.file"))
    parser.add_argument("--out", type=Path, required=True, metavar="ANSWER", help=say("usb.help.answer"))
    parser.set_defaults(command=take)


def take(options: argparse.Namespace) -> None:
    """Files what a file brings, and writes the answer."""
    engine = engine_of(options)
    try:
        outcome = bundles.take(Server(engine=engine, key=key_of(options)), _read(options.file))
    except BadBundle as bad:
        raise _stopped(options, bad.fault) from None
    except BadFrames:
        raise _stopped(options, Fault.DAMAGED) from None
    except Denied as denied:
        known = denied.error == Fault.UNKNOWN_DEVICE.value
        raise _stopped(options, Fault.UNKNOWN_DEVICE if known else Fault.DAMAGED) from None
    finally:
        engine.dispose()
    _write(options.out, outcome.answer)
    facts = {"kind": outcome.kind.name.lower(), "filed": outcome.filed, "refused": list(outcome.refused)}
    sentence = say("usb.server.done", n=outcome.filed, file=options.out)
    if outcome.refused:
        sentence += "\n" + say("usb.server.refused", codes=", ".join(outcome.refused))
    tell(options, {**facts, "answer": str(options.out)}, sentence)


def _stopped(options: argparse.Namespace, fault: Fault) -> Stopped:
    return Stopped("bundle", file=options.file, why=say(f"{Fault.WORDS}.{fault.value}"))


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > bundle.MAX_FILE:
            raise BadBundle(Fault.TOO_BIG)
        return path.read_bytes()
    except OSError as error:
        raise Stopped("bundle", file=path, why=error.strerror) from error


def _write(path: Path, data: bytes) -> None:
    """Beside, synced, renamed: a stick pulled out leaves no half of an answer."""
    beside = path.with_name(f".{path.name}.new")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise Stopped("bundle", file=path, why=error.strerror) from error
