"""The trust list as a file: signed, of the right server, as people read it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate

from tests.certificates.issuing import MADE, NOW, SERVER, SITE, document_signer, key
from vaxdesk.certificates import trust
from vaxdesk.certificates.trust import BadTrustList, TrustList

PUBLIC = SERVER.public_key().public_bytes_raw()
LIST = TrustList(made=MADE, keys=(key(), key("rsa")), devices=(SITE,), revoked=(b"0123456789",))
FILE = trust.write(LIST, SERVER.sign)


def test_a_list_comes_back_as_it_was() -> None:
    assert trust.read(FILE, [bytes(32), PUBLIC]) == LIST
    assert trust.read_unsigned(FILE) == LIST
    assert trust.read_unsigned(FILE.split(b"\n")[0]) == LIST


def test_the_first_line_is_json_as_verifiers_elsewhere_read_it() -> None:
    told = json.loads(FILE.split(b"\n")[0])
    assert (told["v"], told["made"], told["revoked"]) == (1, "2022-08-08T00:00:00Z", ["MDEyMzQ1Njc4OQ=="])
    assert set(told["keys"][0]) == {"kid", "alg", "spki", "country", "from", "until", "name"}
    assert [one["alg"] for one in told["keys"]] == ["ES256", "PS256"]
    assert told["devices"][0][0] == 70123


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\n", FILE[:-3], FILE.replace(b"VN", b"AT"), FILE.replace(b"\n", b" ", 1), FILE.split(b"\n")[0],
        b"{}\n" + FILE.split(b"\n")[1], b"\xff\n\xff", FILE[:-10] + "đ".encode() + FILE[-8:],
    ],
    ids=range(9),  # the file is another in each process
)
def test_altered_files_are_none(data: bytes) -> None:
    with pytest.raises(BadTrustList):
        trust.read(data, [PUBLIC])


def test_the_list_of_another_server_is_none() -> None:
    other = Ed25519PrivateKey.generate()
    with pytest.raises(BadTrustList, match="signature"):
        trust.read(trust.write(LIST, other.sign), [PUBLIC])
    with pytest.raises(BadTrustList, match="signature"):
        trust.read(FILE, [])


@pytest.mark.parametrize(
    "text",
    [
        b"[]", b'{"v":2,"made":"2022-01-01T00:00:00Z"}', b'{"v":1,"made":"2022-01-01T00:00:00"}', b'{"v":1}',
        b"[" * 90_000,
    ],
)
def test_lists_of_another_shape_are_none(text: bytes) -> None:
    with pytest.raises(BadTrustList):
        trust.read(text + b"\n" + trust.write(LIST, SERVER.sign).split(b"\n")[1], [PUBLIC])
    with pytest.raises(BadTrustList):
        trust.read_unsigned(text)


def test_days_since_it_was_made() -> None:
    assert [trust.age_days(LIST, NOW + 86_400 * days) for days in (-2, -1, 0, 29)] == [-1, 0, 1, 30]


def test_what_is_taken_from_a_signers_certificate() -> None:
    der = document_signer()
    found = trust.key_of(der)
    assert (found.country, found.name, found.alg, len(found.kid)) == ("VN", "Test DSC", "ES256", 8)
    assert found.until == datetime.fromtimestamp(NOW, UTC) + timedelta(days=365)
    assert trust.key_of(load_der_x509_certificate(der).public_bytes(Encoding.PEM)) == found
    with pytest.raises(ValueError, match=r".+"):
        trust.key_of(b"no certificate")
