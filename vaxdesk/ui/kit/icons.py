"""Line icons from resources/icons, tinted with the colours in use."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from vaxdesk.assets import resources


def icon(name: str, colour: str, *, off: str = "") -> QIcon:
    """An icon for a button: `colour` as `#rrggbb`; `off` is the colour when disabled."""
    made = QIcon(pixmap(name, colour, size=24))
    if off:
        made.addPixmap(pixmap(name, off, size=24), QIcon.Mode.Disabled)
    return made


def pixmap(name: str, colour: str, *, size: int) -> QPixmap:
    """An icon as a picture of `size` logical pixels, sharp on the densest screen attached."""
    screen = QGuiApplication.primaryScreen()
    return _drawn(name, colour, size, screen.devicePixelRatio() if screen else 1.0)


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    _renderer(name, colour).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture


def _renderer(name: str, colour: str) -> QSvgRenderer:
    svg = (resources() / "icons" / f"{name}.svg").read_bytes()
    return QSvgRenderer(QByteArray(svg.replace(b"currentColor", colour.encode())))
