"""A desk killed at any moment, saving, sending, settling, has lost nothing that it had said was saved or confirmed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash.kills import Broken, Killing
from tests.servers import running_server

KILLS = 200


@pytest.mark.timeout(600)
def test_nothing_said_is_lost_by_kill_9(tmp_path: Path) -> None:
    """2,000 kills: python -m tests.crash.kills --kills 2000."""
    with running_server(tmp_path) as server:
        killing = Killing(tmp_path / "home", server, seed=20261126)
        killing.run(KILLS)
        killing.settle()
        killing.finish()
    assert killing.kills == KILLS
    assert killing.opened > KILLS * 0.7, "most are killed at work"
    assert killing.entries > KILLS * 2
    assert len(killing.confirmed) > KILLS / 10, "many are killed amid an exchange"


def test_what_is_said_and_not_kept_is_found(tmp_path: Path) -> None:
    with running_server(tmp_path) as server:
        killing = Killing(tmp_path / "home", server, seed=1)
        killing.run(2)
        while not killing.saved:  # the machine is busy
            killing.run(1)
        killing.settle()
        log, seq = next(iter(killing.saved.items()))
        killing.saved[log] = seq + 100
        with pytest.raises(Broken):
            killing.settle()
        killing.saved[log] = seq
        server.entries = lambda _org: []
        killing.confirmed[log] = 1
        with pytest.raises(Broken):
            killing.settle()
