"""The files of the project, as the tests of its shape see them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("vaxdesk", "sync_server")
_OURS = (".ci", "installer", "resources", "tests", *PACKAGES)


def files(*folders: str, suffix: str = "") -> list[Path]:
    """Files under the named folders of the checkout (all of ours when none is named), in order."""
    found = (path for folder in folders or _OURS for path in (ROOT / folder).rglob(f"*{suffix}"))
    return sorted(path for path in found if path.is_file() and "__pycache__" not in path.parts)


def texts() -> Iterator[tuple[str, str]]:
    """Name and text of every text file of ours, those at the top of the checkout included."""
    top = (path for path in ROOT.iterdir() if path.is_file() and path.suffix in (".md", ".toml", ".lock", ""))
    top = (path for path in top if path.name != ".git")  # a file where the checkout is one of several of a repository
    for path in (*sorted(top), *files()):
        data = path.read_bytes()
        if b"\0" not in data:
            yield shown(path), data.decode("utf-8")


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def modules(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Name and syntax tree of each Python file under the named folders."""
    for path in files(*folders, suffix=".py"):
        yield shown(path), parsed(path)


@cache
def nodes(*folders: str) -> tuple[tuple[str, ast.AST], ...]:
    """Every node of every Python file under the named folders, each with the name of its file."""
    return tuple((name, node) for name, tree in modules(*folders) for node in ast.walk(tree))


def shown(path: Path) -> str:
    """A path as a message names it."""
    return path.relative_to(ROOT).as_posix()


def listed(offenders: list[str]) -> str:
    """Offenders as the message of a failed test."""
    return "\n" + "\n".join(offenders)
