"""`vaxdesk-server keys show|export|import|rotate`, `recovery key`, `recover`: what everything else hangs on."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sync_server import keys, sealed_key
from sync_server.authority import access
from sync_server.commands.console import Stopped, key_of, keys_folder, now_ms, opened, passphrase, tell
from sync_server.durable.database import writing
from sync_server.keys import KeyFile
from vaxdesk.journal import province, succession
from vaxdesk.words import say

_HOURS = 24 * 7
_HOUR_MS = 3600 * 1000


def add(verbs: Any, every: argparse.ArgumentParser, apart: argparse.ArgumentParser) -> None:
    """Adds the commands to the parser; `apart` has the options of commands without a database."""
    parts = verbs.add_parser("keys", help=say("keys.help.keys")).add_subparsers(required=True)
    parts.add_parser("show", parents=[every], help=say("keys.help.show")).set_defaults(command=show)
    export = parts.add_parser("export", parents=[every], help=say("keys.help.export"))
    export.add_argument("file", type=Path, metavar="FILE", help=say("keys.help.export_file"))
    export.set_defaults(command=export_keys)
    take_in = parts.add_parser("import", parents=[every], help=say("keys.help.import"))
    take_in.add_argument("file", type=Path, metavar="FILE", help=say("keys.help.import_file"))
    take_in.set_defaults(command=import_keys)
    rotate_ = parts.add_parser("rotate", parents=[every], help=say("keys.help.rotate"))
    rotate_.add_argument("--overlap", type=int, default=_HOURS, metavar="HOURS", help=say("keys.help.overlap"))
    rotate_.set_defaults(command=rotate)
    recovery = verbs.add_parser("recovery", help=say("keys.help.recovery")).add_subparsers(required=True)
    make = recovery.add_parser("key", parents=[every], help=say("keys.help.recovery_key"))
    make.add_argument("file", type=Path, metavar="FILE", help=say("keys.help.recovery_file"))
    make.set_defaults(command=make_recovery)
    recover_ = verbs.add_parser("recover", parents=[apart], help=say("keys.help.recover"))
    recover_.add_argument("--key", type=Path, required=True, metavar="FILE", help=say("keys.help.recover_key"))
    recover_.add_argument("question", nargs="+", metavar="ROW", help=say("keys.help.question"))
    recover_.set_defaults(command=recover)


def show(options: argparse.Namespace) -> None:
    """Lists the public keys, the one that signs last."""
    key = key_of(options)
    since = [0, *(told.time for told in filter(None, map(succession.read, key.successions)))]
    generations = [{"key": public.hex(), "since_ms": at} for public, at in zip(key.generations, since, strict=True)]
    facts = {"keys": generations, "hosted": key.hosted_public.hex(), "recovery": key.recovery}
    lines = [
        say("keys.generation", number=number, public=one["key"], since=_when(one["since_ms"]))
        for number, one in enumerate(generations, 1)
    ]
    lines.append(say("keys.hosted", public=facts["hosted"]))
    lines.append(say("keys.recovery", public=key.recovery) if key.recovery else say("keys.no_recovery"))
    tell(options, facts, "\n".join(lines))


def export_keys(options: argparse.Namespace) -> None:
    """Writes the key file under a passphrase, for the safe."""
    key_of(options)
    with _files(keys_folder(options)):
        content = (keys_folder(options) / keys.FILE).read_bytes()
    _seal(options.file, content)
    _noted(options, "keys_export")
    tell(options, {"file": str(options.file)}, say("keys.exported", path=options.file))


def import_keys(options: argparse.Namespace) -> None:
    """Puts a key file from the safe where there is none, or where there is an earlier state of the same."""
    with _files(options.file):
        content = sealed_key.unseal(options.file.read_bytes(), passphrase())
    folder = keys_folder(options)
    with _files(folder):
        put_key_back(folder, content)
    _noted(options, "keys_import")
    tell(options, {"key": key_of(options).public.hex()}, say("keys.imported", path=folder / keys.FILE))


def rotate(options: argparse.Namespace) -> None:
    """Makes a new signing key, which the old one announces."""
    if not 0 <= options.overlap <= 24 * 366:
        raise Stopped("overlap", hours=options.overlap)
    key_of(options)
    path = keys_folder(options) / keys.FILE
    with _files(path):
        held = keys.load(path)
        if len(held.successions) >= succession.MOST:
            raise Stopped("too_many_keys", most=succession.MOST)
        new = Ed25519PrivateKey.generate()
        held = keys.rotated(held, new, now_ms=now_ms(), overlap_ms=options.overlap * _HOUR_MS)
        keys.write(path, held)
    _noted(options, "keys_rotate")
    number = len(held.keys)
    tell(options, {"key": keys.public_hex(new), "number": number}, say("keys.rotated", number=number))


def make_recovery(options: argparse.Namespace) -> None:
    """Makes the province's key pair: the private half under a passphrase into a file, the public one to the desks."""
    key_of(options)
    path = keys_folder(options) / keys.FILE
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw().hex()
    _seal(options.file, private.private_bytes_raw())
    with _files(path):
        keys.write(path, msgspec.structs.replace(keys.load(path), recovery=public))
    _noted(options, "recovery_key")
    tell(options, {"file": str(options.file), "recovery": public}, say("keys.recovery_made", path=options.file))


def recover(options: argparse.Namespace) -> None:
    """Answers the question that a PC shows."""
    with _files(options.key):
        private = sealed_key.unseal(options.key.read_bytes(), passphrase())
    try:
        found = province.answer(private, " ".join(options.question))
    except province.BadRow as bad:
        raise Stopped("question_row" if bad.row else "question", row=bad.row) from bad
    except ValueError as error:
        raise Stopped("question", row=0) from error
    tell(options, {"answer": found}, say("keys.answer", rows="\n".join(found.split())))


def put_key_back(folder: Path, content: bytes) -> None:
    """Lays a key file out from a backup or the safe; of two states of the same file the later one stays.

    Raises:
        Stopped: another server's key is there.
        keys.BadKeyFile: what is to be laid out is damaged.
        OSError: no room, no right.
    """
    path = folder / keys.FILE
    new = _read(content, path)
    if path.exists():
        held = keys.load(path)
        known, given = _names(held), _names(new)
        if known[: len(given)] == given:
            return
        if given[: len(known)] != known:
            raise Stopped("other_key", path=path)
    folder.mkdir(parents=True, exist_ok=True)
    keys.write(path, new)


def _read(content: bytes, path: Path) -> KeyFile:
    try:
        return keys.read(content.decode("ascii"))
    except ValueError as error:
        raise keys.BadKeyFile(str(path)) from error


def _names(held: KeyFile) -> list[str]:
    return [keys.public_hex(key) for key in held.keys]


def _seal(path: Path, content: bytes) -> None:
    """Writes something secret under a passphrase into a new file.

    Raises:
        Stopped: the file exists or cannot be written.
    """
    with _files(path):
        if path.exists():
            raise FileExistsError(17, os.strerror(17))
        sealed = sealed_key.seal(content, passphrase(twice=True))
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())


@contextmanager
def _files(path: Path) -> Iterator[None]:
    try:
        yield
    except sealed_key.WrongPassphrase as error:
        raise Stopped("passphrase") from error
    except OSError as error:
        raise Stopped("keys", path=path, detail=error.strerror) from error


def _noted(options: argparse.Namespace, act: str) -> None:
    with opened(options, writing) as conn:
        access.note(conn, act, result="ok", at_ms=now_ms())


def _when(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone().isoformat(timespec="seconds") if at_ms else "-"
