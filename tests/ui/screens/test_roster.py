"""The roster page: what it asks of the desk, in which order, and what it shows of the answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from vaxdesk.domain.payloads import Person
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.roster import Flaw, RowProblem, RowResult, RowStatus
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.gallery import a_room
from vaxdesk.ui.jobs import Job
from vaxdesk.ui.lanes import Lanes, ManualLane
from vaxdesk.ui.notices import Notices
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.screens.roster.model import RosterModel, RosterPorts, Unread, tabs_of
from vaxdesk.ui.screens.roster.state import Preview, Step, Tab
from vaxdesk.ui.screens.roster.view import RosterView

ROWS = (
    RowResult(row=9, status=RowStatus.ACCEPTED, name="Lò Văn Páo", person=Person(name="Lò Văn Páo", dob="1990")),
    RowResult(row=10, status=RowStatus.PROBLEM, problems=(Flaw(RowProblem.NAME_MISSING, "B"),)),
    RowResult(row=11, status=RowStatus.KNOWN, name="Bùi Thị Ắng", person=Person(name="Bùi Thị Ắng", dob="1952")),
)


def a_preview() -> Preview:
    counts = {Tab.ALL: 3, Tab.ACCEPTED: 2, Tab.PROBLEM: 1}
    return Preview(
        file="x.xlsx", shape="PL1", rows=ROWS, counts=counts, to_take=2, people=2, prior_doses=0, looked="looked"
    )


class Desk:
    """Answers as told and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple] = []
        self.answer: Callable[..., Preview | Unread | None] = lambda *_: a_preview()
        self.begun: str | Refused = "LOG.1"
        self.batch = 1

    def ports(self) -> RosterPorts:
        return RosterPorts(
            look=self._look,
            begin=lambda looked: self._note("begin", looked) or self.begun,
            take=lambda looked, roster, start: self._note("take", looked, roster, start) or start + self.batch,
            write_result=lambda looked, path: self._note("result", looked, path),
            write_template=lambda path: self._note("template", path),
            imported=lambda: (),
            day=lambda: "2026-11-23",
        )

    def _look(self, path: str, day: str, progress: Callable, cancelled: Callable) -> Preview | Unread | None:
        self._note("look", path, day)
        progress(1, 3)
        return None if cancelled() else self.answer(path)

    def _note(self, *what: object) -> None:
        self.asked.append(what)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_file_is_looked_at_and_only_then_taken_in_batch_by_batch(desk: Desk) -> None:
    published: list[set] = []
    room = a_room()
    room = Room(room.lanes, room.notices, lambda kinds: published.append(set(kinds)), room.go, room.badge)
    model = RosterModel(room, desk.ports())
    model.choose("/x.xlsx")
    assert (model.state.step, desk.asked) == (Step.PREVIEW, [("look", "/x.xlsx", "2026-11-23")])
    assert published == []
    model.take_in()
    assert desk.asked[1:] == [("begin", "looked"), ("take", "looked", "LOG.1", 0), ("take", "looked", "LOG.1", 1)]
    assert model.state.step is Step.DONE
    assert {Change.PEOPLE, Change.ROSTER} <= published[-1]


@pytest.mark.parametrize(
    ("answer", "refused"),
    [
        (lambda *_: Unread("roster.refusal.no_header", 4), "roster.refusal.no_header"),
        (lambda *_: (_ for _ in ()).throw(Trouble(TroubleCode.SHEET_UNREADABLE)), "trouble.sheet_unreadable"),
    ],
    ids=["no list", "broken file"],
)
def test_a_file_that_is_no_list_says_why_and_another_can_be_chosen(qtbot, desk: Desk, answer, refused: str) -> None:
    desk.answer = answer
    view = RosterView(model := RosterModel(a_room(), desk.ports()))
    qtbot.addWidget(view)
    view.show()
    model.choose("/x.xlsx")
    assert (model.state.step, model.state.refused) == (Step.CHOOSE, refused)
    assert view._choose.isVisible() and view._choose._refused.text()
    desk.answer = lambda *_: a_preview()
    model.choose("/y.xlsx")
    assert view._preview.isVisible() and not view._choose.isVisible()


def test_reading_can_be_stopped(desk: Desk) -> None:
    lane = ManualLane("paper")
    lanes = Lanes.inline()
    lanes = Lanes(lanes.db, lanes.net, lane, lanes.eye, lanes.lan)
    room = Room(lanes, Notices(), lambda _: None, lambda *_: None, lambda *_: None)
    model = RosterModel(room, desk.ports())
    model.choose("/x.xlsx")
    assert model.state.step is Step.READING
    assert isinstance(model._job, Job)
    model.cancel()
    lane.drain()
    assert model.state.step in (Step.READING, Step.CHOOSE)  # work that never began delivers nothing
    assert desk.asked == []


def test_taking_in_stops_after_the_batch_at_hand(desk: Desk) -> None:
    lane = ManualLane("db")
    lanes = Lanes.inline()
    lanes = Lanes(lane, lanes.net, lanes.paper, lanes.eye, lanes.lan)
    room = Room(lanes, Notices(), lambda _: None, lambda *_: None, lambda *_: None)
    model = RosterModel(room, desk.ports())
    model.choose("/x.xlsx")
    model.take_in()
    lane.step()  # begin
    model.cancel()
    lane.drain()
    assert [what[0] for what in desk.asked] == ["look", "begin", "take"]
    assert model.state.step is Step.DONE


def test_without_the_right_nothing_is_taken_and_the_reason_is_said(desk: Desk) -> None:
    desk.begun = Refused(reason=Refusal.NO_RIGHT, facts={"act": "import_roster"})
    room = a_room()
    model = RosterModel(room, desk.ports())
    model.choose("/x.xlsx")
    model.take_in()
    assert model.state.step is Step.PREVIEW
    assert room.notices.current is not None and "quyền" in room.notices.current.text


def test_tabs_list_the_rows_of_their_kind(qtbot, desk: Desk) -> None:
    view = RosterView(model := RosterModel(a_room(), desk.ports()))
    qtbot.addWidget(view)
    model.choose("/x.xlsx")
    table = view._preview._table
    assert table.model.rowCount() == 3
    model.show_tab(Tab.PROBLEM)
    assert table.model.rowCount() == 1
    assert "thiếu họ tên" in table.model.index(0, 5).data()
    assert [tabs_of(row) for row in ROWS] == [{Tab.ACCEPTED}, {Tab.PROBLEM}, {Tab.ACCEPTED}]


def test_the_button_says_how_many_people_come_on_the_list(qtbot, desk: Desk) -> None:
    view = RosterView(model := RosterModel(a_room(), desk.ports()))
    qtbot.addWidget(view)
    model.choose("/x.xlsx")
    assert view._take.words == "Nhập 2 người"
    view._take.click()
    assert model.state.step is Step.DONE


def test_the_focus_goes_along_with_the_steps(qtbot, desk: Desk) -> None:
    view = RosterView(model := RosterModel(a_room(), desk.ports()))
    qtbot.addWidget(view)
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()
    view.activate()
    assert view._choose.button.hasFocus()
    model.choose("x.xlsx")
    assert view._preview.isAncestorOf(QApplication.focusWidget())
    model.discard()
    assert view._choose.button.hasFocus()
