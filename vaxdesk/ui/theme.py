"""Dresses the application: bundled fonts, palette, style sheet, and the locale of dates and numbers."""

from __future__ import annotations

from functools import lru_cache
from string import Template

import msgspec
from PySide6.QtCore import QLocale
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from vaxdesk import words
from vaxdesk.assets import resources
from vaxdesk.ui.palette import CALM, STARK, Palette, Tone, practising, tone_colours

FAMILY = "Be Vietnam Pro"
_WEIGHTS = ("Regular", "Medium", "SemiBold", "Bold")
_SIZES = {"tiny": 12, "small": 13, "body": 15, "strong": 16, "section": 18, "code": 21, "title": 24, "display": 34}


class Look(msgspec.Struct, frozen=True):
    """How the desk looks: language, high contrast, size of letters (1.0 to 1.4), whether it is for practice."""

    language: str = "vi"
    stark: bool = False
    scale: float = 1.0
    practice: bool = False


_look = Look()
_loaded = False


def look() -> Look:
    """The look in use."""
    return _look


def palette() -> Palette:
    """The colours in use, for what is painted by hand."""
    return _palette(stark=_look.stark, practice=_look.practice)


def colours(tone: Tone) -> tuple[QColor, QColor, QColor]:
    """Ink, ground and edge of a tone."""
    ink, ground, edge = tone_colours(palette(), tone)
    return colour(ink), colour(ground), colour(edge)


@lru_cache(maxsize=128)
def colour(name: str) -> QColor:
    """A colour of the palette as painters take it; it is shared and never changed."""
    return QColor(name)


def px(size: str) -> int:
    """Height in pixels of a named size of letters: tiny small body strong section title display."""
    return round(_SIZES[size] * _look.scale)


def font(size: str = "body", weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """A font of the desk for what is painted by hand; it is the caller's own."""
    return QFont(_font(px(size), weight))


def locale() -> QLocale:
    """Vietnamese or British English: both write day before month."""
    if words.language() == "vi":
        return QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam)
    return QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)


def dress(app: QApplication, new: Look) -> None:
    """Apply a look to the whole application; may be called again when it changes."""
    global _look
    _look = new
    words.use(new.language)
    QLocale.setDefault(locale())
    _load_fonts()
    if app.style().name() != "fusion" and not app.styleSheet():
        app.setStyle("Fusion")
    app.setFont(font())
    app.setPalette(_qt_palette(palette()))
    app.setStyleSheet(style_sheet())


def style_sheet() -> str:
    """The style sheet with the colours and sizes of the look in use."""
    text = (resources() / "theme.qss").read_text(encoding="utf-8")
    sizes = {f"px_{name}": f"{px(name)}px" for name in _SIZES}
    icons = (resources() / "icons" / "sheet").as_posix()
    return Template(text).substitute(msgspec.structs.asdict(palette()), icons=icons, family=FAMILY, **sizes)


@lru_cache(maxsize=4)
def _palette(*, stark: bool, practice: bool) -> Palette:
    base = STARK if stark else CALM
    return practising(base) if practice else base


@lru_cache(maxsize=64)
def _font(pixels: int, weight: QFont.Weight) -> QFont:
    made = QFont(FAMILY)
    made.setPixelSize(pixels)
    made.setWeight(weight)
    return made


def _load_fonts() -> None:
    global _loaded
    if _loaded:
        return
    _loaded = True
    for weight in _WEIGHTS:
        QFontDatabase.addApplicationFont(str(resources() / "fonts" / f"BeVietnamPro-{weight}.ttf"))


def _qt_palette(colours_: Palette) -> QPalette:
    made = QPalette()
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, colours_.ground),
        (role.Base, colours_.card),
        (role.AlternateBase, colours_.ground),
        (role.WindowText, colours_.ink),
        (role.Text, colours_.ink),
        (role.ButtonText, colours_.ink),
        (role.Button, colours_.card),
        (role.Highlight, colours_.accent),
        (role.HighlightedText, colours_.on_accent),
        (role.PlaceholderText, colours_.soft),
        (role.ToolTipBase, colours_.ink),
        (role.ToolTipText, colours_.card),
        (role.Link, colours_.accent_deep),
    ):
        made.setColor(which, QColor(colour))
    return made
