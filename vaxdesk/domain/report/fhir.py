"""Doses and adverse events as one HL7 FHIR R4 Bundle of type collection: Patient, Immunization, AdverseEvent, Location.

It names people; it is for those who integrate systems of the same unit. Codes of vaccines are data
(`resources/reports/fhir.toml`, facts 3.3: ICD-11 as WHO's DDCC uses it, SNOMED CT at the level of products).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec

from vaxdesk.domain.aefi import AefiForm, Severity
from vaxdesk.domain.outcomes import Sex
from vaxdesk.domain.report.facts import Attendance, Given, Reaction, Unit, Whom
from vaxdesk.domain.report.naming import Naming
from vaxdesk.domain.report.reactions import suspected
from vaxdesk.domain.times import ZONE

_TERMS = "http://terminology.hl7.org/CodeSystem/"
_OUTCOMES = {  # of the AEFI form -> of FHIR
    "recovering": "recovering",
    "recovered": "resolved",
    "sequelae": "resolvedWithSequelae",
    "not_recovered": "ongoing",
    "died": "fatal",
}
_SEXES = {Sex.MALE: "male", Sex.FEMALE: "female"}
_DECIMAL = re.compile(r"\d+([.,]\d+)?")
Resource = dict[str, Any]


class Coding(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A code of a system, by its address."""

    system: str
    code: str


class Codes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Codes by vaccine, and the addresses of our own numbers."""

    product_system: str
    person_system: str
    document_system: str
    unit_system: str
    disease: Coding
    vaccine: dict[str, tuple[Coding, ...]] = {}


def load_codes(text: str) -> Codes:
    """The data file.

    Raises:
        msgspec.DecodeError: no TOML, or not of this shape.
    """
    return msgspec.toml.decode(text, type=Codes)


def bundle(rows: Iterable[Attendance], names: Naming, codes: Codes, aefi: AefiForm, *, at: int) -> Resource:
    """All doses and events of these visits with the people and the units; `at` is the moment of writing."""
    wanted = [row for row in rows if row.doses or row.reactions]
    units = {row.unit: names.units[row.unit] for row in wanted if row.unit in names.units}
    people = {row.who.id: row.who for row in wanted}
    made = [_location(one, codes) for _, one in sorted(units.items())]
    made += [_patient(one, codes) for _, one in sorted(people.items())]
    for row in wanted:
        made += [_immunization(row, dose, names, codes, units) for dose in row.doses]
        made += [_event(row, one, aefi, units) for one in row.reactions]
    entries = [{"fullUrl": url_of(one["resourceType"], one["id"]), "resource": one} for one in made]
    return {"resourceType": "Bundle", "type": "collection", "timestamp": _moment(at), "entry": entries}


def url_of(kind: str, id_: str) -> str:
    """The same for the same entry, at every place and time."""
    d = sha256(f"vaxdesk/1 fhir {kind} {id_}".encode()).hexdigest()
    return f"urn:uuid:{d[:8]}-{d[8:12]}-8{d[13:16]}-8{d[17:20]}-{d[20:32]}"


def _ref(kind: str, id_: str) -> Resource:
    return {"reference": url_of(kind, id_), "type": kind}


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, ZONE).isoformat()


def _unit_id(one: Unit) -> str:
    return re.sub(r"[^A-Za-z0-9.-]", "-", one.code)[:64] or "unit"


def _location(one: Unit, codes: Codes) -> Resource:
    return {
        "resourceType": "Location",
        "id": _unit_id(one),
        "identifier": [{"system": codes.unit_system, "value": one.code}],
        "status": "active",
        "name": one.name,
    }


def _patient(one: Whom, codes: Codes) -> Resource:
    made: Resource = {
        "resourceType": "Patient",
        "id": one.id,
        "identifier": [{"system": codes.person_system, "value": one.id}],
        "gender": _SEXES.get(one.sex, "unknown"),
    }
    if one.name:
        made["name"] = [{"text": one.name}]
    if one.doc:
        made["identifier"].append({"system": codes.document_system, "value": one.doc})
    if one.dob:
        made["birthDate"] = one.dob
    if one.tel:
        made["telecom"] = [{"system": "phone", "value": one.tel}]
    if one.address:
        made["address"] = [{"text": one.address, "country": "VN"}]
    return made


def _immunization(
    row: Attendance, dose: Given, names: Naming, codes: Codes, units: dict[str, Unit]
) -> Resource:
    own = {"system": codes.product_system, "code": dose.product}
    coding = [own, *({"system": one.system, "code": one.code} for one in codes.vaccine.get(dose.product, ()))]
    short = names.products.get(dose.product)
    made: Resource = {
        "resourceType": "Immunization",
        "id": dose.id,
        "status": "completed",
        "vaccineCode": {"coding": coding, "text": short.en if short else dose.product},
        "patient": _ref("Patient", row.who.id),
        "occurrenceDateTime": _moment(dose.at) if dose.at else row.day,
        "primarySource": not dose.late,
        "protocolApplied": [_protocol(dose, codes)],
    }
    if dose.late:
        made["reportOrigin"] = {"coding": [{"system": f"{_TERMS}immunization-origin", "code": "record"}]}
    if row.unit in units:
        made["location"] = _ref("Location", _unit_id(units[row.unit]))
    if dose.lot_no:
        made["lotNumber"] = dose.lot_no
    if dose.expiry:
        made["expirationDate"] = dose.expiry
    if _DECIMAL.fullmatch(dose.ml):
        unit = {"unit": "mL", "system": "http://unitsofmeasure.org", "code": "mL"}
        made["doseQuantity"] = {"value": float(dose.ml.replace(",", ".")), **unit}
    return made


def _protocol(dose: Given, codes: Codes) -> Resource:
    made: Resource = {"targetDisease": [{"coding": [msgspec.to_builtins(codes.disease)]}]}
    if dose.kind:
        made["series"] = dose.kind
    return {**made, "doseNumberPositiveInt": dose.kind_no} if dose.kind_no > 0 else {
        **made, "doseNumberString": "unknown"}  # fmt: skip


def _event(row: Attendance, one: Reaction, aefi: AefiForm, units: dict[str, Unit]) -> Resource:
    called = {symptom.code: symptom.en for symptom in aefi.symptom}
    serious = "serious" if one.severity == Severity.SERIOUS else "non-serious"
    words = [*(called.get(code, code) for code in one.symptoms), *([one.note] if one.note else [])]
    made: Resource = {
        "resourceType": "AdverseEvent",
        "id": one.id,
        "actuality": "actual",
        "subject": _ref("Patient", row.who.id),
        "date": _moment(one.onset),
        "recordedDate": _moment(one.t),
        "seriousness": {"coding": [{"system": f"{_TERMS}adverse-event-seriousness", "code": serious}]},
    }
    if words:
        made["event"] = {"text": "; ".join(words)}
    if one.outcome:
        code = _OUTCOMES.get(one.outcome, "unknown")
        made["outcome"] = {"coding": [{"system": f"{_TERMS}adverse-event-outcome", "code": code}]}
    if row.unit in units:
        made["location"] = _ref("Location", _unit_id(units[row.unit]))
    dose = suspected(row, one)
    if dose:
        made["suspectEntity"] = [{"instance": _ref("Immunization", dose.id)}]
    return made
