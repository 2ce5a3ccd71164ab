"""SMART Health Cards: the examples of the specification, cards of our own, and what is none."""

from __future__ import annotations

import json
import lzma
import zlib
from base64 import urlsafe_b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.certificates.issuing import DAY, NOW, judged, listed, private
from vaxdesk.certificates import revocation, shc, trust
from vaxdesk.certificates.cose import signer
from vaxdesk.certificates.trust import Key
from vaxdesk.certificates.trusted import Trusted
from vaxdesk.domain.certificate_reasons import CertificateCaution as C
from vaxdesk.domain.certificate_reasons import CertificateKind
from vaxdesk.domain.certificate_reasons import CertificateReason as R

DATA = Path(__file__).parents[1] / "data" / "certificates" / "smart-examples.json.xz"
EXAMPLES = json.loads(lzma.decompress(DATA.read_bytes()))
SPEC = "https://spec.smarthealth.cards/examples/issuer"
OURS = "https://health.example/issuer"
SPEC_NOW = 1_690_000_000
BUNDLE = {
    "resourceType": "Bundle", "type": "collection",
    "entry": [
        {"fullUrl": "resource:0", "resource": {"resourceType": "Patient", "birthDate": "1990-01-01",
            "name": [{"family": "Nguyễn", "given": ["Thị", "Lành"]}]}},
        {"fullUrl": "resource:1", "resource": {"resourceType": "Immunization", "status": "completed",
            "vaccineCode": {"coding": [{"system": "http://hl7.org/fhir/sid/cvx", "code": "218"}]},
            "occurrenceDateTime": "2022-07-10", "lotNumber": "FN1", "performer": [{"actor": {"display": "Clinic"}}]}},
        {"resource": {"resourceType": "Immunization", "status": "not-done",
            "vaccineCode": {"coding": []}, "occurrenceDateTime": "2022-07-11"}},
    ],
}  # fmt: skip


def text64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def jwk(kind: str = "ec") -> dict[str, str]:
    numbers = private(kind).public_key().public_numbers()
    x, y = (text64(number.to_bytes(32, "big")) for number in (numbers.x, numbers.y))
    kid = text64(sha256(f'{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}'.encode()).digest())
    return {"kty": "EC", "use": "sig", "alg": "ES256", "crv": "P-256", "x": x, "y": y, "kid": kid}


def keys() -> tuple[Key, ...]:
    return shc.keys_of(json.dumps({"keys": [jwk(), {"kty": "RSA"}]}).encode(), OURS, country="VN", name="Clinic")


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, wbits=-15)
    return packer.compress(data) + packer.flush()


def claims(**changes: Any) -> dict[str, Any]:
    card = {
        "type": ["https://smarthealth.cards#health-card"],
        "credentialSubject": {"fhirVersion": "4.0.1", "fhirBundle": BUNDLE}, "rid": "abc",
    }
    return {"iss": OURS, "nbf": NOW - DAY, "vc": card} | changes


def jws(stated: Any = None, *, packed: bytes | None = None, **header: Any) -> str:
    head = {"zip": "DEF", "alg": "ES256", "kid": jwk()["kid"]} | header
    body = packed if packed is not None else deflated(json.dumps(stated or claims()).encode())
    signed = f"{text64(json.dumps(head).encode())}.{text64(body)}"
    return f"{signed}.{text64(signer(private(), b'').sign(signed.encode()))}"


def spec_list(*revoked: bytes) -> Trusted:
    found = shc.keys_of(json.dumps(EXAMPLES["jwks"]).encode(), SPEC, name="Example")
    return listed(*found, made=trust.utc(SPEC_NOW - DAY), revoked=revoked)


@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_the_examples_of_the_specification(number: int) -> None:
    example = EXAMPLES["cards"][number]
    text = "\n".join(reversed(example["codes"]))  # several codes come in any order
    assert shc.join(text) == example["jws"]
    assert shc.read(text).claims.iss == example["payload"]["iss"]
    found = judged(text, spec_list(), now=SPEC_NOW)
    assert (found.kind, found.valid, found.reasons) == (CertificateKind.SMART, True, ())
    assert found.facts.signer == "Example"


def test_the_doses_of_an_example() -> None:
    found = judged(EXAMPLES["cards"][0]["codes"][0], spec_list(), now=SPEC_NOW)
    assert found.person is not None
    assert (found.person.name, found.person.dob) == ("Anyperson John B.", "1951-01-20")
    assert [(one.date, one.product, one.ours, one.lot) for one in found.doses] == [
        ("2021-01-01", "cvx:207", "MOD", "0000001"), ("2021-01-29", "cvx:207", "MOD", "0000007"),
        ("2022-09-05", "cvx:229", "MOD", "0000001"),
    ]


