"""Having something corrected: what is wrong, photos of the paper, a code to see what becomes of it (decision 0052)."""

from __future__ import annotations

from starlette.routing import Route

from sync_server.portal_pages.correction import claim, following, form
from sync_server.portal_pages.tiles import Tile

TILES = (Tile(path="/correction", name="portal_correction.tile", about="portal_correction.about", icon="pen"),)


def routes() -> list[Route]:
    """For the application."""
    return [*following.routes(), *form.routes(), *claim.routes()]
