"""Minutes at the present line, worked out by hand."""

from __future__ import annotations

import pytest

from vaxdesk.domain.line_speed import KEPT, RoundTime, estimate, kept


def test_nothing_is_known_before_the_first_round() -> None:
    assert estimate([], 10_000) is None
    assert estimate([RoundTime(0, 1.0), RoundTime(100, 0.0)], 10_000) is None


@pytest.mark.parametrize(
    ("rounds", "size", "seconds"),
    [
        ([(700, 1.2)], 7000, 12),  # one round: bytes over seconds, rather too slow
        ([(700, 1.8), (3700, 2.6)], 23_700, 8),  # 1.61 s to begin with, then 3,750 bytes a second
        ([(1000, 2.0), (1000, 4.0)], 2000, 6),  # all alike: 3 s for 1,000 bytes
        ([(700, 9.0), (7000, 2.0)], 7700, 11),  # larger was quicker: no sense in a slope, 11 s for 7,700 bytes
    ],
    ids=["first round", "slow line", "rounds alike", "a line that woke up"],
)
def test_seconds_for_what_waits(rounds: list[tuple[int, float]], size: int, seconds: int) -> None:
    assert estimate([RoundTime(*one) for one in rounds], size) == seconds


def test_only_the_last_rounds_count() -> None:
    held: tuple[RoundTime, ...] = ()
    for at in range(KEPT + 3):
        held = kept(held, RoundTime(at, 1.0))
    assert [one.size for one in held] == list(range(3, KEPT + 3))
