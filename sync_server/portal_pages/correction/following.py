"""The first page of requests, and what became of one, by its code."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from sync_server.portal import corrections, slip_codes
from sync_server.portal_pages import frame
from sync_server.portal_pages.door import anybody, error
from sync_server.portal_pages.visit import Visit
from vaxdesk.registry import fold

_REFUSED, _BUSY = 422, 503
_TAGS = {"received": "wait", "at_site": "wait", "accepted": "ok", "rejected": "harm"}


def _first(visit: Visit) -> Response:
    return frame.show(visit, "correction/first.html", code="", alarm="")


def _looked(visit: Visit) -> Response:
    return slip(visit, visit.form.get("request", "").strip()[: slip_codes.MOST])


def slip(visit: Visit, code: str, *, said: str = "") -> Response:
    """What became of a request.

    Args:
        said: key of a sentence above it, for one that was just sent.
    """
    if not fold.is_current(visit.conn):
        return error(visit, _BUSY)
    found = corrections.follow(visit.conn, code)
    if found is None:
        alarm = visit.say("portal_correction.no_such_code")
        return frame.show(visit, "correction/first.html", status=_REFUSED, code=code, alarm=alarm)
    late = not found.state.is_over and found.due < visit.server.now()
    return frame.show(
        visit, "correction/slip.html", one=found, said=visit.say(said) if said else "", late=late,
        tag=_TAGS[found.state.value], grouped=slip_codes.grouped(slip_codes.plain(code)),
    )  # fmt: skip


def routes() -> list[Route]:
    """For the application."""
    return [
        Route("/correction", anybody(_first), methods=["GET"]),
        Route("/correction/state", anybody(_looked), methods=["POST"]),
    ]
