"""Identities: units to choose from, counts by commune, people in a state, and one person with all results."""

from __future__ import annotations

from urllib.parse import urlencode

import sqlalchemy as sa
from starlette.responses import Response
from starlette.routing import Route

from sync_server.browsing.visitor import Missing
from sync_server.district import scope
from sync_server.district.identity import people, results, sheets
from sync_server.pages import frame, identity_lists, nodes
from sync_server.pages.door import staff
from sync_server.pages.visit import HOME, Visit
from sync_server.reading import naming
from vaxdesk.domain.cleaning.police import ListKind
from vaxdesk.domain.cleaning.state import IdentityState
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.rights import Act

_RIGHT = Act.VERIFY_RECORDS
_PAGE = 50
_REFUSED = 409


def _tops(visit: Visit) -> Response:
    return nodes.choice(visit, _RIGHT, f"{HOME}/identity", "identity/tops.html")


def _unit(visit: Visit) -> Response:
    return _shown(visit)


def _shown(visit: Visit, *, wrong: str = "", status: int = 200) -> Response:
    unit = nodes.asked(visit, _RIGHT)
    below = scope.children(visit.conn, unit)
    totals = people.totals(visit.conn, [unit.org_no, *(one.org_no for one in below)])
    rows, places = people.communes(visit.conn, unit)
    above = nodes.above(visit, _RIGHT, unit)
    return frame.show(
        visit, "identity/unit.html", status=status, unit=unit, above=above, wrong=wrong, rows=rows, places=places,
        states=list(IdentityState), total=totals[unit.org_no], below=[(one, totals[one.org_no]) for one in below],
        lists=sheets.of_unit(visit.conn, unit.org_no), kinds=list(ListKind),
        link=lambda place, state: _link(unit, place=place, state=state),
    )  # fmt: skip


def _people(visit: Visit) -> Response:
    unit = nodes.asked(visit, _RIGHT)
    place, state, after = (visit.query.get(name, "") for name in ("place", "state", "after"))
    if state not in list(IdentityState):
        raise Missing(state)
    found = people.page(
        visit.conn, naming.names(visit.conn), unit.path, place=place, states=[IdentityState(state)], after=after,
        most=_PAGE,
    )  # fmt: skip
    for one in found.people:
        visit.looked("identity", one.id)
    more = _link(unit, place=place, state=state, after=found.people[-1].id) if found.more else ""
    return frame.show(
        visit, "identity/people.html", unit=unit, state=state, rows=found.people, more=more,
        total=people.number(visit.conn, unit.org_no, place, IdentityState(state)),
        commune=found.people[0].person.commune if found.people else "",
    )  # fmt: skip


def _person(visit: Visit) -> Response:
    page = results.of(visit.conn, visit.who, visit.part["person"])
    if page is None:
        raise Missing(visit.part["person"])
    visit.looked("identity", page.stood.id)
    return frame.show(visit, "identity/person.html", page=page)


def _made(visit: Visit) -> Response:
    """Hands a list out and opens its page."""
    kinds = [ListKind(one) for one in visit.many.get("kind", ()) if one in list(ListKind)]
    place = visit.form.get("place", "")
    unit = nodes.asked(visit, _RIGHT)
    made = sheets.hand_out(visit.conn, visit.server, visit.who, unit, place=place, kinds=kinds)
    if isinstance(made, Refused):
        return _shown(visit, wrong=identity_lists.said(visit, made), status=_REFUSED)
    return visit.to(f"{HOME}/identity/lists/{made}", "district_identity.handed_out")


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
