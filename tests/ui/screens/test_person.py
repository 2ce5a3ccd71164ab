"""The person page: what it shows, corrections with a reason, undo at every step; down to a real store."""

from __future__ import annotations

from dataclasses import replace

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget

from tests.ui.screens.real_desk import listed
from vaxdesk.desk import board, corrections, reception
from vaxdesk.desk.context import Desk
from vaxdesk.desk.record import record
from vaxdesk.domain.outcomes import Outcome, Stage
from vaxdesk.domain.payloads import Forget
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.registration import PersonFlaw
from vaxdesk.journal import line
from vaxdesk.registry import fold
from vaxdesk.registry.entry import Incoming
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.delivery_sign import DeliverySign
from vaxdesk.ui.kit.confirm import Confirm
from vaxdesk.ui.kit.labels import Label
from vaxdesk.ui.lanes import Lanes
from vaxdesk.ui.notices import Level, Notices
from vaxdesk.ui.screen import Change, DeskMode, Room
from vaxdesk.ui.screens.person.gallery import ERASED, FRESH, INJECTED, LANH, page
from vaxdesk.ui.screens.person.plea_dialog import PleaDialog
from vaxdesk.ui.screens.person.view import PersonPage
from vaxdesk.wiring.person import person_screen
from vaxdesk.wiring.session import Session
from vaxdesk.words import say


def shown(widget: QWidget, text: str) -> bool:
    QApplication.processEvents()
    return any(one.isVisible() and text in one.text() for one in widget.findChildren(QWidget) if hasattr(one, "text"))


def button(widget: QWidget, key: str) -> QPushButton:
    words = say(key)
    return next(one for one in widget.findChildren(QPushButton) if one.isVisible() and words in one.text())


def click(widget: QWidget, key: str) -> None:
    QTest.mouseClick(button(widget, key), Qt.MouseButton.LeftButton)


class Bench:
    """The page over a real desk."""

    def __init__(self, desk: Desk, qtbot, *, mode: DeskMode = DeskMode.ALL) -> None:
        self.notices, self.published, self.went = Notices(), [], []
        room = Room(
            lanes=Lanes.inline(),
            notices=self.notices,
            publish=lambda kinds: self.published.append(frozenset(kinds)),
            go=lambda *where: self.went.append(where),
            badge=lambda *_: None,
        )
        self.view: PersonPage = person_screen(Session(desk), mode=lambda: mode).factory(room)
        self.model = self.view._model
        self._qtbot = qtbot
        qtbot.addWidget(self.view, before_close_func=lambda _: self._settle())
        self.view.resize(1138, 700)
        self.view.show()
        self.view.activateWindow()
        qtbot.waitUntil(self.view.isActiveWindow)

    def _settle(self) -> None:
        while self.notices.current:
            self.notices.dismiss()

    def answer(self, digit: Qt.Key) -> None:
        ask = next(one for one in self.view.findChildren(QDialog) if isinstance(one, Confirm))
        self._qtbot.waitUntil(lambda: ask.isAncestorOf(QApplication.focusWidget()))
        with self._qtbot.waitSignal(ask.agreed):
            QTest.keyClick(QApplication.focusWidget(), digit)
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_check_in_undo_and_check_in_again(desk: Desk, qtbot) -> None:
    lanh = listed(desk)
    bench = Bench(desk, qtbot)
    bench.view.activate(lanh)
    assert shown(bench.view, say("person.no_events"))
    QTest.keyClick(bench.view, Qt.Key.Key_Return)
    assert board.rows(desk)[0].stage is Stage.RECEIVED
    assert bench.published == [frozenset({Change.VISITS, Change.PEOPLE})]
    assert shown(bench.view, say("person.step.checkin"))
    click(bench.view, "person.undo")
    bench.answer(Qt.Key.Key_1)
    assert board.rows(desk)[0].stage is Stage.WAITING
    assert shown(bench.view, say("clinical.undo_reason.wrong_person"))
    click(bench.view, "person.check_in")
    assert board.rows(desk)[0].no == 1


def test_enter_goes_on_where_this_desk_does_the_next_step(desk: Desk, qtbot) -> None:
    lanh = listed(desk)
    reception.check_in(desk, lanh)
    bench = Bench(desk, qtbot)
    bench.view.activate(lanh)
    QTest.keyClick(bench.view, Qt.Key.Key_Return)
    assert bench.went == [("screening", lanh)]


