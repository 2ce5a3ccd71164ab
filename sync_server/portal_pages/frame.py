"""Templates of the public part, with the words of the visitor's language and the mark that forms need."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.responses import HTMLResponse, Response

from sync_server.browsing import wording
from sync_server.browsing.headers import headers
from sync_server.browsing.statics import Statics
from sync_server.browsing.templates import environment
from sync_server.portal_pages.visit import HOME, Visit
from vaxdesk import words

HEADERS = headers("manifest-src 'self'", "worker-src 'self'", camera=True)
FILES = Statics(HOME, Path(__file__).parent / "static")
_TEMPLATES = Path(__file__).parent / "templates"


def show(visit: Visit, template: str, *, status: int = 200, **values: Any) -> Response:
    """A page. `template` is a path below `templates`."""
    text = environment(_TEMPLATES).get_template(template).render(_common(visit), **values)
    return HTMLResponse(text, status_code=status, headers={**HEADERS, "Content-Language": visit.language})


def _common(visit: Visit) -> dict[str, Any]:
    return {
        "visit": visit,
        "say": visit.say,
        "language": visit.language,
        "languages": words.LANGUAGES,
        "home": HOME,
        "static": FILES.address,
        "num": lambda n: wording.number(n, visit.language),
        "day": wording.day,
        "moment": wording.moment,
    }
