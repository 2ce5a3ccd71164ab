"""Files that pages use: style sheets, scripts, fonts. Only those that were there at the start are ever served."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync_server.pages.visit import HOME
from vaxdesk.assets import resources

_MEDIA = {
    ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
    ".ttf": "font/ttf", ".png": "image/png",
}  # fmt: skip
_YEAR = "public, max-age=31536000, immutable"


def address(name: str) -> str:
    """The address of a file; it changes with its content, so that browsers may keep it.

    Raises:
        KeyError: no such file.
    """
    _, tag = _files()[name]
    return f"{HOME}/static/{name}?v={tag}"


def routes() -> list[Route]:
    """For the application."""
    return [Route("/static/{name}", _served, methods=["GET"])]


@cache
def _files() -> dict[str, tuple[bytes, str]]:
    paths = [*(Path(__file__).parent / "static").iterdir(), *(resources() / "fonts").glob("*.ttf")]
    read = {path.name: path.read_bytes() for path in paths if path.suffix in _MEDIA}
    return {name: (content, sha256(content).hexdigest()[:12]) for name, content in read.items()}


async def _served(request: Request) -> Response:
    found = _files().get(request.path_params["name"])
    if found is None:
        return Response(status_code=404)
    headers = {"Cache-Control": _YEAR, "X-Content-Type-Options": "nosniff"}
    return Response(found[0], media_type=_MEDIA[Path(request.path_params["name"]).suffix], headers=headers)
