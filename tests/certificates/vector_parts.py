"""What vectors are built of: a person who does not exist, the lists, envelopes as anybody might write them."""

from __future__ import annotations

import zlib
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import cbor2
import msgspec
from msgspec.structs import replace

from tests.certificates.vector_keys import document_signer, kid, private, spki
from vaxdesk.certificates import base45, cose, dcc, hcert, revocation, shc, slip, trust, uvci
from vaxdesk.certificates.dcc import COVID, Dcc, Name, Recovery, Test, Vaccination
from vaxdesk.certificates.slip import Slip, SlipDose
from vaxdesk.certificates.trust import Key, Site, TrustList

NOW = int(datetime(2026, 11, 27, 5, tzinfo=UTC).timestamp())
DAY = 86_400
ISSUER = "https://cards.example.vn/issuer"
UNIT = "OLD:12345"
SITE = "Trạm Y tế xã Hạnh Phúc"
UVCI = uvci.make("VN", int.from_bytes(sha256(b"vector").digest()[:16], "big"))
GONE = uvci.make("VN", 1)
DOSE = Vaccination(
    tg=COVID, vp="1119349007", mp="EU/1/20/1528", ma="ORG-100030215", dn=2, sd=2, dt="2026-10-28", co="VN",
    issuer="Ministry of Health", ci=UVCI,
)  # fmt: skip
TEST = Test(tg=COVID, tt="LP6464-4", sc="2026-11-26T06:30:00Z", tr="260415000", co="VN", issuer="MOH", ci=UVCI)
RECOVERY = Recovery(tg=COVID, fr="2026-09-01", co="VN", issuer="MOH", df="2026-09-11", du="2027-02-28", ci=UVCI)
SHOT = Dcc(
    ver="1.3.0", nam=Name(fn="Nguyễn", gn="Thị Lành", fnt="NGUYEN", gnt="THI<LANH"), dob="1990-01-01", v=(DOSE,)
)
SLIP = Slip(
    name="Nguyễn Thị Lành", born=1990, doses=(SlipDose("COM-A", "FN1234", "2026-11-27", "primary", 2),), unit=UNIT,
    site=SITE, token=bytes(range(16)), issued=NOW - 3600,
)  # fmt: skip
GONE_TOKEN = bytes(range(16, 32))
DEVICE, LOST = 70123, 70124  # the second number's certificate ran out


def key(name: str = "ec", **changes: Any) -> Key:
    """The entry of a key in a list."""
    return replace(
        Key(kid=kid(name), alg=document_signer(name).alg == cose.ES256 and "ES256" or "PS256", spki=spki(private(name)),
            country="VN", begins=trust.utc(NOW - 365 * DAY), until=trust.utc(NOW + 365 * DAY), name=f"Test {name}"),
        **changes,
    )  # fmt: skip


def thumb() -> bytes:
    """The identifier of the card issuer's key, as SMART Health Cards reckon it."""
    numbers = private("card").public_key().public_numbers()
    x, y = (urlsafe_b64encode(one.to_bytes(32, "big")).rstrip(b"=").decode() for one in (numbers.x, numbers.y))
    return sha256(f'{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}'.encode()).digest()


def raw(name: str) -> bytes:
    """The public key of a device or of the server."""
    return private(name).public_key().public_bytes_raw()


