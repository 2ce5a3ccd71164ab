"""What the worker of the centre signed is read by a verifier made of npm parts, and refused when altered."""

from __future__ import annotations

import zlib
from pathlib import Path
from random import Random

import pytest
from cryptography.hazmat.primitives.serialization import load_der_public_key

from sync_server.durable.database import writing
from sync_server.issuing import listing, worker
from sync_server.issuing.keys import opening
from sync_server.issuing.keys.opening import Wanted
from tests.certificates import npm_parts
from tests.issuing.people import SECOND, WORDS, brought, judged, of, served
from tests.servers import RunningServer
from tests.sync_server.clinics import BAO, LANH, Clinic, read
from vaxdesk.certificates import base45, cose, hcert
from vaxdesk.certificates.dcc import COVID

_OTHER_DAY = b"2026-11-03"


@pytest.fixture(scope="module")
def parts() -> Path:
    return npm_parts.installed()


def altered(text: str) -> str:
    """The same certificate with the dose a day later, under the signature that it had."""
    envelope = hcert.unwrap(text)
    assert envelope.count(SECOND.encode()) == 1
    return "HC1:" + base45.encode(zlib.compress(envelope.replace(SECOND.encode(), _OTHER_DAY)))


@pytest.mark.parametrize("alg", [cose.ES256, cose.PS256], ids=cose.NAMES.get)
def test_what_the_worker_signs_holds_there_and_what_is_altered_does_not(
    server: RunningServer, parts: Path, alg: int
) -> None:
    clinic, now = Clinic(server), int(server.server.now())
    whom = {served(clinic, one)[0]: one for one in (LANH, BAO)}
    assert set(brought(server, clinic).values()) == {"vouched"}
    signer = opening.make(
        Wanted(alg=alg, name="Bộ Y tế", country="VN", days=3650), WORDS, rng=Random(alg), now=now - 86_400
    )
    with writing(server.engine) as conn:
        listing.add(conn, signer.key, now_ms=0)
    with opening.signing(signer, WORDS) as by:
        assert worker.until_done(server.server, signer, by).signed == 2
    read(server)
    made = {who: of(server, who)[0] for who in whom}
    keys = {signer.key.kid.hex(): npm_parts.public(load_der_public_key(signer.key.spki))}
    texts = [one.text for one in made.values()]
    answers = npm_parts.played(parts, "read.js", {"texts": texts, "keys": keys})
    for (who, one), answer in zip(made.items(), answers, strict=True):
        assert answer["ok"], answer
        stated = answer["claims"]["-260"]["1"]
        (dose,) = stated["v"]
        assert (dose["ci"], dose["dn"], dose["sd"], dose["dt"], dose["tg"]) == (one.uvci, 2, 2, SECOND, COVID)
        assert (stated["dob"], answer["claims"]["1"], answer["claims"]["4"]) == (whom[who].dob, "VN", one.exp)
        assert judged(server, one.text).valid
    forged = [altered(text) for text in texts]
    for text, answer in zip(forged, npm_parts.played(parts, "read.js", {"texts": forged, "keys": keys}), strict=True):
        assert not answer["ok"] and "mismatch" in answer["error"].replace("missmatch", "mismatch"), answer
        assert not judged(server, text).valid
