"""Fits a text into a box: wraps at spaces, then shrinks, and only then breaks words; nothing ever leaves the box."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from reportlab.pdfbase.pdfmetrics import stringWidth

from vaxdesk.documents.fonts import REGULAR, install, printable

LEADING = 1.26  # distance of lines by size: capitals with two marks (Ể, Ữ) must not touch the line above
_STEP = 0.25
_MORE = "…"


class Style(NamedTuple):
    """How a text is set: face, size in points, and the smallest size that may be chosen to make it fit."""

    face: str = REGULAR
    size: float = 9.0
    least: float = 6.0


class Fitted(NamedTuple):
    """A text as it will be drawn: size in points and lines. `cut` tells that an ellipsis stands for what is missing."""

    size: float
    lines: tuple[str, ...]
    cut: bool = False

    @property
    def leading(self) -> float:
        """Distance of two baselines in points."""
        return self.size * LEADING


@lru_cache(maxsize=1024)
def fit(text: str, style: Style, *, width: float, height: float, indent: float = 0.0) -> Fitted:
    """The text in the largest size that fits a box.

    Args:
        text: any text; a line feed starts a new line.
        style: face, wished and smallest size.
        width: of the box in points.
        height: of the box in points; one line is always allowed.
        indent: points that the first line begins later.
    """
    install()
    whole = printable(text)
    size = style.size
    while True:
        lines = wrap(whole, width, face=style.face, size=size, indent=indent)
        fitted = Fitted(size, tuple(lines))
        if _fits(fitted, style.face, width=width, height=height, indent=indent):
            return fitted
        if size <= style.least:
            break
        size = max(style.least, size - _STEP)
    return _broken(whole, style, width=width, height=height, indent=indent)


def wrap(text: str, width: float, *, face: str, size: float, indent: float = 0.0) -> list[str]:
    """Lines of the text broken at spaces; a word wider than the line stands alone on its line."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            room = width if lines else width - indent
            if line and stringWidth(longer, face, size) > room:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines


def _fits(fitted: Fitted, face: str, *, width: float, height: float, indent: float) -> bool:
    if len(fitted.lines) > _room_for(height, fitted.size):
        return False
    rooms = (width - indent if number == 0 else width for number in range(len(fitted.lines)))
    widths = (stringWidth(line, face, fitted.size) for line in fitted.lines)
    return all(taken <= room + 0.01 for taken, room in zip(widths, rooms, strict=True))


def _room_for(height: float, size: float) -> int:
    return max(1, int((height + 0.5) / (size * LEADING)))


def _broken(text: str, style: Style, *, width: float, height: float, indent: float) -> Fitted:
    """At the smallest size: words broken anywhere; an ellipsis says that even so something did not fit."""
    lines = [""]
    for character in text.replace("\n", " "):
        room = width if len(lines) > 1 else width - indent
        if stringWidth(lines[-1] + character, style.face, style.least) > room:
            lines.append("")
        lines[-1] += character
    room_for = _room_for(height, style.least)
    if len(lines) <= room_for:
        return Fitted(style.least, tuple(line.strip() for line in lines))
    kept = [line.strip() for line in lines[:room_for]]
    last_room = width if room_for > 1 else width - indent
    while kept[-1] and stringWidth(kept[-1] + _MORE, style.face, style.least) > last_room:
        kept[-1] = kept[-1][:-1]
    return Fitted(style.least, (*kept[:-1], kept[-1] + _MORE), cut=True)
