"""Segments by month: partitions come by themselves, a reader that is up to date looks into one, old ones move."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from sync_server.durable import months
from sync_server.durable.database import open_engine, reading, upgrade, writing
from sync_server.durable.tables import feed, log, segment
from tests.plans import explained
from tests.ready import ready_database
from tests.servers import RunningServer, running_server
from tests.sync_server.pens import Pen

_DAY = 86400
placed = sa.select(segment).order_by(segment.c.pos)


def parts(server: RunningServer) -> list[int]:
    return [row.part for row in server.rows(sa.select(segment.c.part).order_by(segment.c.pos))]


def test_months_count_over_the_end_of_a_year() -> None:
    assert months.coming(1_795_651_200_000) == [202611, 202612, 202701, 202702]
    assert months.of(1_798_761_599_000) == 202612
    assert months.of(1_798_761_600_000) == 202701


def test_every_month_is_filed_even_when_its_partition_was_not_made_before(either: RunningServer) -> None:
    pen = Pen(either)
    log_ = pen.log().write(9)
    began = time.time()
    for number in range(5):
        either.now = lambda shift=number * 62 * _DAY: began + shift
        body = log_.segment(number * 2, number * 2 + 2)
        assert pen.sync_at(either.now(), body).no == []
    assert len(set(parts(either))) == 5
    pulled = pen.sync_at(either.now(), log_.segment())
    assert pulled.ok == [(log_.name, 10, 5)]
    assert [item.p for item in pulled.items] == [1, 2, 3, 4, 5]
    head = either.rows(sa.select(feed).where(feed.c.feed_no == pen.feed))[0]
    assert (head.part, head.part_pos) == (parts(either)[-1], 5)
    assert either.rows(sa.select(log.c.part))[0].part == parts(either)[0]


def test_a_clock_that_goes_back_a_month_hides_nothing(either: RunningServer) -> None:
    pen = Pen(either)
    log_ = pen.log().write(5)
    began = time.time()
    for number, shift in enumerate((0, 40, 0)):
        either.now = lambda shift=shift: began + shift * _DAY
        pen.sync_at(either.now(), log_.segment(number * 2, number * 2 + 2))
    pulled = pen.sync_at(either.now(), log_.segment())
    assert [item.p for item in pulled.items] == [1, 2, 3]
    assert pulled.ok == [(log_.name, 6, 3)]


def test_what_was_filed_before_there_were_months_is_kept(empty: str) -> None:
    engine = open_engine(empty)
    upgrade(engine, "0002")
    before = [
        {"part": 202601 + pos // 3, "feed_no": 7, "pos": pos, "log_id": 9, "from_seq": pos - 1, "n": 1}
        | {"fh": bytes(32), "h_end": bytes(32), "received_ms": 0, "pushed_by": 1, "data": b"x"}
        for pos in range(1, 6)
    ]
    with writing(engine) as conn:
        conn.execute(sa.text("INSERT INTO feed (feed_no, head, fh, safe) VALUES (7, 5, :fh, 0)"), {"fh": bytes(32)})
        conn.execute(
            sa.text("INSERT INTO log (log_id, device_no, feed_no, head_seq, head_hash) VALUES (9, 1, 7, 5, :fh)"),
            {"fh": bytes(32)},
        )
        names = ", ".join(before[0])
        values = ", ".join(f":{name}" for name in before[0])
        conn.execute(sa.text(f"INSERT INTO segment ({names}) VALUES ({values})"), before)
    upgrade(engine)
    with reading(engine) as conn:
        kept = conn.execute(sa.select(segment).order_by(segment.c.pos)).mappings().all()
        assert [dict(row) for row in kept] == before
        assert conn.execute(sa.select(feed.c.part, feed.c.part_pos)).one() == (202602, 3)
        assert conn.execute(sa.select(log.c.part)).scalar_one() == 202601
    engine.dispose()


@pytest.fixture
def large(postgres: str, tmp_path: Path) -> Iterator[RunningServer]:
    with running_server(tmp_path, ready_database(postgres, f"t{uuid4().hex}")) as running:
        yield running


@contextmanager
def tablespace(server: RunningServer) -> Iterator[str]:
    """A second place of the cluster, beside its data."""
    place = Path(sa.make_url(server.database).query["host"]) / "slow"
    place.mkdir()
    shutil.chown(place, place.parent.owner())
    alone = server.engine.execution_options(isolation_level="AUTOCOMMIT")
    with alone.connect() as conn:
        conn.exec_driver_sql(f"CREATE TABLESPACE slow LOCATION '{place}'")
        yield "slow"
        conn.exec_driver_sql("DROP TABLESPACE slow")


def test_several_processes_make_the_same_month_once(large: RunningServer) -> None:
    engines = [open_engine(large.database) for _ in range(4)]
    far = 1_900_000_000_000
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda engine: months.prepare(engine, far), engines))
    for engine in engines:
        engine.dispose()
    with reading(large.engine) as conn:
        assert [month.part for month in months.listed(conn)][-4:] == months.coming(far)


def test_who_is_up_to_date_looks_into_one_month_and_a_log_into_its_own(large: RunningServer) -> None:
    with writing(large.engine) as conn:
        for part in (*range(202501, 202513), *range(202601, 202613)):
            months.ensure(conn, part)
    with reading(large.engine) as conn:
        recent = placed.where(segment.c.feed_no == 1, segment.c.pos >= 500, segment.c.part == 202611)
        assert _partitions(conn, recent.limit(32)) == {"segment_202611"}
        plan = _plan(conn, placed.where(segment.c.feed_no == 1, segment.c.pos >= 4).limit(32))
        assert "Merge Append" in plan  # read in order from each month's index: no month is sorted nor read whole
        assert "->  Sort" not in plan
        assert "Seq Scan" not in plan
        own = sa.select(segment).where(segment.c.log_id == 5, segment.c.part >= 202611, segment.c.from_seq < 9)
        assert _partitions(conn, own) >= {"segment_202611", "segment_202612"}
        assert "segment_202610" not in _partitions(conn, own)


def test_an_old_month_moves_to_another_disk(large: RunningServer) -> None:
    with reading(large.engine) as conn:
        part = months.listed(conn)[0].part
    with pytest.raises(months.NoMonth):
        months.move(large.engine, 190001, "pg_default")
    with pytest.raises(sa.exc.ProgrammingError):
        months.move(large.engine, part, 'no "such" space')
    pen = Pen(large)
    log_ = pen.log().write(2)
    pen.sync(log_.segment())
    with tablespace(large) as space:
        months.move(large.engine, part, space)
        with reading(large.engine) as conn:
            assert {month.part: month.space for month in months.listed(conn)}[part] == space
        assert len(large.entries("TYT-01")) == 3
        months.move(large.engine, part, "pg_default")


def _plan(conn: sa.Connection, query: sa.Select) -> str:
    for way in ("seqscan", "sort"):  # the tables are empty: what is asked is whether there is an index to go by
        conn.exec_driver_sql(f"SET LOCAL enable_{way} = off")
    return "\n".join(explained(conn, query))


def _partitions(conn: sa.Connection, query: sa.Select) -> set[str]:
    return {word for word in _plan(conn, query).split() if word.startswith("segment_2") and word.count("_") == 1}
