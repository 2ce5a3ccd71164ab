"""Servers on both databases with people at the portal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync_server.settings import Settings
from tests.district.databases import BOTH, url_of
from tests.portal.people import Visitor
from tests.servers import RunningServer, running_server


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Codes go into a file."""
    return Settings(sender=f"file:{tmp_path / 'codes'}")


@pytest.fixture
def server(tmp_path: Path, settings: Settings) -> Iterator[RunningServer]:
    with running_server(tmp_path, settings=settings) as running:
        yield running


@pytest.fixture(params=BOTH)
def either(request: pytest.FixtureRequest, tmp_path: Path, settings: Settings) -> Iterator[RunningServer]:
    """A server on SQLite and then one on PostgreSQL."""
    with running_server(tmp_path, url_of(request), settings=settings) as running:
        yield running


@pytest.fixture
def visitor(either: RunningServer) -> Iterator[Visitor]:
    made = Visitor(either)
    yield made
    made.close()
