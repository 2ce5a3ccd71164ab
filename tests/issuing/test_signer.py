"""`vaxdesk-server signer`: keys in a file and in a token, their certificates, and what they sign."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import requests
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.serialization import Encoding

from sync_server.cli import main
from sync_server.commands.console import SIGNER_PASSPHRASE
from sync_server.issuing.keys import held, opening
from sync_server.issuing.keys import token as tokens
from sync_server.issuing.keys.held import OfAnotherKey
from sync_server.sealed_key import WrongPassphrase
from tests import softhsm
from tests.certificates.issuing import SHOT, document_signer
from tests.servers import RunningServer
from vaxdesk.certificates import cose, hcert, trust
from vaxdesk.certificates.trusted import Trusted
from vaxdesk.certificates.verify import verify
from vaxdesk.registry.rules import values

WORDS = "chim sáo sang sông"
YEAR = timedelta(days=365)


@dataclass
class Operator:
    """Somebody who types commands."""

    server: RunningServer
    capsys: pytest.CaptureFixture[str]

    def run(self, *arguments: object) -> tuple[int, dict[str, Any]]:
        where = ["--database", self.server.database, "--keys", str(self.server.folder)]
        code = main(["signer", *map(str, arguments), *where, "--json", "--language", "en"])
        return code, json.loads(self.capsys.readouterr().out)

    def done(self, *arguments: object) -> dict[str, Any]:
        code, facts = self.run(*arguments)
        assert code == 0, facts
        return facts

    def signer(self) -> held.Signer:
        found = held.read(self.server.folder)
        assert found is not None
        return found

    def listed(self) -> trust.TrustList:
        reply = requests.get(f"{self.server.url}/v1/trust", timeout=10)
        return trust.read(reply.content, [self.server.server.key.public])

    def holds(self, text: str) -> bool:
        """Whether a stranger with the list of this server believes a certificate."""
        return verify(text, trust=Trusted(self.listed()), now=int(self.server.server.now()), values=values()).valid


@pytest.fixture
def operator(server: RunningServer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Operator:
    monkeypatch.setenv(SIGNER_PASSPHRASE, WORDS)
    return Operator(server, capsys)


def signed(signer: held.Signer, words: str, now: float) -> str:
    issued = int(now) - 60
    with opening.signing(signer, words) as by:
        return hcert.sign(SHOT, by, issuer="VN", issued=issued, expires=issued + 365 * 86_400)


@pytest.mark.parametrize("alg", ["ES256", "PS256"])
def test_a_key_in_a_file_signs_what_strangers_believe(operator: Operator, alg: str) -> None:
    made = operator.done("make", "--name", "Bộ Y tế", "--alg", alg)
    [key] = operator.listed().keys
    assert (key.kid.hex(), key.alg, key.name, key.country, key.use) == (made["kid"], alg, "Bộ Y tế", "VN", ("v",))
    signer = operator.signer()
    assert operator.holds(signed(signer, WORDS, operator.server.server.now()))
    path = operator.server.folder / held.FILE
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(WrongPassphrase), opening.opened(signer, "another"):
        pass
    code, told = operator.run("make", "--name", "Bộ Y tế")
    assert (code, told["error"]) == (1, "signer_there")
    assert operator.signer() == signer


@pytest.mark.parametrize("alg", ["ES256", "PS256"])
def test_a_key_in_a_token_signs_the_same(
    operator: Operator, token: str, alg: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SIGNER_PASSPHRASE, softhsm.PIN)
    label = f"key {uuid4().hex}"
    place = ("--module", token, "--token", softhsm.LABEL, "--key", label)
    operator.done("make", "--name", "Bộ Y tế", "--alg", alg, *place)
    signer = operator.signer()
    assert not signer.sealed
    assert operator.holds(signed(signer, softhsm.PIN, operator.server.server.now()))
    assert operator.done("show")["where"] == softhsm.LABEL
    out = operator.server.folder / "request.pem"
    operator.done("request", "--out", out)
    asked = x509.load_pem_x509_csr(out.read_bytes())
    assert asked.is_signature_valid
    code, told = operator.run("rotate", "--name", "Bộ Y tế", *place)
    assert (code, told["error"]) == (1, "signer_token")  # a label is given once
    monkeypatch.setenv(SIGNER_PASSPHRASE, "000000")
    code, told = operator.run("request", "--out", out)
    assert (code, told["error"]) == (1, "signer_token")
    assert "000000" not in json.dumps(told)


def test_a_key_never_leaves_its_token(token: str) -> None:
    place = held.Place(module=token, token=softhsm.LABEL, key=f"key {uuid4().hex}")
    with tokens.made(place, softhsm.PIN, cose.ES256, id_=uuid4().bytes[:8]) as private:
        for ask in (private.private_bytes, private.private_numbers):
            with pytest.raises(UnsupportedAlgorithm):
                ask()
        assert private.public_key().key_size == private.key_size == 256


def test_another_key_under_the_label_is_noticed(token: str) -> None:
    place = held.Place(module=token, token=softhsm.LABEL, key=f"key {uuid4().hex}")
    with tokens.made(place, softhsm.PIN, cose.ES256, id_=uuid4().bytes[:8]):
        signer = held.Signer(certificates=(document_signer("ec"),), place=place)
    with pytest.raises(OfAnotherKey), opening.opened(signer, softhsm.PIN):
        pass


@pytest.mark.parametrize(
    ("changed", "text"), [({"module": "/no/such.so"}, "such"), ({"token": "none"}, "No"), ({"key": "x"}, "No")]
)
def test_a_token_that_is_not_there(token: str, changed: dict[str, str], text: str) -> None:
    place = held.Place(**{"module": token, "token": softhsm.LABEL, "key": "none", **changed})
    with pytest.raises(tokens.NoToken, match=text), tokens.opened(place, softhsm.PIN):
        pass


def test_what_an_earlier_key_signed_goes_on_to_hold(operator: Operator) -> None:
    operator.done("make", "--name", "Bộ Y tế")
    old = signed(operator.signer(), WORDS, operator.server.server.now())
    first = operator.signer().key
    operator.done("rotate", "--name", "Bộ Y tế", "--alg", "PS256")
    signer = operator.signer()
    assert signer.past == (first,)
    assert signer.key.alg == "PS256"
    assert {one.kid for one in operator.listed().keys} == {first.kid, signer.key.kid}
    new = signed(signer, WORDS, operator.server.server.now())
    assert operator.holds(old)
    assert operator.holds(new)
    shown = operator.done("show")
    assert [(one["alg"], one["listed"]) for one in shown["keys"]] == [("ES256", True), ("PS256", True)]


def certified(request: bytes, *, key: Any = None) -> bytes:
    """A certificate by a national centre for what was asked, or for another key."""
    asked = x509.load_pem_x509_csr(request)
    centre = ec.generate_private_key(ec.SECP384R1())
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(issuer_name=asked.subject, subject_name=asked.subject, serial_number=77)
        .public_key(key or asked.public_key())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + 2 * YEAR)
    )
    for one in asked.extensions:
        made = made.add_extension(one.value, critical=one.critical)
    return made.sign(centre, hashes.SHA384()).public_bytes(Encoding.PEM)


def test_the_national_centre_certifies_the_key(operator: Operator, tmp_path: Path) -> None:
    operator.done("make", "--name", "Bộ Y tế", "--alg", "PS256")
    own = operator.signer()
    out, given = tmp_path / "request.pem", tmp_path / "signer.pem"
    operator.done("request", "--out", out)
    asked = x509.load_pem_x509_csr(out.read_bytes())
    assert asked.is_signature_valid
    assert isinstance(asked.signature_algorithm_parameters, padding.PKCS1v15)
    given.write_bytes(certified(out.read_bytes()))
    operator.done("import", given)
    signer = operator.signer()
    assert signer.key.kid != own.key.kid
    assert signer.key.use == ("v",)
    assert signer.sealed == own.sealed
    assert operator.holds(signed(signer, WORDS, operator.server.server.now()))
    operator.done("import", given)
    assert operator.signer() == signer  # again changes nothing

    given.write_bytes(certified(out.read_bytes(), key=ec.generate_private_key(ec.SECP256R1()).public_key()))
    for other in (given, out):
        code, told = operator.run("import", other)
        assert (code, told["error"]) == (1, "signer_other_key")
    assert operator.signer() == signer


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("show",), "signer_none"),
        (("rotate", "--name", "x"), "signer_none"),
        (("import", "/no/such/file"), "trust_file"),
        (("make", "--name", "x", "--token", "t"), "signer_place"),
        (("make", "--name", "x", "--module", "/no.so", "--token", "t", "--key", "k"), "signer_token"),
    ],
)
def test_what_cannot_be_done(operator: Operator, arguments: tuple[str, ...], error: str) -> None:
    code, told = operator.run(*arguments)
    assert (code, told["error"]) == (1, error)
    assert held.read(operator.server.folder) is None


@pytest.mark.parametrize("text", ["", "{", '{"certificates":[]}', '{"certificates":[],"sealed":"AAAA"}', "[]"])
def test_a_damaged_file(operator: Operator, text: str) -> None:
    (operator.server.folder / held.FILE).write_text(text)
    code, told = operator.run("show")
    assert (code, told["error"]) == (1, "signer_damaged")


def test_how_long_a_key_lasts(operator: Operator) -> None:
    operator.done("make", "--name", "x", "--days", "400")
    now = int(operator.server.server.now())
    assert operator.signer().lasts(now + 365 * 86_400)
    assert not operator.signer().lasts(now + 401 * 86_400)