def lists() -> dict[str, TrustList]:
    """The lists by name."""
    usual = TrustList(
        made=trust.utc(NOW - DAY // 2),
        keys=(
            key(), key("rsa"), key("test", use=("t",)), key("late", begins=trust.utc(NOW - DAY // 2)),
            key("spent", until=trust.utc(NOW - 60)), key("abroad", country="LA"),
            key("twin", kid=kid("ec")), key("card", kid=thumb(), issuer=ISSUER, begins=None, until=None),
        ),
        devices=(Site(DEVICE, raw("device"), UNIT, 0, SITE), Site(LOST, raw("device lost"), UNIT, NOW - DAY, SITE)),
        revoked=(
            revocation.of_identifier(GONE), revocation.of_token(GONE_TOKEN),
            sha256(b"VN" + uvci.make("VN", 2).encode()).digest()[:16],
            revocation.of_identifier(f"{ISSUER} gone"),
        ),
    )  # fmt: skip
    return {
        "usual": usual,
        "empty": TrustList(made=usual.made),
        "ageing": replace(usual, made=trust.utc(NOW - 10 * DAY)),
        "old": replace(usual, made=trust.utc(NOW - 40 * DAY)),
        "ahead": replace(usual, made=trust.utc(NOW + DAY)),
    }


def signed(certificate: Dcc = SHOT, name: str = "ec", *, issued: int = NOW - DAY, expires: int = NOW + DAY) -> str:
    """An `HC1:` text as we issue it."""
    return hcert.sign(certificate, document_signer(name), issuer="VN", issued=issued, expires=expires)


def of(**changes: Any) -> Dcc:
    """The certificate with its dose changed."""
    return replace(SHOT, v=(replace(DOSE, **changes),))


def claims(content: Any = None, **changes: Any) -> bytes:
    """A payload; `changes` as `k4=…` replace the claim of that key, None leaves it out."""
    stated = {1: "VN", 6: NOW - DAY, 4: NOW + DAY, -260: {1: dcc.plain(SHOT) if content is None else content}}
    stated |= {int(name[1:]): value for name, value in changes.items()}
    return cbor2.dumps({name: value for name, value in stated.items() if value is not None})


def content(**changes: Any) -> dict[str, Any]:
    """The certificate as a map with other fields; None stays as null."""
    return dcc.plain(SHOT) | changes


def head(name: str = "ec") -> dict[int, Any]:
    """The protected header of a key."""
    return {1: document_signer(name).alg, 4: kid(name)}


def envelope(
    payload: bytes, *, protected: Any = None, unprotected: Any = None, name: str = "ec", tags: tuple[int, ...] = (18,)
) -> bytes:
    """A signed envelope with headers and tags as somebody else might write them."""
    shielded = head(name) if protected is None else protected
    first = shielded if isinstance(shielded, bytes) else cbor2.dumps(shielded) if shielded else b""
    found: Any = [first, unprotected or {}, payload, document_signer(name).sign(cose.to_be_signed(first, payload))]
    for tag in tags:
        found = cbor2.CBORTag(tag, found)
    return cbor2.dumps(found)


def sealed(payload: bytes, **about: Any) -> str:
    """The text of such an envelope."""
    return hcert.wrap(envelope(payload, **about))


def packed(data: bytes) -> str:
    """An `HC1:` text of bytes that are already packed, or should be."""
    return hcert.PREFIX + base45.encode(data)


def slip_text(stated: Slip = SLIP, name: str = "device", device: int = DEVICE) -> str:
    """A slip signed by a device."""
    return slip.sign(stated, private(name).sign, device=device)


def slip_bytes(data: bytes) -> str:
    """A slip of bytes."""
    return slip.PREFIX + base45.encode(data)


def card(
    *, status: str = "completed", code: str = "208", alg: str = "ES256", compress: bool = True, kid: bytes = b"",
    **changes: Any,
) -> str:
    """The JWS of a SMART Health Card."""
    patient = {"resourceType": "Patient", "name": [{"family": "Nguyễn", "given": ["Thị", "Lành"]}],
               "birthDate": "1990-01-01"}  # fmt: skip
    shot = {
        "resourceType": "Immunization", "status": status, "lotNumber": "FN1234", "occurrenceDateTime": "2026-10-28",
        "vaccineCode": {"coding": [{"system": "http://hl7.org/fhir/sid/cvx", "code": code}]},
        "performer": [{"actor": {"display": SITE}}],
    }  # fmt: skip
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in (patient, shot)]}
    vc = {"type": ["https://smarthealth.cards#health-card"],
          "credentialSubject": {"fhirVersion": "4.0.1", "fhirBundle": bundle}}  # fmt: skip
    payload = msgspec.json.encode({"iss": ISSUER, "nbf": NOW - DAY, "vc": vc} | changes)
    deflate = zlib.compressobj(9, wbits=-15)
    body = deflate.compress(payload) + deflate.flush() if compress else payload
    header = {"alg": alg, "kid": _text(kid or thumb())} | ({"zip": "DEF"} if compress else {})
    to_sign = f"{_text(msgspec.json.encode(header))}.{_text(body)}"
    return f"{to_sign}.{_text(document_signer('card').sign(to_sign.encode()))}"


def in_codes(jws: str, parts: int) -> list[str]:
    """The deprecated way to write a card into several codes."""
    pairs = shc.digits(jws).removeprefix(shc.PREFIX)
    size = -(-len(pairs) // 2 // parts) * 2
    return [f"{shc.PREFIX}{no + 1}/{parts}/{pairs[no * size : (no + 1) * size]}" for no in range(parts)]


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
