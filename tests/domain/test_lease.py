from __future__ import annotations

import pytest

from vaxdesk.domain.lease import Lease

DAY = 86400
T = 1_795_400_000


@pytest.mark.parametrize(
    ("lease", "clock", "lapsed"),
    [
        pytest.param(Lease(), T, False, id="joined nothing"),
        pytest.param(Lease(days=30), T, False, id="never heard"),
        pytest.param(Lease(days=0, heard=T), T + 900 * DAY, False, id="no lease"),
        pytest.param(Lease(days=30, heard=T), T + 30 * DAY, False, id="last second"),
        pytest.param(Lease(days=30, heard=T), T + 30 * DAY + 1, True, id="lapsed"),
        pytest.param(Lease(days=30, heard=T, renewed=T + 50 * DAY), T + 40 * DAY, False, id="renewed by code"),
        pytest.param(Lease(days=30, heard=T, renewed=T + 50 * DAY), T + 51 * DAY, True, id="renewal lapsed"),
        pytest.param(Lease(days=30, heard=T, newest=T + 31 * DAY), T, True, id="clock set back"),
        pytest.param(Lease(days=30, heard=T), T - 900 * DAY, False, id="clock before the contact"),
    ],
)
def test_when_older_records_are_hidden(lease: Lease, clock: float, lapsed: bool) -> None:
    assert lease.has_lapsed(clock) is lapsed


def test_a_code_counts_from_the_latest_time_seen() -> None:
    lease = Lease(days=30, heard=T, newest=T + 40 * DAY)
    assert lease.renewed_for(2, T) == T + 54 * DAY
