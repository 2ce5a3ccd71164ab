"""Opens vaccine passports (`HC1:`, EU DCC format, QĐ 5772/QĐ-BYT).

The signature stays unverified: that needs the trust list (`vaxdesk.certificates.verify`), so what is read here is a
claim, and is read as long as it names somebody, whether or not it follows the schema.
"""

from __future__ import annotations

from typing import Any

import msgspec

from vaxdesk.certificates import base45, cose, cwt, hcert
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
        certificate = msgspec.convert(_content(sealed.extras[0]), _Certificate)
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


def _content(text: str) -> Any:
    """The certificate as plain values.

    Raises:
        Unreadable: not a certificate, or one of more than MOST_INFLATED bytes.
    """
    return cwt.read(cose.read(_unwrapped(text)).payload).content


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
