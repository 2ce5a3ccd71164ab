"""Screening through its widgets, on a real encrypted store; keystrokes are counted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.desk.day import received, saved, screened
from tests.ui.screens.real_desk import DAY, listed
from tests.ui.screens.shells import ENTER, Fingers, Noted, asked, other, shell_of, shown
from vaxdesk.desk import board, stock
from vaxdesk.desk.context import Desk
from vaxdesk.domain.outcomes import Outcome, Stage
from vaxdesk.domain.payloads import History
from vaxdesk.ui.kit.confirm import Confirm
from vaxdesk.ui.screen import DeskMode, RawScan, ScanSource
from vaxdesk.ui.screens.screening.override import Override
from vaxdesk.ui.screens.screening.view import ScreeningView
from vaxdesk.ui.shell import Shell
from vaxdesk.wiring.screening import screening_screen
from vaxdesk.wiring.session import Session

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def injection() -> Noted:
    return Noted()


@pytest.fixture
def open_shell(desk: Desk, qtbot, injection: Noted):
    opened = []

    def make(mode: DeskMode = DeskMode.SCREENING) -> tuple[Shell, ScreeningView]:
        screens = (screening_screen(Session(desk), mode=lambda: mode), other("injection", injection))
        held = shell_of(qtbot, *screens, home="screening", day=DAY)
        shell = held.__enter__()
        opened.append(held)
        return shell, shell.view("screening")

    yield make
    for held in opened:
        held.__exit__(None, None, None)


def line(desk: Desk, person: str):
    return board.rows(desk, only=[person])[0]


def test_a_healthy_adult_takes_six_keys(desk: Desk, open_shell) -> None:
    first = received(desk, listed, doc="015190000001")
    second = received(desk, listed, name="Lò Văn Páo", sex="M", doc="014190000002")
    _, view = open_shell()
    fingers = Fingers()
    fingers.type("366- \r")  # temperature, all NO, consent, save
    assert fingers.count <= 7
    kept = board.person_day(desk, first)
    assert kept is not None
    assert kept.visit.screen is not None
    assert kept.visit.screen.data["vitals"] == {"temp": 36.6}
    assert kept.visit.screen.data["consent"] is True
    assert set(kept.visit.screen.data["answers"].values()) == {False}
    assert line(desk, first).stage is Stage.SCREENED
    assert view._model.state.person == second
    before = fingers.count
    fingers.type("365- \r")
    assert fingers.count - before <= 7
    assert line(desk, second).stage is Stage.SCREENED


def test_enter_goes_to_what_is_missing_and_saves_only_when_complete(desk: Desk, open_shell) -> None:
    lanh = received(desk, listed)
    _, view = open_shell()
    fingers = Fingers()
    fingers.type("\r")
    assert QApplication.focusWidget() is view.sheet.vitals.place("temp")  # what is measured comes first
    fingers.press(ENTER, CONTROL)
    assert QApplication.focusWidget() is view.sheet.questions.rows()[0]
    assert shown(view, "Chưa trả lời")
    fingers.type("-")
    assert QApplication.focusWidget() is view.sheet.vitals.place("temp")
    assert line(desk, lanh).stage is Stage.RECEIVED


def test_a_yes_opens_its_field_and_the_rule_is_shown(desk: Desk, open_shell) -> None:
    lanh = received(desk, listed, sex="M")
    _, view = open_shell()
    fingers = Fingers()
    fingers.type("366")
    for row in view.sheet.questions.rows()[:2]:
        assert QApplication.focusWidget() is row
        fingers.type("0")
    fingers.type("1")  # item 4, anaphylaxis to any allergen
    row = view.sheet.questions.rows()[2]
    assert row.field is not None
    assert QApplication.focusWidget() is row.field.line
    fingers.type("tom\r-")
    assert shown(view, "Chuyển bệnh viện")
    assert shown(view, "CÓ tại mục 4")
    assert shown(view, "Lưu, kết thúc")
    fingers.press(ENTER, CONTROL)
    assert line(desk, lanh).outcome is Outcome.REFERRED


def test_abnormal_values_show_the_threshold_and_answer_the_question(desk: Desk, open_shell) -> None:
    received(desk, listed, dob="1950-01-01")
    _, view = open_shell()
    fingers = Fingers()
    fingers.type("379-")
    assert shown(view, "Bất thường khi < 35,5 hoặc > 37,5 °C")
    assert shown(view, "37,9") or view.sheet.vitals.place("temp").text() == "37,9"
    assert QApplication.focusWidget() is view.sheet.vitals.place("sys")  # over 65 the blood pressure is measured
    fingers.type("152\r")
    fingers.type("80\r")
    assert shown(view, "Bất thường khi < 90 hoặc > 140 mmHg")
    row = next(one for one in view.sheet.questions.rows() if one.question.code == "9")
    assert row.answer == "yes"
    assert view._model.state.conclusion == "caution"


def test_all_that_is_measured_comes_before_the_questions(desk: Desk, open_shell) -> None:
    received(desk, listed, dob="1950-01-01")
    _, view = open_shell()
    fingers = Fingers()
    fingers.type("366")
    assert QApplication.focusWidget() is view.sheet.vitals.place("sys")
    fingers.type("130\r")
    assert QApplication.focusWidget() is view.sheet.vitals.place("dia")
    fingers.type("80\r")
    assert [view.sheet.vitals.place(code).text() for code in ("sys", "dia")] == ["130", "80"]
    assert not any(row.answer for row in view.sheet.questions.rows())
    assert QApplication.focusWidget() is view.sheet.questions.place("1")


@pytest.mark.parametrize("typed", ["95", "5"])
def test_a_value_that_cannot_be_true_is_not_saved(desk: Desk, open_shell, typed: str) -> None:
    lanh = received(desk, listed)
    _, view = open_shell()
    fingers = Fingers()
    fingers.type(f"{typed}-")
    assert QApplication.focusWidget() is view.sheet.vitals.place("temp")
    fingers.press(ENTER, CONTROL)
    assert shown(view, "Giá trị không hợp lý")
    assert line(desk, lanh).stage is Stage.RECEIVED


def test_more_is_measured_only_in_its_circumstances(desk: Desk, open_shell) -> None:
    received(desk, listed)
    _, view = open_shell()
    vitals = view.sheet.vitals
    assert not vitals.place("sys").isVisible()
    vitals._ticks["blood_pressure_history"].box.click()
    assert vitals.place("sys").isVisible()
    assert vitals.place("usual_sys").isVisible()
    assert not vitals.place("pulse").isVisible()


def test_a_child_needs_the_guardian(desk: Desk, open_shell) -> None:
    my = received(desk, listed, dob="2015-03-02", doc="")
    _, view = open_shell()
    fingers = Fingers()
    fingers.type("366-")
    assert QApplication.focusWidget() is view.sheet.vitals.place("pulse")
    fingers.type("90\r")
    fingers.type(" ")
    assert QApplication.focusWidget() is view.sheet.consent.name.line  # the name may follow at once
    fingers.type("\r")
    assert QApplication.focusWidget() is view.sheet.consent.name.line
    assert shown(view, "Cần họ tên bố/mẹ/người giám hộ đồng ý")
    fingers.type("DO\r")
    assert line(desk, my).stage is Stage.SCREENED


def test_the_doctor_concludes_otherwise_with_a_reason(desk: Desk, open_shell, qtbot) -> None:
    lanh = received(desk, listed)
    _, view = open_shell()
    fingers = Fingers()
    fingers.type("366-")
    view.sheet.verdict.other.click()

    def answer(ask: Override) -> None:
        fingers.type("4")  # defer
        assert not ask._agree.isEnabled()
        ask._reason.tiles.setFocus()
        fingers.type("1")
        assert ask._agree.isEnabled()
        fingers.press(ENTER, CONTROL)

    asked(qtbot, view, Override, answer)
    assert shown(view, "Bác sĩ kết luận khác đề xuất")
    fingers.press(ENTER, CONTROL)
    assert line(desk, lanh).outcome is Outcome.DEFERRED


def test_whoever_does_not_agree_is_let_go_with_a_reason(desk: Desk, open_shell, qtbot) -> None:
    lanh = received(desk, listed)
    _, view = open_shell()
    fingers = Fingers()
    view.sheet.decline.click()

    def answer(_: Confirm) -> None:
        fingers.type("2")
        fingers.press(ENTER, CONTROL)

    asked(qtbot, view, Confirm, answer)
    assert line(desk, lanh).outcome is Outcome.DECLINED
    assert view._model.state.sheet is None


def test_undo_from_the_notice_asks_why_and_brings_the_person_back(desk: Desk, open_shell, qtbot) -> None:
    lanh = received(desk, listed)
    shell, view = open_shell()
    fingers = Fingers()
    fingers.type("366- \r")
    assert "Đủ điều kiện" in shell.notices.current.text
    shell.notices.act()

    def answer(_: Confirm) -> None:
        fingers.type("2")
        fingers.press(ENTER, CONTROL)

    asked(qtbot, view, Confirm, answer)
    assert line(desk, lanh).stage is Stage.RECEIVED
    assert view._model.state.person == lanh


def test_a_scan_shows_the_person_and_why_they_cannot_be_screened(desk: Desk, open_shell) -> None:
    lanh = screened(desk, listed)
    shell, view = open_shell()
    shell.scanned(RawScan("015190001234", ScanSource.TYPED))
    assert view._model.state.person == lanh
    assert shown(view, "Đã khám sàng lọc lúc 08:00")
    assert shown(view, "Hoàn tác lần khám")
    assert not view.sheet.save.isVisible()
    assert view.sheet.questions.rows()[0].answer == "no"  # as saved


def test_search_lists_people_and_enter_takes_the_first(desk: Desk, open_shell) -> None:
    received(desk, listed)
    pao = received(desk, listed, name="Lò Văn Páo", doc="014190000002", sex="M")
    shell, view = open_shell()
    shell.search("lo van")
    assert view.queue.texts() == ["Lò Văn Páo"]
    shell.submit("lo van")
    assert view._model.state.person == pao
    assert view.queue.keys() == [row.person.id for row in board.rows(desk)]


def test_an_unknown_code_says_what_to_do(open_shell) -> None:
    shell, _ = open_shell()
    shell.scanned(RawScan("014205006789", ScanSource.TYPED))
    assert "bàn tiếp nhận" in shell.notices.current.text


def test_doses_so_far_are_shown(desk: Desk, open_shell) -> None:
    lanh = received(desk, listed)
    with desk.store.writing(user=1) as w:
        w.add("history", History(date="2026-08-01", product="AZ"), of=lanh)
    _, view = open_shell()
    assert "01/08/2026 AstraZeneca" in view.sheet._doses.text()


def test_sputnik_asks_about_breastfeeding(desk: Desk, open_shell) -> None:
    saved(stock.add_lot(desk, product="SPUT", number="S1", expiry="2026-12"))
    received(desk, listed)
    _, view = open_shell()
    fingers = Fingers()
    fingers.type("366-")
    view.sheet.vitals._feeds.box.click()
    assert view._model.state.conclusion == "contraindicated"


@pytest.mark.parametrize(("mode", "goes"), [(DeskMode.ALL, True), (DeskMode.SCREENING, False)])
def test_a_desk_for_all_goes_on_to_the_injection_when_nobody_waits(
    desk: Desk, open_shell, injection: Noted, mode: DeskMode, goes: bool
) -> None:
    lanh = received(desk, listed)
    open_shell(mode)
    Fingers().type("366- \r")
    assert injection.opened_for == ([lanh] if goes else [])


def test_a_click_in_the_queue_takes_another_person(desk: Desk, open_shell) -> None:
    received(desk, listed)
    pao = received(desk, listed, name="Lò Văn Páo", doc="014190000002", sex="M")
    _, view = open_shell()
    people = view.queue._list
    QTest.mouseClick(
        people.viewport(), Qt.MouseButton.LeftButton, pos=people.visualRect(people.model().index(1, 0)).center()
    )
    assert view._model.state.person == pao
    QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert view._model.state.person != pao
