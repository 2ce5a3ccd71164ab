"""Servers on both databases with people at the portal, and a browser of the session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser

from sync_server.settings import Settings
from tests.district.browser import chromium
from tests.portal.people import Visitor
from tests.postgres import cluster, new_database
from tests.servers import RunningServer, running_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with cluster() as plug:
        yield plug


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Codes go into a file."""
    return Settings(sender=f"file:{tmp_path / 'codes'}")


@pytest.fixture
def server(tmp_path: Path, settings: Settings) -> Iterator[RunningServer]:
    with running_server(tmp_path, settings=settings) as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, tmp_path: Path, settings: Settings) -> Iterator[RunningServer]:
    """A server on SQLite and then one on PostgreSQL."""
    url = None
    if request.param == "postgresql":
        url = new_database(request.getfixturevalue("postgres"), f"t{uuid4().hex}")
    with running_server(tmp_path, url, settings=settings) as running:
        yield running


@pytest.fixture
def visitor(either: RunningServer) -> Iterator[Visitor]:
    made = Visitor(either)
    yield made
    made.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened
