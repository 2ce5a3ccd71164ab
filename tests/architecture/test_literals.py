"""No words for people are written in the code of the windows."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.tree import listed, modules

_SHOWING = re.compile(
    r"set(Text|WindowTitle|Title|ToolTip|StatusTip|WhatsThis|PlaceholderText|AccessibleName|AccessibleDescription"
    r"|InformativeText|DetailedText|LabelText|HeaderLabels|Prefix|Suffix)|add(Tab|Action|Item|Items|Row)"
    r"|(Q?(Label|PushButton|ToolButton|CheckBox|RadioButton|GroupBox|Action|MessageBox))|Button|notices\.\w+"
)
_PROSE = re.compile(r"[^\W\d_]{2,}")


def literals(tree: ast.Module) -> Iterator[str]:
    """Calls that show a text whose letters stand in the code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _SHOWING.fullmatch(called := _called(node.func)):
            written = (_written(argument) for argument in node.args[:2])
            yield from (f"{node.lineno} {called} {text!r}" for text in written if text)


def _called(func: ast.expr) -> str:
    """Name of what is called, with `notices.` before what is told to them."""
    name = _last(func)
    return f"notices.{name}" if isinstance(func, ast.Attribute) and _last(func.value) == "notices" else name


def _last(value: ast.expr) -> str:
    return value.attr if isinstance(value, ast.Attribute) else value.id if isinstance(value, ast.Name) else ""


def _written(argument: ast.expr) -> str:
    parts = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
    text = "".join(part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))
    return text if _PROSE.search(text) else ""


def test_windows_hold_no_words() -> None:
    found = [f"{name}:{line}" for name, tree in modules("vaxdesk/ui", "vaxdesk/wiring") for line in literals(tree)]
    assert not found, listed(found)


@pytest.mark.parametrize(
    "source",
    [
        "self._name.setText('Tiếp nhận')",
        "Label('Reception')",
        "QPushButton(f'Save {name}')",
        "self._room.notices.warn('Saved')",
    ],
)
def test_a_planted_literal_is_noticed(source: str) -> None:
    assert list(literals(ast.parse(source)))


@pytest.mark.parametrize(
    "source",
    ["Label(say('reception.title'))", "label.setText(f'{day} – {no}')", "Label('·')", "_log.error('for the log')"],
)
def test_words_by_key_are_allowed(source: str) -> None:
    assert not list(literals(ast.parse(source)))
