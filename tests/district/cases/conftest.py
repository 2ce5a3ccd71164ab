"""Servers on both databases, two stations of one commune, and one of another province."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync_server.authority.orgs import UnitRow
from tests.district.cases.bench_of import Bench
from tests.district.databases import BOTH, url_of
from tests.servers import TREE, RunningServer, running_server

FAR = (
    UnitRow(code="46", name="Huế", kind="province", parent=":VN", scheme="2025-07"),
    UnitRow(code="TYT-09", name="Trạm y tế A Lưới", kind="station", parent="2025-07:46"),
)


@pytest.fixture(params=BOTH)
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunningServer]:
    with running_server(tmp_path, url_of(request), tree=(*TREE, *FAR)) as running:
        yield running


@pytest.fixture
def bench(either: RunningServer) -> Bench:
    """Two stations below one commune, one elsewhere, and Lan who reconciles in their province."""
    return Bench(either)
