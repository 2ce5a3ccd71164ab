"""Segments are filed once, in order, unaltered, or refused with a reason; the same on SQLite and PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait

import pytest
import sqlalchemy as sa

from sync_server.durable import months
from sync_server.durable.database import writing
from sync_server.durable.tables import feed, log, segment, stray
from tests.servers import RunningServer
from tests.sync_server.pens import Pen
from vaxdesk.journal import chain
from vaxdesk.journal import feed as feeds
from vaxdesk.journal import segment as segments
from vaxdesk.journal.frames import join


def lines(server: RunningServer, org: str = "TYT-01") -> list[str]:
    return [one["line"] for one in server.entries(org)]


def written(*logs: object) -> list[str]:
    return [text.decode() for one in logs for text in one.lines]


def test_what_is_sent_is_filed_to_the_byte(either: RunningServer) -> None:
    pen = Pen(either)
    log_ = pen.log().write(5).raw('{"k":"später","t":1,"d":{"tên":"Đặng Thị Ánh"}}'.encode()).raw(b"no json \xff")
    pulled = pen.sync(log_.segment())
    assert pulled.ok == [(log_.name, 8, 1)]
    assert pulled.no == []
    filed = either.entries("TYT-01")
    assert [one["ref"] for one in filed] == [f"{log_.name}.{seq}" for seq in range(1, 9)]
    assert [one["h"] for one in filed] == [h.hex() for h in log_.hashes[1:]]
    assert filed[6]["entry"]["d"]["tên"] == "Đặng Thị Ánh"
    assert filed[7]["entry"] is None
    kept = either.rows(sa.select(segment.c.data))[0].data
    assert segments.read(bytes(kept)).lines == tuple(log_.lines)


def test_a_segment_sent_twice_is_filed_once(either: RunningServer) -> None:
    pen = Pen(either)
    log_ = pen.log().write(3)
    first = pen.sync(log_.segment())
    again = pen.sync(log_.segment(), log_.segment())
    assert again.ok == [*first.ok, *first.ok]
    assert lines(either) == written(log_)


def test_any_cut_of_a_log_is_accepted(either: RunningServer) -> None:
    pen = Pen(either)
    log_ = pen.log().write(9)
    pen.sync(log_.segment(0, 4))
    pulled = pen.sync(log_.segment(2, 7), log_.segment(1, 3), log_.segment(0, 10))
    assert pulled.ok == [(log_.name, 7, 2), (log_.name, 3, 1), (log_.name, 10, 3)]
    assert lines(either) == written(log_)
    cuts = [(row.from_seq, row.n) for row in either.rows(sa.select(segment).order_by(segment.c.pos))]
    assert cuts == [(0, 4), (4, 3), (7, 3)]


def test_a_gap_tells_where_to_go_on(either: RunningServer) -> None:
    pen = Pen(either)
    log_ = pen.log().write(9)
    assert pen.sync(log_.segment(3, 6)).no == [(log_.name, "gap", 0)]
    pen.sync(log_.segment(0, 3))
    assert pen.sync(log_.segment(5, 8)).no == [(log_.name, "gap", 3)]
    assert lines(either) == written(log_)[:3]


def test_another_history_of_a_log_is_a_fork_and_is_kept_aside_once(either: RunningServer) -> None:
    pen = Pen(either)
    log_, twin = pen.log().write(2), pen.log()
    twin.name, twin.lines, twin.hashes = log_.name, list(log_.lines), list(log_.hashes)
    log_.write(2, "one")
    twin.write(2, "two")
    pen.sync(log_.segment())
    assert pen.sync(twin.segment()).no == [(log_.name, "fork", 0)]
    assert pen.sync(twin.segment(), twin.segment(3)).no == [(log_.name, "fork", 0), (log_.name, "fork", 0)]
    assert lines(either) == written(log_)
    kept = either.rows(sa.select(stray).order_by(stray.c.id))
    assert [(row.reason, bytes(row.data)) for row in kept] == [("fork", twin.segment()), ("fork", twin.segment(3))]


def test_a_log_name_that_belongs_to_another_device_is_taken(either: RunningServer) -> None:
    here, there = Pen(either), Pen(either, "TYT-02")
    log_ = here.log().write(1)
    here.sync(log_.segment())
    assert there.sync(there.log(log_.name).write(1).segment()).no == [(log_.name, "taken", 0)]
    assert lines(either, "TYT-02") == []


def test_a_neighbour_of_the_same_unit_may_relay_and_is_noted(either: RunningServer) -> None:
    author, relay = Pen(either), Pen(either)
    log_ = author.log().write(2)
    assert relay.sync(log_.segment()).ok == [(log_.name, 3, 1)]
    assert either.rows(sa.select(segment.c.pushed_by))[0].pushed_by == relay.device
    assert either.rows(sa.select(log.c.device_no))[0].device_no == author.device


def test_nobody_writes_into_another_units_feed(either: RunningServer) -> None:
    here, there = Pen(either), Pen(either, "TYT-02")
    new, begun = here.log().write(2), here.log().write(2)
    here.sync(begun.segment(0, 1))
    assert there.sync(new.segment(), begun.segment(1)).no == [(new.name, "not_yours", 0), (begun.name, "not_yours", 0)]
    assert lines(either, "TYT-02") == []
    assert lines(either) == written(begun)[:1]


def test_a_device_that_never_enrolled_is_not_relayed(either: RunningServer) -> None:
    pen, stranger = Pen(either), Pen(either)
    log_ = stranger.log()
    log_.lines[0] = log_.lines[0].replace(stranger.public.hex().encode(), b"ab" * 32)
    assert pen.sync(log_.segment()).no == [(log_.name, "not_yours", 0)]


def altered(data: bytes) -> bytes:
    read = segments.read(data)
    changed = (*read.lines[:-1], read.lines[-1].replace(b"roster", b"Roster"))
    return segments.seal(read.log, read.a, changed, read.sig)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        pytest.param(altered, "bad_sig", id="a letter changed"),
        pytest.param(lambda data: data[:30] + bytes([data[30] ^ 1]) + data[31:], "bad_sig", id="signature changed"),
        pytest.param(lambda data: data[:-1], "bad_frame", id="cut off"),
        pytest.param(lambda data: b"VDS9" + data[4:], "bad_frame", id="another format"),
        pytest.param(lambda data: data[:4] + b"\x07" + data[5:], "bad_frame", id="unknown compression"),
        pytest.param(lambda data: data[:17] + b"\0\0\x27\x10" + data[21:], "too_big", id="10,000 lines"),
    ],
)
def test_a_damaged_segment_is_refused_and_the_rest_filed(server: RunningServer, spoil, code: str) -> None:
    pen = Pen(server)
    bad, good = pen.log().write(3), pen.log().write(3)
    pulled = pen.sync(spoil(bad.segment()), good.segment())
    assert pulled.no == [(bad.name, code, 0)]
    assert pulled.ok == [(good.name, 4, 1)]
    assert lines(server) == written(good)


def test_a_log_that_does_not_say_whose_it_is_is_refused(server: RunningServer) -> None:
    pen = Pen(server)
    log_ = pen.log()
    log_.lines = [b'{"d":{},"k":"print","t":1}']
    log_.hashes = [log_.hashes[0], chain.step(log_.hashes[0], log_.lines[0])]
    assert pen.sync(log_.segment()).no == [(log_.name, "bad_frame", 0)]


def test_positions_have_no_holes_and_the_feed_hash_covers_all(either: RunningServer) -> None:
    pens = [Pen(either) for _ in range(3)]

    def work(pen: Pen) -> None:
        for _ in range(4):
            log_ = pen.log().write(2)
            pen.sync(log_.segment(0, 1), log_.segment(1))

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(work, pens))
    rows = either.rows(sa.select(segment).order_by(segment.c.pos))
    assert [row.pos for row in rows] == list(range(1, 25))
    fh = feeds.START
    for row in rows:
        name = segments.read(bytes(row.data)).log
        fh = feeds.step(fh, name, a=row.from_seq, n=row.n, h_end=bytes(row.h_end))
        assert bytes(row.fh) == fh
    head = either.rows(sa.select(feed).where(feed.c.feed_no == pens[0].feed))[0]
    assert (head.head, bytes(head.fh)) == (24, fh)


def test_the_same_segment_from_several_senders_at_once_is_filed_once(either: RunningServer) -> None:
    author, *relays = [Pen(either) for _ in range(4)]
    log_ = author.log().write(6)
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda pen: pen.sync(log_.segment(0, 4), log_.segment()), [author, *relays]))
    assert all(one[0] == log_.name for pulled in answers for one in pulled.ok)
    assert [pulled.no for pulled in answers] == [[]] * 4
    assert lines(either) == written(log_)


def test_who_files_while_another_holds_the_feed_waits_and_takes_the_place_after(either: RunningServer) -> None:
    pen = Pen(either)
    log_ = pen.log()
    with ThreadPoolExecutor(1) as threads:
        with writing(either.engine) as conn:
            conn.execute(sa.select(feed).where(feed.c.feed_no == pen.feed).with_for_update())
            conn.execute(feed.update().where(feed.c.feed_no == pen.feed).values(head=7))
            answer = threads.submit(pen.sync, log_.segment(), marks={})
            wait([answer], timeout=0.3)
            assert not answer.done()
            months.ensure(conn, 200001)
            conn.execute(segment.insert(), [_place_holder(pen, pos) for pos in range(1, 8)])
        assert answer.result(timeout=10).ok == [(log_.name, 1, 8)]
    kept = either.rows(sa.select(segment.c.received_ms).where(segment.c.pos == 8))
    assert len(kept) == 1


def _place_holder(pen: Pen, pos: int) -> dict[str, object]:
    other = pen.log()
    numbers = {"part": 200001, "feed_no": pen.feed, "pos": pos, "log_id": pos, "from_seq": 0, "n": 1}
    rest = {"fh": bytes(32), "h_end": bytes(32), "received_ms": 0, "pushed_by": 0, "data": other.segment()}
    return {**numbers, **rest}


def test_a_segment_of_a_later_form_is_refused_and_its_bytes_are_kept(server: RunningServer) -> None:
    pen = Pen(server)
    log_ = pen.log().write(2)
    whole = log_.segment()
    later = [b"VDS2" + whole[4:], whole[:4] + b"\x09" + whole[5:]]
    told = pen.sync(*later, b"anything else")
    assert [code for _, code, _ in told.no] == ["bad_frame"] * 3
    kept = server.rows(sa.select(stray.c.data, stray.c.reason).order_by(stray.c.id))
    assert [(bytes(row.data), row.reason) for row in kept] == [(one, "bad_frame") for one in later]
    assert pen.sync(whole).ok == [(log_.name, 3, 1)]


def test_entries_of_kinds_and_fields_that_nobody_knows_yet_are_filed_and_handed_on(server: RunningServer) -> None:
    pen, other = Pen(server), Pen(server)
    log_ = pen.log().raw(b'{"d":{"x":[1]},"k":"of a later version","new":{"y":2},"t":5,"v":7}')
    frames = [b'{"app":"9","wire":1,"later":{"a":1},"dict":[77],"marks":{}}', log_.segment()]
    assert pen.post(join(frames)).status_code == 200
    assert [one.lines[1:] for one in other.sync().bodies.values()] == [tuple(log_.lines[1:])]
