"""The registration of an organisation by its code: confirmed, seen, cancelled."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from sync_server.portal import groups, slip_codes
from sync_server.portal_pages import frame
from sync_server.portal_pages.door import anybody
from sync_server.portal_pages.visit import Visit
from vaxdesk.domain.signups import STANDING

_REFUSED = 422


def _confirmed(visit: Visit) -> Response:
    if not groups.confirm(visit.conn, visit.server, _code(visit)):
        return frame.show(visit, "group/over.html", status=_REFUSED)
    return _slip(visit, done=True)


def _mine(visit: Visit) -> Response:
    return frame.show(visit, "group/mine.html", code="", alarm="")


def _looked(visit: Visit) -> Response:
    return _slip(visit)


def _cancelled(visit: Visit) -> Response:
    groups.cancel(visit.conn, _code(visit))
    return _slip(visit)


def _slip(visit: Visit, *, done: bool = False) -> Response:
    code = _code(visit)
    seen = groups.see(visit.conn, code)
    if seen is None:
        alarm = visit.say("portal_group.no_such_code")
        return frame.show(visit, "group/mine.html", status=_REFUSED, code=code, alarm=alarm)
    stands = seen.state.value in STANDING
    grouped = slip_codes.grouped(slip_codes.plain(code))
    return frame.show(visit, "group/slip.html", seen=seen, code=code, done=done, stands=stands, grouped=grouped)


def _code(visit: Visit) -> str:
    return visit.form.get("registration", "").strip()[: slip_codes.MOST]


def routes() -> list[Route]:
    """For the application."""
    return [
        Route("/group/confirm", anybody(_confirmed), methods=["POST"]),
        Route("/group/mine", anybody(_mine), methods=["GET"]),
        Route("/group/mine", anybody(_looked), methods=["POST"]),
        Route("/group/cancel", anybody(_cancelled), methods=["POST"]),
    ]
