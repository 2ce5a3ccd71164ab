"""Strength, caps, tiles of people, steps, shake, empty places, pages and cards."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.kit.keyboard import write
from vaxdesk.ui.kit.buttons import Button
from vaxdesk.ui.kit.caps import CapsWatch
from vaxdesk.ui.kit.cards import Card, column, row
from vaxdesk.ui.kit.empty import Empty
from vaxdesk.ui.kit.labels import Label
from vaxdesk.ui.kit.page import Page, scrolling
from vaxdesk.ui.kit.people_tiles import PeopleTiles, PersonTile
from vaxdesk.ui.kit.shake import shake
from vaxdesk.ui.kit.steps import Steps
from vaxdesk.ui.kit.strength import Strength


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if not label.isHidden() and label.text()]


@pytest.mark.parametrize(
    ("password", "role"),
    [("", "small"), ("abc", "advice"), ("12345678", "advice"), ("ruong bac", "advice"), ("ruong bac thang", "good")],
)
def test_strength(qtbot: QtBot, password: str, role: str) -> None:
    strength = Strength()
    qtbot.addWidget(strength)
    strength.show_password(password)
    assert strength.findChild(QLabel).property("role") == role
    if role == "advice" and password != "ruong bac":
        strength.show_password(password, refused=True)
        assert strength.findChild(QLabel).property("role") == "complaint"


def test_caps_lock_is_told_from_letters_without_shift(qtbot: QtBot) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    watch = CapsWatch(line)
    turned: list[str] = []
    watch.changed.connect(lambda: turned.append("on" if watch.on else "off"))
    write(line, "A", modifier=Qt.KeyboardModifier.ShiftModifier)
    write(line, "1a")
    assert turned == []
    write(line, "AB")
    write(line, "c")
    assert turned == ["on", "off"]


def test_tiles_of_people_choose_by_mouse_and_keep_the_choice(qtbot: QtBot) -> None:
    tiles = PeopleTiles()
    qtbot.addWidget(tiles)
    tiles.show()
    tiles.show_people([("hanh", "Nông Thị Hạnh"), ("dung", "Hoàng Văn Dũng")], chosen="hanh")
    heard: list[str] = []
    tiles.chosen.connect(heard.append)
    second = tiles.findChildren(PersonTile)[1]
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert heard == ["dung"]
    tiles.show_people([("hanh", "Nông Thị Hạnh"), ("dung", "Hoàng Văn Dũng")], chosen="dung")
    assert tiles.findChildren(PersonTile)[1] is second
    assert second.isChecked()


def test_steps_are_as_large_as_the_page_shown(qtbot: QtBot) -> None:
    small, tall = QWidget(), QWidget()
    small.setMinimumSize(100, 40)
    tall.setMinimumSize(100, 400)
    steps = Steps(small, tall)
    qtbot.addWidget(steps)
    assert steps.minimumSizeHint().height() < 100
    steps.go_to(tall)
    assert steps.currentWidget() is tall


def test_a_shaken_widget_comes_home_even_when_its_layout_moves(qtbot: QtBot) -> None:
    box = QWidget()
    layout = QVBoxLayout(box)
    line = QLineEdit()
    layout.addWidget(line)
    qtbot.addWidget(box)
    box.show()
    shake(line)
    qtbot.wait(60)
    layout.insertWidget(0, QLabel("x"))
    qtbot.wait(400)
    home = line.pos()
    layout.invalidate()
    layout.activate()
    assert line.pos() == home


def test_an_empty_place_says_why_and_what_to_do(qtbot: QtBot) -> None:
    place = Empty("search", "Chưa có ai", "Quét thẻ")
    qtbot.addWidget(place)
    place.add(Button("Người mới"))
    assert texts(place) == ["Chưa có ai", "Quét thẻ"]
    place.set_words("Không thấy")
    assert texts(place) == ["Không thấy"]


def test_a_page_has_title_body_and_foot(qtbot: QtBot) -> None:
    screen = QWidget()
    qtbot.addWidget(screen)
    page = Page("Tiếp nhận", parent=screen)
    page.head(Button("Người mới"))
    page.add(Label("Nội dung"), stretch=1)
    main = page.foot(Button("Tiếp nhận"))
    page.foot(Button("Bỏ qua"), left=True)
    screen.resize(900, 500)
    screen.show()
    assert texts(screen) == ["Tiếp nhận", "Nội dung"]
    page.set_title("Khám", "Lan")
    assert texts(screen) == ["Khám", "Lan", "Nội dung"]
    assert main.mapTo(screen, main.rect().bottomRight()).x() > 850


def test_cards_stack_and_change_ground(qtbot: QtBot) -> None:
    card = Card("Mũi tiêm")
    qtbot.addWidget(card)
    card.add(Label("Một"))
    card.add_row(Label("Hai"), Label("Ba"))
    card.body.addLayout(row(Label("Bốn")))
    card.body.addLayout(column(Label("Năm")))
    assert texts(card) == ["Mũi tiêm", "Một", "Hai", "Ba", "Bốn", "Năm"]
    card.set_ground("harm")
    assert card.property("card") == "harm"
    assert Card().title.isHidden()


def test_a_scrolling_place_scrolls_only_up_and_down(qtbot: QtBot) -> None:
    tall = QWidget()
    tall.setMinimumSize(100, 2000)
    area = scrolling(tall)
    qtbot.addWidget(area)
    area.resize(300, 200)
    area.show()
    assert area.verticalScrollBar().maximum() > 0
    assert not area.horizontalScrollBar().isVisible()
