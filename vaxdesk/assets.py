"""Where the shipped data lie: words, fonts, forms, schedules, units, icons."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def resources() -> Path:
    """Folder of shipped data: inside an installed package, or at the top of a checkout."""
    here = Path(__file__).resolve().parent
    packed = here / "_resources"
    return packed if packed.is_dir() else here.parent / "resources"
