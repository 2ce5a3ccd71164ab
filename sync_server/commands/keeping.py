"""`vaxdesk-server backup`, `restore`, `verify`, `checkpoint`, `months`: keeping what was filed, and proving it."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from sync_server import keys, sealed_key
from sync_server.commands.console import Stopped, engine_of, key_of, keys_folder, passphrase, tell
from sync_server.commands.keys import put_key_back
from sync_server.durable import months
from sync_server.durable.database import reading, upgrade
from sync_server.keeping import backups, checkpoints, dumps
from sync_server.keeping.backups import NotWhole
from sync_server.keeping.checkpoints import Checked, State
from sync_server.keeping.verifying import Fault, Found, verify
from sync_server.settings import Server
from vaxdesk.words import say


def add(verbs: Any, every: argparse.ArgumentParser) -> None:
    """Adds the commands to the parser."""
    backup = verbs.add_parser("backup", parents=[every], help=say("keeping.help.backup"))
    backup.add_argument("folder", type=Path, metavar="DIR", help=say("keeping.help.folder"))
    backup.add_argument("--covered-by", type=int, choices=(1, 2), default=2, help=say("keeping.help.covered_by"))
    backup.set_defaults(command=back_up)
    restore = verbs.add_parser("restore", parents=[every], help=say("keeping.help.restore"))
    restore.add_argument("backup", type=Path, metavar="BACKUP", help=say("keeping.help.which"))
    restore.set_defaults(command=put_back)
    check = verbs.add_parser("verify", parents=[every], help=say("keeping.help.verify"))
    check.add_argument("backup", type=Path, nargs="?", metavar="BACKUP", help=say("keeping.help.verify_which"))
    check.add_argument("--share", default="0/1", metavar="I/K", help=say("keeping.help.share"))
    check.set_defaults(command=check_all)
    point = verbs.add_parser("checkpoint", parents=[every], help=say("keeping.help.checkpoint"))
    point.add_argument("--check", metavar="HEX", help=say("keeping.help.check"))
    point.set_defaults(command=checkpoint)
    month = verbs.add_parser("months", parents=[every], help=say("keeping.help.months"))
    month.add_argument("--move", type=int, metavar="YYYYMM", help=say("keeping.help.move"))
    month.add_argument("--tablespace", default="", metavar="NAME", help=say("keeping.help.tablespace"))
    month.set_defaults(command=list_months)


def back_up(options: argparse.Namespace) -> None:
    """Takes a backup and checks it."""
    engine = engine_of(options)
    server = Server(engine=engine, key=key_of(options))
    private = (keys_folder(options) / keys.FILE).read_bytes()
    typed = passphrase(twice=True)
    with _told():
        done = backups.back_up(server, private, options.folder, typed, covered_by=options.covered_by)
    engine.dispose()
    facts = {"backup": str(done.folder), "safe": done.safe, **_plain(done.manifest)}
    tell(options, facts, say("keeping.backed_up", path=done.folder, safe=done.safe, **_counts(done.manifest)))


def put_back(options: argparse.Namespace) -> None:
    """Restores a backup into a new database, and its key where there is none."""
    with _told():
        private = backups.key_in(options.backup, passphrase())
        put_key_back(keys_folder(options), private)
        manifest = backups.put_back(options.backup, options.database)
    engine_of(options).dispose()
    tell(options, _plain(manifest), say("keeping.restored", at=_when(manifest.at_ms), **_counts(manifest)))


def check_all(options: argparse.Namespace) -> int:
    """Checks a database or a backup; 1 when something does not hold."""
    share, slash, of = options.share.partition("/")
    if not slash or not share.isdigit() or not of.isdigit() or not int(share) < int(of):
        raise Stopped("share", share=options.share)
    known = key_of(options).generations
    with _told(), _to_check(options) as engine, reading(engine) as conn:
        done = verify(conn, share=int(share), of=int(of))
        points = checkpoints.check_all(conn, known)
    bad = [one for one in points if one.state is not State.HOLDS]
    counts = {"feeds": done.feeds, "segments": done.segments, "entries": done.entries, "checkpoints": len(points)}
    lines = [_fault(found) for found in done.faults] + [_checked(one) for one in bad]
    whole = done.whole and not bad
    lines.append(say("keeping.whole" if whole else "keeping.not_whole", **counts))
    faults = [_plain(found) for found in done.faults] + [_plain(one) for one in bad]
    tell(options, {**counts, "whole": whole, "faults": faults}, "\n".join(lines))
    return 0 if whole else 1


def checkpoint(options: argparse.Namespace) -> int:
    """Signs a checkpoint, or checks one from paper; 1 when it does not hold."""
    engine = engine_of(options)
    server = Server(engine=engine, key=key_of(options))
    if options.check is None:
        done = checkpoints.write(server)
        sentence = say("keeping.signed", digest=_in_groups(done.digest), at=_when(done.at_ms), feeds=done.feeds)
    else:
        with reading(engine) as conn:
            done = checkpoints.check(conn, options.check.replace(" ", ""), server.key.generations)
        sentence = _checked(done)
    engine.dispose()
    tell(options, _plain(done), sentence)
    return 0 if done.state is State.HOLDS else 1


def list_months(options: argparse.Namespace) -> None:
    """Lists the months with what they take, or moves one to another tablespace."""
    engine = engine_of(options)
    if options.move:
        try:
            months.move(engine, options.move, options.tablespace)
        except months.NoMonth as error:
            raise Stopped("no_month", month=options.move) from error
    with reading(engine) as conn:
        found = months.listed(conn)
    engine.dispose()
    facts = [{"month": one.part, "size": f"{one.size / 1e6:.1f}", "space": one.space or "-"} for one in found]
    lines = [say("keeping.month", **fact) for fact in facts]
    tell(options, {"months": [_plain(one) for one in found]}, "\n".join(lines) or say("keeping.no_months"))


@contextmanager
def _told() -> Iterator[None]:
    """Turns what may go wrong into a reason to stop."""
    try:
        yield
    except NotWhole as bad:
        raise Stopped("backup_not_whole", faults="\n".join(map(_fault, bad.faults)) or "-") from bad
    except dumps.DumpFailed as error:
        raise Stopped("dump", detail=error) from error
    except sealed_key.WrongPassphrase as error:
        raise Stopped("passphrase") from error
    except msgspec.DecodeError as error:
        raise Stopped("no_backup", detail=error) from error
    except OSError as error:
        raise Stopped("no_backup", detail=error) from error


@contextmanager
def _to_check(options: argparse.Namespace) -> Iterator[sa.Engine]:
    """The database itself, or a copy of a backup brought to life beside it and upgraded."""
    engine = engine_of(options)
    try:
        if options.backup is None:
            yield engine
            return
        with tempfile.TemporaryDirectory() as folder:
            source = options.backup / backups.DATABASE
            if engine.dialect.name == "sqlite":
                copy = Path(folder) / "copy"
                dumps.restore(source, f"sqlite:///{copy}")
                source = copy
            with dumps.scratch(source, engine) as restored:
                upgrade(restored)
                yield restored
    finally:
        engine.dispose()


def _fault(found: Found) -> str:
    return say(f"{Fault.WORDS}.{found.fault.value}", feed=found.feed, pos=found.pos, log=found.log)


def _checked(done: Checked) -> str:
    at = _when(done.at_ms) if done.at_ms else ""
    return say(f"{State.WORDS}.{done.state.value}", digest=_in_groups(done.digest), at=at, feeds=done.feeds)


def _in_groups(digest: str) -> str:
    """Hex as it is printed, so that people can compare it by eye."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def _when(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone().isoformat(timespec="seconds")


def _counts(manifest: backups.Manifest) -> dict[str, int]:
    return {"feeds": manifest.feeds, "segments": manifest.segments, "entries": manifest.entries}


def _plain(value: msgspec.Struct) -> dict[str, Any]:
    return msgspec.to_builtins(value)
