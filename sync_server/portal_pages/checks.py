"""Whether the code on a site's paper holds: whoever is shown one learns a word and a day, nothing of a person."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route

from sync_server.portal import lookup, rates
from sync_server.portal_pages import frame
from sync_server.portal_pages.door import anybody, error
from sync_server.portal_pages.tiles import Tile
from sync_server.portal_pages.visit import HOME, Visit
from sync_server.reading import naming
from vaxdesk.registry import fold
from vaxdesk.registry.queries import certified

TILES = (Tile(path="/v", name="portal_checks.tile", about="portal_checks.about", icon="slip"),)
_MOST = 80
_UNKNOWN = "unknown"


def short() -> Mount:
    """`/v/CODE`, the address that fits on a paper: a page for people, no part of the interface."""
    return Mount("/v", routes=[Route("/{code}", _led, methods=["GET"])])


async def _led(request: Request) -> Response:
    return RedirectResponse(f"{HOME}/v/{quote(request.path_params['code'][:_MOST], safe='')}", status_code=307)


def _first(visit: Visit) -> Response:
    typed = visit.query.get("code", "")[:_MOST]
    return _shown(visit, typed) if typed else frame.show(visit, "checks/first.html", typed="", state="", at="")


def _one(visit: Visit) -> Response:
    return _shown(visit, visit.part["code"][:_MOST])


def _shown(visit: Visit, typed: str) -> Response:
    if not fold.is_current(visit.conn):
        return error(visit, 503)
    token = lookup.token_of(typed)
    found = certified.by_code(visit.conn, naming.names(visit.conn), token) if token else None
    state, day = (found.state.value, found.day) if found else (_UNKNOWN, "")
    return frame.show(visit, "checks/first.html", typed=typed, state=state, at=day)


def routes() -> list[Route]:
    """For the application."""
    return [
        Route("/v", anybody(_first, rate=rates.CHECKS), methods=["GET"]),
        Route("/v/{code}", anybody(_one, rate=rates.CHECKS), methods=["GET"]),
    ]
