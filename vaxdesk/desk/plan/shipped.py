"""What is shipped for planning: what a new session begins with, and the tasks of a campaign."""

from __future__ import annotations

from functools import cache

from vaxdesk.assets import resources
from vaxdesk.domain.plan.session import Defaults, read_defaults
from vaxdesk.domain.plan.tasks import Seed, read_seeds


@cache
def defaults() -> Defaults:
    """Default hours, places, and what a team manages."""
    return read_defaults(_text("session"))


@cache
def seeds() -> tuple[Seed, ...]:
    """The tasks that a campaign is begun with."""
    return read_seeds(_text("tasks"))


def _text(name: str) -> str:
    return (resources() / "plans" / f"{name}.toml").read_text(encoding="utf-8")
