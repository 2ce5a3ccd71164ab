"""Routes of the dashboard: five sections of a unit over some days, each live, each table as a file."""

from __future__ import annotations

from urllib.parse import urlencode

import msgspec
import sqlalchemy as sa
from starlette.responses import Response
from starlette.routing import Route

from sync_server.browsing import wording
from sync_server.browsing.visitor import Missing, tag_of
from sync_server.district import scope
from sync_server.district.board import periods, seeing
from sync_server.district.board.periods import Choice, Period
from sync_server.pages import frame, nodes
from sync_server.pages.board import files, sections
from sync_server.pages.board.sections import SECTIONS
from sync_server.pages.door import staff
from sync_server.pages.visit import HOME, Visit
from sync_server.totals import asked
from vaxdesk.domain import times
from vaxdesk.domain.rights import Act

PATH = f"{HOME}/board"


def _tops(visit: Visit) -> Response:
    """The unit that somebody looks after; where there are several they choose."""
    return nodes.choice(visit, Act.SEE_BELOW, PATH, "board/tops.html")


def _unit(visit: Visit) -> sa.Row:
    if visit.part.get("section", SECTIONS[0]) not in SECTIONS:
        raise Missing
    return nodes.asked(visit, Act.SEE_BELOW)


def _page(visit: Visit) -> Response:
    unit, period = _of(visit)
    section = visit.part.get("section", SECTIONS[0])
    tops = visit.who.paths(Act.SEE_BELOW)
    above = [one for one in scope.units_of(visit.conn, tops, unit.path) if one.org_no != unit.org_no]
    return frame.show(
        visit,
        "board/page.html",
        unit=unit,
        above=above,
        section=section,
        sections=SECTIONS,
        choices=[(one, _days(_chosen(period, one))) for one in _offered(period)],
        rounds=_rounds(visit, unit, period),
        period=period,
        without_rounds=sections.WITHOUT_ROUNDS,
        asks=_query(period, visit),
        days_asked=_days(period),
        path=PATH,
        today=_today(visit),
        **sections.of(section, visit, unit, period, _links(section, period, visit)),
    )


def _live(visit: Visit) -> Response:
    """The part of a page that changes; 304 while nothing of it has. Who only lets it run is not at the desk."""
    unit, period = _of(visit)
    if visit.session is not None:
        visit.session = msgspec.structs.replace(visit.session, stale=False)
    section = visit.part.get("section", SECTIONS[0])
    known = f"{asked.version(visit.conn, unit.org_no)} {sections.beside(section, visit, unit)}"
    tag = tag_of(f"{known} {unit.name} {visit.language} {_today(visit)} {visit.path} {_query(period, visit)}".encode())
    if visit.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={**frame.HEADERS, "ETag": tag})
    answer = frame.show(
        visit,
        f"board/{section}.html",
        unit=unit,
        period=period,
        asks=_query(period, visit),
        days_asked=_days(period),
        path=PATH,
        section=section,
        **sections.of(section, visit, unit, period, _links(section, period, visit)),
    )
    answer.headers["ETag"] = tag
    return answer


def _file(visit: Visit) -> Response:
    unit, period = _of(visit)
    form = visit.part["form"]
    grids = {one.key: one for one in sections.grids(visit.part["section"], visit, unit, period)}
    grid = grids.get(visit.part["grid"])
    if grid is None or form not in files.MEDIA:
        raise Missing
    told = period.everything if visit.part["section"] in sections.WITHOUT_ROUNDS else period
    since = wording.day(told.since) if told.since else visit.say("district_board.beginning")
    about = visit.say("district_board.about", unit=unit.name, since=since, until=wording.day(told.until))
    if told.round_no:
        about += f" · {visit.say('district_board.round.one', no=told.round_no)}"
    name = "-".join(filter(None, (grid.key, unit.code, told.round_no, told.until))) + f".{form}"
    safe = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-.") else "_" for letter in name)
    headers = {**frame.HEADERS, "Content-Disposition": f'attachment; filename="{safe}"'}
    return Response(files.written(grid, form, about), media_type=files.MEDIA[form], headers=headers)


def _today(visit: Visit) -> str:
    return times.day_of(visit.server.now())


def _of(visit: Visit) -> tuple[sa.Row, Period]:
    unit = _unit(visit)
    return unit, seeing.all_of_round(visit.conn, unit, periods.of(visit.query, _today(visit)))


def _days(period: Period) -> str:
    """What an address says of the round and the days; of a whole round nothing of its days: each unit has its own."""
    said = {"round": period.round_no} if period.round_no else {}
    if period.choice is Choice.OWN:
        said |= {"since": period.since, "until": period.until}
    elif period.choice is not Choice.WHOLE:
        said["period"] = period.choice.value
    return urlencode(said)


def _offered(period: Period) -> list[Choice]:
    days = [one for one in Choice if one not in (Choice.OWN, Choice.WHOLE)]
    return [Choice.WHOLE, *days] if period.round_no else days


def _chosen(period: Period, choice: Choice) -> Period:
    return msgspec.structs.replace(period, choice=choice)


def _rounds(visit: Visit, unit: sa.Row, period: Period) -> list[tuple[str, str]]:
    """Rounds to choose from, none of them first, each with what an address says of it; empty where there are none."""
    found = seeing.rounds(visit.conn, unit, period)
    week = Choice.WEEK if period.choice is Choice.WHOLE else period.choice
    without = msgspec.structs.replace(period, choice=week, round_no="")
    of_each = [(one, urlencode({"round": one})) for one in found]
    return [("", _days(without)), *of_each] if found else []


def _query(period: Period, visit: Visit) -> str:
    """What an address says of the days, and of which target its page tells."""
    line = visit.query.get("line", "")
    return _days(period) + (f"&{urlencode({'line': line})}" if line else "")


def _links(section: str, period: Period, visit: Visit) -> sections.Link:
    return lambda number: f"{PATH}/{number}/{section}?{_query(period, visit)}"


def routes() -> list[Route]:
    """For the application."""
    sees = staff(Act.SEE_BELOW)
    return [
        Route("/board", sees(_tops), methods=["GET"]),
        Route("/board/{unit}", sees(_page), methods=["GET"]),
        Route("/board/{unit}/{section}", sees(_page), methods=["GET"]),
        Route("/board/{unit}/{section}/live", sees(_live), methods=["GET"]),
        Route("/board/{unit}/{section}/{grid}.{form}", sees(_file), methods=["GET"]),
    ]


