"""A commune on both databases, with one of another province, and somebody who verifies identities there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.district.cases.conftest import either
from tests.district.staffing import Clerk, staffed
from tests.district.verify.communes import Commune
from tests.servers import RunningServer
from vaxdesk.domain.outcomes import GivenRole

__all__ = ["either"]


@pytest.fixture
def commune(either: RunningServer) -> Commune:
    return Commune(either)


@pytest.fixture
def clerk(commune: Commune) -> Iterator[Clerk]:
    made = Clerk(commune.server)
    made.sign_in(staffed(commune.server, "66", GivenRole.VERIFY, name="Trần Thị Lan"))
    yield made
    made.close()
