"""Looking for one's own doses and certificates: by a code to the telephone, or by the code of a paper."""

from __future__ import annotations

import math

from starlette.responses import Response
from starlette.routing import Route

from sync_server.browsing import codes as pictures
from sync_server.browsing.visitor import Missing
from sync_server.portal import exporting, lookup, paper, passes, record
from sync_server.portal.codes import Asked, TooOften, Wrong
from sync_server.portal.lookup import Opened
from sync_server.portal.record import Record
from sync_server.portal_pages import frame, kept
from sync_server.portal_pages.door import anybody, error
from sync_server.portal_pages.tiles import Tile
from sync_server.portal_pages.visit import Visit
from vaxdesk.certificates.statement import Statement
from vaxdesk.domain.certification import SignedView
from vaxdesk.registry import fold

TILES = (Tile(path="/lookup", name="portal_lookup.tile", about="portal_lookup.about", icon="shield"),)
_BUSY, _REFUSED, _OFTEN = 503, 422, 429
_COOKIE = "look"
_MOST_CODE = 80  # characters of the code of a paper


def _first(visit: Visit) -> Response:
    return frame.show(visit, "lookup/first.html", given={}, faults=(), alarm="")


def _asked(visit: Visit) -> Response:
    given = {name: visit.form.get(name, "").strip()[:60] for name in ("number", "born", "tel")}
    said = lookup.typed(**given)
    if said.faults:
        return _again(visit, given, status=_REFUSED, faults=said.faults, alarm=visit.say("portal_lookup.look_again"))
    if not fold.is_current(visit.conn):
        return error(visit, _BUSY)
    found = lookup.ask(visit.conn, visit.server, said, address=visit.address)
    if isinstance(found, TooOften):
        return _again(visit, given, status=_OFTEN, alarm=_often(visit, found))
    visit.send(found.message)
    return _code(visit, found)


def _again(
    visit: Visit, given: dict[str, str], *, status: int, alarm: str, faults: tuple[str, ...] = ()
) -> Response:
    return frame.show(visit, "lookup/first.html", status=status, given=given, faults=faults, alarm=alarm)


def _code(visit: Visit, asked: Asked) -> Response:
    return frame.show(visit, "lookup/code.html", handle=asked.handle, alarm="")


def _proven(visit: Visit) -> Response:
    handle = visit.form.get("handle", "")[:64]
    found = lookup.prove(
        visit.conn, visit.server, handle=handle, code=visit.form.get("code", ""), address=visit.address
    )
    if isinstance(found, Opened):
        return _let_in(visit, found)
    if isinstance(found, Wrong) and found.left:
        alarm = visit.say("portal_lookup.wrong", n=found.left)
        return frame.show(visit, "lookup/code.html", status=_REFUSED, handle=handle, alarm=alarm)
    if isinstance(found, TooOften):
        return frame.show(visit, "lookup/code.html", status=_OFTEN, handle=handle, alarm=_often(visit, found))
    return _again(visit, {}, status=_REFUSED, alarm=visit.say("portal_lookup.gone"))


def _by_paper(visit: Visit) -> Response:
    return frame.show(visit, "lookup/paper.html", given={}, alarm="")


def _paper_shown(visit: Visit) -> Response:
    given = {name: visit.form.get(name, "").strip()[:_MOST_CODE] for name in ("code", "born", "last")}
    if not fold.is_current(visit.conn):
        return error(visit, _BUSY)
    found = lookup.show_paper(visit.conn, visit.server, **given, address=visit.address)
    if isinstance(found, Opened):
        return _let_in(visit, found)
    often = isinstance(found, TooOften)
    alarm = _often(visit, found) if isinstance(found, TooOften) else visit.say("portal_lookup.no_match")
    return frame.show(visit, "lookup/paper.html", status=_OFTEN if often else _REFUSED, given=given, alarm=alarm)


def _often(visit: Visit, found: TooOften) -> str:
    return visit.say("portal_lookup.often", n=math.ceil(found.wait / 60))


def _let_in(visit: Visit, found: Opened) -> Response:
    return kept.give(visit, visit.to("/lookup/mine"), _COOKIE, found.held, life_ms=passes.LIFE_MS)


def _mine(visit: Visit) -> Response:
    found = record_of(visit)
    if found is None:
        return visit.to("/lookup")
    return frame.show(visit, "lookup/mine.html", one=found, told=exporting.statement(found) is not None)


def _closed(visit: Visit) -> Response:
    passes.close(visit.conn, kept.held(visit, _COOKIE))
    return kept.drop(visit, visit.to("/"), _COOKIE)


def _picture(visit: Visit) -> Response:
    text = _certificate(visit).text
    return Response(pictures.picture(text), media_type="image/svg+xml", headers=frame.HEADERS)


def _text(visit: Visit) -> Response:
    one = _certificate(visit)
    return _file(one.text.encode(), "text/plain; charset=us-ascii", f"hc1-{one.dn}-{one.sd}.txt")


def _pdf(visit: Visit) -> Response:
    found = record_of(visit)
    made = paper.printed(found, now=visit.server.now()) if found else None
    if made is None:
        raise Missing("paper")
    return _file(made, "application/pdf", "giay-xac-nhan.pdf")


def _summary(visit: Visit) -> Response:
    return _file(exporting.summary(_statement(visit)), "application/fhir+json", "ho-so-tiem-ips.json")


def _core_data(visit: Visit) -> Response:
    return _file(exporting.core_data(_statement(visit)), "application/json", "ho-so-tiem-ddcc.json")


def _statement(visit: Visit) -> Statement:
    found = record_of(visit)
    told = exporting.statement(found) if found else None
    if told is None:
        raise Missing("statement")
    return told


def _file(content: bytes, kind: str, name: str) -> Response:
    headers = {**frame.HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)


def _certificate(visit: Visit) -> SignedView:
    found = record_of(visit)
    number = visit.number("number")
    if found is None or number >= len(found.certificates):
        raise Missing(str(number))
    return found.certificates[number]


def record_of(visit: Visit) -> Record | None:
    """The record of whose pass this browser holds; None for no pass, and while the fold is made anew."""
    who = opened(visit)
    return record.of(visit.conn, visit.server, who) if who and fold.is_current(visit.conn) else None


def opened(visit: Visit) -> str:
    """Reference of the person whose record this browser has open; empty for none."""
    return passes.subject(visit.conn, visit.server, kept.held(visit, _COOKIE), purpose=lookup.PURPOSE)


def routes() -> list[Route]:
    """For the application."""
    return [
        Route("/lookup", anybody(_first), methods=["GET"]),
        Route("/lookup", anybody(_asked), methods=["POST"]),
        Route("/lookup/code", anybody(_proven), methods=["POST"]),
        Route("/lookup/paper", anybody(_by_paper), methods=["GET"]),
        Route("/lookup/paper", anybody(_paper_shown), methods=["POST"]),
        Route("/lookup/mine", anybody(_mine), methods=["GET"]),
        Route("/lookup/close", anybody(_closed), methods=["POST"]),
        Route("/lookup/paper.pdf", anybody(_pdf), methods=["GET"]),
        Route("/lookup/ips.json", anybody(_summary), methods=["GET"]),
        Route("/lookup/ddcc.json", anybody(_core_data), methods=["GET"]),
        Route("/lookup/{number}.svg", anybody(_picture), methods=["GET"]),
        Route("/lookup/{number}.txt", anybody(_text), methods=["GET"]),
    ]
