"""Telling how one feels after a dose, day by day, for whoever holds a pass of the look-up (decision 0051)."""

from __future__ import annotations

import math
import secrets

from starlette.responses import Response
from starlette.routing import Route

from sync_server.browsing import wording
from sync_server.browsing.visitor import Missing
from sync_server.portal import telling
from sync_server.portal.record import Record
from sync_server.portal.telling import Open
from sync_server.portal_pages import frame, lookup
from sync_server.portal_pages.door import anybody
from sync_server.portal_pages.tiles import Tile
from sync_server.portal_pages.visit import Visit
from vaxdesk.domain import times
from vaxdesk.domain import told as rules
from vaxdesk.domain.payloads import Told
from vaxdesk.domain.told import Impact, Sign, ToldView

TILES = (Tile(path="/told", name="portal_told.tile", about="portal_told.about", icon="heart"),)
_REFUSED, _OFTEN = 422, 429
_FIELDS = ("day", "temp", "began", "hour", "impact", "text", "tel")


def _first(visit: Visit) -> Response:
    found = lookup.record_of(visit)
    if found is None:
        return visit.to("/lookup")
    return frame.show(visit, "told/doses.html", one=found, doses=telling.doses(visit.conn, found, today=_today(visit)))


def _dose(visit: Visit) -> Response:
    found = lookup.record_of(visit)
    if found is None:
        return visit.to("/lookup")
    of = _open(visit, found)
    old = next((one for one in of.reports if one.id == visit.query.get("correct", "")), None)
    return _shown(visit, of, _given(old) if old else {}, old.signs if old else ())


def _sent(visit: Visit) -> Response:
    found = lookup.record_of(visit)
    if found is None:
        return visit.to("/lookup")
    of, form, signs = _open(visit, found), visit.form, tuple(visit.many.get("signs", ()))
    filled, replaces = telling.read(form, signs, of=of), form.get("replaces", "")
    if not of.days or not telling.is_once(form.get("once", "")):
        return _shown(visit, of, form, signs, status=_REFUSED)
    if filled.faults:
        wrong = {name: visit.say(f"{telling.Fault.WORDS}.{fault}") for name, fault in filled.faults.items()}
        alarm = visit.say("portal_told.look_again")
        return _shown(visit, of, form, signs, status=_REFUSED, wrong=wrong, alarm=alarm)
    said = telling.corrected(filled.said, of, replaces) if replaces else filled.said
    if said is None:  # a copy of the form that was sent, or corrected in another window
        return _done(visit, of, filled.said)
    often = telling.tell(visit.conn, visit.server, said, of, who=found.person.id, once=form["once"])
    if often is not None:
        alarm = visit.say("portal_told.often", n=math.ceil(often.wait / 60))
        return _shown(visit, of, form, signs, status=_OFTEN, alarm=alarm)
    return _done(visit, of, said)


def _done(visit: Visit, of: Open, said: Told) -> Response:
    return frame.show(visit, "told/done.html", of=of, said=said)


def _shown(
    visit: Visit, of: Open, given: dict[str, str], signs: tuple[str, ...], *, status: int = 200,
    wrong: dict[str, str] | None = None, alarm: str = "",
) -> Response:  # fmt: skip
    today = of.days[0] if of.days else ""
    values = {"day": today, "began": today} | {name: given[name] for name in _FIELDS if given.get(name)}
    return frame.show(
        visit, "told/dose.html", status=status, of=of, given=values, ticked=signs, wrong=wrong or {}, alarm=alarm,
        replaces=given.get("replaces", ""), once=secrets.token_urlsafe(16), tops=rules.MOST_LETTERS,
        danger=[one.value for one in rules.DANGER], others=[one.value for one in Sign if one not in rules.DANGER],
        day_options=[(one, wording.day(one)) for one in of.days],
        impacts=[(one.value, visit.say(f"{Impact.WORDS}.{one}")) for one in Impact],
        hours=[(str(one), visit.say("portal_told.hour", n=one)) for one in range(24)],
    )  # fmt: skip


def _given(old: ToldView) -> dict[str, str]:
    """A report as the form has it, without the telephone: who holds a paper alone need not learn it."""
    degrees = f"{old.temp // 10},{old.temp % 10}" if old.temp else ""
    hour = str(old.hour) if old.hour >= 0 else ""
    kept = {name: getattr(old, name) for name in ("day", "began", "impact", "text")}
    return {**kept, "temp": degrees, "hour": hour, "replaces": old.id}


def _open(visit: Visit, found: Record) -> Open:
    """The dose that the address names, if it is one of this person's.

    Raises:
        Missing: it is not.
    """
    known = telling.doses(visit.conn, found, today=_today(visit))
    of = next((one for one in known if one.dose.ref == visit.part["dose"]), None)
    if of is None:
        raise Missing("dose")
    return of


def _today(visit: Visit) -> str:
    return times.day_of(visit.server.now())


def routes() -> list[Route]:
    """For the application."""
    return [
        Route("/told", anybody(_first), methods=["GET"]),
        Route("/told/{dose}", anybody(_dose), methods=["GET"]),
        Route("/told/{dose}", anybody(_sent), methods=["POST"]),
    ]
