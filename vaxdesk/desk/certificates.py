"""The certificate 'Giấy xác nhận đã tiêm': who waits for one, issuing it once, and what it says."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from vaxdesk.desk import lease, rules, signed, slips
from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.paper_moment import printed_at
from vaxdesk.documents.certificate import CentreSignature, CertificateContents, CertificateDose, slot_for
from vaxdesk.domain import own_codes, permission, rights, schedule, times
from vaxdesk.domain import visit as visits
from vaxdesk.domain.course import Given, course
from vaxdesk.domain.outcomes import Stage
from vaxdesk.domain.papers import CertificateSheet, SheetDose, SignedCode
from vaxdesk.domain.payloads import Cert
from vaxdesk.domain.refusals import Allowed, Refusal, Refused
from vaxdesk.domain.views import DoseView, EventView, StationView, VisitRow
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import history, people, things
from vaxdesk.registry.queries import visits as queries
from vaxdesk.store.writer import Writer

CODE_BITS = 128


def queue(desk: Desk) -> tuple[VisitRow, ...]:
    """Who was released today and waits for the certificate, the longest waiting first."""
    with desk.store.reading() as conn:
        rows = queries.board(conn, desk.store.names, desk.day, stage=Stage.OBSERVED)
    return tuple(sorted(rows, key=lambda row: (row.left_at, row.no, row.person.id)))


def sheet(desk: Desk, person: str) -> CertificateSheet | Refused:
    """A person's doses in their places, whether a certificate is due, and the next appointment."""
    with desk.store.reading() as conn:
        return _sheet(desk, conn, desk.store.names, person)


def issue(desk: Desk, person: str) -> Done | Refused:
    """Issues a certificate with a random code; `value` is the code. The visit is then done.

    It is due once for the latest day on which a dose was given here. Whoever has only doses known from a list or a
    paper gets one certificate from the record.
    """
    refused = desk.refuses(rights.Act.ISSUE_CERTIFICATE)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        made = _issue(desk, w, person)
        if isinstance(made, Refused):
            return made
        w.flush()
    reference, code = made
    return Done(refs=(reference,), kinds=w.kinds, value=code)


def issue_all(desk: Desk, persons: Iterable[str]) -> Done | Refused:
    """Issues to several people at once; `value` maps those refused to the reason, `refs` are the new entries."""
    refused = desk.refuses(rights.Act.ISSUE_CERTIFICATE)
    if refused:
        return refused
    refs, others = [], {}
    with desk.store.writing(user=desk.user.no) as w:
        for person in dict.fromkeys(persons):
            made = _issue(desk, w, person)
            if isinstance(made, Refused):
                others[person] = made
            else:
                refs.append(made[0])
        w.flush()
    return Done(refs=tuple(refs), kinds=w.kinds, value=others)


def contents(desk: Desk, person: str, *, draft: bool = False) -> CertificateContents | Refused:
    """What the certificate of a person says: all doses known, and the centre's code where one has come that holds.

    Until then the code is that of the last paper issued, signed by this PC (decisions 0036, 0049).

    Refused when the person is gone, no dose is known, or there is neither a paper that was ever issued here nor the
    centre's code: a paper without a code proves nothing. The centre's is printed wherever it has come (decision 0055).
    A `draft`, which is looked at before it is issued, says in the place of the code that it holds for nothing.
    """
    with desk.store.reading() as conn:
        station = things.station(conn)
        make = slips.maker(desk, conn, site=station.name)
        return _contents(desk, conn, person, station, draft=draft, make=make)


def contents_of_all(desk: Desk, persons: Iterable[str], *, draft: bool = False) -> tuple[CertificateContents, ...]:
    """Certificates of several people in this order; whoever has none, or as `draft` may have none, is left out."""
    with desk.store.reading() as conn:
        station = things.station(conn)
        make = slips.maker(desk, conn, site=station.name)
        made = [_contents(desk, conn, person, station, draft=draft, make=make) for person in persons]
    return tuple(one for one in made if isinstance(one, CertificateContents))


