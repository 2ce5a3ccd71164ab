"""Servers on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.postgres import new_database
from tests.ready import ready_database, ready_file
from tests.servers import RunningServer, running_server
from tests.sync_server.clinics import Clinic


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without a table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'server.db'}"
    return new_database(request.getfixturevalue("postgres"), f"t{uuid4().hex}")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with all tables, in which nothing stands."""
    if request.param == "sqlite":
        return ready_file(tmp_path / "server.db")
    return ready_database(request.getfixturevalue("postgres"), f"t{uuid4().hex}")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with running_server(tmp_path) as running:
        yield running


@pytest.fixture
def either(tmp_path: Path, database: str) -> Iterator[RunningServer]:
    """A server on SQLite and then one on PostgreSQL."""
    with running_server(tmp_path, database) as running:
        yield running


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """One server for the tests of a module that do not care what others have filed."""
    with running_server(tmp_path_factory.mktemp("shared")) as running:
        yield running


@pytest.fixture
def clinics(either: RunningServer) -> tuple[Clinic, Clinic]:
    """Two stations of one commune."""
    return Clinic(either), Clinic(either, "TYT-02")
