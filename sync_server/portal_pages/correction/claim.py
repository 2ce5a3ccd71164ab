"""A request of somebody whose record does not open: the unit, who they are, a code to the telephone, the form.

Whether the person is known is never looked up: pages, status, size and work are the same.
"""

from __future__ import annotations

import math

from starlette.responses import Response
from starlette.routing import Route

from sync_server.browsing.visitor import Missing, number_in
from sync_server.portal import codes, corrections, lookup, places, wishes
from sync_server.portal.codes import Proven, TooOften, Wrong
from sync_server.portal.wishes import Claimed, What
from sync_server.portal_pages import frame, kept
from sync_server.portal_pages.correction.form import COOKIE, shown, taken, with_photos
from sync_server.portal_pages.door import anybody, error
from sync_server.portal_pages.visit import Visit
from vaxdesk.domain import times
from vaxdesk.registry import fold

_ASKED = ("unit", "number", "born", "tel")
_REFUSED, _OFTEN, _BUSY = 422, 429, 503
_PURPOSE = corrections.PURPOSE


def _where(visit: Visit) -> Response:
    """Which unit it is for: by what is typed, or down from the provinces."""
    typed, at = visit.query.get("q", "")[:80].strip(), places.unit(visit.conn, number_in(visit.query.get("at", "")))
    found = places.search(visit.server.engine, lambda: visit.conn, typed) if typed else []
    inside = [] if typed else places.below(visit.conn, at.org_no if at else None)
    way = places.way_to(visit.conn, at) if at else []
    return frame.show(visit, "correction/where.html", typed=typed, found=found, at=at, inside=inside, way=way)


def _who(visit: Visit) -> Response:
    return _people(visit, {"unit": visit.query.get("unit", "")})


def _people(
    visit: Visit, given: dict[str, str], *, faults: tuple[str, ...] = (), status: int = 200, alarm: str = ""
) -> Response:
    unit = corrections.unit(visit.conn, number_in(given.get("unit", "")))
    if unit is None:
        raise Missing("unit")
    return frame.show(
        visit, "correction/who.html", status=status, unit=unit, given=given, faults=faults, alarm=alarm
    )


def _asked(visit: Visit) -> Response:
    given = _given(visit)
    typed = lookup.typed(given["number"], given["born"], given["tel"])
    if typed.faults:
        alarm = visit.say("portal_lookup.look_again")
        return _people(visit, given, faults=typed.faults, status=_REFUSED, alarm=alarm)
    who = Claimed(number=typed.number, born=typed.born, tel=typed.tel)
    asked = codes.ask(
        visit.conn, visit.server, purpose=_PURPOSE, subject=corrections.claim(visit.server, who), phone=who.tel,
        address=visit.address,
    )  # fmt: skip
    if isinstance(asked, TooOften):
        alarm = visit.say("portal_lookup.often", n=math.ceil(asked.wait / 60))
        return _people(visit, given, status=_OFTEN, alarm=alarm)
    visit.send(asked.message)
    return _code(visit, given, handle=asked.handle)


def _code(visit: Visit, given: dict[str, str], *, handle: str, status: int = 200, alarm: str = "") -> Response:
    return frame.show(visit, "correction/code.html", status=status, handle=handle, given=given, alarm=alarm)


def _proven(visit: Visit) -> Response:
    given, handle = _given(visit), visit.form.get("handle", "")[:64]
    who = _claimed(given)
    found = codes.prove(
        visit.conn, visit.server, purpose=_PURPOSE, handle=handle, code=visit.form.get("code", ""),
        address=visit.address,
    )  # fmt: skip
    if isinstance(found, TooOften):
        alarm = visit.say("portal_lookup.often", n=math.ceil(found.wait / 60))
        return _code(visit, given, handle=handle, status=_OFTEN, alarm=alarm)
    if isinstance(found, Wrong) and found.left:
        alarm = visit.say("portal_lookup.wrong", n=found.left)
        return _code(visit, given, handle=handle, status=_REFUSED, alarm=alarm)
    if not isinstance(found, Proven) or found.subject != corrections.claim(visit.server, who):
        return _people(visit, given, status=_REFUSED, alarm=visit.say("portal_lookup.gone"))
    made = corrections.open_claim(visit.conn, visit.server, who)
    form = shown(visit, wishes.blank(What.MISSING), claimed=given)
    return kept.give(visit, form, COOKIE, made, life_ms=corrections.LIFE_MS)


def _sent(visit: Visit) -> Response:
    given = _given(visit)
    who, unit = _claimed(given), corrections.unit(visit.conn, number_in(given["unit"]))
    if not corrections.is_claim(visit.conn, visit.server, kept.held(visit, COOKIE), who):
        return frame.show(visit, "correction/over.html", status=_REFUSED)
    wish = wishes.read(visit.form, one=None, today=times.day_of(visit.server.now()))
    if unit is None or wish is None:
        raise Missing("unit")
    if not fold.is_current(visit.conn):
        return error(visit, _BUSY)
    return taken(visit, wish, who, unit=unit.org_no, claimed=given)


def _given(visit: Visit) -> dict[str, str]:
    return {name: visit.form.get(name, "").strip()[:60] for name in _ASKED}


def _claimed(given: dict[str, str]) -> Claimed:
    typed = lookup.typed(given["number"], given["born"], given["tel"])
    return Claimed(number=typed.number, born=typed.born, tel=typed.tel)


def routes() -> list[Route]:
    """For the application."""
    return [
        Route("/correction/where", anybody(_where), methods=["GET"]),
        Route("/correction/who", anybody(_who), methods=["GET"]),
        Route("/correction/who", anybody(_asked), methods=["POST"]),
        Route("/correction/code", anybody(_proven), methods=["POST"]),
        Route("/correction/claim", with_photos(_sent), methods=["POST"]),
    ]
