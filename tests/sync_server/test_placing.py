"""Many writers at once: of one feed, of one log, of new logs. No position is skipped, nothing stands twice."""

from __future__ import annotations

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa

from sync_server.durable import quick
from sync_server.durable.database import looking, open_engine, reading, writing
from sync_server.durable.quick import Statement
from sync_server.durable.tables import device, feed, log, segment
from sync_server.joining.devices import Device
from sync_server.segments import filing
from tests.servers import RunningServer
from tests.sync_server.pens import Log, Pen
from vaxdesk.journal import feed as feeds
from vaxdesk.journal import ref
from vaxdesk.journal.frames import Filed

WRITERS, PUSHES = 6, 25


@pytest.fixture
def pens(either: RunningServer) -> list[Pen]:
    return [Pen(either) for _ in range(WRITERS)]


def pusher(server: RunningServer, pen: Pen) -> Device:
    path = server.unit("TYT-01").path
    return Device(no=pen.device, org=pen.feed, path=path, public=pen.public, status="active", last_seen_ms=0)


def check_feed(server: RunningServer, feed_no: int) -> list[sa.Row]:
    """Positions without holes, hashes that follow from each other, heads of logs where their last segment ends."""
    rows = server.rows(sa.select(segment).where(segment.c.feed_no == feed_no).order_by(segment.c.pos))
    assert [row.pos for row in rows] == list(range(1, len(rows) + 1))
    fh, ends = feeds.START, {}
    for row in rows:
        fh = feeds.step(fh, ref.log_name(row.log_id), a=row.from_seq, n=row.n, h_end=bytes(row.h_end))
        assert (bytes(row.fh), row.from_seq) == (fh, ends.get(row.log_id, 0))
        ends[row.log_id] = row.from_seq + row.n
    head = server.rows(sa.select(feed).where(feed.c.feed_no == feed_no))[0]
    assert (head.head, bytes(head.fh)) == (len(rows), fh)
    assert {row.log_id: row.head_seq for row in server.rows(sa.select(log))} == ends
    return rows


def test_one_feed_many_writers_in_two_processes(either: RunningServer, pens: list[Pen]) -> None:
    """Two engines stand for two processes: they share nothing but the database."""
    engines = [either.engine, open_engine(either.database)]
    logs = [pen.log().write(PUSHES) for pen in pens]
    start = Barrier(WRITERS)

    def push(number: int) -> None:
        by = pusher(either, pens[number])
        start.wait()
        for at in range(PUSHES):
            body = logs[number].segment(at, at + 1)
            filed = filing.settle(engines[number % 2], body, pusher=by, now_ms=either.server.now_ms())
            assert isinstance(filed, Filed)

    with ThreadPoolExecutor(WRITERS) as threads:
        list(threads.map(push, range(WRITERS)))
    engines[1].dispose()
    assert len(check_feed(either, pens[0].feed)) == WRITERS * PUSHES


def test_one_log_many_relays(either: RunningServer, pens: list[Pen]) -> None:
    """Whoever comes second finds the entries held; whoever cut elsewhere adds what is new."""
    log_ = pens[0].log().write(40)
    start = Barrier(WRITERS)

    def relay(number: int) -> None:
        by = pusher(either, pens[number])
        start.wait()
        for end in range(1 + number % 3, 42, 1 + number % 3):
            filing.settle(either.engine, log_.segment(0, min(end, 41)), pusher=by, now_ms=either.server.now_ms())

    with ThreadPoolExecutor(WRITERS) as threads:
        list(threads.map(relay, range(WRITERS)))
    check_feed(either, pens[0].feed)
    assert [one["line"].encode() for one in either.entries("TYT-01")] == log_.lines


def test_a_new_log_begun_by_two_at_once_stands_once(either: RunningServer, pens: list[Pen]) -> None:
    for _ in range(5):
        log_: Log = pens[0].log().write(2)
        start = Barrier(2)

        def begin(number: int, log_: Log = log_, start: Barrier = start) -> object:
            start.wait()
            by = pusher(either, pens[number])
            return filing.settle(either.engine, log_.segment(), pusher=by, now_ms=either.server.now_ms())

        with ThreadPoolExecutor(2) as threads:
            one, two = threads.map(begin, range(2))
        assert one == two
    check_feed(either, pens[0].feed)


def test_a_step_of_the_feed_is_the_same_in_python_and_in_the_database(either: RunningServer) -> None:
    pen = Pen(either)
    log_ = pen.log().write(1)
    pen.sync(log_.segment())
    (row,) = check_feed(either, pen.feed)
    item = feeds.item(log_.name, a=0, n=2, h_end=log_.hashes[2])
    assert bytes(row.fh) == sha256(feeds.START + item).digest()


