"""Tables: rows open by Enter and double click, letters do not move the cursor, chips are painted, long lists settle."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from vaxdesk.domain.outcomes import Stage
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui import theme
from vaxdesk.ui.kit.buttons import Button
from vaxdesk.ui.kit.chips import stage_face
from vaxdesk.ui.kit.columns import ChipRole, Column
from vaxdesk.ui.kit.paged_model import Page
from vaxdesk.ui.kit.paged_table import PagedTable
from vaxdesk.ui.kit.rows_model import RowsModel
from vaxdesk.ui.kit.table import Table
from vaxdesk.ui.lanes import InlineLane

COLUMNS = (
    Column("", lambda row: row[0], width=60, right=True),
    Column("", lambda row: row[1], strong=True),
    Column("", lambda row: row[2].value, width=160, chip=lambda row: stage_face(row[2])),
)
ROWS = [("1", "Nguyễn Văn An", Stage.WAITING), ("2", "Lê Thị Bưởi", Stage.INJECTED), ("3", "Đỗ Mười", Stage.DONE)]


@pytest.fixture
def table(qtbot: QtBot) -> Table:
    model = RowsModel(COLUMNS, lambda row: row[0])
    model.set_rows(ROWS)
    made = Table(model, COLUMNS)
    made.keep = model
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    return made


def test_the_chosen_row_stands_on_soft_ground_and_each_has_a_line_below(table: Table) -> None:
    table.selectRow(1)
    image, colours = table.viewport().grab().toImage(), theme.palette()
    rooms = [table.visualRect(table.model().index(at, 1)) for at in range(2)]
    grounds = [image.pixelColor(room.right() - 4, room.top() + 4).name() for room in rooms]
    assert grounds == [colours.card, colours.accent_soft]
    assert image.pixelColor(rooms[0].center().x(), rooms[0].bottom()).name() == colours.sunk


def test_a_cell_is_painted_from_its_column_alone(qtbot: QtBot) -> None:
    told: list[object] = []
    columns = (Column("", lambda row: told.append(row) or row[1]),)
    model = RowsModel(columns, lambda row: row[0])
    model.set_rows([("1", "Nguyễn Văn An")])
    table = Table(model, columns)
    qtbot.addWidget(table)
    table.resize(200, 120)
    with qtbot.waitExposed(table):
        table.show()
    told.clear()
    table.viewport().grab()
    assert told == [("1", "Nguyễn Văn An")], "asked more than once"


def test_rows_are_picked_and_opened_by_keys(qtbot: QtBot, table: Table) -> None:
    picked: list[object] = []
    opened: list[object] = []
    table.picked.connect(picked.append)
    table.opened.connect(opened.append)
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert (picked[-1], opened) == (ROWS[1], [ROWS[1]])
    assert table.current() == ROWS[1]


def test_letters_do_not_move_the_cursor(qtbot: QtBot, table: Table) -> None:
    table.selectRow(0)
    qtbot.keyClicks(table, "3")
    assert table.current() == ROWS[0]


def test_a_double_click_opens(qtbot: QtBot, table: Table) -> None:
    opened: list[object] = []
    table.opened.connect(opened.append)
    place = table.visualRect(table.model().index(2, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == [ROWS[2]]


def test_chips_are_painted_and_said(table: Table) -> None:
    index = table.model().index(1, 2)
    assert index.data(ChipRole) == stage_face(Stage.INJECTED)
    assert index.data() == ""
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "injected"
    image = table.viewport().grab(table.visualRect(index)).toImage()
    colours = {image.pixelColor(x, image.height() // 2).name() for x in range(image.width())}
    assert len(colours) > 3


def test_selection_stays_with_its_row_when_rows_change(table: Table) -> None:
    table.selectRow(1)
    table.keep.set_rows([("0", "Người mới", Stage.WAITING), *ROWS])
    assert table.current() == ROWS[1]


def paged(qtbot: QtBot, total: int) -> PagedTable:
    def source(query: str, cursor: int | None, limit: int) -> Page:
        first = cursor or 0
        rows = tuple((str(n), query, Stage.DONE) for n in range(first, min(first + limit, total)))
        return Page(rows, first + limit if first + limit < total else None)

    made = PagedTable(COLUMNS, source, InlineLane(), key=lambda row: row[0], empty="Không tìm thấy ai")
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


def words(table: PagedTable) -> list[str]:
    return [label.text() for label in table.findChildren(QLabel) if label.isVisible() and label.text()]


def test_an_empty_answer_says_so(qtbot: QtBot) -> None:
    table = paged(qtbot, 0)
    table.look_for("lan")
    assert "Không tìm thấy ai" in words(table)


def test_scrolling_reads_the_rest(qtbot: QtBot) -> None:
    table = paged(qtbot, 150)
    table.look_for("lan")
    assert "60 dòng đầu – cuộn xuống để xem tiếp" in words(table)
    for _ in range(3):
        table.table.scrollToBottom()
    assert "Tất cả 150 dòng" in words(table)
    assert table.model.rowCount() == 150


def test_news_are_counted_not_thrown_in(qtbot: QtBot) -> None:
    table = paged(qtbot, 3)
    table.look_for("lan")
    table.change_row(("2", "đổi", Stage.DONE))
    table.change_row(("8", "mới", Stage.DONE))
    table.change_row(("9", "mới", Stage.DONE))
    news = next(button for button in table.findChildren(Button) if button.isVisible())
    assert news.words == "Có 2 dòng mới – bấm để xem"
    assert table.model.rowCount() == 3
    qtbot.mouseClick(news, Qt.MouseButton.LeftButton)
    assert news.isHidden()


def test_a_failure_is_said_in_the_table(qtbot: QtBot) -> None:
    def broken(*_: object) -> Page:
        raise Trouble(TroubleCode.DISK_FAILED)

    table = PagedTable(COLUMNS, broken, InlineLane(), key=lambda row: row[0], empty="")
    qtbot.addWidget(table)
    table.show()
    heard: list[str] = []
    table.failed.connect(lambda err: heard.append(err.key))
    table.look_for("lan")
    assert heard == ["trouble.disk_failed"]


def test_a_narrow_window_leaves_out_what_is_said_elsewhere_before_it_cuts_names(qtbot: QtBot) -> None:
    columns = (*COLUMNS, Column("", lambda row: row[1], width=200, spare=True))
    table = Table(RowsModel(columns, key=lambda row: row[0]), columns)
    qtbot.addWidget(table)
    for width, hidden in ((620, False), (500, True), (620, False)):
        table.resize(width, 300)
        table.show()
        qtbot.wait(1)
        assert table.isColumnHidden(3) is hidden
        assert table.columnWidth(1) >= 40 if not hidden else table.columnWidth(1) > 200
