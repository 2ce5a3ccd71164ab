"""Registering oneself or somebody of the family: form, code to the telephone, slip; seen and cancelled by its code."""

from __future__ import annotations

import math

from starlette.responses import Response
from starlette.routing import Route

from sync_server.browsing import codes as pictures
from sync_server.browsing.visitor import Missing, number_in
from sync_server.portal import codes, places, rates, registering, sessions, slip_codes
from sync_server.portal.codes import Gone, Proven, TooOften, Wrong
from sync_server.portal.registering import FIELDS, Filled, Registered
from sync_server.portal_pages import frame
from sync_server.portal_pages.door import anybody
from sync_server.portal_pages.tiles import Tile
from sync_server.portal_pages.visit import Visit
from vaxdesk.domain import own_codes, times
from vaxdesk.words import LANGUAGES, say_in

TILES = (Tile(path="/registration", name="portal_register.mine", about="portal_register.mine_about", icon="slip"),)
_PURPOSE = "register"
_REFUSED, _OFTEN = 422, 429


def _form(visit: Visit) -> Response:
    """The form for an hour of a session, or for a station."""
    given = {name: visit.query.get(name, "")[:20] for name in ("plan", "slot", "unit")}
    return _shown(visit, given)


def _shown(
    visit: Visit, given: dict[str, str], *, status: int = 200, faults: dict[str, str] | None = None, alarm: str = ""
) -> Response:
    session = sessions.one(visit.conn, number_in(given.get("plan", "")), today=_today(visit))
    unit = places.unit(visit.conn, session.unit if session else number_in(given.get("unit", "")))
    open_ = session is not None or (unit is not None and registering.gives_hours(visit.conn, unit.org_no))
    if unit is None or not open_ or (given.get("plan") and session is None):
        raise Missing("session")
    wrong = {name: visit.say(key) for name, key in (faults or {}).items()}
    shown = {name: given.get(name, "") for name in FIELDS}
    return frame.show(
        visit, "register/form.html", status=status, given=shown, wrong=wrong, alarm=alarm, unit=unit, session=session,
        **_choices(visit),
    )  # fmt: skip


def _choices(visit: Visit) -> dict[str, list[tuple[str, str]]]:
    """What is chosen from, each with its words."""
    return {
        "group_options": [(one, visit.say(f"person.group.{one}")) for one in registering.GROUPS],
        "history_options": [(one, visit.say(f"portal_register.history.{one}")) for one in registering.HISTORY],
        "half_options": [(one, visit.say(f"portal_register.half.{one}")) for one in registering.HALVES],
        "dose_options": [(one, visit.say("portal_register.dose", n=one)) for one in registering.DOSES],
    }


def _sent(visit: Visit) -> Response:
    filled = registering.read(visit.form, today=_today(visit))
    if filled.faults:
        return _shown(
            visit, visit.form, status=_REFUSED, faults=filled.faults, alarm=visit.say("portal_register.look_again")
        )
    tel = filled.person.tel
    asked = codes.ask(
        visit.conn, visit.server, purpose=_PURPOSE, subject=rates.subject(visit.server, tel), phone=tel,
        address=visit.address,
    )  # fmt: skip
    if isinstance(asked, TooOften):
        return _shown(visit, visit.form, status=_OFTEN, alarm=_often(visit, asked))
    visit.send(asked.message)
    return _code(visit, handle=asked.handle)


def _code(visit: Visit, *, handle: str, status: int = 200, alarm: str = "") -> Response:
    kept = {name: visit.form.get(name, "") for name in FIELDS}
    return frame.show(visit, "register/code.html", status=status, handle=handle, kept=kept, alarm=alarm)


