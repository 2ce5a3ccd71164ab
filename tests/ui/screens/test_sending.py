"""The sending page says in one sentence how it stands, and joins a server step by step."""

from __future__ import annotations

import msgspec
import pytest

from tests.ui.screens.sending_bench import FIGURES, NOW, a_model, shown
from vaxdesk.domain.clock import ClockState
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.screen import Room
from vaxdesk.ui.screens.sending.attention import advice
from vaxdesk.ui.screens.sending.state import Figures, SendingState
from vaxdesk.ui.screens.sending.verdict import time_left
from vaxdesk.wiring.loop import LoopState
from vaxdesk.words import say


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


@pytest.mark.parametrize(
    ("waiting", "seconds", "words"),
    [(0, None, "Không cần"), (5, None, "Chưa biết"), (5, 12, "Dưới 1 phút"), (5, 60, "1 phút"), (900, 61, "2 phút")],
)
def test_how_long_it_takes_is_said_in_minutes(waiting: int, seconds: int | None, words: str) -> None:
    assert time_left(SendingState(waiting=waiting, waiting_seconds=seconds)) == words


def test_everything_that_stands_in_the_way_is_said_with_what_to_do(qtbot, room: Room) -> None:
    model, _ = a_model(room, msgspec.structs.replace(FIGURES, refused=("fork",), lacks=1, clock=ClockState.FAR_AHEAD))
    view = shown(qtbot, model)
    model.show_loop(LoopState(trouble="not_our_server", min_app="9.0", went_back=True, rescued=3))
    said = [one.text for one in advice(model.state)]
    assert len(said) == 7
    parts = ("gọi bộ phận kỹ thuật", "9.0", "xác nhận ngày", "bản sao lưu", "không còn giữ bản gốc", "3 mục")
    for words in (say("sync.verdict.fork"), *parts):
        assert any(words in one for one in said), words
    assert view._trouble.isVisible()
    model.show_loop(LoopState())
    model.become(refused=(), lacks=0, clock=ClockState.PLAUSIBLE)
    assert not view._trouble.isVisible()
