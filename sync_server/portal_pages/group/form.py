"""The way of an organisation to its registration: the form, the code, the file, and what is found in it."""

from __future__ import annotations

import math

from starlette.responses import Response
from starlette.routing import Route

from sync_server.browsing import wording
from sync_server.browsing.visitor import Missing, number_in
from sync_server.durable.database import reading
from sync_server.portal import codes, groups, lists, rates
from sync_server.portal.codes import Proven, TooOften, Wrong
from sync_server.portal.groups import FIELDS, Filled
from sync_server.portal.lists import Judged, ListFault
from sync_server.portal_pages import frame, kept
from sync_server.portal_pages.door import anybody
from sync_server.portal_pages.visit import Visit
from vaxdesk.domain import times
from vaxdesk.domain.roster import RowResult
from vaxdesk.registry import rules
from vaxdesk.words import LANGUAGES, say_in

COOKIE = "group"
_REFUSED, _OFTEN = 422, 429
_SHOWN = 50  # rows of a kind that a page lists
_ROOM = 64 * 1024  # of a form beside its file
_TEXT = 60  # letters of a cell that are repeated


def _form(visit: Visit) -> Response:
    """What it is about; with a station the form."""
    if not visit.query.get("unit"):
        return frame.show(visit, "group/first.html", most=lists.MOST_PEOPLE)
    return _asked_for(visit, {"unit": visit.query["unit"]})


def _asked_for(
    visit: Visit, given: dict[str, str], *, faults: dict[str, str] | None = None, status: int = 200, alarm: str = ""
) -> Response:
    unit = groups.unit(visit.conn, number_in(given.get("unit", "")))
    if unit is None:
        raise Missing("unit")
    wrong = {name: visit.say(key, n=groups.MOST_SAID) for name, key in (faults or {}).items()}
    return frame.show(
        visit, "group/form.html", status=status, unit=unit, wrong=wrong, alarm=alarm,
        given={name: given.get(name, "") for name in FIELDS},
        kinds=[(one.value, visit.say(f"{groups.Kind.WORDS}.{one.value}")) for one in groups.Kind],
        products=[(one.code, one.name) for one in rules.schedule().product],
    )  # fmt: skip


def _sent(visit: Visit) -> Response:
    filled = groups.read(visit.form, today=_today(visit))
    if filled.faults:
        alarm = visit.say("portal_register.look_again")
        return _asked_for(visit, filled.given, faults=filled.faults, status=_REFUSED, alarm=alarm)
    asked = codes.ask(
        visit.conn, visit.server, purpose=groups.PURPOSE, subject=rates.subject(visit.server, filled.tel),
        phone=filled.tel, address=visit.address,
    )  # fmt: skip
    if isinstance(asked, TooOften):
        return _asked_for(visit, filled.given, status=_OFTEN, alarm=_often(visit, asked))
    visit.send(asked.message)
    return _code(visit, filled, handle=asked.handle)


def _code(visit: Visit, filled: Filled, *, handle: str, status: int = 200, alarm: str = "") -> Response:
    return frame.show(visit, "group/code.html", status=status, handle=handle, given=filled.given, alarm=alarm)


def _proven(visit: Visit) -> Response:
    filled, handle = groups.read(visit.form, today=_today(visit)), visit.form.get("handle", "")[:64]
    if filled.faults:
        return _asked_for(visit, filled.given, faults=filled.faults, status=_REFUSED)
    found = codes.prove(
        visit.conn, visit.server, purpose=groups.PURPOSE, handle=handle, code=visit.form.get("code", ""),
        address=visit.address,
    )  # fmt: skip
    if isinstance(found, TooOften):
        return _code(visit, filled, handle=handle, status=_OFTEN, alarm=_often(visit, found))
    if isinstance(found, Wrong) and found.left:
        alarm = visit.say("portal_register.wrong", n=found.left)
        return _code(visit, filled, handle=handle, status=_REFUSED, alarm=alarm)
    if not isinstance(found, Proven) or found.subject != rates.subject(visit.server, filled.tel):
        return _asked_for(visit, filled.given, status=_REFUSED, alarm=visit.say("portal_register.gone"))
    made = groups.open_pass(visit.conn, visit.server, filled.tel)
    return kept.give(visit, _file_form(visit, filled), COOKIE, made, life_ms=groups.LIFE_MS)


