"""What a device is shown: its own feed and those above, from its marks on, under heads that the server signs."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from sync_server.durable.tables import segment
from tests.servers import RunningServer
from tests.sync_server.pens import Pen, Pulled, positions
from vaxdesk.journal import feed as feeds


def heads_hold(pulled: Pulled, server: RunningServer) -> bool:
    key = bytes.fromhex(server.key)
    return all(
        feeds.head_is_signed(
            key, head.sig, number, head.pos, bytes.fromhex(head.fh), safe=head.safe, time_ms=pulled.told.time
        )
        for number, head in pulled.told.heads.items()
    )


def mark(server: RunningServer, pen: Pen, pos: int) -> tuple[int, str]:
    row = server.rows(sa.select(segment.c.fh).where(segment.c.feed_no == pen.feed, segment.c.pos == pos))[0]
    return pos, bytes(row.fh).hex()[:16]


def test_a_device_reads_its_own_feed_and_those_above_and_no_neighbours(either: RunningServer) -> None:
    pens = {org: Pen(either, org) for org in ("TYT-01", "TYT-02", "2025-07:24211", "2025-07:66")}
    for pen in pens.values():
        pen.sync(pen.log().segment())
    pulled = pens["TYT-01"].sync()
    readable = {pens[org].feed for org in ("TYT-01", "2025-07:24211", "2025-07:66")} | {either.unit("VN").org_no}
    assert set(pulled.told.heads) == set(pulled.told.since) == readable
    assert positions(pulled.items) == {pen.feed: [1] for org, pen in pens.items() if org != "TYT-02"}
    assert heads_hold(pulled, either)
    assert pens["2025-07:66"].sync().told.heads.keys() == {pens["2025-07:66"].feed, either.unit("VN").org_no}


def test_marks_decide_where_reading_goes_on(either: RunningServer) -> None:
    pen = Pen(either)
    pen.sync(*(pen.log().segment() for _ in range(6)))
    fresh = pen.sync(marks={pen.feed: [mark(either, pen, 4)]})
    assert positions(fresh.items) == {pen.feed: [5, 6]}
    assert fresh.told.since[pen.feed] == 4
    lost = pen.sync(marks={pen.feed: [(9, "00" * 8), (6, "ff" * 8), mark(either, pen, 3), (0, "00" * 8)]})
    assert lost.told.since[pen.feed] == 3
    assert positions(lost.items) == {pen.feed: [4, 5, 6]}
    assert pen.sync(marks={pen.feed: [(9, "00" * 8)]}).told.since[pen.feed] == 0


def test_a_head_covers_what_the_page_shows_and_the_next_page_goes_on(either: RunningServer) -> None:
    pen = Pen(either)
    pen.sync(*(pen.log().write(20).segment() for _ in range(5)))
    seen: list[int] = []
    marks: list[tuple[int, str]] = []
    for _ in range(10):
        pulled = pen.sync(most=600, marks={pen.feed: marks})
        head = pulled.told.heads[pen.feed]
        assert heads_hold(pulled, either)
        assert head.pos == pulled.items[-1].p
        seen += [item.p for item in pulled.items]
        marks = [(head.pos, head.fh[:16])]
        if not pulled.told.more:
            break
    assert seen == [1, 2, 3, 4, 5]
    assert len(pulled.items) < 5


def test_bodies_that_the_reader_holds_are_left_out(server: RunningServer) -> None:
    pen = Pen(server)
    log_ = pen.log().write(9)
    pulled = pen.sync(log_.segment(0, 4), log_.segment(4), sent=[(log_.name, 4)])
    assert positions(pulled.items) == {pen.feed: [1, 2]}
    assert list(pulled.bodies) == [(pen.feed, 2)]
    assert pulled.bodies[pen.feed, 2].lines == tuple(log_.lines[4:])


def test_bodies_of_a_forked_log_are_always_shown(server: RunningServer) -> None:
    pen = Pen(server)
    log_, twin = pen.log().write(2, "one"), pen.log()
    twin.name, twin.lines, twin.hashes = log_.name, list(log_.lines[:1]), list(log_.hashes[:2])
    twin.write(4, "two")
    pen.sync(log_.segment())
    pulled = pen.sync(twin.segment(), sent=[(log_.name, 5)])
    assert pulled.bodies[pen.feed, 1].lines == tuple(log_.lines)


@pytest.mark.parametrize("most", [0, 1])
def test_however_little_is_wanted_reading_gets_on(server: RunningServer, most: int) -> None:
    pen = Pen(server)
    pen.sync(pen.log().segment(), pen.log().segment())
    pulled = pen.sync(most=most)
    assert positions(pulled.items) == {pen.feed: [1]}
    assert pulled.told.more == 1
