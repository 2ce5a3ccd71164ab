"""The page that checks certificates, at `/verify/`: static files, each with its digest, under a policy of its own.

Whoever opens it may be anybody: nothing is asked of them, nothing is noted, and nothing that they check comes here.
The files are those of `resources/verifier`; any other web server may hand them out as they lie there.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from sync_server.settings import Server
from sync_server.web import tagged
from vaxdesk.assets import resources
from vaxdesk.journal import trust_line

HOME = "/verify"
_MEDIA = {
    ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
    ".json": "application/json", ".svg": "image/svg+xml", ".png": "image/png",
    ".webmanifest": "application/manifest+json",
}  # fmt: skip
_TEXT = "text/plain; charset=utf-8"  # licences and notes
_POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
        "worker-src 'self'", "manifest-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
    )
)  # fmt: skip
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",  # asked for again each time, sent again when it changed
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
}


def mount(server: Server) -> Mount:
    """For the routes of the server's application, which puts `HEADERS` on what is answered below `HOME`."""
    routes = [
        Route("/servers.json", _servers, methods=["GET"]),
        Route("/{name:path}", _served, methods=["GET"]),
    ]
    made = Starlette(routes=routes)
    made.state.server = server
    return Mount(HOME, app=made)


@cache
def _files() -> dict[str, tuple[bytes, str]]:
    """Content and tag of every file by its name below the folder; only these are ever served."""
    folder = resources() / "verifier"
    read = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: (content, trust_line.tag(content)) for name, content in read.items()}


async def _served(request: Request) -> Response:
    name = request.path_params["name"] or "index.html"
    found = _files().get(name)
    if found is None:
        return Response(status_code=404)
    return tagged.answer(request, *found, media=_MEDIA.get(Path(name).suffix, _TEXT))


async def _servers(request: Request) -> Response:
    """Whose signature under a trust list counts for who opened the page here, also under one from a file."""
    content = msgspec.json.encode({"servers": [request.app.state.server.key.public.hex()]})
    return tagged.answer(request, content, trust_line.tag(content), media=_MEDIA[".json"])
