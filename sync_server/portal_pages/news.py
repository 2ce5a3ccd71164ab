"""News of the campaign, the latest first."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from sync_server.portal import news
from sync_server.portal_pages import frame
from sync_server.portal_pages.door import anybody
from sync_server.portal_pages.tiles import Tile
from sync_server.portal_pages.visit import Visit
from vaxdesk.domain import times

TILES = (Tile(path="/news", name="portal_news.title", about="portal_news.about", icon="news"),)


def _latest(visit: Visit) -> Response:
    today = times.day_of(visit.server.now())
    return frame.show(visit, "news/latest.html", found=news.latest(visit.conn, today=today))


def routes() -> list[Route]:
    """For the application."""
    return [Route("/news", anybody(_latest), methods=["GET"])]
