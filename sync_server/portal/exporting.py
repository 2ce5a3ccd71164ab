"""One's own record for other health systems: the statement that files of FHIR and of WHO are made of."""

from __future__ import annotations

import json

from sync_server.portal.record import Record, ShownDose
from vaxdesk.certificates import ddcc, ips, stating
from vaxdesk.certificates.statement import StatedDose, Statement
from vaxdesk.certificates.verdict import Holder
from vaxdesk.registry.rules import fhir, naming, schedule, values


def statement(record: Record) -> Statement | None:
    """The doses that are shown, as the site's last paper or the centre's certificate states them.

    None while there is neither, or no dose: what nobody has confirmed is told to nobody.
    """
    by = _by_paper(record) or _by_centre(record)
    if by is None or not record.doses:
        return None
    course = stating.begun_with(record.doses, schedule())
    upcoming = record.appointment or record.upcoming
    who = record.person
    return Statement(
        **by,
        person=who.id,
        holder=Holder(name=who.name, dob=who.dob),
        sex=who.sex,
        document=who.doc or who.old_doc,
        doses=tuple(_stated(one, overall, course) for overall, one in enumerate(record.doses, 1)),
        country=values().file.country,
        next_due=upcoming.day if upcoming else "",
    )


def summary(told: Statement) -> bytes:
    """The document of HL7 FHIR (`ips`), as a file."""
    return _file(ips.bundle(told, naming(), fhir()))


def core_data(told: Statement) -> bytes:
    """The sets of WHO (`ddcc`), as a file."""
    return _file(ddcc.plain(ddcc.sets(told, naming(), document_system=fhir().document_system)))


def _by_paper(record: Record) -> dict[str, object] | None:
    paper = record.paper
    if paper is None:
        return None
    return {"number": paper.code, "author": paper.site, "author_code": paper.unit, "made": paper.at}


def _by_centre(record: Record) -> dict[str, object] | None:
    last = next(iter(record.certificates), None)
    if last is None:
        return None
    return {"number": last.uvci, "author": values().file.issuer, "made": last.t, "expires": last.exp}


def _stated(one: ShownDose, overall: int, course: int) -> StatedDose:
    return stating.stated(
        one, values(), name=one.vaccine, place=one.place, here=bool(one.dose.at), overall=overall, course=course
    )


def _file(made: object) -> bytes:
    return json.dumps(made, ensure_ascii=False, indent=1).encode()
