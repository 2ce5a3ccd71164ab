"""Whoever alters, removes or puts in a row of the server's database is found out, on both databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from sync_server.durable.database import reading, writing
from sync_server.durable.tables import checkpoint, feed, log, segment
from sync_server.keeping import checkpoints
from sync_server.keeping.checkpoints import State
from sync_server.keeping.verifying import Verified, verify
from tests.servers import RunningServer
from tests.sync_server.pens import Pen
from vaxdesk.journal import segment as segments


def verified(server: RunningServer, **share: int) -> Verified:
    with reading(server.engine) as conn:
        return verify(conn, **share)


@pytest.fixture
def filled(either: RunningServer) -> RunningServer:
    here, there = Pen(either), Pen(either, "TYT-02")
    for pen in (here, there, here):
        log_ = pen.log().write(5)
        pen.sync(log_.segment(0, 2), log_.segment(2, 4), log_.segment(4))
    return either


def test_what_is_filed_holds(filled: RunningServer) -> None:
    done = verified(filled)
    assert done.whole, done.faults
    assert (done.segments, done.entries) == (9, 18)
    assert done.heads[filled.unit("TYT-01").org_no][0] == 6
    parts = [verified(filled, share=number, of=3) for number in range(3)]
    assert sum(part.segments for part in parts) == 9
    assert sum(part.feeds for part in parts) == done.feeds


def _altered_line(row: sa.Row) -> bytes:
    read = segments.read(bytes(row.data))
    changed = (read.lines[0].replace(b"roster", b"Roster"), *read.lines[1:])
    return segments.seal(read.log, read.a, changed, read.sig)


def _of(row: sa.Row) -> sa.ColumnElement[bool]:
    return sa.and_(segment.c.feed_no == row.feed_no, segment.c.pos == row.pos)


Insider = Callable[[sa.Connection, sa.Row], None]
INSIDERS: dict[str, tuple[Insider, set[str]]] = {
    "a word of an entry": (
        lambda conn, row: conn.execute(segment.update().where(_of(row)).values(data=_altered_line(row))),
        {"altered"},
    ),
    "bytes": (
        lambda conn, row: conn.execute(segment.update().where(_of(row)).values(data=b"VDS1" + bytes(200))),
        {"unreadable"},
    ),
    "a segment taken out": (
        lambda conn, row: conn.execute(segment.delete().where(_of(row))),
        {"hole", "feed_hash", "log_gap"},
    ),
    "the last segment taken out": (
        lambda conn, row: conn.execute(
            segment.delete().where(segment.c.feed_no == row.feed_no, segment.c.pos == row.pos + 4)
        ),
        {"head", "log_head"},
    ),
    "and the head moved back with it": (
        lambda conn, row: (
            conn.execute(segment.delete().where(segment.c.feed_no == row.feed_no, segment.c.pos == row.pos + 4)),
            conn.execute(feed.update().where(feed.c.feed_no == row.feed_no).values(head=row.pos + 3)),
        ),
        {"head", "log_head"},
    ),
    "the hash of a position": (
        lambda conn, row: conn.execute(segment.update().where(_of(row)).values(fh=bytes(32))),
        {"feed_hash"},
    ),
    "the row beside a segment": (
        lambda conn, row: conn.execute(segment.update().where(_of(row)).values(h_end=bytes(32))),
        {"feed_hash", "row", "altered"},
    ),
    "another author": (
        lambda conn, row: conn.execute(log.update().where(log.c.log_id == row.log_id).values(device_no=4711)),
        {"no_author", "log_head"},
    ),
    "the feed itself": (
        lambda conn, row: conn.execute(feed.delete().where(feed.c.feed_no == row.feed_no)),
        {"strange"},
    ),
}


@pytest.mark.parametrize("what", INSIDERS)
def test_what_an_insider_does_shows(filled: RunningServer, what: str) -> None:
    act, expected = INSIDERS[what]
    here = segment.c.feed_no == filled.unit("TYT-01").org_no
    row = filled.rows(sa.select(segment).where(here, segment.c.pos == 2))[0]
    with writing(filled.engine) as conn:
        act(conn, row)
    assert {found.fault.value for found in verified(filled).faults} == expected


def test_a_checkpoint_on_paper_outlives_an_insider_with_all_rights(filled: RunningServer) -> None:
    """Who rewrites a feed with all hashes, even with the keys of its devices, cannot rewrite the paper."""
    paper = checkpoints.write(filled.server)
    pen = Pen(filled)
    pen.sync(pen.log().segment())
    public = filled.server.key.generations
    with reading(filled.engine) as conn:
        assert checkpoints.check(conn, paper.digest, public).state is State.HOLDS
        assert checkpoints.check(conn, "ab" * 32, public).state is State.UNKNOWN
        assert checkpoints.check(conn, "no hex", public).state is State.UNKNOWN
        assert checkpoints.check(conn, paper.digest, [bytes(32)]).state is State.NOT_SIGNED
    told = [one["entry"] for one in filled.entries("VN") if one["entry"]["k"] == "checkpoint"]
    assert [one["d"]["digest"] for one in told] == [paper.digest]
    assert verified(filled).whole
    last = segment.c.feed_no == filled.unit("TYT-01").org_no
    with writing(filled.engine) as conn:
        conn.execute(segment.update().where(last, segment.c.pos == 6).values(fh=bytes(32)))
    with reading(filled.engine) as conn:
        assert checkpoints.check(conn, paper.digest, public).state is State.ALTERED
        assert [one.state for one in checkpoints.check_all(conn, public)] == [State.ALTERED]
    with writing(filled.engine) as conn:
        conn.execute(checkpoint.delete())
    with reading(filled.engine) as conn:
        assert checkpoints.check(conn, paper.digest, public).state is State.UNKNOWN
