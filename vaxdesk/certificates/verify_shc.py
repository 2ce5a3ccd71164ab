"""Whether a SMART Health Card holds: signed by a key that the list has for its issuer, in its time, of doses done."""

from __future__ import annotations

import math
from typing import Any

import msgspec

from vaxdesk.certificates import public_keys, revocation, shc
from vaxdesk.certificates.meaning import Setting, adult_form, unknown_products
from vaxdesk.certificates.shc import SealedCard
from vaxdesk.certificates.trust import Key
from vaxdesk.certificates.unreadable import Unreadable
from vaxdesk.certificates.verdict import Facts, Holder, ProvenDose, Verdict
from vaxdesk.domain.certificate_reasons import (
    CertificateCaution,
    CertificateContent,
    CertificateKind,
    CertificateReason,
)

_SYSTEMS = {
    "http://hl7.org/fhir/sid/cvx": "cvx",
    "http://snomed.info/sct": "snomed",
    "http://id.who.int/icd11/mms": "icd11",
    "http://id.who.int/icd/release/11/mms": "icd11",
}
_LATEST = 253_402_300_799


class _HumanName(msgspec.Struct, frozen=True):
    family: str = ""
    given: tuple[str, ...] = ()
    text: str = ""


class _Patient(msgspec.Struct, frozen=True):
    name: tuple[_HumanName, ...] = ()
    birthDate: str = ""


class _Coding(msgspec.Struct, frozen=True):
    system: str = ""
    code: str = ""


class _Concept(msgspec.Struct, frozen=True):
    coding: tuple[_Coding, ...] = ()


class _Actor(msgspec.Struct, frozen=True):
    display: str = ""


class _Performer(msgspec.Struct, frozen=True):
    actor: _Actor = _Actor()


class _Immunization(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    status: str
    vaccine_code: _Concept
    occurrence_date_time: str
    lot_number: str = ""
    performer: tuple[_Performer, ...] = ()


def verify_shc(text: str, setting: Setting) -> Verdict:
    """The verdict on the text of a card's code or codes.

    Raises:
        Unreadable: it is none.
    """
    sealed = shc.read(text)
    key, reasons = _signing_key(sealed, setting)
    begins, ends = _seconds(sealed.claims.nbf), _seconds(sealed.claims.exp)
    reasons += setting.times(begins, ends)
    if setting.trust.revoked(_sums(sealed)):
        reasons.append(CertificateReason.REVOKED)
    cautions = setting.cautions()
    if CertificateReason.NOT_YET in reasons and key is not None:
        cautions.append(CertificateCaution.CLOCK)
    holder, doses = _said(sealed, setting, key)
    return Verdict(
        kind=CertificateKind.SMART,
        valid=not reasons,
        content=CertificateContent.VACCINATION if doses else CertificateContent.NOTHING,
        reasons=tuple(reasons),
        cautions=tuple(dict.fromkeys([*cautions, *unknown_products(doses)])),
        person=holder,
        doses=doses,
        facts=_facts(sealed, key, setting, (begins, ends)),
    )


def _signing_key(sealed: SealedCard, setting: Setting) -> tuple[Key | None, list[CertificateReason]]:
    if sealed.header.alg != "ES256":
        return None, [CertificateReason.ALGORITHM]
    keys = setting.trust.keys(sealed.kid, issuer=sealed.claims.iss)
    if not keys or not sealed.claims.iss:
        return None, [CertificateReason.KEY_UNKNOWN]
    for key in keys:
        public = public_keys.load(key.spki)
        if public is not None and public_keys.signed_by(public, sealed.signature, sealed.signed):
            return key, _out_of_time(key, setting.now)
    return None, [CertificateReason.SIGNATURE]


def _out_of_time(key: Key, now: int) -> list[CertificateReason]:
    return [CertificateReason.KEY_EXPIRED] if key.until and key.until.timestamp() < now else []


def _sums(sealed: SealedCard) -> list[bytes]:
    """What a list may hold of a card: issuer and `rid`, or the signature's first half."""
    half = sealed.signature[: len(sealed.signature) // 2]
    found = [revocation.of_token(half)]
    rid = sealed.claims.vc.rid
    return [*found, revocation.of_identifier(f"{sealed.claims.iss} {rid}")] if rid else found


def _said(sealed: SealedCard, setting: Setting, key: Key | None) -> tuple[Holder | None, tuple[ProvenDose, ...]]:
    holder, doses = None, []
    try:
        for resource in sealed.resources:
            match resource.get("resourceType"):
                case "Patient":
                    holder = _holder(msgspec.convert(resource, _Patient))
                case "Immunization":
                    doses.append(_dose(resource, sealed, setting, key))
    except msgspec.ValidationError as error:
        raise Unreadable(CertificateReason.CONTENT, type(error).__name__) from None
    done = [dose for dose in doses if dose is not None]
    return holder, tuple(sorted(done, key=lambda one: one.date))


def _holder(patient: _Patient) -> Holder | None:
    if not patient.name:
        return None
    first = patient.name[0]
    given = " ".join(first.given)
    return Holder(
        name=" ".join(filter(None, (first.family, given))) or first.text,
        surname=first.family,
        given=given,
        dob=patient.birthDate,
    )


def _dose(resource: dict[str, Any], sealed: SealedCard, setting: Setting, key: Key | None) -> ProvenDose | None:
    """A dose that was given; None for one that was not done or was entered in error."""
    told = msgspec.convert(resource, _Immunization)
    if told.status != "completed":
        return None
    codings = [(_SYSTEMS.get(one.system, ""), one.code) for one in told.vaccine_code.coding]
    found = next(filter(None, (setting.values.by_code(*one) for one in codings)), None)
    product, ours = found or (None, "")
    system, code = codings[0] if codings else ("", "")
    return ProvenDose(
        date=told.occurrence_date_time[:10],
        product=f"{system}:{code}" if code else "",
        name=product.name if product else "",
        vaccine=product.vp if product else "",
        maker=product.ma if product else "",
        lot=told.lot_number,
        place=told.performer[0].actor.display if told.performer else "",
        country=key.country if key else "",
        issuer=sealed.claims.iss,
        ours=ours or adult_form(product),
        days=setting.days_since(told.occurrence_date_time),
    )


def _facts(
    sealed: SealedCard, key: Key | None, setting: Setting, times: tuple[int | None, int | None]
) -> Facts:
    begins, ends = times
    return setting.facts(
        country=key.country if key else "",
        issued=begins or 0,
        expires=ends or 0,
        alg=sealed.header.alg,
        kid=sealed.kid.hex(),
        signer=(key.name if key else "") or sealed.claims.iss,
        signer_country=key.country if key else "",
    )


def _seconds(value: float | None) -> int | None:
    if value is None:
        return None
    if not math.isfinite(value) or not 0 <= value <= _LATEST:
        raise Unreadable(CertificateReason.CLAIMS, "time")
    return int(value)
