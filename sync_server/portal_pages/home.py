"""The first page, and the choice of the language."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sync_server.browsing.visitor import LANGUAGE
from sync_server.portal_pages import frame
from sync_server.portal_pages.door import anybody
from sync_server.portal_pages.topics import TOPICS
from sync_server.portal_pages.visit import HOME, Visit
from vaxdesk import words

_YEAR_S = 31_536_000


def _first(visit: Visit) -> Response:
    return frame.show(visit, "home/first.html", tiles=[one for topic in TOPICS for one in topic.TILES])


def _spoken(visit: Visit) -> Response:
    """Chooses the language of the pages."""
    chosen = visit.form.get("language", "")
    answer = RedirectResponse(_within(visit.form.get("back", "")) or f"{HOME}/", status_code=303)
    if chosen in words.LANGUAGES:
        answer.set_cookie(
            LANGUAGE, chosen, max_age=_YEAR_S, path=HOME, secure=visit.is_secure, httponly=True, samesite="lax"
        )
    return answer


def _within(path: str) -> str:
    """A path of these pages to go back to; empty for anything that leads elsewhere."""
    plain = path.isascii() and path.isprintable() and not set(path) & set("\\ \"'<>")
    return path if plain and path.startswith(f"{HOME}/") and ".." not in path else ""


def routes() -> list[Route]:
    """For the application."""
    return [
        Route("/", anybody(_first), methods=["GET"]),
        Route("/language", anybody(_spoken, marked=False), methods=["POST"]),
    ]
