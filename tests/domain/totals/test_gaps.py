"""What does not add up of a day, a vial, a table and a seal; and a day that adds up has nothing."""

from __future__ import annotations

import pytest

from vaxdesk.domain.stock.balance import VialUse
from vaxdesk.domain.totals import gaps
from vaxdesk.domain.totals.gaps import MOST, Gap, GapKind

WHOLE = {"listed": 12, "people": 10, "sealed": 1, "seal_people": 10, "seal_outcomes": 10, "planned": 1, "places": 20}


def found(**sums: int) -> dict[str, tuple[int, int]]:
    return {one.kind.value: (one.n, one.of) for one in gaps.of_day(sums)}


def test_a_day_that_adds_up_has_nothing() -> None:
    assert gaps.of_day(WHOLE) == []
    assert gaps.of_day({}) == []


def test_nobody_came_of_those_listed_or_planned_for() -> None:
    assert found(listed=12, absent=12) == {"nothing": (12, 12)}
    assert found(planned=1, places=40) == {"nothing": (40, 40)}
    assert found(planned=1) == {"nothing": (0, 0)}, "a session for which nobody said how many"
    assert found(listed=3, planned=1, places=40) == {"nothing": (3, 3)}


def test_received_without_an_outcome_and_not_sealed() -> None:
    assert found(people=10, unfinished=3) == {"no_outcome": (3, 10), "unsealed": (0, 10)}


def test_the_seal_counts_more_than_is_here() -> None:
    assert found(people=7, sealed=1, seal_people=10, seal_outcomes=10) == {"sealed": (3, 10)}
    assert found(people=10, unfinished=2, sealed=1, seal_people=10, seal_outcomes=10) == {
        "sealed": (2, 10),
        "no_outcome": (2, 10),
    }
    assert found(people=11, sealed=1, seal_people=10, seal_outcomes=9) == {}, "what came later is not missing"
    assert found(people=7, sealed=0, seal_people=10) == {"unsealed": (0, 7)}


def test_whatever_was_summed_no_number_is_out_of_bounds() -> None:
    assert gaps.of_day({"listed": 10**15}) == [Gap(kind=GapKind.NOTHING, n=MOST, of=MOST)]
    assert gaps.of_day({"people": -1, "unfinished": -4}) == []


@pytest.mark.parametrize(
    ("use", "n"),
    [
        (VialUse(doses=6, given=6, closed=True), 0),
        (VialUse(doses=6, given=4, closed=True, said=2), 0),
        (VialUse(doses=6, given=4, closed=True), 2),
        (VialUse(doses=6, given=5, closed=True, said=2), 0),
        (VialUse(doses=6, given=7, closed=True), 0),
        (VialUse(doses=6, given=4), 2),
        (VialUse(doses=6, given=6), 0),
    ],
)
def test_doses_of_a_vial(use: VialUse, n: int) -> None:
    assert gaps.of_vial(use) == n


def test_doses_left_at_a_table_by_the_day_they_were_handed_out() -> None:
    assert gaps.left_at_table({"2026-11-24": 0}) == {}
    assert gaps.left_at_table({"2026-11-24": 12, "2026-11-25": -5, "2026-11-26": 4}) == {
        "2026-11-24": 7,
        "2026-11-26": 4,
    }
    assert gaps.left_at_table({"2026-11-24": 5, "2026-11-25": 3, "2026-11-26": -6}) == {"2026-11-25": 2}
    assert gaps.left_at_table({"2026-11-24": -5, "2026-11-25": 3}) == {"2026-11-25": 3}
    assert gaps.left_at_table({"2026-11-24": 5, "2026-11-25": -9}) == {}


def test_entries_that_a_seal_names_and_that_never_came() -> None:
    heads = {"A": "12:00ff", "B": "5:aa", "C": "7:bb", "D": "9:cc"}
    assert gaps.unsent(heads, {"A": 10, "B": 5, "C": 0}) == {"A": (11, 12), "C": (1, 7)}
    assert gaps.unsent({"A": "nonsense", "B": "", "C": "9" * 30}, {"A": 0, "B": 0, "C": 0}) == {}
    assert gaps.named_by("9" * 17) == MOST