def _sheet(desk: Desk, conn: sa.Connection, names: LogNames, person: str) -> CertificateSheet | Refused:
    found = people.by_ref(conn, names, person)
    if found is None or found.voided:
        return Refused(reason=Refusal.PERSON_GONE)
    if not lease.shown(desk, conn, [found]):  # a certificate says everything, and no dose waits for it
        return Refused(reason=Refusal.LEASE_LAPSED)
    known = people.doses(conn, names, person)
    events = history.events(conn, names, person)
    given = course(rules.schedule(), known, dob=found.dob, day=date.fromisoformat(desk.day)).given
    placed, station = [], things.station(conn)
    for one in given:
        slot = slot_for(one.kind.value, one.kind_no)
        if slot is not None:
            placed.append(_placed(one, slot, station))
    on_sheet = {one.dose.id for one in given if slot_for(one.kind.value, one.kind_no) is not None}
    counted = {one.dose.id for one in given}
    cert = _latest(events)
    return CertificateSheet(
        person=found,
        doses=tuple(placed),
        left_out=tuple(one for one in known if one.id not in on_sheet and (one.id in counted or _ahead(one, desk.day))),
        may_issue=desk.refuses(rights.Act.ISSUE_CERTIFICATE) or _due(desk, events, known)[0],
        code=cert.data.get("code", "") if cert else "",
        issued_at=cert.t if cert else 0,
        entry=cert.id if cert else "",
        upcoming=schedule.due_after(rules.schedule(), known, dob=found.dob, day=desk.day),
        signed=signed.code_of(desk, conn, person),
    )


def _placed(one: Given, slot: int, station: StationView) -> SheetDose:
    product = rules.schedule().find(one.product)
    return SheetDose(
        slot=slot,
        kind=one.kind,
        kind_no=one.kind_no,
        dose=one.dose,
        vaccine=product.name if product else one.dose.product_text or one.dose.product,
        place=one.dose.place or (station.name if one.dose.here else ""),
        product=one.product,
    )


def _ahead(dose: DoseView, day: str) -> bool:
    """Dated after today: a slip of the list that nobody confirms with a stamp."""
    return dose.date > day


def _due(desk: Desk, events: list[EventView], known: list[DoseView]) -> tuple[Allowed | Refused, str]:
    """Whether a certificate is due, and the day of the visit it belongs to."""
    days = [one.day for one in events if one.kind == "inject" and not one.voided and one.day <= desk.day]
    if days:
        day = max(days)
        return permission.may_issue_certificate(visits.fold(one for one in events if one.day == day)), day
    cert = _latest(events)
    if cert is not None:
        return Refused(reason=Refusal.ALREADY_CERTIFIED, facts={"at": cert.t}), desk.day
    return (Allowed() if known else Refused(reason=Refusal.NOT_INJECTED)), desk.day


def _latest(events: list[EventView]) -> EventView | None:
    standing = [one for one in events if one.kind == "cert" and not one.voided]
    return max(standing, key=lambda one: (one.t, one.h), default=None)


def _issue(desk: Desk, w: Writer, person: str) -> tuple[str, str] | Refused:
    found = _sheet(desk, w.conn, w.names, person)
    if isinstance(found, Refused):
        return found
    if isinstance(found.may_issue, Refused):
        return found.may_issue
    if not found.doses:
        return Refused(reason=Refusal.NOT_INJECTED)
    _, day = _due(desk, history.events(w.conn, w.names, person), people.doses(w.conn, w.names, person))
    code = own_codes.certificate_name(secrets.randbits(CODE_BITS))
    entry = Cert(day=day, code=code, doses=[one.dose.id for one in found.doses])
    return w.add("cert", entry, of=person), code


def _contents(
    desk: Desk, conn: sa.Connection, person: str, station: StationView, *, draft: bool, make: slips.Make | None
) -> CertificateContents | Refused:
    found = _sheet(desk, conn, desk.store.names, person)
    if isinstance(found, Refused):
        return found
    if not found.doses:
        return Refused(reason=Refusal.NOT_INJECTED)
    draft = draft and not found.code and not isinstance(found.may_issue, Refused)
    centre = None if draft else found.signed
    if not found.code and not draft and centre is None:
        return found.may_issue if isinstance(found.may_issue, Refused) else Refused(reason=Refusal.NOT_LEFT)
    one, code = found.person, own_codes.certificate_code(found.code) if found.code else ""
    slip = make(found) if make and not draft and centre is None else ""
    return CertificateContents(
        station=station,
        name=one.name,
        dob=one.dob,
        sex=one.sex,
        document=one.doc or one.old_doc,
        phone=one.tel,
        address=one.address,
        doses=tuple(_line(dose) for dose in found.doses),
        code=centre.text if centre else slip or code,
        code_text=centre.uvci if centre else "" if draft else own_codes.hand_text(code),
        is_slip=bool(slip),
        centre=_centre(centre) if centre else None,
        printed_at=printed_at(desk),
    )


def _centre(one: SignedCode) -> CentreSignature:
    return CentreSignature(number=one.number, series=one.series, until=times.day_of(one.until))


def _line(one: SheetDose) -> CertificateDose:
    return CertificateDose(
        slot=one.slot, date=one.dose.date, vaccine=one.vaccine, lot=one.dose.lot, place=one.place
    )


