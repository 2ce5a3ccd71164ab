"""The bundled Vietnamese typeface: registered once, embedded as subsets in every paper."""

from __future__ import annotations

import unicodedata
from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from vaxdesk.assets import resources

FAMILY = "BeVietnamPro"
REGULAR = f"{FAMILY}-Regular"
MEDIUM = f"{FAMILY}-Medium"
STRONG = f"{FAMILY}-SemiBold"
BOLD = f"{FAMILY}-Bold"
ITALIC = f"{FAMILY}-Italic"
FACES = (REGULAR, MEDIUM, STRONG, BOLD, ITALIC)

STRANGER = "?"  # printed for a character the typeface does not have: visible, never an empty gap


@cache
def install() -> None:
    """Make the five faces known to reportlab; its own Helvetica draws Vietnamese letters as black boxes."""
    for face in FACES:
        pdfmetrics.registerFont(TTFont(face, str(resources() / "fonts" / f"{face}.ttf")))
    pdfmetrics.registerFontFamily(FAMILY, normal=REGULAR, bold=STRONG, italic=ITALIC, boldItalic=BOLD)


def printable(text: str) -> str:
    """The text as it can be printed: composed (NFC), control characters as spaces, strangers as `?`.

    Composed, because reportlab does not shape: a separate tone mark would be drawn beside its letter.
    """
    composed = unicodedata.normalize("NFC", text)
    return composed if composed.isascii() and composed.isprintable() else "".join(map(_drawable, composed))


@cache
def _glyphs() -> frozenset[int]:
    install()
    return frozenset(pdfmetrics.getFont(REGULAR).face.charToGlyph)


@cache
def _drawable(character: str) -> str:
    if character == "\n":
        return character
    if unicodedata.category(character) in ("Cc", "Zs", "Zl", "Zp"):
        return " "
    if unicodedata.category(character) == "Cf":
        return ""
    if ord(character) in _glyphs():
        return character
    plain = unicodedata.normalize("NFKC", character)
    return plain if all(ord(c) in _glyphs() for c in plain) else STRANGER