def test_a_reception_desk_does_not_go_on(desk: Desk, qtbot) -> None:
    lanh = listed(desk)
    reception.check_in(desk, lanh)
    bench = Bench(desk, qtbot, mode=DeskMode.RECEPTION)
    bench.view.activate(lanh)
    QTest.keyClick(bench.view, Qt.Key.Key_Return)
    assert bench.went == []
    assert not shown(bench.view, say("person.go.screening"))


def test_declining_and_undoing_it_from_the_notice(desk: Desk, qtbot) -> None:
    lanh = listed(desk)
    reception.check_in(desk, lanh)
    bench = Bench(desk, qtbot)
    bench.view.activate(lanh)
    click(bench.view, "person.decline")
    ask = next(one for one in bench.view.findChildren(QDialog) if isinstance(one, Confirm))
    ask.agreed.emit("afraid", "đợi người nhà")
    ask.reject()
    assert board.rows(desk)[0].outcome is Outcome.DECLINED
    assert shown(bench.view, f"{say('clinical.decline_reason.afraid')}: đợi người nhà")
    bench.model.undo_wanted.emit(bench.model.state.record.days[0].events[0].event.id)
    bench.answer(Qt.Key.Key_2)
    assert board.rows(desk)[0].outcome is None


def test_a_correction_shows_old_and_new_with_who_and_why(desk: Desk, qtbot) -> None:
    lanh = listed(desk, name="Nguyễn Thị Lánh")
    bench = Bench(desk, qtbot)
    bench.view.activate(lanh)
    click(bench.view, "person.edit")
    bench.model.change(msgspec.structs.replace(bench.model.state.draft, name="Nguyễn Thị Lành"))
    click(bench.view, "person.editing.save")
    assert shown(bench.view, say("refusal.reason.reason_needed"))
    bench.model.choose_reason("misspelt")
    click(bench.view, "person.editing.save")
    assert board.rows(desk)[0].person.name == "Nguyễn Thị Lành"
    assert bench.published == [frozenset({Change.PEOPLE})]
    QApplication.processEvents()
    struck = [one for one in bench.view.findChildren(QWidget) if hasattr(one, "text") and one.font().strikeOut()]
    assert [one.text() for one in struck] == ["Nguyễn Thị Lánh"]
    assert shown(bench.view, say("person.why.misspelt"))


def test_a_flawed_correction_is_not_sent(desk: Desk, qtbot) -> None:
    lanh = listed(desk)
    bench = Bench(desk, qtbot)
    bench.view.activate(lanh)
    bench.model.edit()
    bench.model.change(msgspec.structs.replace(bench.model.state.draft, dob="31/02/1990"))
    bench.model.choose_reason("told")
    bench.model.save()
    assert bench.model.state.editing
    assert PersonFlaw.BIRTH_UNREADABLE in {one.flaw for one in bench.model.state.flaws}
    assert shown(bench.view, say("person.flaw.birth_unreadable"))
    QTest.keyClick(bench.view, Qt.Key.Key_Escape)
    assert not bench.model.state.editing
    assert record(desk, lanh).changes == ()


def test_nothing_changed_is_said_and_nothing_written(desk: Desk, qtbot) -> None:
    lanh = listed(desk)
    bench = Bench(desk, qtbot)
    bench.view.activate(lanh)
    bench.model.edit()
    bench.model.choose_reason("told")
    bench.model.save()
    assert (bench.model.state.editing, bench.published) == (False, [])


def test_a_wrong_record_is_withdrawn_with_a_reason(desk: Desk, qtbot) -> None:
    lanh = listed(desk)
    bench = Bench(desk, qtbot)
    bench.view.activate(lanh)
    click(bench.view, "person.withdraw")
    bench.answer(Qt.Key.Key_3)
    assert bench.model.state.record is None
    assert board.rows(desk) == ()
    assert record(desk, lanh) is None


def test_a_record_withdrawn_elsewhere_is_said_to_be_gone(desk: Desk, qtbot) -> None:
    lanh = listed(desk)
    bench = Bench(desk, qtbot)
    bench.view.activate(lanh)
    corrections.withdraw(desk, lanh, why="entered_twice")
    bench.view.refresh(frozenset({Change.PEOPLE}))
    assert bench.model.state.record is None
    assert shown(bench.view, say("person.none"))


