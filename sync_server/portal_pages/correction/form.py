"""A request about a record that is open in this browser: what is wrong, the form, sent once."""

from __future__ import annotations

import math
import secrets

from starlette.responses import Response
from starlette.routing import Route

from sync_server.browsing import sent
from sync_server.district import pictures
from sync_server.portal import corrections, rates, record, wishes
from sync_server.portal.record import Record
from sync_server.portal.wishes import Claimed, What, Wish
from sync_server.portal_pages import frame, kept, lookup
from sync_server.portal_pages.correction import following
from sync_server.portal_pages.door import Endpoint, Handler, anybody, error
from sync_server.portal_pages.visit import Visit
from vaxdesk.domain import times
from vaxdesk.registry import fold, rules
from vaxdesk.words import LANGUAGES, say_in

COOKIE = "fix"
PHOTOS = 4  # as many as a site sends with an answer (decision 0047)
_REFUSED, _OFTEN, _BUSY = 422, 429, 503
_AGAIN, _DONE = "portal_correction.sent_before", "portal_correction.sent"


def _opened(visit: Visit) -> Response:
    """From the page of one's record: a pass of its own, since writing takes longer than looking."""
    who = lookup.opened(visit)
    if not who:
        return visit.to("/lookup")
    made = corrections.open_record(visit.conn, visit.server, who)
    return kept.give(visit, visit.to("/correction/new"), COOKIE, made, life_ms=corrections.LIFE_MS)


def _new(visit: Visit) -> Response:
    """What may be wrong, and the form once something was chosen."""
    _, one = _record(visit)
    if one is None:
        return visit.to("/correction")
    wish = wishes.read(visit.query, one=one, today=_today(visit))
    if wish is None:
        return frame.show(visit, "correction/choose.html", one=one, whats=wishes.OPENED)
    return shown(visit, wish, one=one, faults={})


def shown(
    visit: Visit, wish: Wish, *, one: Record | None = None, claimed: dict[str, str] | None = None,
    faults: dict[str, str] | None = None, status: int = 200, alarm: str = "",
) -> Response:  # fmt: skip
    """The form.

    Args:
        claimed: what somebody without an open record was asked before, which the form carries.
    """
    wrong = {name: visit.say(key, most=pictures.MOST_BYTES // 1000) for name, key in (faults or {}).items()}
    products = [(row.code, row.name) for row in rules.schedule().product]
    return frame.show(
        visit, "correction/form.html", status=status, wish=wish, given=wish.given, one=one, claimed=claimed,
        wrong=wrong, alarm=alarm, once=visit.form.get("once", "")[:40] or secrets.token_urlsafe(16),
        photos=range(1, PHOTOS + 1), products=products, of_person=wishes.OF_PERSON, today=_today(visit),
        whats=wishes.CLOSED,
    )  # fmt: skip


def _sent(visit: Visit) -> Response:
    if not fold.is_current(visit.conn):
        return error(visit, _BUSY)
    who, one = _record(visit)
    if one is None:
        return frame.show(visit, "correction/over.html", status=_REFUSED)
    wish = wishes.read(visit.form, one=one, today=_today(visit))
    if wish is None:
        return frame.show(visit, "correction/choose.html", status=_REFUSED, one=one, whats=wishes.OPENED)
    dose = wish.dose.ref if wish.what is What.DOSE and wish.dose else ""
    unit = corrections.home_of(visit.conn, dose, who)
    return taken(visit, wish, one, who=who, unit=unit)


def taken(
    visit: Visit, wish: Wish, one: Record | Claimed, *, unit: int, who: str = "", claimed: dict[str, str] | None = None
) -> Response:
    """Writes a request once, or shows the form again with what is wrong."""
    begun = corrections.begun(
        visit.conn, visit.server, held=kept.held(visit, COOKIE), once=visit.form.get("once", "")[:40]
    )
    if begun.again:
        return following.slip(visit, begun.code, said=_AGAIN)
    opened = one if isinstance(one, Record) else None
    pages = {"one": opened, "claimed": claimed}
    photos, bad = visit.prepared
    faults = {**wish.faults, **bad, **({} if unit else {"unit": "portal_correction.fault.unit"})}
    if faults:
        alarm = visit.say("portal_correction.look_again")
        return shown(visit, wish, **pages, faults=faults, status=_REFUSED, alarm=alarm)
    waits = corrections.wait(
        visit.conn, visit.server, address=visit.address, subject=who or (one.tel if isinstance(one, Claimed) else "")
    )
    if waits:
        alarm = visit.say("portal_correction.often", n=math.ceil(waits.wait / 3600))
        return shown(visit, wish, **pages, status=_OFTEN, alarm=alarm)
    now = visit.server.now()
    said = wishes.complaint(
        wish, lambda key, **facts: say_in(LANGUAGES[0], key, **facts), at=int(now), day=times.day_of(now), who=one
    )
    corrections.write(visit.conn, visit.server, begun, unit_no=unit, who=who, said=said, photos=photos)
    return following.slip(visit, begun.code, said=_DONE)


def photos_of(visit: Visit) -> None:
    """Makes the photos of a form anew, and notes which of its files are none."""
    found: list[bytes] = []
    bad: dict[str, str] = {}
    for at in range(1, PHOTOS + 1):
        _, data = visit.files.get(f"photo-{at}", ("", b""))
        made = pictures.remade(data)
        if made:
            found.append(made)
        elif data:
            bad[f"photo-{at}"] = "portal_correction.fault.photo"
    visit.prepared = found, bad


def _record(visit: Visit) -> tuple[str, Record | None]:
    who = corrections.record_of(visit.conn, visit.server, kept.held(visit, COOKIE))
    return who, record.of(visit.conn, visit.server, who) if who and fold.is_current(visit.conn) else None


def _today(visit: Visit) -> str:
    return times.day_of(visit.server.now())


def with_photos(handler: Handler) -> Endpoint:
    """The way to a form that carries photos."""
    return anybody(handler, most=sent.MOST_FORM, rate=rates.FIXES_FORMS, prepare=photos_of)


def routes() -> list[Route]:
    """For the application."""
    return [
        Route("/correction/open", anybody(_opened), methods=["POST"]),
        Route("/correction/new", anybody(_new), methods=["GET"]),
        Route("/correction/new", with_photos(_sent), methods=["POST"]),
    ]
