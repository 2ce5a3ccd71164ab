"""Qt's file dialogs and menus in the language in use: real ones, drawn by Qt itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QLineEdit, QTreeView
from pytestqt.qtbot import QtBot

from vaxdesk import words
from vaxdesk.ui import qt_words, theme


@pytest.fixture(autouse=True)
def speaking(dressed: QApplication) -> Iterator[None]:
    held = qt_words.install(dressed)
    yield
    dressed.removeTranslator(held)
    held.setParent(None)
    held.deleteLater()
    theme.dress(dressed, theme.Look("vi"))


def texts_of(qtbot: QtBot, folder: Path, mode: QFileDialog.AcceptMode) -> set[str]:
    """Labels, buttons, hints and headings of a dialog over a folder."""
    ask = QFileDialog(None, "", str(folder))
    ask.setOption(QFileDialog.Option.DontUseNativeDialog)
    ask.setAcceptMode(mode)
    qtbot.addWidget(ask)
    ask.show()
    said = {one.text().replace("&", "") for one in (*ask.findChildren(QLabel), *ask.findChildren(QAbstractButton))}
    said |= {one.toolTip() for one in ask.findChildren(QAbstractButton)}
    files = ask.findChild(QTreeView).model()
    return said | {files.headerData(at, Qt.Orientation.Horizontal) for at in range(files.columnCount())}


def test_a_file_is_saved_in_vietnamese(qtbot: QtBot, tmp_path: Path) -> None:
    said = texts_of(qtbot, tmp_path, QFileDialog.AcceptMode.AcceptSave)
    assert {"Ở thư mục:", "Tên tệp:", "Loại tệp:", "Lưu", "Quay lại", "Thư mục mới", "Tên", "Cỡ", "Loại"} <= said
    assert not said & {"Look in:", "File name:", "Files of type:", "Save", "Cancel", "Name", "Size", "Type", "Back"}


def test_a_file_is_opened_in_english_where_the_desk_speaks_it(
    qtbot: QtBot, tmp_path: Path, dressed: QApplication
) -> None:
    theme.dress(dressed, theme.Look("en"))
    said = texts_of(qtbot, tmp_path, QFileDialog.AcceptMode.AcceptOpen)
    assert {"Look in:", "File name:", "Files of type:", "Open", "Cancel", "Name", "Size"} <= said


def test_the_menu_of_a_field(qtbot: QtBot) -> None:
    line = QLineEdit("Vàng A Páo")
    qtbot.addWidget(line)
    menu = line.createStandardContextMenu()
    said = {one.text().replace("&", "").split("\t")[0] for one in menu.actions() if one.text()}
    menu.deleteLater()
    assert said == {"Hoàn tác", "Làm lại", "Cắt", "Chép", "Dán", "Xóa", "Chọn tất cả"}


def test_every_word_is_there_in_both_languages(dressed: QApplication) -> None:
    held = qt_words.install(dressed)
    for language in words.LANGUAGES:
        theme.dress(dressed, theme.Look(language))
        for text in qt_words._KEYS:
            said = held.translate("QFileDialog", text)
            assert said and said.count("%1") == text.count("%1")
    assert held.translate("QFileDialog", "no text of Qt's") is None
    assert held.translate("Elsewhere", "Save") is None
