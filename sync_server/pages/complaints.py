"""Complaints: the list with its clocks, registering one that came by phone or on paper, answering, taking back."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from sync_server.browsing import wording
from sync_server.browsing.visitor import Missing, number_in
from sync_server.district import complaint_asks, complaint_photos, complaints, scope
from sync_server.district.identity import results
from sync_server.pages import frame
from sync_server.pages.case_words import CaseWords
from sync_server.pages.door import staff
from sync_server.pages.identity_lists import said as refused_words
from sync_server.pages.visit import HOME, Visit
from vaxdesk.domain import times
from vaxdesk.domain.cases.question import MOST_LETTERS, OF_COMPLAINTS, AskWhat
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
from vaxdesk.words import say_in

_RIGHT = Act.VERIFY_RECORDS
_AT = f"{HOME}/complaints"
_SHOWN = {"open": complaints.OPEN, "accepted": ("accepted",), "rejected": ("rejected",)}
_UNITS = 1000  # in the choice of units
_WAYS = [one for one in ComplaintWay if one is not ComplaintWay.PORTAL]
_REFUSED = 409
_SITES_SPEAK = "vi"  # the language of a question to a site
_FIRST_ASK = {
    "dose_missing": AskWhat.PAPER_DOSE, "dose_wrong": AskWhat.LOT_RIGHT, "person_wrong": AskWhat.VALUE_RIGHT
}  # fmt: skip
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
    asked = complaint_asks.standing(visit.conn, [one.ref for one in page.rows])
    return frame.show(visit, "complaints/list.html", page=page, shown=show, choices=list(_SHOWN), asked=asked)


def _new(visit: Visit) -> Response:
    return _form(visit)


def _form(visit: Visit, *, wrong: str = "") -> Response:
    paths = visit.who.paths(_RIGHT)
    units = scope.units(visit.conn, paths)[:_UNITS]
    least = min((row.path.count("/") for row in units), default=0)
    return frame.show(
        visit, "complaints/new.html", status=_REFUSED if wrong else 200, wrong=wrong, given=_given(visit),
        units=[(row.org_no, "\u2003" * (row.path.count("/") - least) + row.name) for row in units],
        ways=_WAYS, abouts=list(ComplaintAbout), products=_products(), doses=range(1, MOST_DOSES + 1),
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
    units = scope.around(visit.conn, visit.who.paths(_RIGHT), found.path, most=_UNITS) if found.clock else []
    states = [one for one in ComplaintState if one is not ComplaintState.NEW]
    return frame.show(
        visit, "complaints/one.html", status=_REFUSED if wrong else 200, one=found, wrong=wrong,
        steps=complaints.steps(visit.conn, ref), written=complaints.registered(visit.conn, ref),
        states=states, reasons=list(RejectReason), given=visit.form, chosen=visit.many.get("reason", []),
        questions=complaint_asks.about(visit.conn, ref), words=CaseWords(visit), most_letters=MOST_LETTERS,
        asks=OF_COMPLAINTS, first_ask=_FIRST_ASK.get(found.said.about, AskWhat.OTHER), sentence=_sentence(found),
        units=[(row.org_no, row.name) for row in units], products=_products(),
        sent_photos=complaint_photos.of(visit.conn, ref),
    )  # fmt: skip


def _sentence(found: complaints.View) -> str:
    """The prepared question, as the sites read it."""
    said, products = found.said, _products()
    doses = "; ".join(
        ", ".join(part for part in (products.get(one.get("product", ""), ""), one.get("lot", ""),
                                    wording.day(one.get("day", ""))) if part)
        for one in said.doses
    )  # fmt: skip
    facts = {
        "who": ", ".join(part for part in (said.name, wording.day(said.dob), said.doc, said.tel) if part),
        "about": say_in(_SITES_SPEAK, f"{ComplaintAbout.WORDS}.{said.about}"),
        "doses": doses or say_in(_SITES_SPEAK, "district_complaints.ask.no_doses"),
        "due": wording.moment(found.clock.due * 1000) if found.clock else "",
    }
    room = MOST_LETTERS - len(say_in(_SITES_SPEAK, "district_complaints.ask.text", said="", **facts))
    told = say_in(_SITES_SPEAK, "district_complaints.ask.text", said=f"{said.text[: max(room - 2, 0)]}.", **facts)
    return told.replace(" . ", " ")[:MOST_LETTERS]


def _asked(visit: Visit) -> Response:
    ref, unit = visit.part["complaint"], number_in(visit.form.get("unit", ""))
    what, text = visit.form.get("what", ""), visit.form.get("question", "")
    done = complaint_asks.send(visit.conn, visit.server, visit.who, ref, unit=unit, what=what, text=text)
    return _told(visit, done, "district_complaints.ask.sent")


def _withdrawn(visit: Visit) -> Response:
    ref, question = visit.part["complaint"], visit.part["question"]
    done = complaint_asks.withdraw(visit.conn, visit.server, visit.who, ref, question)
    return _told(visit, done, "district_complaints.ask.withdrawn")


def _told(visit: Visit, done: str | Refused | None, said: str) -> Response:
    ref = visit.part["complaint"]
    if done is None:
        raise Missing(ref)
    if isinstance(done, Refused):
        return _shown(visit, wrong=refused_words(visit, done))
    return visit.to(f"{_AT}/c/{ref}", said)


def _photo(visit: Visit) -> Response:
    ref, question, whole = (visit.part[name] for name in ("complaint", "question", "photo"))
    picture = complaint_asks.photo(visit.conn, visit.server, visit.who, ref, question, whole)
    if not picture:
        raise Missing(whole)
    visit.looked("photo", ref)
    return Response(picture, media_type="image/jpeg", headers=frame.HEADERS)


def _sent_photo(visit: Visit) -> Response:
    """One that the public sent."""
    ref = visit.part["complaint"]
    picture = complaint_photos.one(visit.conn, visit.server, visit.who, ref, visit.number("number"))
    if not picture:
        raise Missing(ref)
    visit.looked("photo", ref)
    return Response(picture, media_type="image/jpeg", headers=frame.HEADERS)


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
        Route("/complaints/c/{complaint}/ask", opened(_asked), methods=["POST"]),
        Route("/complaints/c/{complaint}/{question}/withdraw", opened(_withdrawn), methods=["POST"]),
        Route("/complaints/c/{complaint}/{question}/photo/{photo}", opened(_photo), methods=["GET"]),
        Route("/complaints/c/{complaint}/photo/{number}", opened(_sent_photo), methods=["GET"]),
        Route("/complaints/c/{complaint}/undo", opened(_undone), methods=["POST"]),
    ]