def test_the_quick_way_closes_with_the_engine_and_opens_again(either: RunningServer) -> None:
    count = Statement(sa.select(sa.func.count()).select_from(device))
    engine = open_engine(either.database)
    first = quick.of(engine)
    before = first.all(count)
    engine.dispose()
    assert quick.of(engine) is not first
    assert quick.of(engine).all(count) == before
    engine.dispose()


def test_an_engine_that_nobody_holds_is_forgotten(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 's.db'}")
    quick.of(engine)
    held = weakref.ref(engine)
    del engine
    gc.collect()
    assert held() is None


def test_what_fails_in_a_quick_transaction_changes_nothing_and_is_told_as_elsewhere(either: RunningServer) -> None:
    way = quick.of(either.engine)
    twice = Statement(feed.insert().values(feed_no=7, head=0, fh=b"", safe=0).returning(feed.c.feed_no))
    values = {"feed_no": 7, "head": 0, "fh": b"", "safe": 0}
    with pytest.raises(sa.exc.IntegrityError), way.transaction() as run:
        run(twice, **values)
        run(twice, **values)
    with reading(either.engine) as conn:
        assert conn.execute(sa.select(feed).where(feed.c.feed_no == 7)).first() is None
    with writing(either.engine) as conn:  # and nothing is locked
        conn.execute(feed.update().where(feed.c.feed_no == 7).values(head=1))


PUT_FEED = Statement(sa.text("INSERT INTO feed (feed_no, head, fh, safe) VALUES (:no, 0, '', 0)"))


def test_statements_for_many_rows_are_run_in_order_and_counted(either: RunningServer) -> None:
    way = quick.of(either.engine)
    move = Statement(sa.text("UPDATE feed SET head = 1 WHERE feed_no = :no AND head = 0"))
    head = Statement(sa.text("SELECT head FROM feed WHERE feed_no = :no"))
    with way.transaction() as run:
        counts = run.each((PUT_FEED, [{"no": 7}, {"no": 8}]), (move, [{"no": 8}, {"no": 8}, {"no": 9}]), (move, []))
        assert counts == [2, 1, 0]
        assert run(head, no=8) == [(1,)] and run(head, no=7) == [(0,)]
    assert way.all(head, no=8) == [(1,)]


def test_a_row_that_cannot_be_takes_the_others_back_and_is_told_at_once(either: RunningServer) -> None:
    way = quick.of(either.engine)
    went_on = False
    with pytest.raises(sa.exc.IntegrityError), way.transaction() as run:
        run.each((PUT_FEED, [{"no": 7}, {"no": 8}]), (PUT_FEED, [{"no": 9}, {"no": 8}]))
        went_on = True
    assert not went_on
    assert way.all(Statement(sa.text("SELECT feed_no FROM feed WHERE feed_no IN (7, 8, 9)"))) == []


def test_what_is_run_past_sqlalchemy_belongs_to_its_transaction(either: RunningServer) -> None:
    head = Statement(sa.text("SELECT head FROM feed WHERE feed_no = :no"), sqlite=sa.text("SELECT 0 WHERE :no = 7"))
    known = Statement(sa.text("SELECT feed_no FROM feed WHERE feed_no = :no"))
    with pytest.raises(sa.exc.IntegrityError), writing(either.engine) as conn:
        run = quick.Inside(conn)
        assert run(PUT_FEED, no=7) == [] and run(head, no=7) == [(0,)]
        run.each(PUT_FEED, [{"no": 8}, {"no": 9}])
        assert [run(known, no=no) for no in (7, 8, 9)] == [[(7,)], [(8,)], [(9,)]]
        run.each(PUT_FEED, [{"no": 10}, {"no": 8}])
    with reading(either.engine) as conn:
        assert conn.execute(sa.select(feed).where(feed.c.feed_no.between(7, 10))).first() is None
    with looking(either.engine) as conn:  # the first question of one that has begun nothing
        assert quick.Inside(conn)(known, no=7) == []
        assert conn.execute(sa.select(feed).where(feed.c.feed_no == 7)).first() is None


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_connection_that_is_lost_past_sqlalchemy_is_not_used_again(either: RunningServer) -> None:
    gone = Statement(sa.text("SELECT pg_terminate_backend(pg_backend_pid())"))
    with pytest.raises(sa.exc.OperationalError), writing(either.engine) as conn:
        quick.Inside(conn)(gone)
    for _ in range(3):
        with looking(either.engine) as conn:
            assert quick.Inside(conn)(Statement(sa.text("SELECT 1"))) == [(1,)]
