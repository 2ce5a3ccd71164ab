"""A server that desks are enrolled with, and desks on one network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.lan.desks import LanDesk, free_port
from tests.servers import RunningServer, running_server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with running_server(tmp_path) as running:
        yield running


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def desk_of(tmp_path: Path) -> Iterator[Callable[..., LanDesk]]:
    """Makes desks; pulls their cables and closes their stores at the end."""
    made: list[LanDesk] = []

    def make(server: RunningServer, org: str = "TYT-01") -> LanDesk:
        made.append(LanDesk(tmp_path / f"desk{len(made)}", server, org))
        return made[-1]

    yield make
    for desk in made:
        desk.line.close()
        desk.close()
