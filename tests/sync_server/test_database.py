"""Migrations lead to the tables as the code knows them, on both databases, also when two servers start at once."""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from sync_server.durable import quick
from sync_server.durable.database import BUSY_MS, open_engine, reading, upgrade, writing
from sync_server.durable.quick import Statement
from sync_server.durable.schema import SCHEMA
from sync_server.durable.tables import cursor


def test_migrated_is_what_the_code_expects(empty: str) -> None:
    engine = open_engine(empty)
    upgrade(engine)
    upgrade(engine)
    with reading(engine) as conn:
        assert compare_metadata(MigrationContext.configure(conn), SCHEMA) == []
    engine.dispose()


def test_two_servers_upgrade_at_once(empty: str) -> None:
    engines = [open_engine(empty) for _ in range(2)]
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(upgrade, engines))
    for engine in engines:
        with reading(engine) as conn:
            assert "segment" in sa.inspect(conn).get_table_names()
        engine.dispose()


def test_what_fails_in_a_transaction_is_undone(empty: str) -> None:
    engine = open_engine(empty)
    upgrade(engine)
    with pytest.raises(RuntimeError, match="stop"), writing(engine) as conn:
        conn.execute(cursor.insert(), {"name": "x", "feed_no": 1, "pos": 1})
        raise RuntimeError("stop")
    with reading(engine) as conn:
        assert conn.execute(sa.select(cursor)).all() == []
    engine.dispose()


def test_sqlite_is_durable_and_lets_readers_go_on(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 's.db'}")
    upgrade(engine)
    with writing(engine) as writer:
        writer.execute(cursor.insert(), {"name": "x", "feed_no": 1, "pos": 1})
        with reading(engine) as reader:
            assert reader.execute(sa.select(cursor)).all() == []
            assert reader.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
            assert reader.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    engine.dispose()


def test_a_push_waits_for_whoever_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/server.db")
    upgrade(engine)
    other = sqlite3.connect(tmp_path / "server.db", isolation_level=None, check_same_thread=False)
    way, busy = quick.of(engine), Statement(sa.text("PRAGMA busy_timeout"))

    def pushes() -> int:
        with way.transaction() as run:
            return run(busy)[0][0]

    other.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(1) as thread:
        push = thread.submit(pushes)
        time.sleep(0.05)
        assert not push.done()
        other.execute("COMMIT")
        assert push.result(timeout=20) == BUSY_MS, "what follows waits as SQLite does"
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(quick, "_WAIT", 0.01)
    with pytest.raises(sa.exc.OperationalError):
        pushes()
    other.execute("ROLLBACK")
    assert pushes() == BUSY_MS
    other.close()
    engine.dispose()
