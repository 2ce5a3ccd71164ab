"""Samples of the sending page."""

from __future__ import annotations

from typing import Any

from vaxdesk.ui.gallery import Sample, a_room
from vaxdesk.ui.screens.sending.model import SendingModel, SendingPorts
from vaxdesk.ui.screens.sending.state import Figures
from vaxdesk.ui.screens.sending.view import SendingView

_NOW = 1_795_420_000


def _view(*, loop: dict[str, Any] | None = None, refused_join: str = "", **changes: Any) -> SendingView:
    values = {
        "enrolled": True,
        "server": "https://dongbo.example.vn",
        "saved": 1840,
        "waiting": 0,
        "waiting_since": 0,
        "waiting_bytes": 0,
        "last_contact": _NOW - 180,
        "refused": (),
        "now": _NOW,
    }
    figures = Figures(**{**values, **changes})
    ports = SendingPorts(
        read=lambda: figures,
        send_now=lambda: None,
        ask=lambda _address, _code: refused_join,
        carry=lambda request: request,
        keep=lambda _given: None,
    )
    model = SendingModel(a_room(), ports)
    model.look()
    if refused_join:
        model.join("https://dongbo.example.vn", "SAI-MA")
    model.become(**(loop or {}))
    return SendingView(model)


GALLERY: tuple[Sample, ...] = (
    Sample("sending-confirmed", _view),
    Sample("sending-waiting", lambda: _view(waiting=37, waiting_since=_NOW - 900, waiting_bytes=1200)),
    Sample(
        "sending-no-line",
        lambda: _view(
            waiting=412,
            waiting_since=_NOW - 86400 * 2,
            waiting_bytes=7300,
            last_contact=_NOW - 86400 * 2,
            loop={"trouble": "no_line", "next_s": 45},
        ),
    ),
    Sample("sending-refused", lambda: _view(waiting=12, waiting_since=_NOW - 60, refused=("not_yours",))),
    Sample("sending-alone", lambda: _view(enrolled=False, server="", last_contact=0)),
    Sample(
        "sending-join-refused",
        lambda: _view(enrolled=False, server="", last_contact=0, refused_join="sync.enrol.bad_code"),
    ),
)
