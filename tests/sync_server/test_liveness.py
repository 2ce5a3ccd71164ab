"""Kept connections after the database was started again: none that lay idle is used, and one failure ends them all."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from sync_server.durable import liveness
from sync_server.durable.database import looking, open_engine, reading, writing
from tests.postgres import made_clusters, new_database

_ONE = sa.select(sa.literal(1))


@pytest.fixture(scope="module")
def kept() -> Iterator[SimpleNamespace]:
    """An engine, and its database that `restart` stops and starts again."""
    with made_clusters() as make:
        cluster = make().init()
        cluster.start()
        engine = open_engine(new_database(str(cluster.home), "kept"))

        def restart() -> None:
            cluster.stop()
            cluster.start()

        yield SimpleNamespace(engine=engine, restart=restart)
        engine.dispose()


def _ask(engine: sa.Engine) -> int:
    with reading(engine) as conn:
        return conn.execute(_ONE).scalar_one()


def test_one_that_lay_idle_is_asked_first(kept: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [kept.engine.connect() for _ in range(3)]
    for one in lines:
        one.close()
    kept.restart()
    monkeypatch.setattr(liveness, "_BELIEVED", 0.0)
    assert [_ask(kept.engine) for _ in range(3)] == [1, 1, 1]


def test_one_that_answered_a_moment_ago_is_believed_and_its_end_ends_the_others(
    kept: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [kept.engine.connect() for _ in range(3)]
    for one in lines:
        one.close()
    kept.restart()
    monkeypatch.setattr(liveness, "_BELIEVED", 3600.0)
    with pytest.raises(sa.exc.OperationalError):
        _ask(kept.engine)
    assert [_ask(kept.engine) for _ in range(3)] == [1, 1, 1]


def test_who_only_looks_begins_nothing_and_leaves_the_connection_as_it_was(database: str) -> None:
    engine = open_engine(database)
    with looking(engine) as conn:
        assert conn.execute(_ONE).scalar_one() == 1
        if engine.dialect.name == "postgresql":
            raw = conn.connection.dbapi_connection
            assert raw.info.transaction_status.name == "IDLE"
    with pytest.raises(RuntimeError, match="stop"), writing(engine) as conn:
        conn.exec_driver_sql("CREATE TABLE half (a INTEGER)")
        raise RuntimeError("stop")
    assert not sa.inspect(engine).has_table("half")
    engine.dispose()
