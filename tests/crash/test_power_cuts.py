"""Power cuts at a thousand moments of a desk's days, recorded from its real calls: nothing said is lost or corrupt.

10,000 cuts: python -m tests.crash.cuts --cuts 10000.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash.cuts import cut_at_random, recorded
from tests.crash.disk import Op

CUTS, PARTS = 1000, 4


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> list[Op]:
    """What the product as it is does to the disk."""
    return recorded("full", tmp_path_factory.mktemp("days"))


@pytest.mark.timeout(300)
@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_said_is_lost_by_a_power_cut(days: list[Op], part: int, tmp_path: Path) -> None:
    found = cut_at_random(days, cuts=CUTS // PARTS, seed=part, folder=tmp_path)
    assert found == {"whole": CUTS // PARTS}, f"again with: python -m tests.crash.cuts --seed {part}"


def test_the_days_hold_everything_that_must_outlive_a_cut(days: list[Op]) -> None:
    said = [op.path.split()[0] for op in days if op.kind == "said"]
    assert said.count("saved") > 60
    assert set(said) == {"made", "password", "saved", "copying", "copied", "shelved", "salvaged", "restored"}
    assert any(op.kind == "truncate" and op.path.endswith("-wal") for op in days), "a checkpoint"
    assert sum(op.kind == "sync" for op in days) > 100


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("how", "lost"),
    [
        ("normal", "saved entries lost"),
        ("off", "does not open: store_corrupt"),
        ("unsynced", "does not open: keys_unreadable"),
    ],
)
def test_a_weaker_promise_to_the_disk_is_found(how: str, lost: str, tmp_path: Path) -> None:
    """The test of the test. WAL with synchronous=NORMAL loses what was said, yet stays whole, as SQLite says."""
    found = cut_at_random(recorded(how, tmp_path), cuts=40, seed=5, folder=tmp_path)
    assert found[lost] > 0
    if how == "normal":
        assert set(found) == {"whole", lost}
