"""A real desk on a clock that a test moves, for the screens that are tested down to the disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.conftest import Clock
from tests.ui.screens.real_desk import DAY, real_desk
from vaxdesk.desk.context import Desk
from vaxdesk.domain import times
from vaxdesk.ui.gallery import a_room
from vaxdesk.ui.screen import Room


@pytest.fixture
def clock() -> Clock:
    return Clock(times.at(DAY, "08:00"))


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    with real_desk(tmp_path) as opened:
        opened.store.now = clock
        yield opened


@pytest.fixture
def room() -> Iterator[Room]:
    """A room of which nothing is left ticking."""
    made = a_room()
    yield made
    while made.notices.current:
        made.notices.dismiss()
