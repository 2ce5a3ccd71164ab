"""An International Patient Summary (HL7 FHIR R4, guide `hl7.fhir.uv.ips` 1.1) of a person's doses: a document bundle.

The guide demands sections of medications, allergies and problems: nobody here has asked for these, and the document
says so in the guide's own codes (`no-…-info`), for an empty section would read as "none". Names of resources follow
from what they tell, so the same statement is the same document wherever it is made.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

import msgspec

from vaxdesk.certificates import names
from vaxdesk.certificates.dcc import COVID
from vaxdesk.certificates.interop import SNOMED, Naming
from vaxdesk.certificates.statement import StatedDose, Statement, day
from vaxdesk.domain.report.fhir import Codes, url_of
from vaxdesk.domain.times import ZONE

_LOINC = "http://loinc.org"
_TERMS = "http://terminology.hl7.org/CodeSystem/"
_GUIDE = "http://hl7.org/fhir/uv/ips/"
_URI = "urn:ietf:rfc:3986"
_ABSENT = {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]}
_GENDERS = {"M": "male", "F": "female"}
_SECTIONS = {"medications": "10160-0", "allergies": "48765-2", "problems": "11450-4"}  # LOINC; all demanded
Resource = dict[str, Any]


def bundle(told: Statement, naming: Naming, codes: Codes) -> Resource:
    """The document: what it is, whom it tells of, who says so, the doses."""
    patient = _patient(told, codes)
    author = _author(told, codes)
    shots = [_immunization(one, naming, patient, author) for one in told.doses]
    blanks = {name: _blank(name, told, naming, patient) for name in _SECTIONS}
    made = _resource("Composition", told.number, {
        "status": "final",
        "type": {"coding": [{"system": _LOINC, "code": "60591-5", "display": "Patient summary Document"}]},
        "subject": _ref(patient),
        "date": _moment(told.made),
        "author": [_ref(author)],
        "title": naming.interop.title["document"],
        "custodian": _ref(author),
        "section": [
            *(_section(naming.interop.title[name], _SECTIONS[name], naming.interop.absent[name], [blank])
              for name, blank in blanks.items()),
            _section(naming.interop.title["immunizations"], "11369-6", _table(told, naming), shots),
        ],
    })  # fmt: skip
    entries = [made, patient, author, *shots, *blanks.values()]
    return {
        "resourceType": "Bundle",
        "meta": {"profile": [f"{_GUIDE}StructureDefinition/Bundle-uv-ips"]},
        "language": "en",
        "identifier": {"system": _URI, "value": url_of("Bundle", told.number)},
        "type": "document",
        "timestamp": _moment(told.made),
        "entry": [{"fullUrl": _url(one), "resource": one} for one in entries],
    }


def _resource(kind: str, name: str, fields: Resource, *, profile: str = "") -> Resource:
    full = f"{_GUIDE}StructureDefinition/{profile or kind}-uv-ips"
    id_ = url_of(kind, name).removeprefix("urn:uuid:")
    return {"resourceType": kind, "id": id_, "meta": {"profile": [full]}, **fields}


def _url(one: Resource) -> str:
    return f"urn:uuid:{one['id']}"


def _ref(one: Resource) -> Resource:
    return {"reference": _url(one), "type": one["resourceType"]}


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, ZONE).isoformat()


def _patient(told: Statement, codes: Codes) -> Resource:
    who = told.holder
    parted = names.part(who.name) if not who.surname and who.name else None
    family, given = (parted.surname, parted.given) if parted else (who.surname, who.given)
    name: Resource = {"use": "official", "text": who.name.strip()}
    name |= {"family": family.strip()} if family.strip() else {}
    name |= {"given": given.split()} if given.split() else {}
    fields: Resource = {"name": [name], "gender": _GENDERS.get(told.sex, "unknown")}
    if told.document:
        fields["identifier"] = [{"system": codes.document_system, "value": told.document}]
    born = day(who.dob)
    fields |= {"birthDate": born} if born else {"_birthDate": _ABSENT}
    return _resource("Patient", told.person or told.number, fields)


def _author(told: Statement, codes: Codes) -> Resource:
    fields: Resource = {"name": told.author or told.country or "unknown"}
    if told.author_code:
        fields["identifier"] = [{"system": codes.unit_system, "value": told.author_code}]
    if told.country:
        fields["address"] = [{"country": told.country}]
    return _resource("Organization", told.author_code or f"{told.country} {told.author}", fields)


def _immunization(one: StatedDose, naming: Naming, patient: Resource, author: Resource) -> Resource:
    dose, on = one.dose, day(one.dose.date)
    fields: Resource = {
        "status": "completed",
        "vaccineCode": {
            "coding": [msgspec.to_builtins(code) for code in naming.codings(dose)],
            "text": dose.name.strip() or dose.product or naming.kind(dose).name,
        },
        "patient": _ref(patient),
        **({"occurrenceDateTime": on} if on else {"occurrenceString": "unknown"}),
        "primarySource": one.here,
        "protocolApplied": [_protocol(one)],
    }
    if not one.here:
        fields["reportOrigin"] = {"coding": [{"system": f"{_TERMS}immunization-origin", "code": "record"}]}
    if dose.certificate:
        fields["identifier"] = [{"system": _URI, "value": dose.certificate}]
    if dose.lot.strip():
        fields["lotNumber"] = dose.lot.strip()
    if dose.place.strip():
        fields["location"] = {"display": dose.place.strip()}
    maker = naming.maker(dose)
    if maker:
        named = {"display": maker.display} if maker.display else {}
        fields["manufacturer"] = {"identifier": {"system": maker.system, "value": maker.code}, **named}
    if one.here:
        fields["performer"] = [{"actor": _ref(author)}]
    return _resource("Immunization", one.ref, fields)


def _protocol(one: StatedDose) -> Resource:
    made: Resource = {"targetDisease": [{"coding": [{"system": SNOMED, "code": COVID, "display": "COVID-19"}]}]}
    made |= {"series": one.series} if one.series else {}
    number = one.dose.number
    made |= {"doseNumberPositiveInt": number} if number > 0 else {"doseNumberString": "unknown"}
    return made | ({"seriesDosesPositiveInt": one.dose.series} if one.dose.series > 0 else {})


def _blank(name: str, told: Statement, naming: Naming, patient: Resource) -> Resource:
    """That nothing was asked about medications, allergies or problems."""
    code = {"medications": "no-medication-info", "allergies": "no-allergy-info", "problems": "no-problem-info"}[name]
    system = f"{_GUIDE}CodeSystem/absent-unknown-uv-ips"
    said = {"coding": [{"system": system, "code": code, "display": naming.interop.absent[name]}]}
    if name == "medications":
        fields = {"status": "unknown", "medicationCodeableConcept": said, "subject": _ref(patient),
                  "_effectiveDateTime": _ABSENT}  # fmt: skip
        return _resource("MedicationStatement", told.number, fields)
    kind, who = ("AllergyIntolerance", "patient") if name == "allergies" else ("Condition", "subject")
    terms = "allergyintolerance" if name == "allergies" else "condition"
    active = {"coding": [{"system": f"{_TERMS}{terms}-clinical", "code": "active"}]}
    return _resource(kind, told.number, {"clinicalStatus": active, "code": said, who: _ref(patient)})


def _section(title: str, code: str, text: str, entries: list[Resource]) -> Resource:
    html = text if text.startswith("<") else f"<p>{escape(text)}</p>"
    return {
        "title": title,
        "code": {"coding": [{"system": _LOINC, "code": code}]},
        "text": {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{html}</div>'},
        "entry": [_ref(one) for one in entries],
    }


def _table(told: Statement, naming: Naming) -> str:
    """The doses for people to read."""
    heads = [naming.interop.title[name] for name in ("date", "vaccine", "dose", "lot", "place")]
    rows = [_row("th", heads), *(_row("td", _cells(one)) for one in told.doses)]
    return f"<table>{''.join(rows)}</table>"


def _cells(one: StatedDose) -> list[str]:
    dose = one.dose
    number = f"{dose.number}/{dose.series}" if dose.series else str(dose.number or "")
    return [dose.date, dose.name or dose.product, f"{one.series} {number}".strip(), dose.lot, dose.place]


def _row(tag: str, cells: list[str]) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(one)}</{tag}>' for one in cells)}</tr>"
