"""Draws any screen in any of its states and languages as a picture, without a display."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from vaxdesk.ui import theme
from vaxdesk.ui.lanes import Lanes
from vaxdesk.ui.notices import Notices
from vaxdesk.ui.screen import Room
from vaxdesk.words import LANGUAGES

WHOLE = QSize(1366, 700)  # a 1366 x 768 screen less title bar and task bar
SCREEN = QSize(1138, 596)  # what the shell leaves of it to a screen
_UI = "vaxdesk.ui"  # by name: the screens themselves import this module for their samples
_SETTLE = 8  # rounds until wrapped texts have told their layouts how tall they are


@dataclass(frozen=True)
class Sample:
    """A named state of a screen or a dialog.

    Args:
        name: of its picture.
        make: builds the widget with inline lanes and synthetic people.
        size: what it has to fit into.
        opens: for a question over a screen: does with the widget what asks it.
    """

    name: str
    make: Callable[[], QWidget]
    size: QSize = SCREEN
    opens: Callable[[Any], object] | None = None


def question(name: str, make: Callable[[], QWidget], opens: Callable[[Any], object] | None = None) -> Sample:
    """A dialog at its own size in the middle of a small screen: `make` builds it, or a screen that `opens` it."""
    return Sample(name, make, WHOLE, opens)


def samples() -> Iterator[Sample]:
    """Samples of all packages of the window, each from the `GALLERY` of a module called gallery."""
    for found in pkgutil.walk_packages(importlib.import_module(_UI).__path__, f"{_UI}."):
        if found.name.endswith("gallery") and found.name != f"{_UI}.gallery":
            yield from importlib.import_module(found.name).GALLERY


def a_room() -> Room:
    """A room with inline lanes in which nothing is heard: what a sample's model is given."""
    return Room(
        lanes=Lanes.inline(),
        notices=Notices(),
        publish=_nothing,
        go=_nothing,
        badge=_nothing,
    )


def _nothing(*_: object) -> None:
    """Nobody listens in a picture."""


def stage(widget: QWidget, size: QSize, opens: Callable[[Any], object] | None = None) -> QWidget:
    """Shows a widget at exactly a size, a dialog at its own, and lets layouts come to rest; returns what holds it."""
    host = QWidget()
    host.setObjectName("page")
    host.resize(size)
    host.show()
    if isinstance(widget, QDialog):
        if not widget.testAttribute(Qt.WidgetAttribute.WA_Resized):
            widget.adjustSize()
        _lay_over(host, widget)
    else:
        widget.setParent(host)
        widget.setGeometry(host.rect())
        widget.show()
    _settle()
    if opens is not None:
        opens(widget)
        _settle()
        for dialog in host.findChildren(QDialog):
            _lay_over(host, dialog)
    return host


def _lay_over(host: QWidget, dialog: QDialog) -> None:
    """A window is put into the picture as large as it made itself."""
    _settle()
    size = dialog.size()
    dialog.setParent(host)
    dialog.resize(size)
    dialog.show()
    dialog.move(host.rect().center() - dialog.rect().center())
    dialog.raise_()
    _settle()


def _settle() -> None:
    for _ in range(_SETTLE):
        QApplication.sendPostedEvents()
        QApplication.processEvents()


def main() -> None:
    """`python -m vaxdesk.ui.gallery FOLDER [NAME…] [--scale 1.3]`: pictures of the named samples, or of all."""
    parser = argparse.ArgumentParser(prog="vaxdesk.ui.gallery")
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--scale", type=float, default=1.0)
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([])
    for language in LANGUAGES:
        theme.dress(app, theme.Look(language, scale=args.scale))
        for sample in samples():
            if not args.names or sample.name in args.names:
                host = stage(sample.make(), sample.size, sample.opens)
                host.grab().save(str(args.folder / f"{sample.name}-{language}.png"))


if __name__ == "__main__":
    main()
