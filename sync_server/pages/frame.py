"""Templates: every page is rendered here, with the words of the visitor's language and the marks that forms need."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.responses import HTMLResponse, Response

from sync_server.browsing.headers import headers
from sync_server.browsing.templates import environment
from sync_server.browsing.visitor import tag_of
from sync_server.browsing.wording import day, moment, number
from sync_server.pages import menu, statics
from sync_server.pages.visit import HOME, Visit
from vaxdesk import words

HEADERS = headers()
_TEMPLATES = Path(__file__).parent / "templates"


def show(visit: Visit, template: str, *, status: int = 200, **values: Any) -> Response:
    """A page, or a part of one. `template` is a path below `templates`."""
    text = environment(_TEMPLATES).get_template(template).render(_common(visit), **values)
    return HTMLResponse(text, status_code=status, headers=HEADERS)


def part(visit: Visit, template: str, **values: Any) -> Response:
    """A part of a page that a script asks for again and again: nothing is sent when it has not changed."""
    answer = show(visit, template, **values)
    tag = tag_of(answer.body)
    if visit.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={**HEADERS, "ETag": tag})
    answer.headers["ETag"] = tag
    return answer


def _common(visit: Visit) -> dict[str, Any]:
    return {
        "visit": visit,
        "say": visit.say,
        "language": visit.language,
        "languages": words.LANGUAGES,
        "csrf": visit.session.csrf if visit.session else "",
        "menu": menu.shown_to(visit),
        "home": HOME,
        "static": statics.FILES.address,
        "num": lambda n: number(n, visit.language),
        "day": day,
        "moment": moment,
    }