def test_a_refused_undo_says_why_and_a_full_disk_is_said() -> None:
    model, _ = page(INJECTED)
    ports = model.ports
    answers = iter((Refused(reason=Refusal.LATER_STEP_FIRST, facts={"kind": "inject", "id": "x"}), None))

    def undo(*_: object, **__: object) -> object:
        answer = next(answers)
        if answer is None:
            raise Trouble(TroubleCode.DISK_FULL)
        return answer

    model._ports = replace(ports, undo=undo)
    notices = model._room.notices
    model.undo("0000000000001.8", "wrong_entry")
    assert (notices.current.level, say("clinical.kind.inject") in notices.current.text) == (Level.WARN, True)
    model.undo("0000000000001.8", "wrong_entry")
    assert notices.current.level is Level.ERROR
    assert not model.state.busy


def test_another_person_is_never_shown_with_the_last_ones_days(qtbot) -> None:
    model, view = page(INJECTED)
    qtbot.addWidget(view)
    view.show()
    assert shown(view, "Bs. Cầm Thị Hương")
    model._ports = replace(model.ports, record=lambda _: FRESH)
    model.open("0000000000001.3")
    assert not shown(view, "Bs. Cầm Thị Hương")
    assert LANH.name in view._facts._card._name.text()


def test_each_step_wears_a_sign_that_can_be_read_without_colour(qtbot) -> None:
    view = page(INJECTED)[1]
    qtbot.addWidget(view)
    signs = [(one.accessibleName(), one.toolTip()) for one in view.findChildren(DeliverySign)]
    names = [name for name, _ in signs]
    assert {"Đã lưu trên máy", "Đã gửi", "Đã xác nhận", "Cần xem"} <= set(names)
    elsewhere = next(tip for name, tip in signs if name == "Đã xác nhận")
    assert "Ghi tại máy BAN-TIEP-DON." in elsewhere
    assert any("máy BAN-TIEP-DON" in label.text() for label in view.findChildren(Label))


def test_of_an_erased_person_the_doses_are_shown_and_nothing_can_be_done(qtbot) -> None:
    model, view = page(ERASED)
    qtbot.addWidget(view)
    view.show()
    for words in (say("kit.person.erased"), say("person.erased"), "ABX1234"):
        assert shown(view, words), words
    for key in ("person.edit", "person.check_in", "person.decline", "person.print_slip", "person.withdraw"):
        assert not any(one.isVisible() and say(key) in one.text() for one in view.findChildren(QPushButton)), key
    model.edit()
    model.check_in()
    assert not model.state.editing and not model.state.busy


def test_an_erased_record_is_read_from_the_store(desk: Desk) -> None:
    who = listed(desk)
    with desk.store.changing() as conn:
        order = line.encode("forget", Forget(entries=[who], person=who), t=1)
        named = desk.store.names.id("0000000000009.2")
        fold.apply(conn, desk.store.names, [Incoming(named, order, bytes(32))])
    found = record(desk, who)
    assert found is not None and found.erased
    assert isinstance(found.check_in, Refused) and found.presence.person.name == ""
    assert isinstance(reception.check_in(desk, who), Refused)
    assert isinstance(corrections.correct(desk, who, changes={"name": "Ai Đó"}, why="card"), Refused)


def test_a_plea_is_noted_from_the_page_and_shown_at_once(desk: Desk, qtbot) -> None:
    lanh = listed(desk)
    bench = Bench(desk, qtbot)
    bench.view.activate(lanh)
    assert not shown(bench.view, say("plea.next"))
    click(bench.view, "plea.button")
    ask = next(one for one in bench.view.findChildren(PleaDialog))
    qtbot.waitUntil(lambda: ask.isAncestorOf(QApplication.focusWidget()))
    assert not ask.agree.isEnabled()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_2)
    assert not ask.agree.isEnabled(), "a letter has a number"
    QTest.keyClicks(ask.paper.line, "Nguyen Van A")
    assert say("refusal.reason.paper_number") in ask.paper.below.text()
    ask.paper.line.clear()
    QTest.keyClicks(ask.paper.line, "12/2026")
    assert shown(ask, say("plea.ask.until", due="25/11/2026"))
    with qtbot.waitSignal(ask.agreed):
        QTest.keyClick(ask.paper.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert shown(bench.view, say("plea.status.open", day="23/11/2026", due="25/11/2026"))
    assert shown(bench.view, say("person.step.plea"))
    assert bench.notices.current.text == say("plea.received", due="25/11/2026")
    assert not any(one.isVisible() and say("plea.button") in one.text() for one in bench.view.findChildren(QPushButton))
    click(bench.view, "person.undo")
    bench.answer(Qt.Key.Key_1)
    assert not shown(bench.view, say("plea.next"))
