"""Every use case is reached from a screen, a command or another use case: what nobody can call is there for nobody."""

from __future__ import annotations

import ast
from collections import Counter

from tests.architecture.tree import listed, modules, nodes

_MADE_FOR_TESTS = "vaxdesk/desk/practice_people.py"  # what is printed on the cards of people who do not exist


def test_every_use_case_is_reached() -> None:
    used = Counter(
        name
        for _, node in nodes("vaxdesk")
        for name in (
            [node.id] if isinstance(node, ast.Name) else [node.attr] if isinstance(node, ast.Attribute) else []
        )
    )
    unreached = [
        f"{name}:{node.lineno} {node.name}"
        for name, tree in modules("vaxdesk/desk")
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not used[node.name]
        if name != _MADE_FOR_TESTS
    ]
    assert not unreached, listed(unreached)
