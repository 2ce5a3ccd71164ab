"""The sending page joins a server by scanning its invitation."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.ui.screens.test_sending import FIGURES, a_model, shown
from vaxdesk.ui.gallery import a_room
from vaxdesk.ui.screen import RawScan, Room, ScanSource
from vaxdesk.ui.screens.sending.state import Figures


@pytest.fixture
def room() -> Iterator[Room]:
    """A room of which nothing is left ticking."""
    made = a_room()
    yield made
    while made.notices.current:
        made.notices.dismiss()


def test_a_scanned_invitation_joins_at_once_and_other_codes_do_nothing(qtbot, room: Room) -> None:
    alone = Figures(**{**{n: getattr(FIGURES, n) for n in Figures.__struct_fields__}, "enrolled": False})
    model, done = a_model(room, alone)
    view = shown(qtbot, model)
    invitation = f"VDE1 https://dongbo.example.vn ABCDEFG-HJKMNPQ {'ab' * 32} {'A' * 600}"
    assert not view.accept_scan(RawScan("015190001234||Lò Văn Tá", ScanSource.WEDGE))
    assert done == []
    assert view.accept_scan(RawScan(invitation, ScanSource.CAMERA))
    assert done[0] == ("", invitation)
