"""Flows in the browser run on SQLite and PostgreSQL; walks that only look at every page, on SQLite alone."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.district.browser import PHONE, WIDE
from tests.ready import ready_database

ZOOMED = {"width": WIDE["width"] // 2, "height": WIDE["height"] // 2}  # what 200 % leaves of a window
BOTH = ("sqlite", "postgresql")
_SIZED = {"wide": WIDE, "phone": PHONE, "zoomed": ZOOMED}


def url_of(request: pytest.FixtureRequest) -> str | None:
    """The database that a test wants of a fixture by its parameter; None is SQLite, which holds without one."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return None
    return ready_database(request.getfixturevalue("postgres"), f"t{uuid4().hex[:12]}")


def on_both(fixture: str) -> pytest.MarkDecorator:
    """Runs a test on both databases."""
    return pytest.mark.parametrize(fixture, BOTH, indirect=True)


def on_both_and_sized(fixture: str) -> pytest.MarkDecorator:
    """Runs a flow on both databases in a wide window, and on SQLite in every other size of a window."""
    given = [pytest.param("postgresql", WIDE, id="wide-postgresql")]
    given += [pytest.param("sqlite", size, id=name) for name, size in _SIZED.items()]
    return pytest.mark.parametrize((fixture, "size"), given, indirect=[fixture])