def test_a_card_that_its_issuer_revoked() -> None:
    text = EXAMPLES["cards"][3]["codes"][0]
    rid = EXAMPLES["cards"][3]["payload"]["vc"]["rid"]
    assert judged(text, spec_list(revocation.of_identifier(f"{SPEC} {rid}")), now=SPEC_NOW).reasons == (R.REVOKED,)


def test_a_code_of_several_alone() -> None:
    codes = EXAMPLES["cards"][2]["codes"]
    assert judged(codes[1], spec_list()).reasons == (R.PARTS_MISSING,)
    assert judged("\n".join([codes[0], *EXAMPLES["cards"][0]["codes"]]), spec_list()).reasons == (R.PARTS_MISSING,)


def test_a_card_of_ours() -> None:
    found = judged(shc.digits(jws()), listed(*keys()))
    assert (found.valid, found.cautions, found.facts.country) == (True, (), "VN")
    (dose,) = found.doses  # what was not done is none
    assert (dose.ours, dose.place, dose.days) == ("COM-C", "Clinic", 30)


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        (jws(claims(nbf=NOW + DAY)), (R.NOT_YET,)),
        (jws(claims(exp=NOW - 1)), (R.EXPIRED,)),
        (jws(claims(iss="https://other.example")), (R.KEY_UNKNOWN,)),
        (jws(claims(iss="")), (R.KEY_UNKNOWN,)),
        (jws(alg="none"), (R.ALGORITHM,)),
        (jws(kid="AAAA"), (R.KEY_UNKNOWN,)),
        (jws(kid="%"), (R.KEY_UNKNOWN,)),
        (jws()[:-8] + "AAAAAAAA", (R.SIGNATURE,)),
        (jws(claims(nbf=-1)), (R.CLAIMS,)),
        (jws(claims(vc={"type": [], "credentialSubject": {}})), (R.CLAIMS,)),
        (jws({"iss": 1}), (R.CLAIMS,)),
        (jws(packed=b"\xff"), (R.COMPRESSION,)),
        (jws(packed=deflated(b"x" * 99)[:-2]), (R.COMPRESSION,)),
        (jws(packed=deflated(b" " * (shc.MOST_INFLATED + 1))), (R.TOO_LARGE,)),
        (jws(packed=deflated(b"[" * 100_000)), (R.CLAIMS,)),
        ("a.b", (R.ENVELOPE,)),
        ("a.b.c", (R.ENVELOPE,)),
        ("..", (R.ENVELOPE,)),
        ("/.b.c", (R.ENVELOPE,)),
    ],
)
def test_cards_that_do_not_hold(text: str, reasons: tuple[R, ...]) -> None:
    assert judged(shc.digits(text), listed(*keys())).reasons == reasons


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("shc:/", R.LETTERS), ("shc:/5", R.LETTERS), ("shc:/99", R.LETTERS), ("shc:/0/1/56", R.LETTERS),
        ("shc:/2/1/56", R.PARTS_MISSING), ("shc:/56x", R.LETTERS), ("shc:/" + "56" * 70_000, R.TOO_LARGE),
    ],
)
def test_digits_that_are_none(text: str, reason: R) -> None:
    assert judged(text, listed(*keys())).reasons == (reason,)


def test_a_bundle_of_another_shape() -> None:
    odd = claims()
    odd["vc"] = odd["vc"] | {"credentialSubject": {"fhirBundle": {"entry": [{"resource": {
        "resourceType": "Immunization", "status": 5}}]}}}  # fmt: skip
    assert R.CONTENT in judged(shc.digits(jws(odd)), listed(*keys())).reasons
    empty = claims(vc=claims()["vc"] | {"credentialSubject": {"fhirBundle": 7}})
    found = judged(shc.digits(jws(empty)), listed(*keys()))
    assert (found.person, found.doses) == (None, ())


def test_a_key_for_cards_signs_no_eu_certificate_and_the_clock_is_doubted() -> None:
    assert listed(*keys()).keys(keys()[0].kid) == []
    assert C.CLOCK in judged(shc.digits(jws(claims(nbf=NOW + DAY))), listed(*keys())).cautions


def test_a_set_that_names_its_key_wrongly() -> None:
    with pytest.raises(ValueError, match="x"):
        shc.keys_of(json.dumps({"keys": [jwk() | {"kid": "x"}]}).encode(), OURS)
