"""Servers on both databases, two stations of one commune, and one of another province."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from sync_server.authority.orgs import UnitRow
from tests.district.cases.bench_of import Bench
from tests.postgres import cluster, new_database
from tests.servers import TREE, RunningServer, running_server

FAR = (
    UnitRow(code="46", name="Huế", kind="province", parent=":VN", scheme="2025-07"),
    UnitRow(code="TYT-09", name="Trạm y tế A Lưới", kind="station", parent="2025-07:46"),
)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with cluster() as socket:
        yield socket


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunningServer]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'server.db'}"
    else:
        url = new_database(request.getfixturevalue("postgres"), f"t{uuid4().hex}")
    with running_server(tmp_path, url, tree=(*TREE, *FAR)) as running:
        yield running


@pytest.fixture
def bench(either: RunningServer) -> Bench:
    """Two stations below one commune, one elsewhere, and Lan who reconciles in their province."""
    return Bench(either)
