"""News for the public: those of a unit, writing one, taking one back."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from sync_server.browsing.visitor import number_in
from sync_server.district import news, scope
from sync_server.district.news import Fault
from sync_server.pages import frame, nodes
from sync_server.pages.door import staff
from sync_server.pages.identity_lists import said as refused_words
from sync_server.pages.visit import HOME, Visit
from vaxdesk.domain import times
from vaxdesk.domain.refusals import Refused

_AT = f"{HOME}/news"
_REFUSED = 409


def _tops(visit: Visit) -> Response:
    """The units at which one holds the right."""
    tops = news.tops(visit.conn, visit.who)
    if len(tops) == 1:
        return visit.to(f"{_AT}/{tops[0].org_no}")
    return frame.show(visit, "news/tops.html", tops=tops)


def _listed(visit: Visit) -> Response:
    return _shown(visit)


def _shown(visit: Visit, *, wrong: str = "") -> Response:
    unit = nodes.asked(visit, news.RIGHT)
    return frame.show(
        visit, "news/unit.html", status=_REFUSED if wrong else 200, unit=unit, wrong=wrong, given=visit.form,
        standing=news.of_unit(visit.conn, unit.org_no), today=_today(visit), below=scope.children(visit.conn, unit),
        most=news.LONGEST_TEXT,
    )  # fmt: skip


def _published(visit: Visit) -> Response:
    unit = nodes.asked(visit, news.RIGHT)
    written = news.read(visit.form, today=_today(visit))
    if isinstance(written, Fault):
        return _shown(visit, wrong=visit.say(f"{Fault.WORDS}.{written.value}"))
    done = news.publish(visit.conn, visit.server, visit.who, unit, written)
    if isinstance(done, Refused):
        return _shown(visit, wrong=refused_words(visit, done))
    return visit.to(f"{_AT}/{unit.org_no}", "district_news.published")


def _taken_back(visit: Visit) -> Response:
    unit = nodes.asked(visit, news.RIGHT)
    done = news.take_back(visit.conn, visit.server, visit.who, unit, number_in(visit.form.get("no", "")))
    if isinstance(done, Refused):
        return _shown(visit, wrong=refused_words(visit, done))
    return visit.to(f"{_AT}/{unit.org_no}", "district_news.taken_back")


def _today(visit: Visit) -> str:
    return times.day_of(visit.server.now())


def routes() -> list[Route]:
    """For the application."""
    writes = staff(news.RIGHT)
    return [
        Route("/news", writes(_tops), methods=["GET"]),
        Route("/news/{unit}", writes(_listed), methods=["GET"]),
        Route("/news/{unit}", writes(_published), methods=["POST"]),
        Route("/news/{unit}/take-back", writes(_taken_back), methods=["POST"]),
    ]
