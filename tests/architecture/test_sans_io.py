"""The core of sync does no I/O of its own: it is handed a connection, bytes and a chance, and gives bytes back.

So a world of many desks is played in one thread, and the same rules serve the line, a neighbour and a stick.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest

from tests.architecture.tree import listed, modules

# What carries bytes, asks the time between tries, or tells the name of the PC. Everything else of the package is core.
CARRIERS = frozenset({"http", "tls", "exchange", "errand", "run", "enrol", "stick_join"})
OUTSIDE = frozenset(
    {
        *("socket", "ssl", "http", "urllib", "requests", "urllib3", "select", "asyncio", "threading", "subprocess"),
        *("time", "datetime", "random", "secrets", "uuid", "platform", "logging"),
        *("os", "io", "pathlib", "shutil", "tempfile", "sqlite3", "sqlcipher3"),
    }
)
_CALLS = frozenset({"open", "print", "input"})


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and name of every module that is loaded when this one runs; what only a type needs is not."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import):
            yield from ((node.lineno, one.name) for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""
            yield from ((node.lineno, f"{node.module}.{one.name}") for one in node.names)
        waiting += ast.iter_child_nodes(node)


def reaches_out(tree: ast.Module) -> list[str]:
    """Each way in which a module touches the world."""
    found = [f"{line} {name}" for line, name in imported(tree) if name.split(".")[0] in OUTSIDE]
    carriers = {f"vaxdesk.sync.{one}" for one in CARRIERS}
    found += [f"{line} {name}" for line, name in imported(tree) if name in carriers]
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))
    return found + [f"{node.lineno} {node.func.id}()" for node in calls if node.func.id in _CALLS]


def test_the_core_of_sync_reaches_nothing_outside() -> None:
    found = [
        f"{name}:{what}"
        for name, tree in modules("vaxdesk/sync")
        if PurePosixPath(name).stem not in CARRIERS
        for what in reaches_out(tree)
    ]
    assert not found, listed(found)


def test_every_carrier_is_there_and_is_one() -> None:
    there = {PurePosixPath(name).stem: tree for name, tree in modules("vaxdesk/sync")}
    idle = sorted(one for one in CARRIERS if one not in there or not reaches_out(there[one]))
    assert not idle, listed(idle)


@pytest.mark.parametrize(
    "text",
    [
        "import socket", "from os import path", "def f():\n    import time", "from vaxdesk.sync.http import Link",
        "from vaxdesk.sync import exchange", "open('x')", "import urllib.request",
    ],
)  # fmt: skip
def test_each_way_out_is_seen(text: str) -> None:
    assert reaches_out(ast.parse(text))


def test_what_only_a_type_needs_is_no_way_out() -> None:
    assert not reaches_out(ast.parse("if TYPE_CHECKING:\n    from random import Random"))
