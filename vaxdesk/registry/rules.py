"""The shipped rules that desks and the server both look things up in, read once."""

from __future__ import annotations

from functools import cache

from vaxdesk.assets import resources
from vaxdesk.domain.products import Schedule, load_schedule


@cache
def schedule() -> Schedule:
    """Products, intervals, mixing and booster rules in use."""
    return load_schedule((resources() / "schedules" / "vn-covid19.toml").read_text(encoding="utf-8"))
