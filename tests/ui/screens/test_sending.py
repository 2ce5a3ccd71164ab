"""The sending page says in one sentence how it stands, and joins a server step by step."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.gallery import a_room
from vaxdesk.ui.screen import Room
from vaxdesk.ui.screens.sending.model import SendingModel, SendingPorts
from vaxdesk.ui.screens.sending.state import Figures
from vaxdesk.ui.screens.sending.view import SendingView
from vaxdesk.wiring.loop import LoopState

NOW = 1_795_420_000
FIGURES = Figures(
    enrolled=True,
    server="https://dongbo.example.vn",
    saved=10,
    waiting=0,
    waiting_since=0,
    waiting_bytes=0,
    last_contact=NOW - 60,
    refused=(),
    now=NOW,
)


@pytest.fixture
def room() -> Iterator[Room]:
    """A room of which nothing is left ticking."""
    made = a_room()
    yield made
    while made.notices.current:
        made.notices.dismiss()


def a_model(room: Room, figures: Figures = FIGURES, **ports: Any) -> tuple[SendingModel, list]:
    done: list = []
    given = SimpleNamespace(unit_name="Trạm Xà Hồ")
    made = {
        "read": lambda: figures,
        "send_now": lambda: done.append("send"),
        "ask": lambda address, code: done.append((address, code)) or SimpleNamespace(),
        "carry": lambda _: given,
        "keep": lambda kept: done.append(kept),
        **ports,
    }
    return SendingModel(room, SendingPorts(**made)), done


def shown(qtbot, model: SendingModel) -> SendingView:
    view = SendingView(model)
    qtbot.addWidget(view)
    view.show()
    view.activate()
    return view


@pytest.mark.parametrize(
    ("changes", "loop", "sentence"),
    [
        ({}, {}, "Máy chủ đã xác nhận tất cả"),
        ({"waiting": 3, "waiting_since": NOW - 9}, {}, "Đang chờ gửi 3 bút toán"),
        ({"waiting": 3, "waiting_since": NOW - 9}, {"trouble": "no_line"}, "Chưa có mạng, dữ liệu đang chờ"),
        ({"refused": ("not_yours",)}, {}, "Có phần máy chủ chưa nhận"),
        ({"enrolled": False, "server": ""}, {}, "Máy này làm việc một mình"),
    ],
    ids=["confirmed", "waiting", "no line", "refused", "alone"],
)
def test_one_sentence_says_how_it_stands(qtbot, room: Room, changes: dict, loop: dict, sentence: str) -> None:
    values = {name: getattr(FIGURES, name) for name in Figures.__struct_fields__}
    model, _ = a_model(room, Figures(**{**values, **changes}))
    view = shown(qtbot, model)
    model.show_loop(LoopState(**loop))
    assert view._verdict._text.text() == sentence
    assert view._join.isVisible() is (not model.state.enrolled)
    assert view._trouble.isVisible() is bool(loop or changes.get("refused"))


def test_send_now_is_one_press_and_rests_while_sending(qtbot, room: Room) -> None:
    model, done = a_model(room)
    view = shown(qtbot, model)
    view._send.click()
    assert done == ["send"]
    model.show_loop(LoopState(sending=True))
    assert not view._send.isEnabled()
    model.send_now()
    assert done == ["send"]


def test_joining_checks_asks_keeps_and_sends(qtbot, room: Room) -> None:
    alone = Figures(**{**{n: getattr(FIGURES, n) for n in Figures.__struct_fields__}, "enrolled": False})
    model, done = a_model(room, alone)
    view = shown(qtbot, model)
    view._join._address.line.setText("https://dongbo.example.vn")
    view._join._code.line.setText("ABCD")
    view._join._button.click()
    assert done[0] == ("https://dongbo.example.vn", "ABCD")
    assert done[1].unit_name == "Trạm Xà Hồ"
    assert done[2] == "send"


@pytest.mark.parametrize("step", ["ask", "carry"])
def test_a_refused_code_is_said_beside_the_field(qtbot, room: Room, step: str) -> None:
    model, done = a_model(room, **{step: lambda *_: "sync.enrol.expired"})
    view = shown(qtbot, model)
    model.join("https://dongbo.example.vn", "ABCD")
    assert "hết hạn" in view._join._refused.text()
    assert not model.state.joining
    assert "send" not in done


def test_no_line_while_joining_is_said_and_can_be_tried_again(qtbot, room: Room) -> None:
    def fail(_: object) -> None:
        raise Trouble(TroubleCode.NO_LINE)

    model, _ = a_model(room, carry=fail)
    view = shown(qtbot, model)
    model.join("https://dongbo.example.vn", "ABCD")
    assert model.state.join_refused == "trouble.no_line"
    assert view._join._button.isEnabled()
