"""The checkpoint of a day: made from all heads, signed, filed into the topmost feeds, checked against paper."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from enum import StrEnum, nonmember

import msgspec
import sqlalchemy as sa
import zstandard

from sync_server.durable.database import writing
from sync_server.durable.tables import checkpoint, feed, org, segment
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from sync_server.settings import Server
from vaxdesk.domain.payloads import Checkpoint
from vaxdesk.journal import checkpoint as checkpoints
from vaxdesk.journal.feed import START

_POSITION = struct.Struct(">QQ")
_MOST_BYTES = 64 * 1024 * 1024


class State(StrEnum):
    """What became of a checkpoint."""

    WORDS = nonmember("keeping.checkpoint")

    HOLDS = "holds"
    UNKNOWN = "unknown"  # this server has never signed it, or its row was taken away
    NOT_SIGNED = "not_signed"
    ALTERED = "altered"  # what it covered is no longer what is held


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """A checkpoint looked at again."""

    digest: str
    state: State
    at_ms: int = 0
    feeds: int = 0


def write(server: Server) -> Checked:
    """Signs how everything stands now, keeps the positions, and files the digest for all to see."""
    at_ms = server.now_ms()
    with writing(server.engine) as conn:
        rows = conn.execute(sa.select(feed.c.feed_no, feed.c.head, feed.c.fh)).all()
        heads = {row.feed_no: (row.head, bytes(row.fh)) for row in rows}
        digest = checkpoints.digest(heads)
        sig = checkpoints.sign(server.key.sign, digest, time_ms=at_ms)
        kept = {"at_ms": at_ms, "digest": digest, "sig": sig, "heads": _packed(heads)}
        conn.execute(checkpoint.insert(), kept)
        told = Checkpoint(at_ms=at_ms, digest=digest.hex(), feeds=len(heads), sig=sig)
        tops = sa.select(org.c.org_no).where(org.c.parent.is_(None), org.c.active == 1).order_by(org.c.org_no)
        for top in conn.execute(tops).scalars().all():
            hosted.write(conn, server, top, [Note(kind="checkpoint", payload=told)])
    return Checked(digest=digest.hex(), state=State.HOLDS, at_ms=at_ms, feeds=len(heads))


def check(conn: sa.Connection, digest: str, keys: Sequence[bytes]) -> Checked:
    """Compares a digest, from paper or a witness, with what is held; `keys` are all the server has had."""
    try:
        wanted = bytes.fromhex(digest.strip())
    except ValueError:
        return Checked(digest=digest, state=State.UNKNOWN)
    row = conn.execute(sa.select(checkpoint).where(checkpoint.c.digest == wanted)).first()
    if row is None:
        return Checked(digest=digest, state=State.UNKNOWN)
    return _again(conn, row, keys)


def check_all(conn: sa.Connection, keys: Sequence[bytes]) -> list[Checked]:
    """Every checkpoint that was ever signed, oldest first."""
    rows = conn.execute(sa.select(checkpoint).order_by(checkpoint.c.at_ms)).all()
    return [_again(conn, row, keys) for row in rows]


def _again(conn: sa.Connection, row: sa.Row, keys: Sequence[bytes]) -> Checked:
    digest, positions = bytes(row.digest), _unpacked(bytes(row.heads))
    facts = {"digest": digest.hex(), "at_ms": row.at_ms, "feeds": len(positions)}
    if not any(checkpoints.is_signed(key, row.sig, digest, time_ms=row.at_ms) for key in keys):
        return Checked(state=State.NOT_SIGNED, **facts)
    heads = {number: (pos, _hash_at(conn, number, pos)) for number, pos in positions.items()}
    holds = checkpoints.digest(heads) == digest
    return Checked(state=State.HOLDS if holds else State.ALTERED, **facts)


def _hash_at(conn: sa.Connection, number: int, pos: int) -> bytes:
    if pos == 0:
        return START
    at = sa.select(segment.c.fh).where(segment.c.feed_no == number, segment.c.pos == pos)
    held = conn.execute(at).scalar()
    return START if held is None else bytes(held)


def _packed(heads: dict[int, tuple[int, bytes]]) -> bytes:
    plain = b"".join(_POSITION.pack(number, pos) for number, (pos, _) in sorted(heads.items()))
    return zstandard.ZstdCompressor().compress(plain)


def _unpacked(packed: bytes) -> dict[int, int]:
    return dict(_POSITION.iter_unpack(zstandard.ZstdDecompressor().decompress(packed, max_output_size=_MOST_BYTES)))
