"""A server with a small tree of units on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.district.databases import BOTH, url_of
from tests.servers import RunningServer, running_server


@pytest.fixture
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunningServer]:
    with running_server(tmp_path, url_of(request)) as running:
        yield running


@pytest.fixture(params=BOTH)
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunningServer]:
    """The same server on either database."""
    with running_server(tmp_path, url_of(request)) as running:
        yield running
