"""Requests of organisations: the list with its clocks, one with its people, answering, taking an answer back."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from sync_server.browsing.visitor import Missing, number_in
from sync_server.district import group_answers, group_people, groups
from sync_server.district.groups import Shown
from sync_server.pages import frame
from sync_server.pages.door import staff
from sync_server.pages.visit import HOME, Visit
from sync_server.portal.groups import Kind, product_name
from vaxdesk.domain import times
from vaxdesk.domain.group_requests import (
    MOST_PLACE,
    MOST_TEXT,
    GroupFault,
    GroupReason,
    GroupVerdict,
    read_answer,
)

_AT = f"{HOME}/groups"
_REFUSED = 409


def _listed(visit: Visit) -> Response:
    asked = visit.query.get("show", "")
    show = Shown(asked) if asked in list(Shown) else Shown.WAITING
    paths, now = visit.who.paths(groups.RIGHT), int(visit.server.now())
    page = groups.listed(visit.conn, paths, show=show, now=now, after=visit.query.get("after", ""))
    for one in page.rows:
        visit.looked("group", one.mark)
    return frame.show(visit, "groups/list.html", page=page, shown=show, choices=list(Shown), kinds=list(Kind))


def _one(visit: Visit) -> Response:
    return _shown(visit)


def _shown(visit: Visit, *, wrong: GroupFault | None = None) -> Response:
    mark = visit.part["group"]
    found = groups.find(visit.conn, visit.who, mark, now=int(visit.server.now()))
    if found is None:
        raise Missing(mark)
    visit.looked("group", mark)
    after = min(number_in(visit.query.get("after", "")), found.people)
    people = group_people.rows(visit.conn, found, after=after)
    for row in people:
        if row.person is not None:
            visit.looked("group", row.person.id)
    last = after + group_people.PAGE
    return frame.show(
        visit, "groups/one.html", status=_REFUSED if wrong else 200, one=found, people=people, kinds=list(Kind),
        answers=groups.answers(visit.conn, mark), dosed=group_people.dosed(visit.conn, found),
        product=product_name(found.asked.product) if found.asked else "",
        more=last if last < found.people and people else 0, reasons=list(GroupReason), verdicts=list(GroupVerdict),
        wrong=visit.say(f"{GroupFault.WORDS}.{wrong.value}", n=found.with_hours) if wrong else "",
        given=_given(visit, found), today=times.day_of(visit.server.now()), most_text=MOST_TEXT, most_place=MOST_PLACE,
    )  # fmt: skip


def _given(visit: Visit, found: groups.View) -> dict[str, str]:
    """The form as it was sent, else what the organisation wishes."""
    if visit.form:
        return visit.form
    return {"day": found.day, "place": found.asked.adr if found.asked else found.unit}


def _answered(visit: Visit) -> Response:
    answer = read_answer(visit.form, today=times.day_of(visit.server.now()))
    if isinstance(answer, GroupFault):
        return _shown(visit, wrong=answer)
    done = group_answers.give(visit.conn, visit.server, visit.who, visit.part["group"], answer)
    return _told(visit, done, "district_groups.answered")


def _taken_back(visit: Visit) -> Response:
    done = group_answers.take_back(visit.conn, visit.server, visit.who, visit.part["group"])
    return _told(visit, done, "district_groups.taken_back")


def _told(visit: Visit, done: int | GroupFault | None, said: str) -> Response:
    mark = visit.part["group"]
    if done is None:
        raise Missing(mark)
    if isinstance(done, GroupFault):
        return _shown(visit, wrong=done)
    return visit.to(f"{_AT}/{mark}", said)


def routes() -> list[Route]:
    """For the application."""
    opened = staff(groups.RIGHT)
    return [
        Route("/groups", opened(_listed), methods=["GET"]),
        Route("/groups/{group}", opened(_one), methods=["GET"]),
        Route("/groups/{group}/answer", opened(_answered), methods=["POST"]),
        Route("/groups/{group}/take-back", opened(_taken_back), methods=["POST"]),
    ]
