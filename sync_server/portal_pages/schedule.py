"""When and where sessions take place: down from the provinces, or by what is typed."""

from __future__ import annotations

from datetime import date

from starlette.responses import Response
from starlette.routing import Route

from sync_server.browsing.visitor import Missing
from sync_server.portal import news, places, sessions
from sync_server.portal.sessions import Session
from sync_server.portal_pages import frame
from sync_server.portal_pages.door import anybody
from sync_server.portal_pages.tiles import Tile
from sync_server.portal_pages.visit import Visit
from vaxdesk.domain import times
from vaxdesk.domain.plan.kinds import numbered
from vaxdesk.registry import rules

TILES = (
    Tile(path="/schedule", name="portal_schedule.title", about="portal_schedule.about", icon="calendar"),
)


def products(session: Session) -> str:
    """The vaccines of a session by name."""
    found = ((code, rules.schedule().find(code)) for code in session.products)
    return ", ".join(one.name if one else code for code, one in found)


def doses(visit: Visit, session: Session) -> str:
    """The doses that it is meant for."""
    return ", ".join(visit.say(f"{one.WORDS}.{one.value}") for one in numbered(session.kinds))


def weekday(visit: Visit, day: str) -> str:
    """The name of a day of the week."""
    return visit.say(f"kit.weekday.{date.fromisoformat(day).isoweekday()}")


def _places(visit: Visit) -> Response:
    typed = visit.query.get("q", "")[:80].strip()
    found = places.search(visit.server.engine, lambda: visit.conn, typed)
    tops = [] if typed else places.below(visit.conn, None)
    return frame.show(visit, "schedule/places.html", typed=typed, found=found, tops=tops)


def _unit(visit: Visit) -> Response:
    row = places.unit(visit.conn, visit.number("unit"))
    if row is None:
        raise Missing
    today = times.day_of(visit.server.now())
    inside = places.below(visit.conn, row.org_no)
    return frame.show(
        visit,
        "schedule/unit.html",
        unit=row,
        news=news.around(visit.conn, row.path, today=today),
        way=places.way_to(visit.conn, row),
        inside=inside,
        own=sessions.of_unit(visit.conn, row.org_no, today=today),
        under=sessions.under(visit.conn, row, today=today) if inside and row.parent is not None else [],
        products=products,
        doses=lambda one: doses(visit, one),
        weekday=lambda one: weekday(visit, one),
    )


def routes() -> list[Route]:
    """For the application."""
    return [
        Route("/schedule", anybody(_places), methods=["GET"]),
        Route("/schedule/{unit}", anybody(_unit), methods=["GET"]),
    ]
