"""Small pieces: a file has at most 300 lines, a class 200, a function 40, and a name says what is in it."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.tree import PACKAGES, files, listed, modules, shown

FILE, CLASS, FUNCTION = 300, 200, 40
_EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base", "core"}
_FOLDERS = (*PACKAGES, "tests")


def too_long(name: str, tree: ast.Module) -> list[str]:
    """Functions and classes over their budget, each named with its file and line."""
    budgets = {ast.ClassDef: CLASS, ast.FunctionDef: FUNCTION, ast.AsyncFunctionDef: FUNCTION}
    return [
        f"{name}:{node.lineno} {node.name} has {lines} lines, {budget} at most"
        for node in ast.walk(tree)
        if (budget := budgets.get(type(node))) and (lines := node.end_lineno - node.lineno + 1) > budget
    ]


def test_files_are_small() -> None:
    sizes = {shown(path): path.read_text(encoding="utf-8").count("\n") for path in files(*_FOLDERS, suffix=".py")}
    over = [f"{name} has {lines} lines, {FILE} at most" for name, lines in sizes.items() if lines > FILE]
    assert not over, listed(over)


def test_functions_and_classes_are_small() -> None:
    over = [line for name, tree in modules(*_FOLDERS) for line in too_long(name, tree)]
    assert not over, listed(over)


def test_names_say_what_is_inside() -> None:
    empty = [shown(path) for path in files(*_FOLDERS, suffix=".py") if path.stem in _EMPTY_NAMES]
    assert not empty, listed(empty)


@pytest.mark.parametrize(("head", "budget"), [("def long():", FUNCTION), ("class Long:", CLASS)])
def test_one_line_too_many_is_noticed(head: str, budget: int) -> None:
    def source(lines: int) -> ast.Module:
        return ast.parse("\n".join([head, *["    pass"] * (lines - 1)]))

    assert too_long("planted.py", source(budget)) == []
    assert len(too_long("planted.py", source(budget + 1))) == 1
