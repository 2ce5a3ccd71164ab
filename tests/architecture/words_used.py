"""Where the program asks for words: the keys and facts of each call, the closed lists that name their words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from tests.architecture.tree import PACKAGES, nodes

_SPEAKING = ("vaxdesk/ui", "vaxdesk/wiring", "vaxdesk/cli", "vaxdesk/documents", "vaxdesk/sheets", "sync_server")
_HOLE = "[^.]+"  # what an f-string leaves open is one part of a key


class Asked(NamedTuple):
    """A call of `say`, `say_in` or `known`.

    Args:
        pattern: what a key must match.
        key: the key itself, empty when part of it is known only at run time.
        facts: the facts given, None when they are known only at run time.
    """

    place: str
    pattern: str
    key: str
    facts: frozenset[str] | None


class ClosedList(NamedTuple):
    """An enum that is shown to people: the prefix of its sentences and its values."""

    place: str
    prefix: str
    values: tuple[str, ...]


@cache
def asked() -> tuple[Asked, ...]:
    """Every call that asks for words by a key written in the code, in part or whole."""
    return tuple(
        Asked(f"{name}:{node.lineno}", pattern, key, _facts(node))
        for name, node in nodes(*PACKAGES)
        if isinstance(node, ast.Call) and (argument := _key_argument(node)) is not None
        for pattern, key in patterns(argument)
    )


def _key_argument(call: ast.Call) -> ast.expr | None:
    name = _called(call.func)
    at = {"say": 0, "known": 0, "say_in": 1}.get(name)
    return call.args[at] if at is not None and len(call.args) > at else None


def _called(func: ast.expr) -> str:
    if isinstance(func, ast.Name):
        return func.id
    if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name) and func.value.id == "words":
        return func.attr
    return ""


def _facts(call: ast.Call) -> frozenset[str] | None:
    names = [keyword.arg for keyword in call.keywords]
    return None if None in names or _called(call.func) == "known" else frozenset(names)


def patterns(key: ast.expr) -> Iterator[tuple[str, str]]:
    """What an expression can give, as a regular expression and, where it is written out, as the key."""
    if isinstance(key, ast.IfExp):
        yield from (*patterns(key.body), *patterns(key.orelse))
    elif isinstance(key, ast.Constant) and isinstance(key.value, str) and "." in key.value:
        yield re.escape(key.value), key.value
    elif isinstance(key, ast.JoinedStr) and isinstance(key.values[0], ast.Constant):
        yield "".join(re.escape(part.value) if isinstance(part, ast.Constant) else _HOLE for part in key.values), ""


def written_keys(areas: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Place and text of every string that looks like a whole key of words, wherever it stands in what people see."""
    shape = re.compile(rf"(?:{'|'.join(sorted(areas))})(?:\.[a-z0-9_]+)+(?<!\.db)(?<!\.log)")
    other = set(_no_keys())
    for name, node in nodes(*_SPEAKING):
        if isinstance(node, ast.Constant) and node not in other and shape.fullmatch(str(node.value)):
            yield f"{name}:{node.lineno}", node.value


def _no_keys() -> Iterator[ast.expr]:
    """Strings that only look like keys: pieces of longer ones, and names of the slots of a lane."""
    for _, node in nodes(*_SPEAKING):
        if isinstance(node, ast.JoinedStr):
            yield from node.values
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "run_newest":
            yield node.args[0]


def closed_lists() -> Iterator[ClosedList]:
    """Every enum with `WORDS = nonmember("area.prefix")`."""
    for name, node in nodes(*PACKAGES):
        if isinstance(node, ast.ClassDef) and (prefix := _prefix(node)):
            yield ClosedList(f"{name}:{node.lineno} {node.name}", prefix, tuple(_values(node)))


def _prefix(enum: ast.ClassDef) -> str:
    for line in enum.body:
        if isinstance(line, ast.Assign) and _name(line) == "WORDS" and isinstance(line.value, ast.Call):
            return ast.literal_eval(line.value.args[0])
    return ""


def _values(enum: ast.ClassDef) -> Iterator[str]:
    for line in enum.body:
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant):
            yield str(line.value.value)


def _name(line: ast.Assign) -> str:
    return line.targets[0].id if isinstance(line.targets[0], ast.Name) else ""
