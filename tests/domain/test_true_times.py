"""Times of a wrong clock, mended by readings near them or not at all."""

from __future__ import annotations

import pytest

from vaxdesk.domain.true_times import Opened, Reading, Watched, t_fixed

Y2002, NOW = 1_010_000_000, 1_795_400_000
OFF = NOW - Y2002


def test_the_nearest_reading_of_the_run_mends() -> None:
    early = Reading(t=Y2002 + 100, srv=NOW + 100)
    late = Reading(t=NOW + 5000, srv=NOW + 5000)  # the clock was set right in between
    run = Opened(t=Y2002)
    assert t_fixed(Y2002 + 50, run, [late, early]) == NOW + 50
    assert t_fixed(NOW + 4000, run, [early, late]) == NOW + 4000


def test_half_the_trip_is_added() -> None:
    assert t_fixed(0, Opened(t=0), [Reading(t=0, srv=NOW, rtt_ms=3000)]) == NOW + 1.5


def test_a_run_without_contact_is_mended_by_uptime_from_the_next() -> None:
    run = Opened(t=Y2002, uptime=60)
    after = Reading(t=Y2002 + 7200, srv=NOW + 7200, uptime=7260)
    assert t_fixed(Y2002 + 30, run, [], [after]) == NOW + 30


@pytest.mark.parametrize(
    ("opened", "after"),
    [
        pytest.param(Opened(t=Y2002, uptime=900), Reading(t=Y2002 + 60, srv=NOW, uptime=30), id="switched off between"),
        pytest.param(Opened(t=Y2002), Reading(t=Y2002 + 60, srv=NOW, uptime=60), id="uptime unknown"),
        pytest.param(
            Opened(t=Y2002, uptime=60), Reading(t=NOW + 7200, srv=NOW + 7200, uptime=7260), id="clock set between"
        ),
    ],
)
def test_where_nothing_tells_the_time_stays_in_doubt(opened: Opened, after: Reading) -> None:
    assert t_fixed(Y2002 + 30, opened, [], [after]) is None


def test_a_later_run_of_another_start_is_passed_over() -> None:
    other = Reading(t=Y2002 + 10, srv=NOW - 99, uptime=5)
    same = Reading(t=Y2002 + 7200, srv=NOW + 7200, uptime=7260)
    assert t_fixed(Y2002, Opened(t=Y2002, uptime=60), [], [other, same]) == NOW


def test_a_contact_is_noted_once_and_again_when_the_clock_was_set() -> None:
    watched = Watched()
    assert [watched.is_news(one) for one in (0.4, 1.9, OFF, OFF + 2, 0.4)] == [True, False, True, False, True]
