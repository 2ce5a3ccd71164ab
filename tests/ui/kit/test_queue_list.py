"""The list of people who wait."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from vaxdesk.ui.kit.queue_list import QueueList, QueueRow

ROWS = tuple(QueueRow(f"p{at}", at, f"Người {at}", "1990 · Nữ") for at in (1, 2, 3))


def test_rows_title_and_mark(qtbot) -> None:
    queue = QueueList()
    qtbot.addWidget(queue)
    queue.show_rows("Chờ: 3", ROWS, current="p2", empty="Không có ai")
    queue.resize(204, 400)
    queue.show()
    assert queue.keys() == ["p1", "p2", "p3"]
    assert queue.texts()[0] == "Người 1"
    assert (queue.neighbour(1), queue.neighbour(-1)) == ("p3", "p1")
    assert queue._empty.isHidden()
    assert not queue.grab().isNull()
    queue.show_rows("Chờ: 0", (), current="", empty="Không có ai")
    assert queue.neighbour(1) == ""
    assert queue._empty.text() == "Không có ai"


def test_a_click_picks_and_never_takes_the_focus(qtbot) -> None:
    queue = QueueList()
    qtbot.addWidget(queue)
    queue.show_rows("", ROWS, current="p1", empty="")
    queue.resize(204, 400)
    queue.show()
    place = queue._list.visualRect(queue._list.model().index(2, 0)).center()
    with qtbot.waitSignal(queue.picked) as heard:
        QTest.mouseClick(queue._list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert heard.args == ["p3"]
    assert not queue._list.hasFocus()


def test_the_ends_stay(qtbot) -> None:
    queue = QueueList()
    qtbot.addWidget(queue)
    queue.show_rows("", ROWS, current="p3", empty="")
    assert queue.neighbour(1) == "p3"
    queue.show_rows("", ROWS, current="", empty="")
    assert queue.neighbour(1) == "p1"
