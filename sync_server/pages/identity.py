"""Identities: units to choose from, counts by commune, people in a state, and one person with all results."""

from __future__ import annotations

from urllib.parse import urlencode

import sqlalchemy as sa
from starlette.responses import Response
from starlette.routing import Route

from sync_server.browsing.visitor import Missing
from sync_server.district import scope
from sync_server.district.identity import people, results, sheets
from sync_server.pages import frame, identity_lists
from sync_server.pages.door import staff
from sync_server.pages.visit import HOME, Visit
from sync_server.reading import naming
from vaxdesk.domain import times
from vaxdesk.domain.cleaning.police import ListKind
from vaxdesk.domain.cleaning.state import LISTED, IdentityState
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.rights import Act

_RIGHT = Act.VERIFY_RECORDS
_PAGE = 50
_REFUSED = 409


def _tops(visit: Visit) -> Response:
    tops = visit.who.paths(_RIGHT)
    rows = [one for one in scope.units(visit.conn, tops) if one.path in tops]
    if len(rows) == 1:
        return visit.to(f"{HOME}/identity/{rows[0].org_no}")
    return frame.show(visit, "identity/tops.html", rows=rows)


def _unit(visit: Visit) -> Response:
    return _shown(visit)


def _shown(visit: Visit, *, wrong: str = "", status: int = 200) -> Response:
    unit = _unit_of(visit)
    found = people.of_unit(visit.conn, naming.names(visit.conn), unit.path, today=_today(visit))
    above = scope.unit(visit.conn, visit.who.paths(_RIGHT), unit.parent) if unit.parent else None
    return frame.show(
        visit, "identity/unit.html", status=status, unit=unit, above=above, wrong=wrong,
        rows=None if found is None else people.communes(found), states=list(IdentityState), listed=LISTED,
        below=scope.children(visit.conn, unit), lists=sheets.of_unit(visit.conn, unit.org_no), kinds=list(ListKind),
        link=lambda place, state: _link(unit, place=place, state=state), most=people.MOST,
    )  # fmt: skip


def _people(visit: Visit) -> Response:
    unit = _unit_of(visit)
    found = people.of_unit(visit.conn, naming.names(visit.conn), unit.path, today=_today(visit))
    place, state, after = (visit.query.get(name, "") for name in ("place", "state", "after"))
    if found is None or state not in list(IdentityState):
        raise Missing(state)
    rows = [one for one in found if one.state == state and one.place == place]
    first = next((at + 1 for at, one in enumerate(rows) if one.id == after), 0)
    shown = rows[first : first + _PAGE]
    for one in shown:
        visit.looked("identity", one.id)
    more = _link(unit, place=place, state=state, after=shown[-1].id) if first + _PAGE < len(rows) else ""
    commune = rows[0].person.commune if rows else ""
    return frame.show(
        visit, "identity/people.html", unit=unit, state=state, rows=shown, total=len(rows), more=more, commune=commune
    )


def _person(visit: Visit) -> Response:
    page = results.of(visit.conn, visit.who, visit.part["person"], today=_today(visit))
    if page is None:
        raise Missing(visit.part["person"])
    visit.looked("identity", page.stood.id)
    return frame.show(visit, "identity/person.html", page=page)


def _made(visit: Visit) -> Response:
    """Hands a list out and opens its page."""
    kinds = [ListKind(one) for one in visit.many.get("kind", ()) if one in list(ListKind)]
    place = visit.form.get("place", "")
    unit = _unit_of(visit)
    made = sheets.hand_out(visit.conn, visit.server, visit.who, unit, place=place, kinds=kinds)
    if isinstance(made, Refused):
        return _shown(visit, wrong=identity_lists.said(visit, made), status=_REFUSED)
    return visit.to(f"{HOME}/identity/lists/{made}", "district_identity.handed_out")


def _unit_of(visit: Visit) -> sa.Row:
    unit = scope.unit(visit.conn, visit.who.paths(_RIGHT), visit.number("unit"))
    if unit is None:
        raise Missing(visit.part["unit"])
    return unit


def _today(visit: Visit) -> str:
    return times.day_of(visit.server.now())


def _link(unit: sa.Row, **asked: str) -> str:
    return f"{HOME}/identity/{unit.org_no}/people?{urlencode(asked)}"


def routes() -> list[Route]:
    """For the application."""
    opened = staff(_RIGHT)
    return [
        Route("/identity", opened(_tops), methods=["GET"]),
        Route("/identity/person/{person}", opened(_person), methods=["GET"]),
        *identity_lists.routes(),
        Route("/identity/{unit}", opened(_unit), methods=["GET"]),
        Route("/identity/{unit}/people", opened(_people), methods=["GET"]),
        Route("/identity/{unit}/lists", opened(_made), methods=["POST"]),
    ]
