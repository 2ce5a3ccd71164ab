"""One's own record on the phone: a page that works without a line, and what it keeps (decision 0053).

The page itself says nothing of anybody. What is kept comes once, as JSON, to a browser that holds a pass, and lies from
then on in that browser alone.
"""

from __future__ import annotations

import msgspec
from starlette.responses import Response
from starlette.routing import Route

from sync_server.browsing import codes as pictures
from sync_server.browsing.codes import Square
from sync_server.portal import rates
from sync_server.portal.record import Appointment, DoseStep, Record
from sync_server.portal_pages import frame, lookup
from sync_server.portal_pages.door import anybody
from sync_server.portal_pages.tiles import Tile
from sync_server.portal_pages.visit import HOME, Visit
from vaxdesk.domain import own_codes
from vaxdesk.domain.certification import SignedView
from vaxdesk.domain.codes_personal import write_personal
from vaxdesk.domain.outcomes import DoseKind
from vaxdesk.domain.schedule import Upcoming

TILES = (Tile(path="/app", name="portal_app.tile", about="portal_app.about", icon="phone"),)
PAGE = f"{HOME}/app"
SCRIPTS = ("own.js", "own_store.js")
_NO_PASS = 401


class KeptDose(msgspec.Struct, frozen=True, kw_only=True):
    """A dose; `day` ISO, may be partial."""

    kind: DoseKind
    kind_no: int
    day: str
    vaccine: str
    lot: str
    place: str
    step: DoseStep


class KeptCertificate(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate of the centre: its text (`HC1:`) and the picture of it; `exp` in seconds."""

    dn: int
    sd: int
    exp: int
    uvci: str
    text: str
    square: Square


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What a phone keeps of one person.

    Args:
        id: tells the same person again; nobody finds the record by it.
        year: of birth, empty where not known.
        at: ms since 1970, when this was so.
        ours: code that stations read. `personal`: in the form of PC-Covid, None without a number or a year of birth.
        appointment, upcoming: a line on a list, the day by the schedule.
    """

    id: str
    name: str
    year: str
    at: int
    ours: Square
    personal: Square | None
    doses: tuple[KeptDose, ...]
    certificates: tuple[KeptCertificate, ...]
    appointment: Appointment | None
    upcoming: Upcoming | None


def kept(visit: Visit, record: Record) -> Kept:
    """What a phone keeps of a record: no telephone, no address, no whole number, of the birth date the year."""
    who = record.person
    personal = write_personal(who.doc or who.old_doc, who.name, who.dob, who.sex)
    return Kept(
        id=rates.subject(visit.server, f"kept {who.id}"),
        name=who.name,
        year=who.dob[:4],
        at=visit.server.now_ms(),
        ours=pictures.square(own_codes.roster_code(who.id)),
        personal=pictures.square(personal) if personal else None,
        doses=tuple(
            KeptDose(
                kind=one.kind, kind_no=one.kind_no, day=one.day, vaccine=one.vaccine, lot=one.lot, place=one.place,
                step=one.step,
            )
            for one in record.doses
        ),
        certificates=tuple(map(_certificate, record.certificates)),
        appointment=record.appointment,
        upcoming=record.upcoming,
    )  # fmt: skip


def _certificate(one: SignedView) -> KeptCertificate:
    return KeptCertificate(
        dn=one.dn, sd=one.sd, exp=one.exp, uvci=one.uvci, text=one.text, square=pictures.square(one.text)
    )


def _page(visit: Visit) -> Response:
    return frame.show(visit, "own/app.html", kinds=DoseKind, steps=DoseStep)


def _mine(visit: Visit) -> Response:
    found = lookup.record_of(visit)
    body = {} if found is None else kept(visit, found)
    status = _NO_PASS if found is None else 200
    return Response(msgspec.json.encode(body), status, media_type="application/json", headers=frame.HEADERS)


def routes() -> list[Route]:
    """For the application."""
    return [
        Route("/app", anybody(_page), methods=["GET"]),
        Route("/app/mine.json", anybody(_mine), methods=["GET"]),
    ]
