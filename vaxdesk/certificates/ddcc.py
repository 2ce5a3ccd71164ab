"""WHO's digital documentation of COVID-19 certificates, vaccination status (DDCC:VS): core data set, and code.

The model is `DDCCCoreDataSetVSCoC` of WorldHealthOrganization/ddcc (RC2), one set a dose. In a code it is subclaim 3 of
the health certificate (claim -260 of a CWT; WorldHealthOrganization/smart-trust, `hcert.fsh`), a list of sets in an
`HC1:` text. An element that the model demands and nobody knows (the lot of an EU certificate) is left out, as WHO's own
map `CertDCCtoCoreDataSet` does: a made-up lot would be worse than none.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from vaxdesk.certificates import cose, cwt, hcert
from vaxdesk.certificates.cose import Signer
from vaxdesk.certificates.dcc import COVID
from vaxdesk.certificates.interop import ICD11_DDCC, SNOMED, Coding, Naming
from vaxdesk.certificates.statement import StatedDose, Statement, day
from vaxdesk.certificates.unreadable import Unreadable
from vaxdesk.domain.certificate_reasons import CertificateReason

_VERSION = "RC2"
_COUNTRIES = "urn:iso:std:iso:3166"
_GENDERS = {"M": "male", "F": "female"}
_MOST_SETS = 20
Text = Annotated[str, Meta(max_length=200)]
Day = Annotated[str, Meta(max_length=40)]
Count = Annotated[int, Meta(ge=1, le=99)]


class Identifier(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A number of a system."""

    value: Text
    system: Text = ""


class Reference(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody, by number or name."""

    display: Text = ""
    identifier: Identifier | None = None


class Period(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """From when until when, ISO."""

    start: Day = ""
    end: Day = ""


class Certificate(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """About the certificate: who issued it, its number, the version of the model."""

    issuer: Reference
    hcid: Identifier
    version: Text
    period: Period | None = None


class Vaccination(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """A dose: its class and brand, who may sell it, lot, day, number of how many, country, place, what comes next."""

    vaccine: Coding
    date: Day
    country: Coding
    brand: Coding | None = None
    manufacturer: Coding | None = None
    maholder: Coding | None = None
    lot: Text = ""
    dose: Count | None = None
    total_doses: Count | None = None
    centre: Text = ""
    disease: Coding | None = None
    next_dose: Day = ""


class CoreDataSet(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """A person and one dose."""

    name: Text
    vaccination: Vaccination
    birth_date: Day = ""
    sex: Text = ""
    identifier: Identifier | None = None
    certificate: Certificate | None = None


def sets(told: Statement, naming: Naming, *, document_system: str = "") -> tuple[CoreDataSet, ...]:
    """One set a dose. A dose without a day is left out: the model has no place for one.

    Args:
        document_system: whose numbers the person's identity paper has.
    """
    who = Identifier(value=told.document, system=document_system) if told.document else None
    dated = [one for one in told.doses if day(one.dose.date)]
    return tuple(
        CoreDataSet(
            name=told.holder.name,
            birth_date=day(told.holder.dob),
            sex=_GENDERS.get(told.sex, ""),
            identifier=who,
            certificate=_certificate(told),
            vaccination=_vaccination(one, told, naming, due=told.next_due if one is dated[-1] else ""),
        )
        for one in dated
    )


def plain(made: tuple[CoreDataSet, ...]) -> list[dict[str, Any]]:
    """The sets as plain values in the letters of the model, ready for JSON or CBOR."""
    return msgspec.to_builtins(made)


def read(value: Any) -> tuple[CoreDataSet, ...]:
    """Sets of one person in decoded CBOR or JSON: a list of them, or one alone.

    Raises:
        Unreadable: CONTENT.
    """
    found = value if isinstance(value, list | tuple) else [value]
    if not 0 < len(found) <= _MOST_SETS:
        raise Unreadable(CertificateReason.CONTENT, "sets")
    try:
        made = tuple(msgspec.convert(_lean(one), CoreDataSet) for one in found)
    except (msgspec.ValidationError, ValueError, TypeError) as error:
        raise Unreadable(CertificateReason.CONTENT, type(error).__name__) from None
    if not all(day(one.vaccination.date) for one in made):
        raise Unreadable(CertificateReason.CONTENT, "dates")
    if not made[0].name.strip() or len({(one.name, one.birth_date) for one in made}) > 1:
        raise Unreadable(CertificateReason.CONTENT, "person")
    return made


def sign(made: tuple[CoreDataSet, ...], signer: Signer, *, issuer: str, issued: int, expires: int) -> str:
    """The text of a code for these sets; arguments as of `hcert.sign`."""
    payload = cwt.write(plain(made), issuer=issuer, issued=issued, expires=expires, subclaim=cwt.DDCC_VS)
    return hcert.wrap(cose.sign(payload, signer))


def _lean(value: Any) -> Any:
    """Without fields that are null: issuers write that for what they do not know."""
    if not isinstance(value, Mapping):
        return value
    return {key: _lean(field) for key, field in value.items() if field is not None}


def _certificate(told: Statement) -> Certificate:
    number = Identifier(value=told.author_code) if told.author_code else None
    ends = _moment(told.expires) if told.expires else ""
    return Certificate(
        issuer=Reference(display=told.author or told.country, identifier=number),
        hcid=Identifier(value=told.number),
        version=_VERSION,
        period=Period(start=_moment(told.made) if told.made else "", end=ends),
    )


def _vaccination(one: StatedDose, told: Statement, naming: Naming, *, due: str) -> Vaccination:
    dose, kind = one.dose, naming.kind(one.dose)
    return Vaccination(
        vaccine=Coding(system=ICD11_DDCC, code=kind.icd11, display=kind.name),
        brand=naming.brand(dose),
        maholder=naming.maker(dose),
        lot=dose.lot,
        date=day(dose.date),
        dose=one.overall or None,
        total_doses=dose.series or None,
        country=Coding(system=_COUNTRIES, code=dose.country or told.country),
        centre=dose.place,
        disease=Coding(system=SNOMED, code=COVID, display="COVID-19"),
        next_dose=due,
    )


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()
