"""Dates typed as digits, with slashes, or as a year alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.kit.keyboard import write
from vaxdesk.ui.kit.date_field import DateField, slashed


@pytest.fixture
def field(qtbot: QtBot) -> DateField:
    made = DateField("Ngày sinh")
    qtbot.addWidget(made)
    made.show()
    made.line.setFocus()
    return made


@pytest.mark.parametrize(
    ("typed", "shown", "value"),
    [
        ("31011990", "31/01/1990", "1990-01-31"),
        ("31/1/1990", "31/01/1990", "1990-01-31"),
        ("3/1/1990", "03/01/1990", "1990-01-03"),
        ("1990", "1990", "1990"),
        ("1912", "1912", "1912"),
        ("2010", "2010", "2010"),
        ("1/1990", "01/1990", "1990-01"),
        ("011990", "01/1990", "1990-01"),
        ("29022024", "29/02/2024", "2024-02-29"),
    ],
)
def test_typed_dates(qtbot: QtBot, field: DateField, typed: str, shown: str, value: str) -> None:
    qtbot.keyClicks(field.line, typed)
    field.line.editingFinished.emit()
    assert (field.line.text(), field.value(), field.valid) == (shown, value, True)
    assert field.below.isHidden()


@pytest.mark.parametrize("typed", ["30022024", "99/99/1990", "31/01/90", "hôm qua"])
def test_what_is_no_date_is_complained_about_when_left(field: DateField, typed: str) -> None:
    write(field.line, typed)
    assert field.below.isHidden(), "complained while it was being typed"
    field.line.editingFinished.emit()
    assert (field.value(), field.valid) == ("", False)
    assert field.below.property("role") == "complaint"


def test_what_is_said_of_a_date_stays_when_the_field_is_left(qtbot: QtBot, field: DateField) -> None:
    """A lot that is over, a day still to come: without its reason a grey button would be a riddle."""
    field.edited.connect(lambda value: field.complain("đã hết hạn" if value == "2026-11-01" else ""))
    qtbot.keyClicks(field.line, "01112026")
    field.line.editingFinished.emit()
    assert (field.below.text(), field.below.property("role")) == ("đã hết hạn", "complaint")
    field.line.selectAll()
    qtbot.keyClicks(field.line, "30022024")
    field.line.editingFinished.emit()
    assert field.below.property("role") == "complaint"
    field.line.clear()
    field.line.editingFinished.emit()
    assert field.below.isHidden(), "an empty field is no wrong date"


def test_slashes_come_by_themselves_and_backspace_is_not_fought(qtbot: QtBot, field: DateField) -> None:
    qtbot.keyClicks(field.line, "31011")
    assert field.line.text() == "31/01/1"
    for _ in range(2):
        qtbot.keyClick(field.line, Qt.Key.Key_Backspace)
    assert field.line.text() == "31/01"
    qtbot.keyClicks(field.line, "85")
    assert field.line.text() == "31/01/85"


def test_a_change_is_heard_as_iso_and_a_set_value_is_silent(qtbot: QtBot, field: DateField) -> None:
    heard: list[str] = []
    field.edited.connect(heard.append)
    field.set_value("1990-01")
    assert (field.line.text(), heard) == ("01/1990", [])
    field.line.clear()
    qtbot.keyClicks(field.line, "05031988")
    assert heard[-1] == "1988-03-05"


@pytest.mark.parametrize(
    ("text", "result"),
    [("3101", "3101"), ("31011", "31/01/1"), ("31/011", "31/01/1"), ("31/01/1990", "31/01/1990"), ("abc", "abc")],
)
def test_slashed(text: str, result: str) -> None:
    assert slashed(text) == result
