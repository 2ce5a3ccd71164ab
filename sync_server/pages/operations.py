"""The operator's page: sites by last contact, and for those who hold the root the condition of the whole server."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from sync_server.district import operations
from sync_server.operating import condition
from sync_server.pages import frame
from sync_server.pages.door import staff
from sync_server.pages.visit import Visit
from vaxdesk.domain.rights import Act

_DAY_MS = 86_400_000
SILENT = ("0", "1", "3", "7")  # days that may be asked for
_MEGA = 1_000_000


def _shown(visit: Visit) -> Response:
    paths = visit.who.paths(Act.MANAGE_DEVICES)
    days = visit.query.get("silent", "0")
    days = days if days in SILENT else "0"
    now = visit.server.now_ms()
    before = now - int(days) * _DAY_MS if days != "0" else None
    found = operations.sites(visit.conn, paths, silent_before_ms=before, after=visit.query.get("after", ""))
    whole = condition.whole(visit.conn, visit.server) if _holds_root(paths) else None
    values = {"whole": whole, "sites": found, "days": days, "choices": SILENT, "now": now, "day_ms": _DAY_MS}
    return frame.show(visit, "operations/list.html", mega=(whole.bytes / _MEGA if whole else 0.0), **values)


def _holds_root(paths: tuple[str, ...]) -> bool:
    """Whether they hold the root of a tree: what is told of the whole server is for nobody below."""
    return any(path.count("/") == 2 for path in paths)


def routes() -> list[Route]:
    """For the application."""
    return [Route("/operations", staff(Act.MANAGE_DEVICES)(_shown), methods=["GET"])]
