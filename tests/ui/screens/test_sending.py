"""The sending page says in one sentence how it stands, and joins a server step by step."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from vaxdesk.domain.clock import ClockState
from vaxdesk.domain.completeness import Rung
from vaxdesk.domain.issues import IssueKind
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.sealing import DayEnd, SealLine
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.gallery import a_room
from vaxdesk.ui.kit.labels import Label
from vaxdesk.ui.screen import Room
from vaxdesk.ui.screens.sending.attention import advice
from vaxdesk.ui.screens.sending.day_dialog import DayDialog, checks, seal_lines
from vaxdesk.ui.screens.sending.gallery import DAY, OPEN, PEOPLE, STICK, WHOLE
from vaxdesk.ui.screens.sending.model import SendingModel
from vaxdesk.ui.screens.sending.ports import SendingPorts
from vaxdesk.ui.screens.sending.state import Figures, Near, Neighbour, SendingState
from vaxdesk.ui.screens.sending.verdict import time_left
from vaxdesk.ui.screens.sending.view import SendingView
from vaxdesk.wiring.loop import LoopState
from vaxdesk.words import say

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
        "people": lambda wanted: tuple(one for one in PEOPLE if one.id in wanted),
        "issue_people": lambda _: PEOPLE[:2],
        "days": lambda: (DAY, "2026-11-22"),
        "day_end": lambda day: DayEnd(day=day or DAY, ladder=OPEN, waiting=9),
        "seal": lambda day: done.append(("seal", day)),
        "print_seal": lambda day: done.append(("print", day)),
        "product": str,
        "stick": STICK,
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


@pytest.mark.parametrize(
    ("waiting", "seconds", "words"),
    [(0, None, "Không cần"), (5, None, "Chưa biết"), (5, 12, "Dưới 1 phút"), (5, 60, "1 phút"), (900, 61, "2 phút")],
)
def test_how_long_it_takes_is_said_in_minutes(waiting: int, seconds: int | None, words: str) -> None:
    assert time_left(SendingState(waiting=waiting, waiting_seconds=seconds)) == words


def test_everything_that_stands_in_the_way_is_said_with_what_to_do(qtbot, room: Room) -> None:
    model, _ = a_model(room, msgspec.structs.replace(FIGURES, refused=("fork",), clock=ClockState.FAR_AHEAD))
    view = shown(qtbot, model)
    model.show_loop(LoopState(trouble="not_our_server", min_app="9.0", went_back=True))
    said = [one.text for one in advice(model.state)]
    assert len(said) == 5
    for words in (say("sync.verdict.fork"), "gọi bộ phận kỹ thuật", "9.0", "xác nhận ngày", "bản sao lưu"):
        assert any(words in one for one in said), words
    assert view._trouble.isVisible()
    model.show_loop(LoopState())
    model.become(refused=(), clock=ClockState.PLAUSIBLE)
    assert not view._trouble.isVisible()


def test_who_is_missing_is_a_press_away_and_leads_to_the_person(qtbot, room: Room) -> None:
    went: list = []
    room = dataclasses.replace(room, go=lambda *where: went.append(where))
    model, _ = a_model(room, msgspec.structs.replace(FIGURES, ladder=OPEN))
    view = shown(qtbot, model)
    tile = view._day.ladder.tile(Rung.SENT)
    tile.setFocus()
    QTest.keyClick(tile, Qt.Key.Key_Return)
    assert [one.id for one in model.state.missing] == list(OPEN.missing[Rung.SENT])
    assert view._day.missing.isVisible()
    view._day.missing.setFocus()
    view._day.missing.selectRow(1)
    QTest.keyClick(view._day.missing, Qt.Key.Key_Return)
    assert went == [("person", OPEN.missing[Rung.SENT][1])]
    QTest.keyClick(tile, Qt.Key.Key_Return)
    assert not view._day.missing.isVisible()


def test_neighbours_are_told_with_what_each_lacks_or_why_there_are_none(qtbot, room: Room) -> None:
    model, _ = a_model(room)
    view = shown(qtbot, model)
    assert not view._near.isVisible()

    def said() -> str:
        rows = (view._near._rows.itemAt(at).widget() for at in range(view._near._rows.count()))
        labels = (label for row in rows for label in (row, *row.findChildren(Label)))
        return " ".join(label.text() for label in labels if isinstance(label, Label))

    model.show_near(Near())
    assert view._near.isVisible()
    assert "Chưa thấy máy nào khác" in said()
    near = Near(peers=(Neighbour(name="BAN-TIEM", last=NOW - 3, ahead=4),), notes=("lan.refused.stranger",))
    model.show_near(near)
    assert all(words in said() for words in ("BAN-TIEM", "thiếu 4 mục", "đã bị từ chối"))
    model.show_near(Near(off="lan.off.switched_off"))
    assert "Cài đặt" in said()


def test_the_day_is_checked_sealed_and_printed_from_the_keyboard(qtbot, room: Room) -> None:
    sealed: list[SealLine] = []

    def seal(day: str) -> object:
        sealed.append(SealLine(id=day, at=NOW, by="Mai", people=7, outcomes=5, confirmed=2, waiting=9))
        return SimpleNamespace(value="a")

    end = lambda day: DayEnd(day=day or DAY, ladder=OPEN, waiting=9, seals=tuple(sealed))  # noqa: E731
    model, done = a_model(room, msgspec.structs.replace(FIGURES, may_seal=True), seal=seal, day_end=end)
    view = shown(qtbot, model)
    view._day.seal.click()
    dialog = view.findChild(DayDialog)
    assert "2 người đã vào cửa mà chưa có kết quả." in dialog.said()
    assert dialog.earlier.isEnabled()
    assert not dialog.later.isEnabled()
    QTest.keyClick(dialog.seal, Qt.Key.Key_Return)
    assert done == [("print", DAY)]
    assert not dialog.isVisible(), "the preview comes in its place"
    qtbot.waitUntil(lambda: not view.findChildren(DayDialog))
    view._day.seal.click()
    dialog = view.findChild(DayDialog)
    assert "Đã chốt lúc" in dialog.said()
    assert dialog.print_.isVisible()
    dialog.earlier.click()
    assert model.state.day_end.day == "2026-11-22"
    dialog.reject()
    assert model.state.day_end is None


def test_a_seal_refused_is_said(qtbot, room: Room) -> None:
    no = Refused(reason=Refusal.NO_RIGHT, facts={"act": "open_session"})
    model, done = a_model(room, seal=lambda _: no)
    view = shown(qtbot, model)
    assert not view._day.seal.isVisible(), "not for whoever may not seal"
    model.open_day()
    model.seal()
    assert done == []
    assert not model.state.sealing
    assert room.notices.current is not None
    view.findChild(DayDialog).reject()


def test_what_is_open_and_what_came_after_are_counted_in_words() -> None:
    whole = DayEnd(day=DAY, ladder=WHOLE)
    assert [text for _, _, text in checks(whole)] == [
        "Ngày này đã đủ: mọi người qua cửa đều có kết quả và máy chủ đã xác nhận."
    ]
    alone = DayEnd(day=DAY, ladder=msgspec.structs.replace(OPEN, alone=True), waiting=40)
    said = [text for _, _, text in checks(alone)]
    assert len(said) == 3, "without a server nothing is missing there"
    first = SealLine(id="", at=NOW, by="Mai", people=1, outcomes=1, confirmed=1, waiting=0)
    seals = (first, msgspec.structs.replace(first, at=NOW + 60))
    lines = seal_lines(DayEnd(day=DAY, ladder=WHOLE, seals=seals, after=2), now=NOW)
    assert ["thêm 2 mục" in lines[0][2], "1 người qua cửa" in lines[1][2], "thay" in lines[2][2]] == [True] * 3


def test_the_page_is_scrolled_by_keys(qtbot, room: Room) -> None:
    model, _ = a_model(room, msgspec.structs.replace(FIGURES, refused=("fork", "gap", "too_big"), ladder=OPEN))
    view = shown(qtbot, model)
    view.resize(900, 420)
    model.show_near(Near())
    bar = view._scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 50)
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert bar.value() == 0


def test_what_the_checks_found_shows_whom_it_concerns(qtbot, room: Room) -> None:
    model, _ = a_model(room, msgspec.structs.replace(FIGURES, issues={IssueKind.DUP_INJECTION: 1}))
    view = shown(qtbot, model)
    button = view._day.issues.button(IssueKind.DUP_INJECTION)
    assert "cùng một ngày: 1" in button.text()
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert [one.id for one in model.state.missing] == [one.id for one in PEOPLE[:2]]
    model.become(issues={})
    model.look()
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert not view._day.missing.isVisible()
