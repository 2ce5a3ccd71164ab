"""Certificates of the centre: units from the top down with what they wait for, people at a stage, one person's."""

from __future__ import annotations

from urllib.parse import urlencode

import sqlalchemy as sa
from starlette.responses import Response
from starlette.routing import Route

from sync_server.browsing.visitor import Missing
from sync_server.district import scope
from sync_server.district.certificates import acts, counts, people, person
from sync_server.district.certificates.counts import RIGHT, STAGES
from sync_server.pages import frame, nodes
from sync_server.pages.case_words import CaseWords
from sync_server.pages.door import staff
from sync_server.pages.identity_lists import said as refused_words
from sync_server.pages.visit import HOME, Visit
from sync_server.reading import naming
from vaxdesk.domain import times
from vaxdesk.domain.refusals import Refused

_AT = f"{HOME}/certificates"
_REFUSED = 409


def _tops(visit: Visit) -> Response:
    return nodes.choice(visit, RIGHT, _AT, "certificates/tops.html")


def _unit(visit: Visit) -> Response:
    unit = nodes.asked(visit, RIGHT)
    own, below = counts.of_unit(visit.conn, unit.org_no)
    above = nodes.above(visit, RIGHT, unit)
    children = scope.children(visit.conn, unit)
    none = counts.Counts(stages={})
    return frame.show(
        visit, "certificates/unit.html", unit=unit, above=above, stages=STAGES, own=own,
        total=counts.together(own, *below.values()),
        below=[(one, below.get(one.org_no, none)) for one in children if one.active or one.org_no in below],
        link=lambda stage: _link(unit, stage=stage),
    )  # fmt: skip


def _people(visit: Visit) -> Response:
    unit, stage = nodes.asked(visit, RIGHT), visit.query.get("stage", "")
    if stage not in STAGES:
        raise Missing(stage)
    found = people.page(visit.conn, naming.names(visit.conn), unit.org_no, stage, after=visit.query.get("after", ""))
    for one in found.people:
        visit.looked("certificates", one.ref)
    more = _link(unit, stage=stage, after=found.people[-1].ref) if found.more else ""
    own, _ = counts.of_unit(visit.conn, unit.org_no)
    return frame.show(
        visit, "certificates/people.html", unit=unit, stage=stage, rows=found.people, more=more,
        total=own.stages.get(stage, 0),
    )  # fmt: skip


def _person(visit: Visit) -> Response:
    return _shown(visit)


def _shown(visit: Visit, *, wrong: str = "") -> Response:
    page = person.of(visit.conn, visit.who, visit.part["person"], today=times.day_of(visit.server.now()))
    if page is None:
        raise Missing(visit.part["person"])
    visit.looked("certificates", page.ref)
    return frame.show(
        visit, "certificates/person.html", status=_REFUSED if wrong else 200, page=page, wrong=wrong,
        words=CaseWords(visit), whys=acts.BY_HAND, most=acts.MOST_LETTERS, given=visit.form,
        may=lambda cert: visit.who.may(RIGHT, cert.path), now_s=int(visit.server.now()),
    )  # fmt: skip


def _withdraw(visit: Visit) -> Response:
    why, said = visit.form.get("why", ""), visit.form.get("said", "")
    done = acts.withdraw(
        visit.conn, visit.server, visit.who, visit.part["person"], visit.part["cert"], why=why, said=said
    )
    return _done(visit, done, "district_certificates.was_withdrawn")


def _put_back(visit: Visit) -> Response:
    done = acts.put_back(visit.conn, visit.server, visit.who, visit.part["person"], visit.part["cert"])
    return _done(visit, done, "district_certificates.was_put_back")


def _done(visit: Visit, refused: Refused | None, said: str) -> Response:
    if refused is not None:
        return _shown(visit, wrong=refused_words(visit, refused))
    return visit.to(f"{_AT}/person/{visit.part['person']}", said)


def _link(unit: sa.Row, **asked: str) -> str:
    return f"{_AT}/{unit.org_no}/people?{urlencode(asked)}"


def routes() -> list[Route]:
    """For the application."""
    opened, at = staff(RIGHT), "/certificates/person/{person}"
    return [
        Route("/certificates", opened(_tops), methods=["GET"]),
        Route(at, opened(_person), methods=["GET"]),
        Route(f"{at}/{{cert}}/withdraw", opened(_withdraw), methods=["POST"]),
        Route(f"{at}/{{cert}}/put-back", opened(_put_back), methods=["POST"]),
        Route("/certificates/{unit}", opened(_unit), methods=["GET"]),
        Route("/certificates/{unit}/people", opened(_people), methods=["GET"]),
    ]
