"""What one process does at a time: by a number each, for a transaction, on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

import sync_server
from sync_server.durable import locks
from sync_server.durable.database import open_engine, reading, writing
from sync_server.durable.locks import Lock, alone, hold
from tests.postgres import new_database

_CODE = Path(sync_server.__file__).parent


@pytest.fixture(scope="module")
def engine(postgres: str) -> Iterator[sa.Engine]:
    made = open_engine(new_database(postgres, "locks"))
    yield made
    made.dispose()


def test_no_number_is_used_twice() -> None:
    assert len(set(Lock.__members__.values())) == len(Lock.__members__)


def test_there_is_no_other_place_that_locks_by_number() -> None:
    found = [path for path in _CODE.rglob("*.py") if "advisory" in path.read_text(encoding="utf-8")]
    assert found == [Path(locks.__file__)]


@pytest.mark.parametrize("number", [*Lock, -1, 2**63 - 1])
def test_a_second_one_is_told_and_not_held_up_until_the_first_has_done(engine: sa.Engine, number: int) -> None:
    with writing(engine) as first, writing(engine) as second:
        assert alone(first, number) and alone(first, number)
        assert not alone(second, number)
        assert alone(second, 1), "what has another number goes on"
        first.rollback()
        assert alone(second, number)


def test_who_holds_waits_for_the_one_before(engine: sa.Engine) -> None:
    waits = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"

    def second() -> bool:
        with writing(engine) as conn:
            hold(conn, Lock.CHECKS)
            return alone(conn, Lock.CHECKS)

    with ThreadPoolExecutor(1) as thread:
        with writing(engine) as first, reading(engine) as beside:
            hold(first, Lock.CHECKS)
            held_up = thread.submit(second)
            while not beside.exec_driver_sql(waits).scalar():
                assert not held_up.done()
            assert not alone(beside, Lock.CHECKS)
        assert held_up.result(timeout=20)


def test_on_sqlite_whoever_writes_is_alone(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/server.db")
    with writing(engine) as conn:
        hold(conn, Lock.TOTALS)
        assert alone(conn, Lock.TOTALS)
    engine.dispose()
