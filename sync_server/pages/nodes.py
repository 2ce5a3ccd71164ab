"""Which unit a page is about: the one of its address, or one of the uppermost where somebody has a right."""

from __future__ import annotations

import sqlalchemy as sa
from starlette.responses import Response

from sync_server.browsing.visitor import Missing
from sync_server.district import scope
from sync_server.pages import frame
from sync_server.pages.visit import Visit
from vaxdesk.domain.rights import Act


def asked(visit: Visit, right: Act) -> sa.Row:
    """The unit of the address, its part `unit`.

    Raises:
        Missing: there is none, or the visitor has no such right there.
    """
    found = scope.unit(visit.conn, visit.who.paths(right), visit.number("unit"))
    if found is None:
        raise Missing
    return found


def above(visit: Visit, right: Act, unit: sa.Row) -> sa.Row | None:
    """The unit above one, where the visitor has the right there too."""
    return scope.unit(visit.conn, visit.who.paths(right), unit.parent) if unit.parent else None


def tops(visit: Visit, right: Act) -> list[sa.Row]:
    """The uppermost units where the visitor has a right."""
    paths = visit.who.paths(right)
    return [one for one in scope.units(visit.conn, paths) if one.path in paths]


def choice(visit: Visit, right: Act, path: str, template: str) -> Response:
    """A page to choose one of the uppermost units; where there is one alone, on to its own page below `path`."""
    rows = tops(visit, right)
    if len(rows) == 1:
        return visit.to(f"{path}/{rows[0].org_no}")
    return frame.show(visit, template, rows=rows, path=path)
