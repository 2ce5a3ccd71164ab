"""The sending page's day: who is missing, the seal, neighbours, what the checks found, the lease."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from tests.ui.screens.sending_bench import FIGURES, NOW, a_model, shown
from vaxdesk.domain.completeness import Rung
from vaxdesk.domain.issues import IssueKind
from vaxdesk.domain.plea import PleaStatus, PleaTask, PleaView
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.sealing import DayEnd, SealLine
from vaxdesk.ui.kit.confirm import Confirm
from vaxdesk.ui.kit.labels import Label
from vaxdesk.ui.screen import Room
from vaxdesk.ui.screens.sending.day_dialog import DayDialog, checks, seal_lines
from vaxdesk.ui.screens.sending.gallery import DAY, OPEN, PEOPLE, WHOLE
from vaxdesk.ui.screens.sending.state import LeaseFace, Near, Neighbour
from vaxdesk.words import say


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


def test_what_the_checks_found_is_shown_and_answered(qtbot, room: Room) -> None:
    found = {IssueKind.DUP_INJECTION: 1, IssueKind.VIAL_OVERDRAWN: 3}
    model, done = a_model(room, msgspec.structs.replace(FIGURES, issues=found, may_resolve=True))
    view = shown(qtbot, model)
    cases = view._day.cases

    def said() -> str:
        QApplication.processEvents()  # rows appear, and those that were there go
        return " ".join(one.text() for one in cases.findChildren(Label) if one.isVisible())

    button = view._day.issues.button(IssueKind.DUP_INJECTION)
    assert "cùng một ngày: 1" in button.text()
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert PEOPLE[2].name in said() and "23/11/2026" in said()
    QTest.keyClick(view._day.issues.button(IssueKind.VIAL_OVERDRAWN), Qt.Key.Key_Return)
    assert "FK1234" in said() and "7" in said() and say("issue.more", n=2) in said()
    buttons = [one for one in cases.findChildren(QPushButton) if one.isVisible()]
    next(one for one in buttons if say("issue.answer") in one.text()).click()
    ask = cases.findChild(Confirm)
    qtbot.waitUntil(lambda: ask.isAncestorOf(QApplication.focusWidget()))
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_4)
    assert not ask._agree.isEnabled(), "other needs words"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_1)
    with qtbot.waitSignal(ask.agreed):
        ask._agree.click()
    assert done[-1] == ("c1", {"how": "checked", "why": ""})
    room.notices.current.act.do()
    assert done[-1] == ("reopen", "ANSWER.1")
    model.become(issues={})
    QTest.keyClick(view._day.issues.button(IssueKind.VIAL_OVERDRAWN), Qt.Key.Key_Return)
    assert not cases.isVisible()


def test_whoever_may_not_answer_is_not_asked(qtbot, room: Room) -> None:
    model, _ = a_model(room, msgspec.structs.replace(FIGURES, issues={IssueKind.DUP_INJECTION: 1}))
    view = shown(qtbot, model)
    model.show_issue(IssueKind.DUP_INJECTION)
    assert not any(say("issue.answer") in one.text() for one in view._day.cases.findChildren(QPushButton))


def test_the_lead_types_the_code_that_shows_older_records(qtbot, room: Room) -> None:
    lapsed = LeaseFace(lapsed=True, number="0471", device=812, may_unlock=True)
    answers = [Refused(reason=Refusal.NO_RIGHT, facts={"act": "unlock_lease"}), SimpleNamespace(value=4)]
    figures = [msgspec.structs.replace(FIGURES, lease=lapsed)]
    typed: list[str] = []
    model, _ = a_model(room, unlock=lambda code: typed.append(code) or answers.pop(0), read=lambda: figures[0])
    view = shown(qtbot, model)
    assert "0471" in view._lease._tell.text()
    view._lease.code.line.setText("ABCD")
    QTest.keyClick(view._lease.code.line, Qt.Key.Key_Return)
    assert view._lease._refused.isVisible()
    QTest.keyClick(view._lease.code.line, Qt.Key.Key_Return)
    assert typed == ["ABCD", "ABCD"]
    figures[0] = msgspec.structs.replace(FIGURES, lease=LeaseFace(may_unlock=True))
    model.look()
    assert not view._lease.isVisible()


def test_a_nurse_is_told_whom_to_ask(qtbot, room: Room) -> None:
    model, _ = a_model(room, msgspec.structs.replace(FIGURES, lease=LeaseFace(lapsed=True, number="1")))
    view = shown(qtbot, model)
    assert view._lease._ask.isVisible()
    assert not view._lease.code.isVisible()


def test_pleas_that_wait_lead_to_their_people(qtbot, room: Room) -> None:
    went: list = []
    room = dataclasses.replace(room, go=lambda *where: went.append(where))
    late = PleaTask(
        PleaView(id="x", person=PEOPLE[0].id, day="2026-11-17", due="2026-11-19", way="self", status=PleaStatus.LATE),
        PEOPLE[0],
    )
    model, _ = a_model(room, msgspec.structs.replace(FIGURES, pleas=(late,)))
    view = shown(qtbot, model)
    words = say("plea.task_late", name=PEOPLE[0].name, due="19/11/2026")
    button = next(one for one in view._pleas.findChildren(QPushButton) if words in one.text())
    qtbot.waitUntil(button.isVisible)
    button.click()
    assert went == [("person", PEOPLE[0].id)]
    model.become(pleas=())
    assert not view._pleas.isVisible()


def test_what_came_of_a_stick_is_brought_into_view(qtbot, room: Room) -> None:
    model, _ = a_model(room, msgspec.structs.replace(FIGURES, ladder=OPEN))
    view = shown(qtbot, model)
    model.show_near(Near())
    view.resize(1100, 420)
    bar = view._scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 50)
    for text, failed in (("Đã ghi 3 mục", False), (say("usb.fault.cut"), True)):
        bar.setValue(0)
        model.show_stick(text, failed=failed)
        port = view._scroll.viewport()

        def seen(port=port) -> bool:
            result = view._stick.result
            top = result.mapTo(port, result.rect().topLeft()).y()
            return top >= 0 and top + result.height() <= port.height()

        qtbot.waitUntil(seen)
        assert text in view._stick._told.text()
