"""A server, and stations that send to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.servers import RunningServer, running_server
from tests.stations import Station


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with running_server(tmp_path) as running:
        yield running


@pytest.fixture
def station_of(tmp_path: Path) -> Iterator[Callable[..., Station]]:
    """Makes stations; closes their stores and lines at the end."""
    made: list[Station] = []

    def make(server: RunningServer, org: str = "TYT-01", *, ca: str = "") -> Station:
        made.append(Station(tmp_path / f"desk{len(made)}", server, org, ca=ca))
        return made[-1]

    yield make
    for station in made:
        station.line.close()
        station.close()


@pytest.fixture
def desk(server: RunningServer, station_of: Callable[..., Station]) -> Station:
    return station_of(server)


@pytest.fixture
def neighbour(server: RunningServer, station_of: Callable[..., Station]) -> Station:
    """A second desk of the same unit."""
    return station_of(server)
