"""Every dialog has a picture: each kind of it, and each place of the window that asks one.

Pictures are where a dialog is looked at in both languages and with large letters (`tests/ui/test_gallery.py`); one that
no sample opens has been seen by nobody.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog

import vaxdesk.ui
from vaxdesk.ui import theme
from vaxdesk.ui.gallery import WHOLE, samples

UI = Path(vaxdesk.ui.__file__).parent
_ASKS = frozenset(("ask_undo", "ask_decline"))
Place = tuple[str, int]  # file, line of the call


def kinds() -> frozenset[type[QDialog]]:
    """The classes of dialogs that the window knows."""
    for found in pkgutil.walk_packages(vaxdesk.ui.__path__, "vaxdesk.ui."):
        importlib.import_module(found.name)
    below = list(QDialog.__subclasses__())
    for kind in below:
        below += kind.__subclasses__()
    return frozenset(one for one in below if one.__module__.startswith("vaxdesk.") and not one.__subclasses__())


def asked(source: str, names: frozenset[str]) -> Iterator[ast.Call]:
    """Calls that make one of these dialogs."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


def opened(seen: set[Place], made: set[type[QDialog]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Writes down which dialogs are made from now on, and every line that was under way when one was."""
    for kind in kinds():

        def init(self: QDialog, *args: object, _real: object = kind.__init__, **more: object) -> None:
            made.add(type(self))
            frame = sys._getframe(1)
            while frame is not None:
                seen.add((frame.f_code.co_filename, frame.f_lineno))
                frame = frame.f_back
            _real(self, *args, **more)

        monkeypatch.setattr(kind, "__init__", init)


def test_every_dialog_has_a_picture(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    theme.dress(qapp, theme.Look("vi"))
    every = kinds()
    seen: set[Place] = set()
    made: set[type[QDialog]] = set()
    opened(seen, made, monkeypatch)
    for sample in samples():
        if sample.size == WHOLE:
            widget = sample.make()
            widget.show()
            if sample.opens is not None:
                sample.opens(widget)
            qapp.processEvents()
            for one in (*widget.findChildren(QDialog), widget):
                one.close()
            widget.deleteLater()
    qapp.processEvents()
    names = frozenset(one.__name__ for one in every) | _ASKS
    unseen = [
        f"{path.relative_to(UI)}:{call.lineno} {call.func.id}"
        for path in sorted(UI.rglob("*.py"))
        if not path.stem.endswith("gallery")
        for call in asked(path.read_text(encoding="utf-8"), names)
        if not any((str(path), line) in seen for line in range(call.lineno, call.end_lineno + 1))
    ]
    assert unseen == [], "opened by no sample of a gallery"
    assert sorted(one.__name__ for one in every - made) == []


def test_the_search_finds_who_asks() -> None:
    source = "def _ask(self):\n    ask_undo(\n        self, self._undo)\n\nadd = lambda: SessionDialog(self).open()\n"
    calls = asked(source, frozenset(("SessionDialog", *_ASKS)))
    found = [(call.func.id, call.lineno, call.end_lineno) for call in calls]
    assert sorted(found) == [("SessionDialog", 5, 5), ("ask_undo", 2, 3)]
