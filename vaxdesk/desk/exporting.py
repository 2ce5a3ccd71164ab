"""A person's certificate for other health systems: the statement that documents of FHIR and of WHO are made of."""

from __future__ import annotations

from vaxdesk.certificates import numbering
from vaxdesk.certificates.statement import StatedDose, Statement
from vaxdesk.certificates.verdict import Holder, ProvenDose
from vaxdesk.desk import certificates, rules
from vaxdesk.desk.context import Desk
from vaxdesk.domain.days import span
from vaxdesk.domain.papers import CertificateSheet, SheetDose
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry.queries import things
from vaxdesk.registry.rules import values


def statement(desk: Desk, person: str) -> Statement | Refused:
    """What this site states of a person: the doses of the certificate that was issued, under its number.

    Refused as the certificate itself is: the person is gone or hidden, no dose is known, none was issued yet.
    """
    found = certificates.sheet(desk, person)
    if isinstance(found, Refused):
        return found
    if not found.doses:
        return Refused(reason=Refusal.NOT_INJECTED)
    if not found.code:
        return found.may_issue if isinstance(found.may_issue, Refused) else Refused(reason=Refusal.NOT_LEFT)
    with desk.store.reading() as conn:
        site = things.station(conn)
    who = found.person
    return Statement(
        number=found.code,
        person=who.id,
        holder=Holder(name=who.name, dob=who.dob),
        sex=who.sex,
        document=who.doc or who.old_doc,
        doses=tuple(_stated(one, found) for one in found.doses),
        author=site.name,
        author_code=site.code,
        country=values().file.country,
        made=found.issued_at,
        next_due=found.upcoming.day if found.upcoming else "",
    )


def _stated(one: SheetDose, sheet: CertificateSheet) -> StatedDose:
    product = values().by_ours(one.product)
    overall = _overall(one, sheet)
    _, series = numbering.numbered(overall, course=_course(sheet))
    return StatedDose(
        dose=ProvenDose(
            date=one.dose.date,
            product=product.mp if product else "",
            name=one.vaccine,
            vaccine=product.vp if product else "",
            maker=product.ma if product else "",
            number=one.kind_no,
            series=series if one.kind.value == "primary" else 0,
            lot=one.dose.lot,
            place=one.place,
            country=values().file.country if one.dose.here else "",
            ours=one.product,
            booster=one.kind.value != "primary",
        ),
        ref=one.dose.id,
        here=one.dose.here,
        series=one.kind.value,
        overall=overall,
    )


def _overall(one: SheetDose, sheet: CertificateSheet) -> int:
    """Which dose of the person it is; a dose for which the paper has no place counts where it came before."""
    before = sheet.doses.index(one)
    on = span(one.dose.date)
    earlier = [other for other in map(span, (dose.date for dose in sheet.left_out)) if other and on]
    return before + 1 + sum(other.latest < on.earliest for other in earlier)


def _course(sheet: CertificateSheet) -> int:
    """Doses of the primary course that was begun with."""
    schedule = rules.schedule()
    first = schedule.find(next((one.product for one in sheet.doses if one.product), ""))
    return first.doses if first else schedule.default_doses
