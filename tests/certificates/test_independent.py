"""A verifier and an issuer made of npm parts: what we sign holds there, what is made there holds here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from msgspec.structs import replace

from tests.certificates import npm_parts
from tests.certificates import vector_cases_who as who
from tests.certificates import vector_parts as p
from tests.certificates.npm_parts import SCRIPTS, hexadecimal, played
from tests.certificates.vector_keys import document_signer, kid, private
from vaxdesk.certificates import dcc, ddcc
from vaxdesk.certificates.trusted import Trusted
from vaxdesk.certificates.verify import verify
from vaxdesk.domain.certificate_reasons import CertificateKind
from vaxdesk.registry.rules import values

_KINDS = (("ec", "ES256"), ("rsa", "PS256"))
_STATED = (  # a dose, a test, a recovery, and a birth of which only the year is known
    p.SHOT, replace(p.SHOT, v=(), t=(p.TEST,)), replace(p.SHOT, v=(), r=(p.RECOVERY,)), replace(p.SHOT, dob="1990"),
)  # fmt: skip


@pytest.fixture(scope="module")
def parts() -> Path:
    return npm_parts.installed()


def _public(name: str) -> dict[str, str]:
    return npm_parts.public(private(name).public_key())


def _private(name: str) -> dict[str, str]:
    numbers = private(name).private_numbers()
    if not isinstance(numbers, rsa.RSAPrivateNumbers):
        return {"d": f"{numbers.private_value:064x}"}
    own = {"p": numbers.p, "q": numbers.q, "d": numbers.d, "dp": numbers.dmp1, "dq": numbers.dmq1, "qi": numbers.iqmp}
    return _public(name) | {part: hexadecimal(number) for part, number in own.items()}


@pytest.mark.parametrize(("name", "alg"), _KINDS)
def test_what_we_sign_is_read_and_holds_there(parts: Path, name: str, alg: str) -> None:
    texts = [p.signed(one, name) for one in _STATED]
    answers = played(parts, "read.js", {"texts": texts, "keys": {kid(name).hex(): _public(name)}})
    for stated, answer in zip(_STATED, answers, strict=True):
        assert answer["ok"], (alg, answer)
        assert answer["claims"]["-260"]["1"] == json.loads(json.dumps(dcc.plain(stated)))
        assert (answer["claims"]["1"], answer["claims"]["4"]) == ("VN", p.NOW + p.DAY)


@pytest.mark.parametrize(("name", "alg"), _KINDS)
def test_what_we_sign_in_the_form_of_who_holds_there_and_what_is_made_there_here(
    parts: Path, name: str, alg: str
) -> None:
    sets = ddcc.read([who.SET])
    text = ddcc.sign(sets, document_signer(name), issuer="VN", issued=p.NOW - p.DAY, expires=p.NOW + p.DAY)
    (answer,) = played(parts, "read.js", {"texts": [text], "keys": {kid(name).hex(): _public(name)}})
    assert answer["ok"] and answer["claims"]["-260"]["3"] == json.loads(json.dumps(ddcc.plain(sets))), answer
    stated = {"iss": "VN", "iat": p.NOW - p.DAY, "exp": p.NOW + p.DAY, "ddcc": [who.SET]}
    asked = [{"alg": alg, "kid": kid(name).hex(), "key": _private(name), "claims": stated}]
    (made,) = played(parts, "make.js", asked)
    found, ours = (verify(one, trust=Trusted(p.lists()["usual"]), now=p.NOW, values=values()) for one in (made, text))
    assert found.valid and found.kind is CertificateKind.DDCC and found.facts.alg == alg
    assert (found.person, found.doses) == (ours.person, ours.doses)


@pytest.mark.parametrize(("name", "alg"), _KINDS)
def test_what_is_altered_or_of_another_key_does_not_hold_there(parts: Path, name: str, alg: str) -> None:
    other = {"ec": "twin", "rsa": "rsa other"}[name]
    forged = p.sealed(p.claims(), name=other, protected=p.head(name))
    (answer,) = played(parts, "read.js", {"texts": [forged], "keys": {kid(name).hex(): _public(name)}})
    assert not answer["ok"] and "mismatch" in answer["error"].replace("missmatch", "mismatch"), (alg, answer)


@pytest.mark.parametrize(("name", "alg"), _KINDS)
def test_what_is_made_there_holds_here(parts: Path, name: str, alg: str) -> None:
    asked = [
        {
            "alg": alg, "kid": kid(name).hex(), "key": _private(name),
            "claims": {"iss": "VN", "iat": p.NOW - p.DAY, "exp": p.NOW + p.DAY, "dcc": dcc.plain(one)},
        }
        for one in _STATED
    ]  # fmt: skip
    trusted = Trusted(p.lists()["usual"])
    for stated, text in zip(_STATED, played(parts, "make.js", asked), strict=True):
        found = verify(text, trust=trusted, now=p.NOW, values=values())
        assert found.valid and found.facts.alg == alg == {-7: "ES256", -37: "PS256"}[document_signer(name).alg]
        assert found.person is not None and found.person.dob == stated.dob and found.content == stated.content


def test_the_lock_names_no_address() -> None:
    text = (SCRIPTS / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in text
    packages = json.loads(text)["packages"]
    assert all("integrity" in one for name, one in packages.items() if name)
