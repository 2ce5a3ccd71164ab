"""A server with a small tree of units on both databases, and a browser of the session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser

from tests.district.browser import chromium
from tests.postgres import cluster, new_database
from tests.servers import RunningServer, running_server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with running_server(tmp_path) as running:
        yield running


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with cluster() as socket:
        yield socket


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunningServer]:
    """The same server on either database."""
    url = None
    if request.param == "postgresql":
        url = new_database(request.getfixturevalue("postgres"), f"t{uuid4().hex[:12]}")
    with running_server(tmp_path, url) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened
