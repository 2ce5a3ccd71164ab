"""What is shown follows from the state alone: showing a state a second time changes no pixel."""

from __future__ import annotations

import pytest

from vaxdesk.ui.gallery import Sample, stage
from vaxdesk.ui.screens.board import gallery as board
from vaxdesk.ui.screens.person import gallery as person
from vaxdesk.ui.screens.reception import gallery as reception

_DIALOGS = ("asking",)  # they are made for one question and show no state
_SAMPLES = (*board.GALLERY, *person.GALLERY, *reception.GALLERY)
_VIEWS = [one for one in _SAMPLES if not one.name.endswith(_DIALOGS)]


@pytest.mark.parametrize("sample", _VIEWS, ids=lambda one: one.name)
def test_showing_a_state_twice_changes_nothing(sample: Sample, qtbot) -> None:
    view = sample.make()
    host = stage(view, sample.size)
    qtbot.addWidget(host)
    before = host.grab().toImage()
    view.show_state(view._model.state)
    after = host.grab().toImage()
    view._model._room.notices.dismiss()
    assert after == before