def _confirmed(visit: Visit) -> Response:
    handle = visit.form.get("handle", "")[:64]
    filled = registering.read(visit.form, today=_today(visit))
    if filled.faults:
        return _shown(visit, visit.form, status=_REFUSED, faults=filled.faults)
    found = codes.prove(
        visit.conn, visit.server, purpose=_PURPOSE, handle=handle, code=visit.form.get("code", ""),
        address=visit.address,
    )  # fmt: skip
    if isinstance(found, TooOften):
        return _code(visit, handle=handle, status=_OFTEN, alarm=_often(visit, found))
    if isinstance(found, Wrong) and found.left:
        return _code(visit, handle=handle, status=_REFUSED, alarm=visit.say("portal_register.wrong", n=found.left))
    proven = isinstance(found, Proven) and found.subject == rates.subject(visit.server, filled.person.tel)
    if isinstance(found, Gone | Wrong) or not proven:
        return _shown(visit, visit.form, status=_REFUSED, alarm=visit.say("portal_register.gone"))
    return _registered(visit, filled)


def _registered(visit: Visit, filled: Filled) -> Response:
    if not registering.may_take(visit.conn, visit.server, filled.person.tel):
        alarm = visit.say("portal_register.too_many", n=registering.MOST_OF_PHONE)
        return _shown(visit, visit.form, status=_REFUSED, alarm=alarm)
    done = registering.register(visit.conn, visit.server, filled, note=_note(visit))
    if done is None:
        return frame.show(visit, "register/over.html", status=_REFUSED)
    return _slip(visit, done.code, name=filled.person.name, done=done)


def _note(visit: Visit) -> str:
    """What the station reads of the form beside the person, in the language of stations."""

    def said(key: str, **facts: str) -> str:
        return say_in(LANGUAGES[0], key, **facts)

    form = visit.form
    parts = [said("portal_register.note.consent"), said(f"portal_register.note.history.{form['history']}")]
    if form.get("history_text", "").strip():
        parts.append(" ".join(form["history_text"].split())[:200])
    if form.get("half") in registering.HALVES and not form.get("plan"):
        parts.append(said(f"portal_register.note.half.{form['half']}"))
    if form.get("dose") in registering.DOSES:
        parts.append(said("portal_register.note.dose", n=form["dose"]))
    return "; ".join(parts)


def _slip(visit: Visit, code: str, *, name: str = "", done: Registered | None = None) -> Response:
    seen = registering.see(visit.conn, code)
    if seen is None:
        alarm = visit.say("portal_register.no_such_code")
        return frame.show(visit, "register/mine.html", status=_REFUSED, code=code, alarm=alarm)
    square = pictures.square(own_codes.roster_code(seen.ref)) if seen.ref and not seen.cancelled else None
    return frame.show(
        visit, "register/slip.html", seen=seen, name=name, done=done, square=square, code=code,
        hour_wanted=bool(visit.form.get("plan")),
        grouped=slip_codes.grouped("".join(code.split())),
    )  # fmt: skip


def _mine(visit: Visit) -> Response:
    return frame.show(visit, "register/mine.html", code="", alarm="")


def _looked(visit: Visit) -> Response:
    return _slip(visit, visit.form.get("registration", "").strip()[: slip_codes.MOST])


def _cancelled(visit: Visit) -> Response:
    code = visit.form.get("registration", "").strip()[: slip_codes.MOST]
    registering.cancel(visit.conn, code)
    return _slip(visit, code)


def _often(visit: Visit, found: TooOften) -> str:
    return visit.say("portal_register.often", n=math.ceil(found.wait / 60))


def _today(visit: Visit) -> str:
    return times.day_of(visit.server.now())


def routes() -> list[Route]:
    """For the application."""
    return [
        Route("/register", anybody(_form), methods=["GET"]),
        Route("/register", anybody(_sent), methods=["POST"]),
        Route("/register/confirm", anybody(_confirmed), methods=["POST"]),
        Route("/registration", anybody(_mine), methods=["GET"]),
        Route("/registration", anybody(_looked), methods=["POST"]),
        Route("/registration/cancel", anybody(_cancelled), methods=["POST"]),
    ]
