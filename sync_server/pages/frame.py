"""Templates: every page is rendered here, with the words of the visitor's language and the marks that forms need."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from sync_server.pages import menu, statics
from sync_server.pages.visit import HOME, Visit, tag_of
from vaxdesk import words
from vaxdesk.domain import times

# No script and no style but those served here by name; nothing from elsewhere, no frame around (CSP level 3).
_POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
        "connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    )
)  # fmt: skip
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def show(visit: Visit, template: str, *, status: int = 200, **values: Any) -> Response:
    """A page, or a part of one. `template` is a path below `templates`."""
    text = _environment().get_template(template).render(_common(visit), **values)
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
        "static": statics.address,
        "num": lambda n: number(n, visit.language),
        "day": day,
        "moment": moment,
    }


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["urlize.rel"] = None
    return made


def number(n: float, language: str) -> str:
    """A number with its thousands set apart: 12.345,6 in Vietnamese, 12,345.6 in English."""
    text = f"{n:,}" if isinstance(n, int) else f"{n:,.1f}"
    return text if language != "vi" else text.translate(str.maketrans(",.", ".,"))


def day(iso: str) -> str:
    """A day as people write it, 27/11/2026; a year or a month alone, and what is no day, stay what they are."""
    if len(iso) != 10:
        return "/".join(reversed(iso.split("-")))
    try:
        return date.fromisoformat(iso).strftime("%d/%m/%Y")
    except ValueError:
        return iso  # entries may hold anything


def moment(ms: int) -> str:
    """An instant (ms since 1970) in the country's time, 27/11/2026 14:05."""
    return datetime.fromtimestamp(ms / 1000, times.ZONE).strftime("%d/%m/%Y %H:%M")
