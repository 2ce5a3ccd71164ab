"""An organisation registers its people: form, code to the telephone, an Excel list judged before anything is sent."""

from __future__ import annotations

from starlette.routing import Route

from sync_server.portal_pages.group import form, slip
from sync_server.portal_pages.tiles import Tile

TILES = (Tile(path="/group", name="portal_group.tile", about="portal_group.about", icon="group"),)


def routes() -> list[Route]:
    """For the application."""
    return [*form.routes(), *slip.routes()]
