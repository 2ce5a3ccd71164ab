"""The units where somebody has a right, from the uppermost down: where every drill-down begins."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from sync_server.district import scope
from sync_server.pages import frame, menu, nodes
from sync_server.pages.door import staff
from sync_server.pages.visit import HOME, Visit
from vaxdesk.domain.rights import Act


def _first(visit: Visit) -> Response:
    """Where somebody lands: the first place of their menu, or a word to those who have none."""
    items = menu.shown_to(visit)
    return visit.to(f"{HOME}{items[0].path}") if items else frame.show(visit, "frame/no_right.html")


def _tops(visit: Visit) -> Response:
    return frame.show(visit, "units/list.html", above=None, unit=None, rows=nodes.tops(visit, Act.SEE_BELOW))


def _below(visit: Visit) -> Response:
    unit = nodes.asked(visit, Act.SEE_BELOW)
    above = nodes.above(visit, Act.SEE_BELOW, unit)
    return frame.show(visit, "units/list.html", above=above, unit=unit, rows=scope.children(visit.conn, unit))


def routes() -> list[Route]:
    """For the application."""
    return [
        Route("/", staff()(_first), methods=["GET"]),
        Route("/units", staff(Act.SEE_BELOW)(_tops), methods=["GET"]),
        Route("/units/{unit}", staff(Act.SEE_BELOW)(_below), methods=["GET"]),
    ]
