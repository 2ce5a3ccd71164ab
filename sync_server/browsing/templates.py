"""Templates of a folder: escaped always, and a name that is not given is a fault."""

from __future__ import annotations

import secrets
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


@cache
def environment(folder: Path) -> Environment:
    """The templates of a folder."""
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["urlize.rel"] = None
    made.globals["fresh"] = lambda: secrets.token_urlsafe(12)  # a mark for one form
    return made
