"""The look: bundled font, a style sheet without holes, sizes that grow, a locale by language."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QDate, QLocale
from PySide6.QtGui import QFontDatabase, QRawFont
from PySide6.QtWidgets import QApplication

from vaxdesk.assets import resources
from vaxdesk.ui import theme
from vaxdesk.ui.palette import CALM, STARK


@pytest.fixture(autouse=True)
def as_before(dressed: QApplication) -> Iterator[None]:
    yield
    theme.dress(dressed, theme.Look("vi"))


def test_the_bundled_font_draws_every_vietnamese_letter() -> None:
    assert theme.FAMILY in QFontDatabase.families()
    raw = QRawFont.fromFont(theme.font())
    letters = "ăâđêôơưĂÂĐÊÔƠƯ"
    toned = "áàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
    assert raw.familyName() == theme.FAMILY
    assert [letter for letter in letters + toned + toned.upper() if not raw.supportsCharacter(ord(letter))] == []


def test_the_style_sheet_has_no_hole_and_only_known_icons(dressed: QApplication) -> None:
    sheet = dressed.styleSheet()
    assert "$" not in sheet
    for path in re.findall(r"url\(([^)]+)\)", sheet):
        assert path.startswith((resources() / "icons" / "sheet").as_posix())
        assert (resources() / "icons" / "sheet" / path.rpartition("/")[2]).is_file()


def test_no_colour_is_written_into_the_style_sheet() -> None:
    text = (resources() / "theme.qss").read_text(encoding="utf-8")
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", text)) <= {"#ffffff"}


def test_sizes_and_colours_follow_the_look(dressed: QApplication) -> None:
    assert (theme.px("body"), theme.palette()) == (15, CALM)
    theme.dress(dressed, theme.Look("en", stark=True, scale=1.4))
    assert (theme.px("body"), theme.palette()) == (21, STARK)
    assert f"font-size: {theme.px('title')}px" in dressed.styleSheet()
    assert theme.font("title").pixelSize() == 34


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_locale_writes_day_before_month(dressed: QApplication, language: str) -> None:
    theme.dress(dressed, theme.Look(language))
    shown = QLocale().toString(QDate(2026, 11, 23), QLocale.FormatType.ShortFormat)
    assert shown.startswith("23/11")
