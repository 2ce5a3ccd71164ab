"""Targets of a unit: those that stand, setting one, correcting it by setting it again, taking it back."""

from __future__ import annotations

import sqlalchemy as sa
from starlette.responses import Response
from starlette.routing import Route

from sync_server.browsing.visitor import number_in
from sync_server.district import scope, targets
from sync_server.pages import frame, nodes
from sync_server.pages.board.naming import Naming
from sync_server.pages.door import staff
from sync_server.pages.identity_lists import said as refused_words
from sync_server.pages.visit import HOME, Visit
from vaxdesk.domain import times
from vaxdesk.domain.direction.target import TargetOf
from vaxdesk.domain.payloads import Target
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.report.measures import DOSE_KEYS
from vaxdesk.domain.rights import Act
from vaxdesk.registry import rules

_RIGHT = Act.SET_TARGETS
_AT = f"{HOME}/targets"
_REFUSED = 409
_TEXTS = ("since", "until", "campaign", "product", "dose", "basis")


def _listed(visit: Visit) -> Response:
    return _shown(visit)


def _shown(visit: Visit, *, wrong: str = "") -> Response:
    unit, names = nodes.asked(visit, _RIGHT), Naming(visit.say, visit.language)
    standing = targets.of_unit(visit.conn, unit.org_no)
    return frame.show(
        visit, "targets/unit.html", status=_REFUSED if wrong else 200, unit=unit, wrong=wrong, given=visit.form,
        standing=[(one, names.target(one.line)) for one in standing], kinds=list(TargetOf), today=_today(visit),
        products=_products(), doses=[(one, names.dose(one)) for one in DOSE_KEYS],
        below=scope.children(visit.conn, unit),
    )  # fmt: skip


def _set(visit: Visit) -> Response:
    unit, given = nodes.asked(visit, _RIGHT), visit.form
    texts = {name: given.get(name, "").strip() for name in _TEXTS}
    said = Target(what=given.get("what", ""), n=number_in(given.get("n", "").strip()), **texts)
    done = targets.set_(visit.conn, visit.server, visit.who, unit, said=said, products=_products())
    return _told(visit, unit, done, "district_targets.set")


def _void(visit: Visit) -> Response:
    unit = nodes.asked(visit, _RIGHT)
    done = targets.take_back(visit.conn, visit.server, visit.who, unit, visit.form.get("of", ""))
    return _told(visit, unit, done, "district_targets.taken_back")


def _told(visit: Visit, unit: sa.Row, done: str | Refused, said: str) -> Response:
    if isinstance(done, Refused):
        return _shown(visit, wrong=refused_words(visit, done))
    return visit.to(f"{_AT}/{unit.org_no}", said)


def _today(visit: Visit) -> str:
    return times.day_of(visit.server.now())


def _products() -> dict[str, str]:
    return {one.code: one.name for one in rules.schedule().product}


def routes() -> list[Route]:
    """For the application."""
    sets = staff(_RIGHT)
    return [
        Route("/targets/{unit}", sets(_listed), methods=["GET"]),
        Route("/targets/{unit}", sets(_set), methods=["POST"]),
        Route("/targets/{unit}/take-back", sets(_void), methods=["POST"]),
    ]
