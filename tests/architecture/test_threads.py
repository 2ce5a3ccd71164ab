"""Only the lanes make threads, and only the lanes and the crash door catch everything."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.tree import listed, modules

_LANES, _CRASH = "vaxdesk/ui/lanes.py", "vaxdesk/ui/crash.py"
_MODULES = {"asyncio", "multiprocessing", "_thread"}
_NAMES = {"Thread", "Timer", "QThread", "QThreadPool", "QRunnable", "ThreadPoolExecutor", "ProcessPoolExecutor"}


def threads(tree: ast.Module) -> Iterator[str]:
    """Each way a module has to begin a thread of its own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (f"{node.lineno} {alias.name}" for alias in node.names if alias.name.split(".")[0] in _MODULES)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in _MODULES:
            yield f"{node.lineno} {node.module}"
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.lineno} {alias.name}" for alias in node.names if alias.name in _NAMES)
        elif isinstance(node, ast.Attribute) and node.attr in _NAMES:
            yield f"{node.lineno} {node.attr}"


def catches_all(tree: ast.Module) -> Iterator[str]:
    """Handlers of every exception that do not raise it again."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and _is_wide(node.type) and not isinstance(node.body[-1], ast.Raise):
            yield f"{node.lineno} except"


def _is_wide(caught: ast.expr | None) -> bool:
    if isinstance(caught, ast.Tuple):
        return any(_is_wide(one) for one in caught.elts)
    return caught is None or (isinstance(caught, ast.Name) and caught.id in ("Exception", "BaseException"))


def test_only_the_lanes_make_threads() -> None:
    found = [f"{name}:{line}" for name, tree in modules("vaxdesk") if name != _LANES for line in threads(tree)]
    assert not found, listed(found)


def test_only_the_lanes_and_the_crash_door_catch_everything() -> None:
    allowed = (_LANES, _CRASH)
    found = [f"{name}:{line}" for name, tree in modules("vaxdesk") if name not in allowed for line in catches_all(tree)]
    assert not found, listed(found)


@pytest.mark.parametrize(
    "source",
    [
        "import threading\nthreading.Thread(target=print)",
        "from threading import Timer",
        "from concurrent.futures import ThreadPoolExecutor",
        "from PySide6.QtCore import QObject, QThread",
        "from PySide6 import QtCore\nQtCore.QThreadPool()",
        "import multiprocessing.pool",
        "from asyncio import run",
    ],
)
def test_a_planted_thread_is_noticed(source: str) -> None:
    assert list(threads(ast.parse(source)))


def test_a_lock_is_no_thread() -> None:
    assert not list(threads(ast.parse("import threading\nthreading.Lock()")))


@pytest.mark.parametrize("caught", ["", " Exception", " BaseException as error", " (OSError, Exception)"])
def test_a_planted_catch_of_everything_is_noticed(caught: str) -> None:
    assert list(catches_all(ast.parse(f"try:\n    pass\nexcept{caught}:\n    pass")))


@pytest.mark.parametrize("source", ["except OSError:\n    pass", "except BaseException:\n    print()\n    raise"])
def test_narrow_catches_and_passing_on_are_allowed(source: str) -> None:
    assert not list(catches_all(ast.parse(f"try:\n    pass\n{source}")))
