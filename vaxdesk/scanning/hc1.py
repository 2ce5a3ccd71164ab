"""Opens vaccine passports (`HC1:`, EU DCC format, QĐ 5772/QĐ-BYT): Base45, zlib, COSE, CBOR.

The signature stays unverified: that needs the trust list, so what is read here is a claim.
"""

from __future__ import annotations

import zlib
from typing import Any

import base45
import cbor2
import msgspec

from vaxdesk.domain.birthdates import parse_birth
from vaxdesk.domain.names import clean
from vaxdesk.domain.scans import Scan, ScanKind, ScannedDose, ScanOutcome

MOST_INFLATED = 1 << 20  # bytes; a real one has about 600
_COSE_SIGN1 = 18
_HCERT, _DCC_V1 = -260, 1
_BROKEN = (ValueError, zlib.error, cbor2.CBORDecodeError, msgspec.ValidationError, RecursionError)


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
        one of _BROKEN: not a certificate, or one of more than MOST_INFLATED bytes.
    """
    # Base45 has capitals only, so Caps Lock cannot hurt it; its spaces mean something and stay
    message = cbor2.loads(_inflate(base45.b45decode(text[4:].upper())))
    parts = message.value if isinstance(message, cbor2.CBORTag) and message.tag == _COSE_SIGN1 else message
    if not isinstance(parts, list | tuple) or len(parts) != 4 or not isinstance(parts[2], bytes):
        raise ValueError("no COSE_Sign1")
    claims = cbor2.loads(parts[2])
    if not isinstance(claims, dict) or not isinstance(claims.get(_HCERT), dict):
        raise ValueError("no health certificate")
    return claims[_HCERT].get(_DCC_V1)


def _inflate(data: bytes) -> bytes:
    if not data.startswith(b"\x78"):
        return data
    stream = zlib.decompressobj()
    inflated = stream.decompress(data, MOST_INFLATED)
    if stream.unconsumed_tail:
        raise ValueError("too large")
    return inflated


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
