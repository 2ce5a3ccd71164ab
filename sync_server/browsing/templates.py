"""Templates of a folder: escaped always, and a name that is not given is a fault."""

from __future__ import annotations

import secrets
from collections.abc import MutableMapping
from functools import cache
from pathlib import Path
from threading import RLock
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template


class _Once(FileSystemLoader):
    """Compiles each template once: those who come together to a fresh server would each compile it, side by side."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._made: dict[str, Template] = {}
        self._compiling = RLock()

    def load(
        self, environment: Environment, name: str, globals: MutableMapping[str, Any] | None = None  # noqa: A002
    ) -> Template:
        with self._compiling:
            if name not in self._made:
                self._made[name] = super().load(environment, name, globals)
            return self._made[name]


@cache
def environment(folder: Path) -> Environment:
    """The templates of a folder."""
    made = Environment(
        loader=_Once(folder),
        auto_reload=False,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["urlize.rel"] = None
    made.globals["fresh"] = lambda: secrets.token_urlsafe(12)  # a mark for one form
    return made
