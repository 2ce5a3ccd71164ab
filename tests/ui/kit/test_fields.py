"""Fields: normal forms of what is typed, silence when values are set, complaints."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.kit.keyboard import write
from vaxdesk.ui.kit.fields import AreaField, DocumentField, Field, PasswordField, PhoneField, PinField, TextField


def shown(qtbot: QtBot, field: Field) -> Field:
    qtbot.addWidget(field)
    field.show()
    return field


def test_text_is_nfc_and_tidy_whatever_was_typed(qtbot: QtBot) -> None:
    field = shown(qtbot, TextField("Họ tên"))
    heard: list[str] = []
    field.edited.connect(heard.append)
    write(field.line, "  Nguye\u0302\u0303n   Thị ")
    assert field.value() == heard[-1] == "Nguyễn Thị"


def test_setting_a_value_is_silent_and_leaves_an_equal_one_alone(qtbot: QtBot) -> None:
    field = shown(qtbot, TextField(""))
    heard: list[str] = []
    field.edited.connect(heard.append)
    field.set_value("Lan")
    field.line.setText("Lan ")
    field.line.setCursorPosition(4)
    field.set_value("Lan")
    assert heard == []
    assert (field.line.text(), field.line.cursorPosition()) == ("Lan ", 4)


def test_enter_submits(qtbot: QtBot) -> None:
    field = shown(qtbot, TextField(""))
    with qtbot.waitSignal(field.submitted):
        qtbot.keyClick(field.line, Qt.Key.Key_Return)


def test_complaint_advice_praise_and_hint_take_turns(qtbot: QtBot) -> None:
    field = shown(qtbot, TextField("Tên", hint="Như trên thẻ"))
    assert (field.below.text(), field.line.property("wrong")) == ("Như trên thẻ", None)
    field.complain("Cần điền")
    assert (field.below.text(), field.below.property("role")) == ("Cần điền", "complaint")
    assert field.line.property("wrong") == "yes"
    field.advise("Xem lại")
    assert (field.below.property("role"), field.line.property("wrong")) == ("advice", "no")
    field.praise("Đúng")
    assert field.below.property("role") == "good"
    field.complain("")
    assert (field.below.text(), field.below.property("role")) == ("Như trên thẻ", "small")


def test_a_field_without_hint_hides_its_lower_line(qtbot: QtBot) -> None:
    field = shown(qtbot, TextField("Tên"))
    assert field.below.isHidden()
    field.complain("Cần điền")
    assert field.below.isVisible()


@pytest.mark.parametrize(
    ("typed", "value", "valid"),
    [
        ("0912 345 678", "0912345678", True),
        ("+84912345678", "0912345678", True),
        ("912345678", "0912345678", True),
        ("không có", "không có", False),
        ("", "", True),
    ],
)
def test_phone(qtbot: QtBot, typed: str, value: str, valid: bool) -> None:
    field = shown(qtbot, PhoneField(""))
    field.line.setText(typed)
    assert (field.value(), field.valid) == (value, valid)


def test_document(qtbot: QtBot) -> None:
    field = shown(qtbot, DocumentField(""))
    field.line.setText("001 188.012-345 ")
    assert field.value() == "001188012345"
    field.line.setText("b1234567")
    assert field.value() == "B1234567"


def test_password_is_hidden_until_the_eye_is_pressed_and_never_trimmed(qtbot: QtBot) -> None:
    field = shown(qtbot, PasswordField("Mật khẩu"))
    qtbot.keyClicks(field.line, " a b ")
    assert field.value() == " a b "
    assert field.line.echoMode() == QLineEdit.EchoMode.Password
    qtbot.mouseClick(field.line.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert field.line.echoMode() == QLineEdit.EchoMode.Normal
    field.set_value("")
    assert field.line.text() == ""


def test_pin_takes_digits_only(qtbot: QtBot) -> None:
    field = shown(qtbot, PinField("PIN", digits=4))
    qtbot.keyClicks(field.line, "1a2b3456")
    assert field.value() == "1234"
    field.set_value("")
    assert field.value() == ""


def test_a_long_text_says_what_is_typed_and_tab_leaves_it(qtbot: QtBot) -> None:
    field = shown(qtbot, AreaField("Ghi chú"))
    heard: list[str] = []
    field.edited.connect(heard.append)
    field.set_value("cũ")
    assert heard == []
    field.area.setFocus()
    field.area.selectAll()
    write(field.area, "mới ")
    assert heard[-1] == field.value() == "mới"
    assert field.area.tabChangesFocus()
