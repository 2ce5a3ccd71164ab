"""The pages of missing doses: units, one unit day by day, one day with what it concerns; a question by one key."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import Route

from sync_server.browsing import wording
from sync_server.browsing.visitor import Missing, number_in
from sync_server.district import scope
from sync_server.district.cases import worklist
from sync_server.district.missing import asking, silence, sites, things
from sync_server.district.missing.asking import Asked
from sync_server.district.missing.views import Finding, Wanted
from sync_server.pages import frame, missing_file, nodes
from sync_server.pages.case_words import CaseWords
from sync_server.pages.door import staff
from sync_server.pages.visit import HOME, Visit
from sync_server.totals import queue
from vaxdesk.domain import times
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.rights import Act
from vaxdesk.domain.totals import spans
from vaxdesk.domain.totals.gaps import SILENT_DAYS, GapKind
from vaxdesk.registry import rules
from vaxdesk.words import say_in

_AT = f"{HOME}/missing"
_DAYS = 30  # that are looked at unless somebody says otherwise
_MOST_DAYS = 366
_FILTERS = ("unit", "kind", "since", "until")
_UNITS = 300
_REFUSED = 409
_SITES_SPEAK = "vi"  # the language of a question to a site
_FIGURES = (
    "listed", "people", "vaccinated", "unfinished", "doses", "used", "wasted", "received", "planned", "seal_people",
    "seal_outcomes",
)  # fmt: skip


def _listed(visit: Visit) -> Response:
    wanted, wrong = _wanted(visit)
    now_ms, chosen, after = visit.server.now_ms(), _chosen(visit), visit.query.get("after", "")
    common = {"chosen": chosen, "units": _units(visit), "wanted": wanted, "link": _link, "wrong": wrong}
    common |= {"now_ms": now_ms, "kinds": list(GapKind), "silent_days": SILENT_DAYS, "day_ms": silence.DAY_MS}
    if wanted.kind == GapKind.SILENT:
        silent = silence.page(visit.conn, wanted.paths, now_ms=now_ms, after=after)
        return frame.show(visit, "missing/silent.html", silent=silent, **common)
    return frame.show(
        visit, "missing/list.html", page=sites.page(visit.conn, wanted, after=after),
        counts=sites.counts(visit.conn, wanted), counting=queue.waits(visit.conn),
        silent=silence.page(visit.conn, wanted.paths, now_ms=now_ms), most=sites.MOST, **common,
    )  # fmt: skip


def _of_unit(visit: Visit) -> Response:
    return _unit_page(visit)


def _unit_page(visit: Visit, *, wrong: str = "", status: int = 200) -> Response:
    unit = nodes.asked(visit, Act.SEE_BELOW)
    wanted, bad = _wanted(visit)
    earlier = visit.query.get("earlier", "")
    found, more = sites.days(visit.conn, wanted, unit, earlier=earlier if spans.is_day(earlier) else "")
    silent = silence.finding(visit.conn, unit, now_ms=visit.server.now_ms()) if not earlier else []
    return frame.show(
        visit, "missing/unit.html", status=status, unit=unit, wanted=wanted, more=more, chosen=_chosen(visit),
        findings=[*asking.with_questions(visit.conn, silent), *found], link=_link, wrong=wrong or bad,
        may_ask=visit.who.may(Act.ASK_SITE, unit.path), today=_today(visit), words=CaseWords(visit),
    )  # fmt: skip


def _of_day(visit: Visit) -> Response:
    return _day_page(visit)


def _day_page(visit: Visit, *, wrong: str = "", status: int = 200) -> Response:
    unit, day = nodes.asked(visit, Act.SEE_BELOW), visit.part["day"]
    if not spans.is_day(day) or day >= _today(visit):
        raise Missing(day)
    view = things.view(visit.conn, unit.org_no, day, sites.of_day(visit.conn, unit.org_no, day))
    for one in view.people:
        visit.looked("missing", one.ref)
    return frame.show(
        visit, "missing/day.html", status=status, unit=unit, day_of=day, view=view, chosen=_chosen(visit), link=_link,
        wrong=wrong, may_ask=visit.who.may(Act.ASK_SITE, unit.path), today=_today(visit), words=CaseWords(visit),
        figures=[name for name in _FIGURES if view.figures.get(name)], product=_product,
    )  # fmt: skip


def _ask(visit: Visit) -> Response:
    unit, day, kind = nodes.asked(visit, Act.SEE_BELOW), visit.part["day"], _kind(visit)
    text = _sentence(visit, day, kind)
    answer = asking.send(visit.conn, visit.server, visit.who, unit=unit.org_no, day=day, kind=kind, text=text)
    return _done(visit, answer, "district_missing.sent")


def _withdraw(visit: Visit) -> Response:
    unit, day, kind = nodes.asked(visit, Act.SEE_BELOW), visit.part["day"], _kind(visit)
    answer = asking.withdraw(visit.conn, visit.server, visit.who, unit=unit.org_no, day=day, kind=kind)
    return _done(visit, answer, "district_missing.withdrawn")


def _done(visit: Visit, answer: Asked | Refused | None, said: str) -> Response:
    if answer is None:
        raise Missing(visit.path)
    from_day = visit.form.get("from") == "day"
    if isinstance(answer, Refused):
        facts = {name: visit.say(f"clinical.act.{value}") for name, value in answer.facts.items()}
        words = visit.say(f"refusal.reason.{answer.reason.value}", **facts)
        return (_day_page if from_day else _unit_page)(visit, wrong=words, status=_REFUSED)
    path = f"/u/{visit.part['unit']}" + (f"/{visit.part['day']}" if from_day else "")
    return visit.to(_link(path, _chosen(visit)), said)


def _file(visit: Visit) -> Response:
    wanted, wrong = _wanted(visit)
    if wrong or visit.part["form"] not in missing_file.FORMS:
        raise Missing(visit.path)
    found = sites.every(visit.conn, wanted, most=missing_file.MOST + 1)
    return missing_file.answer(visit, wanted, found, visit.part["form"])


def _sentence(visit: Visit, day: str, kind: GapKind) -> str:
    """The prepared question, as the sites read it."""
    found = sites.of_day(visit.conn, visit.number("unit"), day) if spans.is_day(day) else []
    one = next((one for one in found if one.kind is kind), Finding(org_no=0, day=day, kind=kind, n=0, of=0))
    facts = {"n": wording.number(one.n, _SITES_SPEAK), "of": wording.number(one.of, _SITES_SPEAK)}
    return say_in(_SITES_SPEAK, f"district_missing.ask.{kind.value}", day=wording.day(day), **facts)


def _kind(visit: Visit) -> GapKind:
    kind = visit.part["kind"]
    if kind not in list(GapKind) or not spans.is_day(visit.part["day"]):
        raise Missing(kind)
    return GapKind(kind)


def _wanted(visit: Visit) -> tuple[Wanted, str]:
    """What is asked for, within the units of the visitor and before today; and what is wrong with the days.

    Raises:
        Missing: a unit that is none of theirs.
    """
    given, paths, wrong = {**visit.query, **visit.form}, visit.who.paths(Act.SEE_BELOW), ""
    if given.get("unit") and "unit" not in visit.part:
        text = given["unit"]
        row = scope.unit(visit.conn, paths, number_in(text))
        if row is None:
            raise Missing(text)
        paths = (row.path,)
    last = sites.before(_today(visit))
    until = given.get("until") or last
    since = given.get("since") or (_earlier(until) if spans.is_day(until) else "")
    if not (spans.is_day(since) and spans.is_day(until) and since <= until and _length(since, until) <= _MOST_DAYS):
        wrong = visit.say("district_missing.bad_days", most=_MOST_DAYS)
        since, until = _earlier(last), last
    kind = given.get("kind", "")
    kind = kind if kind in list(GapKind) else ""
    return Wanted(paths=paths, since=since, until=min(until, last), kind=kind), wrong


def _today(visit: Visit) -> str:
    return times.day_of(visit.server.now())


def _earlier(until: str) -> str:
    at = date.fromisoformat(until)
    return (at - timedelta(days=min(_DAYS - 1, at.toordinal() - 1))).isoformat()


def _length(since: str, until: str) -> int:
    return (date.fromisoformat(until) - date.fromisoformat(since)).days + 1


def _units(visit: Visit) -> list[tuple[int, str]]:
    text = visit.query.get("unit", "")
    chosen = number_in(text)
    rows = worklist.choice(visit.conn, visit.who.paths(Act.SEE_BELOW), chosen, most=_UNITS)
    least = min((row.path.count("/") for row in rows), default=0)
    return [(row.org_no, "\u2003" * (row.path.count("/") - least) + row.name) for row in rows]


def _chosen(visit: Visit) -> dict[str, str]:
    given = {**visit.query, **visit.form}
    return {name: given[name] for name in _FILTERS if given.get(name)}


def _link(path: str, chosen: dict[str, str], **changed: object) -> str:
    given = {name: str(value) for name, value in {**chosen, **changed}.items() if value not in ("", None)}
    return f"{_AT}{path}" + (f"?{urlencode(given)}" if given else "")


def _product(code: str) -> str:
    found = rules.schedule().find(code)
    return found.name if found else code


def routes() -> list[Route]:
    """For the application."""
    seen, asks = staff(Act.SEE_BELOW), staff(Act.ASK_SITE)
    return [
        Route("/missing", seen(_listed), methods=["GET"]),
        Route("/missing/file.{form}", seen(_file), methods=["GET"]),
        Route("/missing/u/{unit}", seen(_of_unit), methods=["GET"]),
        Route("/missing/u/{unit}/{day}", seen(_of_day), methods=["GET"]),
        Route("/missing/u/{unit}/{day}/{kind}/ask", asks(_ask), methods=["POST"]),
        Route("/missing/u/{unit}/{day}/{kind}/withdraw", asks(_withdraw), methods=["POST"]),
    ]