def _file_form(visit: Visit, filled: Filled, *, status: int = 200, alarm: str = "") -> Response:
    return frame.show(
        visit, "group/file.html", status=status, given=filled.given, alarm=alarm, most=lists.MOST_PEOPLE,
        megabytes=lists.MOST_BYTES // 1024**2,
    )  # fmt: skip


def _read(visit: Visit) -> None:
    """Reads the list of whoever proved a telephone before the transaction begins: it takes seconds."""
    tel, held = groups.read(visit.form, today=_today(visit)).tel, kept.held(visit, COOKIE)
    with reading(visit.server.engine) as conn:
        proven = groups.is_open(conn, visit.server, held, tel)
    _, raw = visit.files.get("list", ("", b"")) if proven else ("", b"")
    visit.prepared = lists.read(raw, today=_today(visit))


def _listed(visit: Visit) -> Response:
    filled = groups.read(visit.form, today=_today(visit))
    if filled.faults or groups.unit(visit.conn, number_in(filled.given["unit"])) is None:
        return _asked_for(visit, filled.given, faults=filled.faults, status=_REFUSED)
    if not groups.is_open(visit.conn, visit.server, kept.held(visit, COOKIE), filled.tel):
        return frame.show(visit, "group/over.html", status=_REFUSED)
    judged: Judged | ListFault = visit.prepared
    if isinstance(judged, ListFault):
        facts = {"most": lists.MOST_PEOPLE, "megabytes": lists.MOST_BYTES // 1024**2}
        alarm = visit.say(f"{ListFault.WORDS}.{judged.value}", **facts)
        return _file_form(visit, filled, status=_REFUSED, alarm=alarm)
    code = groups.draft(visit.conn, visit.server, filled, judged, note=_note(filled)) if judged.people else ""
    if isinstance(code, TooOften):
        return _file_form(visit, filled, status=_OFTEN, alarm=_often(visit, code))
    return frame.show(
        visit, "group/found.html", code=code, judged=judged, given=filled.given, shown=_SHOWN,
        reasons=lambda row: _reasons(visit, row),
    )  # fmt: skip


def _reasons(visit: Visit, row: RowResult) -> list[tuple[str, str]]:
    """Column and reason of each cell that is wrong or odd."""
    return [
        (one.column, visit.say(f"{one.code.WORDS}.{one.code.value}", text=one.text[:_TEXT], other=one.other[:_TEXT]))
        for one in lists.reasons(row)
    ]


def _note(filled: Filled) -> str:
    """What the station reads beside each person, in the language of stations."""
    given = filled.given
    parts = [
        say_in(LANGUAGES[0], "portal_group.note.by", name=given["name"], contact=given["contact"], tel=filled.tel),
        say_in(LANGUAGES[0], "portal_group.note.when", first=wording.day(given["from_day"]),
               last=wording.day(given["until_day"]), adr=given["adr"]),
    ]  # fmt: skip
    product = groups.product_name(given["product"])
    if product:
        parts.append(say_in(LANGUAGES[0], "portal_group.note.product", product=product))
    return "; ".join(part for part in (*parts, given["text"]) if part)


def _often(visit: Visit, found: TooOften) -> str:
    return visit.say("portal_lookup.often", n=math.ceil(found.wait / 60))


def _today(visit: Visit) -> str:
    return times.day_of(visit.server.now())


def routes() -> list[Route]:
    """For the application."""
    reads = anybody(_listed, most=lists.MOST_BYTES + _ROOM, rate=rates.FILES_ADDRESS, prepare=_read)
    return [
        Route("/group", anybody(_form), methods=["GET"]),
        Route("/group", anybody(_sent), methods=["POST"]),
        Route("/group/code", anybody(_proven), methods=["POST"]),
        Route("/group/list", reads, methods=["POST"]),
    ]
