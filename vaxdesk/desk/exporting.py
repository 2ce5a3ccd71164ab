"""A person's certificate for other health systems: the statement that documents of FHIR and of WHO are made of."""

from __future__ import annotations

from vaxdesk.certificates import stating
from vaxdesk.certificates.statement import StatedDose, Statement
from vaxdesk.certificates.verdict import Holder
from vaxdesk.desk import certificates, rules, slips
from vaxdesk.desk.context import Desk
from vaxdesk.domain.days import span
from vaxdesk.domain.papers import CertificateSheet, SheetDose
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry.queries import things
from vaxdesk.registry.rules import values


def statement(desk: Desk, person: str) -> Statement | Refused:
    """What this site states of a person: the doses of the certificate that was issued, under its number.

    The site's code is that which its server has stated; one that has not joined has a name alone.

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
        site, known = things.station(conn), slips.stated(conn)
    who = found.person
    return Statement(
        number=found.code,
        person=who.id,
        holder=Holder(name=who.name, dob=who.dob),
        sex=who.sex,
        document=who.doc or who.old_doc,
        doses=tuple(_stated(one, found) for one in found.doses),
        author=site.name,
        author_code=known.unit if known else "",  # what was typed at set-up says of no list of units which it is
        country=values().file.country,
        made=found.issued_at,
        next_due=found.upcoming.day if found.upcoming else "",
    )


def _stated(one: SheetDose, sheet: CertificateSheet) -> StatedDose:
    return stating.stated(
        one,
        values(),
        name=one.vaccine,
        place=one.place,
        here=one.dose.here,
        overall=_overall(one, sheet),
        course=stating.begun_with(sheet.doses, rules.schedule()),
    )


def _overall(one: SheetDose, sheet: CertificateSheet) -> int:
    """Which dose of the person it is; a dose for which the paper has no place counts where it came before."""
    before = sheet.doses.index(one)
    on = span(one.dose.date)
    earlier = [other for other in map(span, (dose.date for dose in sheet.left_out)) if other and on]
    return before + 1 + sum(other.latest < on.earliest for other in earlier)
