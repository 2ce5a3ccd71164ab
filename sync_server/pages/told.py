"""What the public told after doses and no site has answered: serious ones first, with the site that is to call."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from sync_server.district import telling
from sync_server.pages import frame
from sync_server.pages.door import staff
from sync_server.pages.visit import Visit
from vaxdesk.domain.told import Impact, Sign

_SHOWN = ("serious", "others")


def _listed(visit: Visit) -> Response:
    show = visit.query.get("show", "")
    show = show if show in _SHOWN else "serious"
    paths, now = visit.who.paths(telling.RIGHT), int(visit.server.now())
    page = telling.waiting(
        visit.conn, paths, serious=show == "serious", now=now, after=visit.query.get("after", "")
    )
    for one in page.rows:
        visit.looked("told", one.report.person)
    return frame.show(
        visit, "told/list.html", page=page, shown=show, choices=_SHOWN,
        figures=telling.figures(visit.conn, paths, now=now), signs=list(Sign), impacts=list(Impact),
    )  # fmt: skip


def routes() -> list[Route]:
    """For the application."""
    return [Route("/told", staff(telling.RIGHT)(_listed), methods=["GET"])]
