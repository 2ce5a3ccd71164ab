"""Draws any screen in any of its states and languages as a picture, without a display."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from vaxdesk.ui import theme
from vaxdesk.ui.lanes import Lanes
from vaxdesk.ui.notices import Notices
from vaxdesk.ui.screen import Room
from vaxdesk.words import LANGUAGES

WHOLE = QSize(1366, 700)  # a 1366 x 768 screen less title bar and task bar
SCREEN = QSize(1138, 596)  # what the shell leaves of it to a screen
_SCREENS = "vaxdesk.ui.screens"  # by name: the screens themselves import this module for their samples
_SETTLE = 8  # rounds until wrapped texts have told their layouts how tall they are


@dataclass(frozen=True)
class Sample:
    """A named state of a screen; `make` builds the widget with inline lanes and synthetic people."""

    name: str
    make: Callable[[], QWidget]
    size: QSize = SCREEN


def samples() -> Iterator[Sample]:
    """Samples of all screen packages, each from its `GALLERY`."""
    for found in pkgutil.iter_modules(importlib.import_module(_SCREENS).__path__):
        if importlib.util.find_spec(f"{_SCREENS}.{found.name}.gallery"):
            yield from importlib.import_module(f"{_SCREENS}.{found.name}.gallery").GALLERY


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


def stage(widget: QWidget, size: QSize) -> QWidget:
    """Shows a widget at exactly a size and lets its layouts come to rest; the host that holds it is returned."""
    host = QWidget()
    host.setObjectName("page")
    host.resize(size)
    widget.setParent(host)
    widget.setGeometry(host.rect())
    host.show()
    for _ in range(_SETTLE):
        QApplication.sendPostedEvents()
        QApplication.processEvents()
    return host


def main() -> None:
    """`python -m vaxdesk.ui.gallery FOLDER [NAME…]`: pictures of the named samples, or of all."""
    parser = argparse.ArgumentParser(prog="vaxdesk.ui.gallery")
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([])
    for language in LANGUAGES:
        theme.dress(app, theme.Look(language))
        for sample in samples():
            if not args.names or sample.name in args.names:
                host = stage(sample.make(), sample.size)
                host.grab().save(str(args.folder / f"{sample.name}-{language}.png"))


if __name__ == "__main__":
    main()
