"""What makes the public part an app on a phone: manifest, service worker, and the page for when there is no line.

The worker keeps style sheet, scripts, pictures and the pages of `OFFLINE`, which say nothing of anybody: what an
answer says of a person lies in no cache. The app opens at one's own record, which its page finds in the phone
(`own`). Files are named with their tags, so a new version is a new worker.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync_server.browsing.visitor import language_of
from sync_server.portal_pages import frame, own
from sync_server.portal_pages.door import anybody
from sync_server.portal_pages.visit import HOME, Visit
from vaxdesk.words import say_in

_DAY = "public, max-age=3600"
_ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-512.png", "512x512", "maskable"),
)
_KEPT = ("portal.css", "portal.js", *own.SCRIPTS, "mark.svg", "icon-192.png")  # and every page of `OFFLINE`
OFFLINE = (f"{HOME}/offline", own.PAGE)  # the first is shown for what is not kept
_SHORTCUTS = (("portal_lookup.tile", "lookup"), ("portal_schedule.title", "schedule"))


def manifest(language: str) -> dict[str, object]:
    """The web app manifest (W3C) in a language."""
    return {
        "id": f"{HOME}/",
        "name": say_in(language, "portal_frame.name"),
        "short_name": say_in(language, "portal_frame.short_name"),
        "description": say_in(language, "portal_frame.about"),
        "lang": language,
        "start_url": own.PAGE,
        "scope": f"{HOME}/",
        "display": "standalone",
        "background_color": "#f5f3ef",
        "theme_color": "#0f3b40",
        "icons": [
            {"src": frame.FILES.address(name), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in _ICONS
        ],
        "shortcuts": [{"name": say_in(language, key), "url": f"{HOME}/{path}"} for key, path in _SHORTCUTS],
    }


async def _manifest(request: Request) -> Response:
    body = msgspec.json.encode(manifest(language_of(request)))
    headers = {**frame.HEADERS, "Cache-Control": _DAY, "Vary": "Cookie"}
    return Response(body, media_type="application/manifest+json", headers=headers)


async def _worker(_request: Request) -> Response:
    kept = [*OFFLINE, *(frame.FILES.address(name) for name in _KEPT)]
    version = "-".join(one.partition("?v=")[2] for one in kept if "?v=" in one)
    text = _script().replace('["KEPT"]', msgspec.json.encode(kept).decode()).replace("VERSION", version)
    return Response(text, media_type="text/javascript", headers={**frame.HEADERS, "Cache-Control": "no-cache"})


@cache
def _script() -> str:
    return (Path(__file__).parent / "worker.js").read_text(encoding="utf-8")


def _offline(visit: Visit) -> Response:
    return frame.show(visit, "frame/offline.html")


def routes() -> list[Route]:
    """For the application."""
    return [
        Route("/manifest.webmanifest", _manifest, methods=["GET"]),
        Route("/sw.js", _worker, methods=["GET"]),
        Route("/offline", anybody(_offline), methods=["GET"]),
    ]
