"""The short form of the soak that the command runs for hours."""

from __future__ import annotations

from pathlib import Path

from tests.bench.soak import MOST_WAL, soak


def test_many_devices_on_a_bad_line_lose_nothing_and_the_server_stays_small(tmp_path: Path) -> None:
    """Memory is judged by the long form alone: in half a minute the allocator has not yet found its size."""
    seen = soak(f"sqlite:///{tmp_path / 'soak.db'}", tmp_path, devices=60, seconds=20)
    assert seen.requests > 200
    assert seen.lost > 0
    assert len(seen.memory) >= 10
    assert seen.growth < 0.25
    assert seen.wal < MOST_WAL
