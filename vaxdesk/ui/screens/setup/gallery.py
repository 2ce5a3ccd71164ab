"""Sample states of the set-up dialog."""

from __future__ import annotations

from vaxdesk import words
from vaxdesk.ui.gallery import WHOLE, Sample
from vaxdesk.ui.lanes import InlineLane, Lane, ManualLane
from vaxdesk.ui.screens.setup.model import SetupModel
from vaxdesk.ui.screens.setup.state import Created, SetupRequest
from vaxdesk.ui.screens.setup.view import SetupView

_FILLED = {
    "station": "06123",
    "name": "Trạm Y tế xã Tân Lập",
    "person": "Nông Thị Hạnh",
    "login": "hanh",
    "password": "ruộng bậc thang",
    "again": "ruộng bậc thang",
}


def _create(request: SetupRequest) -> Created:
    return Created("7K2M-9QXD-4TNV-B3HJ-8W5R-ZC6P", request)


def _model(lane: Lane, filled: dict[str, str]) -> SetupModel:
    model = SetupModel(lane, create=_create, language=words.language(), choose=lambda groups: groups // 2)
    for name, value in filled.items():
        model.edit(name, value)
    return model


def _empty() -> SetupView:
    return SetupView(_model(InlineLane(), {}))


def _filled() -> SetupView:
    return SetupView(_model(InlineLane(), _FILLED))


def _faults() -> SetupView:
    bad = {**_FILLED, "station": "", "login": "Hạnh", "password": "tramyte1", "again": "tramyte2"}
    model = _model(InlineLane(), bad)
    model.want_server(True)
    model.edit("server", "tiemchung.example")
    model.submit()
    return SetupView(model)


def _working() -> SetupView:
    model = _model(ManualLane(), _FILLED)
    model.submit()
    return SetupView(model)


def _words() -> SetupView:
    model = _model(InlineLane(), _FILLED)
    model.submit()
    return SetupView(model)


def _confirmed() -> SetupView:
    model = _model(InlineLane(), _FILLED)
    model.submit()
    model.type_back("b3hj")
    return SetupView(model)


GALLERY = (
    Sample("setup-empty", _empty, WHOLE),
    Sample("setup-filled", _filled, WHOLE),
    Sample("setup-faults", _faults, WHOLE),
    Sample("setup-working", _working, WHOLE),
    Sample("setup-words", _words, WHOLE),
    Sample("setup-confirmed", _confirmed, WHOLE),
)
