"""A server on both databases with an organisation at its portal, and somebody at the desk who answers it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync_server.settings import Settings
from tests.district.databases import BOTH, url_of
from tests.district.groups.organisations import Organisation
from tests.district.staffing import Clerk, staffed
from tests.district.test_every_page import FAR
from tests.servers import TREE, RunningServer, running_server
from tests.sync_server.clinics import read
from vaxdesk.domain.outcomes import GivenRole


@pytest.fixture(params=BOTH)
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunningServer]:
    settings = Settings(sender=f"file:{tmp_path / 'codes'}")
    with running_server(tmp_path, url_of(request), tree=(*TREE, *FAR), settings=settings) as running:
        read(running)
        yield running


@pytest.fixture
def company(server: RunningServer) -> Iterator[Organisation]:
    made = Organisation(server)
    yield made
    made.close()


@pytest.fixture
def clerk(server: RunningServer) -> Iterator[Clerk]:
    made = Clerk(server)
    made.sign_in(staffed(server, "66", GivenRole.VERIFY))
    yield made
    made.close()
