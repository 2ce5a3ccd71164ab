"""Wards on both databases, and somebody who verifies records in their province."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.district.cases.conftest import either
from tests.district.certificates.wards import Wards
from tests.district.staffing import Clerk, staffed
from tests.servers import RunningServer
from vaxdesk.domain.outcomes import GivenRole

__all__ = ["either"]


@pytest.fixture
def wards(either: RunningServer) -> Wards:
    return Wards(either)


@pytest.fixture
def clerk(wards: Wards) -> Iterator[Clerk]:
    made = Clerk(wards.server)
    made.sign_in(staffed(wards.server, "66", GivenRole.VERIFY, name="Trần Thị Lan"))
    yield made
    made.close()
