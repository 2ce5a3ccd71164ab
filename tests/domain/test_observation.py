from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.clinic import NINE
from vaxdesk.domain.observation import MINUTES, Alarm, may_release, watch
from vaxdesk.domain.refusals import Allowed, Refusal, Refused


@pytest.mark.parametrize(
    ("seconds", "remaining", "alarm"),
    [
        (0, 1800, Alarm.WATCHED),
        (1499, 301, Alarm.WATCHED),
        (1500, 300, Alarm.NEARLY),
        (1799, 1, Alarm.NEARLY),
        (1800, 0, Alarm.DUE),
        (2699, 0, Alarm.DUE),
        (2700, 0, Alarm.OVERDUE),
        (-86400, 1800, Alarm.WATCHED),
    ],
)
def test_thirty_minutes(seconds, remaining, alarm):
    clock = watch(NINE, now=NINE + seconds)
    assert (clock.due_at, clock.remaining, clock.alarm) == (NINE + 1800, remaining, alarm)


def test_the_usual_time_is_thirty_minutes_and_a_product_may_ask_for_another():
    assert MINUTES == 30
    assert watch(NINE, now=NINE, minutes=15).due_at == NINE + 900


@pytest.mark.parametrize(
    ("seconds", "state", "why", "minutes"),
    [
        (0, "well", "", 30),
        (1, "well", " ", 30),
        (1741, "reaction", "", 1),
        (600, "well", "việc gia đình", None),
        (600, "transferred", "", None),
        (1800, "well", "", None),
        (9999, "well", "", None),
    ],
)
def test_leaving_early_needs_a_reason(seconds, state, why, minutes):
    answer = may_release(watch(NINE, now=NINE + seconds), state=state, why=why)
    if minutes is None:
        assert answer == Allowed()
    else:
        assert answer == Refused(reason=Refusal.STILL_OBSERVED, facts={"minutes": minutes})


@given(st.integers(-10_000, 10_000), st.integers(1, 120))
def test_time_left_and_alarm_agree(seconds, minutes):
    clock = watch(NINE, now=NINE + seconds, minutes=minutes)
    assert 0 <= clock.remaining <= minutes * 60
    assert (clock.remaining == 0) == (clock.alarm in (Alarm.DUE, Alarm.OVERDUE))
