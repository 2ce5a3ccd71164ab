"""Backups that are checked before they count, and `safe`: how far of each feed they cover (sync design 2.8).

A backup is a folder: the copy of the database, the server's key under a passphrase, and a manifest. It is written
under another name and gets its own only when the copy has been brought to life and verified against what the database
had shown before. Stations may drop old entries up to `safe`, so it moves after that, and by default only to what the
backup before covers too: the newest may burn with the server.
"""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import sqlalchemy as sa

from sync_server import sealed_key
from sync_server.durable import months
from sync_server.durable.database import reading, writing
from sync_server.durable.tables import feed, segment
from sync_server.keeping import dumps
from sync_server.keeping.verifying import Found, Verified, verify
from sync_server.settings import Server

DATABASE, KEY, MANIFEST = "database", "key", "manifest.json"
_UNDER_WAY = ".part"


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds."""

    at_ms: int
    database: str  # sqlite or postgresql
    key: str  # public key of the server, hex
    feeds: int
    segments: int
    entries: int


class NotWhole(Exception):
    """The copy does not hold; nothing was moved on. `faults` is empty when it is older than the database was."""

    def __init__(self, faults: list[Found]) -> None:
        super().__init__(len(faults))
        self.faults = faults


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A finished backup."""

    folder: Path
    manifest: Manifest
    safe: int  # feeds whose `safe` moved on


def back_up(server: Server, private: bytes, folder: Path, passphrase: str, *, covered_by: int = 2) -> Taken:
    """Takes a backup into a new folder inside `folder`, checks it, and lets `safe` follow.

    Args:
        private: the server's key as it lies in its file.
        covered_by: 2, `safe` is what this backup and the one before it cover; 1, this alone.

    Raises:
        NotWhole: the copy does not hold.
        dumps.DumpFailed: it could not be made.
        OSError: no room, no right.
    """
    now_ms = server.now_ms()
    months.prepare(server.engine, now_ms)
    before = _heads(server.engine)
    stamp = datetime.fromtimestamp(now_ms / 1000, UTC).strftime("%Y%m%dT%H%M%S%f")[:-3]
    part = folder / (stamp + _UNDER_WAY)
    part.mkdir(parents=True)
    try:
        dumps.dump(server.engine, part / DATABASE)
        found = _checked(server.engine, part / DATABASE, before)
        manifest = Manifest(
            at_ms=now_ms, database=server.engine.dialect.name, key=server.key.public.hex(),
            feeds=found.feeds, segments=found.segments, entries=found.entries,
        )  # fmt: skip
        (part / KEY).write_bytes(sealed_key.seal(private, passphrase))
        (part / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest)))
        whole = _finish(part)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    positions = {number: pos for number, (pos, _) in found.heads.items()}
    return Taken(folder=whole, manifest=manifest, safe=_move_safe(server.engine, positions, covered_by))


def put_back(folder: Path, url: str) -> Manifest:
    """Restores a backup into a new database.

    Raises:
        dumps.DumpFailed: it is damaged, or the database is not empty.
        OSError: no such backup.
    """
    manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    if sa.make_url(url).get_backend_name() != manifest.database:
        raise dumps.DumpFailed(manifest.database)
    dumps.restore(folder / DATABASE, url)
    return manifest


def taken(folder: Path) -> dict[Path, int]:
    """The finished backups in a folder, and when each was taken, in ms.

    Raises:
        OSError: no such folder.
    """
    found = {}
    for path in sorted(folder.iterdir()):
        if path.suffix != _UNDER_WAY and (path / MANIFEST).exists():
            found[path] = msgspec.json.decode((path / MANIFEST).read_bytes(), type=Manifest).at_ms
    return found


def key_in(folder: Path, passphrase: str) -> bytes:
    """The server's key as it lay in its file when the backup was taken.

    Raises:
        sealed_key.WrongPassphrase: it does not open.
    """
    return sealed_key.unseal((folder / KEY).read_bytes(), passphrase)


def _checked(engine: sa.Engine, copy: Path, before: dict[int, tuple[int, bytes]]) -> Verified:
    with dumps.scratch(copy, engine) as restored, reading(restored) as conn:
        found = verify(conn)
        for number, (pos, fh) in before.items():
            if not found.whole or not _reaches(conn, number, pos, fh):
                raise NotWhole(found.faults)
    return found


def _reaches(conn: sa.Connection, number: int, pos: int, fh: bytes) -> bool:
    """Whether the copy has the same history up to there; it was begun later, so it may have more."""
    if pos == 0:
        return True
    at = sa.select(segment.c.fh).where(segment.c.feed_no == number, segment.c.pos == pos)
    held = conn.execute(at).scalar()
    return held is not None and bytes(held) == fh


def _heads(engine: sa.Engine) -> dict[int, tuple[int, bytes]]:
    with reading(engine) as conn:
        rows = conn.execute(sa.select(feed.c.feed_no, feed.c.head, feed.c.fh)).all()
    return {number: (head, bytes(fh)) for number, head, fh in rows}


def _finish(part: Path) -> Path:
    """Brings everything to the disk, then gives the folder its name."""
    for name in (DATABASE, KEY, MANIFEST):
        _sync(part / name)
    _sync(part)
    whole = part.with_name(part.name.removesuffix(_UNDER_WAY))
    part.rename(whole)
    _sync(whole.parent)
    return whole


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _move_safe(engine: sa.Engine, positions: dict[int, int], covered_by: int) -> int:
    """`safe` never goes back; returns how many feeds moved on."""
    at = sa.bindparam("pos")
    target = feed.c.backed if covered_by > 1 else at
    move = feed.update().where(feed.c.feed_no == sa.bindparam("number"), feed.c.safe < target).values(safe=target)
    note = feed.update().where(feed.c.feed_no == sa.bindparam("number"), feed.c.backed < at).values(backed=at)
    moved = 0
    with writing(engine) as conn:
        for number, pos in sorted(positions.items()):  # in the order in which all lock feeds
            moved += conn.execute(move, {"number": number, **({"pos": pos} if covered_by == 1 else {})}).rowcount
            conn.execute(note, {"number": number, "pos": pos})
    return moved
