"""Opens vaccine passports (`HC1:`, EU DCC format, QĐ 5772/QĐ-BYT), and WHO's certificates in the same envelope.

The signature stays unverified: that needs the trust list (`vaxdesk.certificates.verify`), so what is read here is a
claim, and is read as long as it names somebody, whether or not it follows the schema.
"""

from __future__ import annotations

import msgspec

from vaxdesk.certificates import base45, cose, cwt, ddcc, hcert, verify_ddcc
from vaxdesk.certificates.cwt import Claims
from vaxdesk.certificates.ddcc import CoreDataSet
from vaxdesk.certificates.unreadable import Unreadable
from vaxdesk.domain.birthdates import parse_birth
from vaxdesk.domain.certificate_reasons import CertificateReason
from vaxdesk.domain.names import clean
from vaxdesk.domain.scans import Scan, ScanKind, ScannedDose, ScanOutcome

_BROKEN = (ValueError, msgspec.ValidationError)


class _Name(msgspec.Struct):
    fn: str = ""
    gn: str = ""
    fnt: str = ""
    gnt: str = ""


class _Dose(msgspec.Struct):
    dt: str
    mp: str
    vp: str = ""
    ma: str = ""
    dn: int = 0
    sd: int = 0
    co: str = ""
    issuer: str = msgspec.field(name="is", default="")
    ci: str = ""


class _Certificate(msgspec.Struct):
    nam: _Name
    dob: str = ""
    v: list[_Dose] | None = None


def open_certificate(sealed: Scan) -> Scan:
    """Person and doses of a recognised passport, outcome UNVERIFIED; DAMAGED when it cannot be opened. Never raises.

    Args:
        sealed: as `read_code` gives it, the payload from `HC1:` on in its only extra.
    """
    try:
        claims = _claims(sealed.extras[0])
        if claims.subclaim == cwt.DDCC_VS:
            return _of_who(ddcc.read(claims.content), sealed)
        certificate = msgspec.convert(claims.content, _Certificate)
    except _BROKEN:
        return Scan(kind=ScanKind.EU_DCC, outcome=ScanOutcome.DAMAGED, raw=sealed.raw)
    name, plain = _name(certificate.nam)
    return Scan(
        kind=ScanKind.EU_DCC,
        outcome=ScanOutcome.UNVERIFIED,
        raw=sealed.raw,
        name=name,
        plain_name=plain,
        dob=parse_birth(certificate.dob) or "",
        doses=tuple(_dose(dose) for dose in certificate.v or ()),
    )


def _of_who(sets: tuple[CoreDataSet, ...], sealed: Scan) -> Scan:
    """What WHO's sets say, one dose each."""
    return Scan(
        kind=ScanKind.EU_DCC,
        outcome=ScanOutcome.UNVERIFIED,
        raw=sealed.raw,
        name=clean(sets[0].name),
        dob=parse_birth(sets[0].birth_date) or "",
        doses=tuple(map(_dose_of_who, verify_ddcc.of_covid(sets))),
    )


def _dose_of_who(one: CoreDataSet) -> ScannedDose:
    told = one.vaccination
    return ScannedDose(
        date=parse_birth(told.date) or "",
        product=(told.brand or told.vaccine).code,
        number=told.dose or 0,
        series=told.total_doses or 0,
        country=told.country.code,
        issuer=told.centre or (one.certificate.issuer.display if one.certificate else ""),
        certificate=one.certificate.hcid.value if one.certificate else "",
    )


def _claims(text: str) -> Claims:
    """What is claimed.

    Raises:
        Unreadable: not a certificate, or one of more than MOST_INFLATED bytes.
    """
    return cwt.read(cose.read(_unwrapped(text)).payload)


def _unwrapped(text: str) -> bytes:
    """The envelope, also one that nobody packed: who looks for a person minds less than who verifies."""
    try:
        return hcert.unwrap(text)
    except Unreadable as stopped:
        if stopped.reason is not CertificateReason.COMPRESSION:
            raise
        return base45.decode(text[len(hcert.PREFIX) :].encode("ascii").upper())


def _name(name: _Name) -> tuple[str, bool]:
    """Full name, surname first, and whether it is only the transliteration without marks."""
    written = clean(f"{name.fn} {name.gn}")
    if written:
        return written, written.isascii() and written == written.upper()
    return clean(f"{name.fnt} {name.gnt}".replace("<", " ")), True


def _dose(dose: _Dose) -> ScannedDose:
    return ScannedDose(
        date=parse_birth(dose.dt) or "",
        product=dose.mp,
        vaccine=dose.vp,
        maker=dose.ma,
        number=dose.dn,
        series=dose.sd,
        country=dose.co,
        issuer=dose.issuer,
        certificate=dose.ci,
    )
