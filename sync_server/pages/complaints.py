"""Complaints: the list with its clocks, registering one that came by phone or on paper, answering, taking back."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from sync_server.browsing.visitor import Missing
from sync_server.district import complaints, scope
from sync_server.district.identity import results
from sync_server.pages import frame
from sync_server.pages.door import staff
from sync_server.pages.identity_lists import said as refused_words
from sync_server.pages.visit import HOME, Visit
from vaxdesk.domain import times
from vaxdesk.domain.complaints.complaint import (
    DOSE_FIELDS,
    MOST_DOSES,
    ComplaintAbout,
    ComplaintState,
    ComplaintWay,
    RejectReason,
)
from vaxdesk.domain.payloads import Complaint
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.rights import Act
from vaxdesk.registry import rules

_RIGHT = Act.VERIFY_RECORDS
_AT = f"{HOME}/complaints"
_SHOWN = {"open": complaints.OPEN, "accepted": ("accepted",), "rejected": ("rejected",)}
_UNITS = 1000  # in the choice of units
_REFUSED = 409
_TYPED = ("way", "about", "name", "dob", "sex", "doc", "tel", "adr", "guardian", "guardian_kin", "guardian_tel",
          "place", "text")  # fmt: skip


def _listed(visit: Visit) -> Response:
    show = visit.query.get("show", "open")
    show = show if show in _SHOWN else "open"
    page = complaints.listed(
        visit.conn, visit.who.paths(_RIGHT), states=_SHOWN[show], now=int(visit.server.now()),
        after=visit.query.get("after", ""),
    )  # fmt: skip
    for one in page.rows:
        visit.looked("complaint", one.ref)
    return frame.show(visit, "complaints/list.html", page=page, shown=show, choices=list(_SHOWN))


def _new(visit: Visit) -> Response:
    return _form(visit)


def _form(visit: Visit, *, wrong: str = "") -> Response:
    paths = visit.who.paths(_RIGHT)
    units = scope.units(visit.conn, paths)[:_UNITS]
    least = min((row.path.count("/") for row in units), default=0)
    return frame.show(
        visit, "complaints/new.html", status=_REFUSED if wrong else 200, wrong=wrong, given=_given(visit),
        units=[(row.org_no, "\u2003" * (row.path.count("/") - least) + row.name) for row in units],
        ways=list(ComplaintWay), abouts=list(ComplaintAbout), products=_products(), doses=range(1, MOST_DOSES + 1),
        today=times.day_of(visit.server.now()),
    )  # fmt: skip


def _given(visit: Visit) -> dict[str, str]:
    """What the form says: as it was sent, or of a person whose page it was opened from."""
    if visit.form:
        return visit.form
    found = results.of(visit.conn, visit.who, visit.query.get("person", ""))
    if found is None:
        return {}
    visit.looked("complaint", found.stood.id)
    one = found.person
    return {"person": found.stood.id, "name": one.name, "dob": one.dob, "sex": one.sex, "doc": one.doc,
            "tel": one.tel, "adr": one.adr, "unit": str(found.unit.org_no)}  # fmt: skip


def _made(visit: Visit) -> Response:
    number = visit.form.get("unit", "")
    paths = visit.who.paths(_RIGHT)
    known = number.isascii() and number.isdigit() and len(number) < 18
    unit = scope.unit(visit.conn, paths, int(number)) if known else None
    person = visit.form.get("person", "")
    if unit is None or (person and results.of(visit.conn, visit.who, person) is None):
        raise Missing(number)
    typed = {name: visit.form.get(name, "").strip() for name in _TYPED}
    told = Complaint(day="", doses=_doses(visit), **typed)
    made = complaints.register(visit.conn, visit.server, visit.who, unit, said=told, products=_products(), of=person)
    if isinstance(made, Refused):
        return _form(visit, wrong=refused_words(visit, made))
    return visit.to(_AT, "district_complaints.registered")


def _doses(visit: Visit) -> list[dict[str, str]]:
    """Doses of which anything was filled in."""
    rows = ({name: visit.form.get(f"{name}-{at}", "").strip() for name in DOSE_FIELDS}
            for at in range(1, MOST_DOSES + 1))  # fmt: skip
    return [row for row in rows if any(row.values())]


def _one(visit: Visit) -> Response:
    return _shown(visit)


def _shown(visit: Visit, *, wrong: str = "") -> Response:
    ref = visit.part["complaint"]
    found = complaints.find(visit.conn, visit.who, ref, now=int(visit.server.now()))
    if found is None:
        raise Missing(ref)
    visit.looked("complaint", ref)
    states = [one for one in ComplaintState if one is not ComplaintState.NEW]
    return frame.show(
        visit, "complaints/one.html", status=_REFUSED if wrong else 200, one=found, wrong=wrong,
        steps=complaints.steps(visit.conn, ref), written=complaints.registered(visit.conn, ref),
        states=states, reasons=list(RejectReason), given=visit.form, chosen=visit.many.get("reason", []),
    )  # fmt: skip


def _answered(visit: Visit) -> Response:
    ref = visit.part["complaint"]
    _owned(visit, ref)
    state, text = visit.form.get("state", ""), visit.form.get("answer", "")
    reasons = visit.many.get("reason", [])
    done = complaints.answer(visit.conn, visit.server, visit.who, ref, state=state, reasons=reasons, text=text)
    if isinstance(done, Refused):
        return _shown(visit, wrong=refused_words(visit, done))
    return visit.to(_AT, "district_complaints.answered")


def _undone(visit: Visit) -> Response:
    ref = visit.part["complaint"]
    _owned(visit, ref)
    done = complaints.undo(visit.conn, visit.server, visit.who, ref)
    if isinstance(done, Refused):
        return _shown(visit, wrong=refused_words(visit, done))
    return visit.to(f"{_AT}/c/{ref}", "district_complaints.undone")


def _owned(visit: Visit, ref: str) -> None:
    if complaints.find(visit.conn, visit.who, ref, now=int(visit.server.now())) is None:
        raise Missing(ref)


def _products() -> dict[str, str]:
    return {one.code: one.name for one in rules.schedule().product}


def routes() -> list[Route]:
    """For the application."""
    opened = staff(_RIGHT)
    return [
        Route("/complaints", opened(_listed), methods=["GET"]),
        Route("/complaints", opened(_made), methods=["POST"]),
        Route("/complaints/new", opened(_new), methods=["GET"]),
        Route("/complaints/c/{complaint}", opened(_one), methods=["GET"]),
        Route("/complaints/c/{complaint}/answer", opened(_answered), methods=["POST"]),
        Route("/complaints/c/{complaint}/undo", opened(_undone), methods=["POST"]),
    ]
