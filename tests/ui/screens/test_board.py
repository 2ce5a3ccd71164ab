"""The session board: figures, filters, narrow updates, thousands of lines."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from tests.flows.watch import called
from tests.ui.screens.real_desk import listed
from vaxdesk.desk import reception
from vaxdesk.desk.context import Desk
from vaxdesk.desk.news import board_news
from vaxdesk.domain.board_news import BoardNews
from vaxdesk.domain.completeness import Completeness, Rung
from vaxdesk.domain.delivery import Delivery
from vaxdesk.domain.outcomes import Outcome, Stage
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.lanes import InlineLane, Lanes, ManualLane
from vaxdesk.ui.notices import Level, Notices
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.screens.board.gallery import DAY, board, lines
from vaxdesk.ui.screens.board.model import BoardModel
from vaxdesk.ui.screens.board.view import COLUMNS, BoardView
from vaxdesk.ui.verified_sign import verified_face
from vaxdesk.wiring.board import board_screen
from vaxdesk.wiring.session import Session


class Bench:
    """A board whose news a test writes."""

    def __init__(self, number: int = 24, *, inline: bool = True) -> None:
        self.rows = list(lines(number))
        self.told: list[tuple] = []
        self.people: frozenset[str] | None = None
        self.went: list[tuple] = []
        self.notices = Notices()
        self.db = InlineLane() if inline else ManualLane()
        room = Room(
            lanes=Lanes(db=self.db, net=InlineLane(), paper=InlineLane(), eye=InlineLane(), lan=InlineLane()),
            notices=self.notices,
            publish=lambda _: None,
            go=lambda *where: self.went.append(where),
            badge=lambda *_: None,
        )
        self.ladder = Completeness()
        self.model = BoardModel(room, news=self.news, meter=lambda: self.ladder)

    def news(self, mark: dict[int, int], day: str) -> BoardNews:
        self.told.append((mark, day))
        wanted = self.rows if self.people is None else [row for row in self.rows if row.person.id in self.people]
        return BoardNews(day=DAY, mark={1: len(self.told)}, rows=tuple(wanted), people=self.people)

    def change(self, at: int, **changes: object) -> None:
        self.rows[at] = msgspec.structs.replace(self.rows[at], **changes)
        self.people = frozenset({self.rows[at].person.id})


def test_figures_count_steps_and_outcomes() -> None:
    bench = Bench()
    bench.model.look()
    figures = bench.model.state.figures
    assert figures.everybody == 24
    assert figures.stages[Stage.WAITING] == 4
    assert figures.stages[Stage.DONE] == 10
    assert figures.outcomes[Outcome.DEFERRED] == 2
    assert figures.reactions == 4


def test_a_step_and_an_outcome_filter_one_at_a_time() -> None:
    bench = Bench()
    bench.model.look()
    bench.model.show_stage(Stage.RECEIVED)
    assert {row.stage for row in bench.model.state.shown} == {Stage.RECEIVED}
    bench.model.show_outcome(Outcome.DEFERRED)
    assert bench.model.state.stage is None
    assert {row.outcome for row in bench.model.state.shown} == {Outcome.DEFERRED}
    bench.model.show_outcome(Outcome.DEFERRED)
    assert len(bench.model.state.shown) == 24


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("lanh nguyen", {"Nguyễn Thị Lành"}),
        ("DO", {"Giàng Thị Dở"}),
        ("015191000001", {"Sùng A Páo"}),
        ("0001", {"Sùng A Páo"}),
        ("4", {"Lò Văn Ngạn"}),
        ("h hen", {"H'Hen Niê"}),
        ("khong ai", set()),
    ],
)
def test_words_find_by_name_number_and_queue(text: str, names: set[str]) -> None:
    bench = Bench(12)
    bench.model.look()
    bench.model.look_for(text)
    assert {row.person.name for row in bench.model.state.shown} >= names
    assert len(bench.model.state.shown) <= 2


def test_news_of_a_few_change_only_them() -> None:
    bench = Bench()
    bench.model.look()
    bench.change(8, stage=Stage.RECEIVED, no=99)
    bench.model.look()
    assert bench.told[1] == ({1: 1}, DAY)
    state = bench.model.state
    assert len(state.shown) == 24
    at = next(n for n, row in enumerate(state.shown) if row.no == 99)
    assert state.shown[at - 1].no < 99
    assert state.shown[at + 1].no == 0
    assert state.figures.stages[Stage.RECEIVED] == 3


def test_who_is_no_longer_on_the_board_goes() -> None:
    bench = Bench()
    bench.model.look()
    gone = bench.rows.pop(3)
    bench.people = frozenset({gone.person.id})
    bench.model.look()
    assert gone.person.id not in {row.person.id for row in bench.model.state.shown}


def test_a_late_answer_is_not_lost_when_a_newer_question_overtakes_it() -> None:
    bench = Bench(inline=False)
    bench.model.look()
    bench.model.look()
    bench.db.drain()
    assert bench.told == [({}, "")], "the first question was dropped before it ran"
    assert len(bench.model.state.shown) == 24


def test_trouble_is_said() -> None:
    bench = Bench()

    def broken(*_: object) -> BoardNews:
        raise Trouble(TroubleCode.DISK_FAILED)

    BoardModel(bench.model._room, news=broken, meter=Completeness).look()
    assert bench.notices.current.level is Level.ERROR


def test_enter_in_the_box_opens_the_first_found() -> None:
    bench = Bench()
    view = BoardView(bench.model)
    bench.model.look()
    assert view.submit("hen nie")
    assert bench.went == [("person", "0000000000001.4")]
    assert view.accept_scan(None) is False, "a scanned card goes to the home screen of the desk"


def test_a_click_on_a_line_opens_the_person(qtbot) -> None:
    bench = Bench()
    view = BoardView(bench.model)
    qtbot.addWidget(view)
    view.resize(1138, 596)
    view.show()
    bench.model.look()
    table = view._table
    place = table.visualRect(view._lines.index(2, 1)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert bench.went == [("person", bench.rows[2].person.id)]
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert bench.went[-1] == ("person", bench.rows[3].person.id)


def test_the_tiles_are_pressed_by_mouse_and_arrows(qtbot) -> None:
    bench = Bench()
    view = BoardView(bench.model)
    qtbot.addWidget(view)
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    bench.model.look()
    tile = view._figures.tile(Stage.WAITING)
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert bench.model.state.stage is Stage.WAITING
    assert tile.isChecked()
    assert tile.count() == 4
    QTest.keyClick(tile, Qt.Key.Key_Right)
    assert bench.model.state.stage is Stage.RECEIVED
    assert not tile.isChecked()


def test_an_empty_day_says_what_to_do(qtbot) -> None:
    _, view = board(0)
    qtbot.addWidget(view)
    assert view._body.currentIndex() == 1


def test_the_lines_stay_true_to_the_table(qtbot) -> None:
    model, view = board(40)
    qtbot.addWidget(view)
    QAbstractItemModelTester(view._lines, QAbstractItemModelTester.FailureReportingMode.Warning)
    for text in ("nguyen", "", "lo", "khong ai", ""):
        model.look_for(text)
        shown = [view._lines.row(at) for at in range(view._lines.rowCount())]
        assert shown == list(model.state.shown)


def test_five_thousand_lines_follow_typing(qtbot) -> None:
    model, view = board(5000)
    qtbot.addWidget(view)
    view.resize(1138, 596)
    view.show()
    for text in ("n", "ng", "nguyen", "nguyen thi", "", "012"):
        with called() as calls:
            model.look_for(text)
            assert calls() <= 40 * 5000, text  # twice what the longest word takes: each line is gone through once


def test_bound_to_a_real_desk_it_follows_the_day(desk: Desk, qtbot) -> None:
    listed(desk, name="Lò Văn Páo", doc="014205006789")
    lanh = listed(desk)
    session = Session(desk)
    view = board_screen(session).factory(Bench().model._room)
    qtbot.addWidget(view)
    view.activate()
    assert [row.person.name for row in view._model.state.shown] == ["Lò Văn Páo", "Nguyễn Thị Lành"]
    reception.check_in(desk, lanh)
    view.refresh(frozenset({Change.STOCK}))
    assert view._model.state.figures.stages == {Stage.WAITING: 2}
    view.refresh(frozenset({Change.VISITS}))
    assert [row.person.name for row in view._model.state.shown] == ["Nguyễn Thị Lành", "Lò Văn Páo"]
    assert view._figures.tile(Stage.RECEIVED).count() == 1
    session.hand_to(desk.on("2026-11-24"))
    view.refresh(frozenset({Change.DAY}))
    assert view._model.state.shown == ()


def test_the_news_of_the_desk_are_those_of_the_journal(desk: Desk) -> None:
    lanh = listed(desk)
    first = board_news(desk, {}, "")
    assert first.people is None
    reception.check_in(desk, lanh)
    assert board_news(desk, first.mark, first.day).people == {lanh}


def test_the_ladder_shows_who_is_missing_and_the_rows_wear_their_signs(qtbot) -> None:
    bench = Bench(8)
    came, others = bench.rows[0].person.id, bench.rows[1].person.id
    bench.ladder = Completeness(
        day=DAY,
        counts={Rung.DOOR: 2, Rung.OUTCOME: 2, Rung.SENT: 1, Rung.CONFIRMED: 1},
        missing={Rung.SENT: (others,)},
        states={came: Delivery.CONFIRMED, others: Delivery.SAVED},
    )
    view = BoardView(bench.model)
    qtbot.addWidget(view)
    bench.model.look()
    view.show()
    assert [view._ladder.tile(rung).count() for rung in Rung] == [2, 2, 1, 1]
    assert {row.person.id: row.sent for row in bench.model.state.shown if row.sent} == bench.ladder.states
    sent = view._ladder.tile(Rung.SENT)
    assert "1" in sent.accessibleName()
    sent.setFocus()
    QTest.keyClick(sent, Qt.Key.Key_Return)
    assert [row.person.id for row in bench.model.state.shown] == [others]
    QTest.keyClick(sent, Qt.Key.Key_Return)
    assert len(bench.model.state.shown) == 8
    QTest.mouseClick(view._ladder.tile(Rung.CONFIRMED), Qt.MouseButton.LeftButton)
    assert bench.model.state.rung is None, "nobody is missing there"
    bench.model.show_missing(Rung.SENT)
    bench.ladder = msgspec.structs.replace(bench.ladder, missing={})
    bench.model.look()
    assert bench.model.state.rung is None, "the filter goes with the last who was missing"
    assert len(bench.model.state.shown) == 8


def test_what_the_police_found_is_a_word_and_a_shape() -> None:
    column = next(one for one in COLUMNS if one.title == "board.column.verified")
    row = lines(1)[0]
    faces = [column.chip(msgspec.structs.replace(row, verified=result)) for result in ("right", "no_doc", "", "later")]
    assert [(face.text, face.icon) if face else None for face in faces] == [
        ("Khớp", "shield"), ("Chưa", "warn"), None, None,
    ]  # fmt: skip
    assert [verified_face(result).text for result in ("corrected", "wrong", "", "later")] == [
        "Công an: Đã sửa", "Công an: Sai thông tin", "", "",
    ]  # fmt: skip
