"""One-time codes: good once, for one key, for 72 hours; a lost answer costs nothing."""

from __future__ import annotations

import time

import pytest
import requests
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync_server.durable.database import writing
from sync_server.durable.tables import access, device, enrol_code, org
from tests.servers import RunningServer
from tests.sync_server.pens import Pen
from vaxdesk.journal import enrolment

JSON = {"Content-Type": "application/json"}


def refused(reply: requests.Response) -> str:
    assert reply.status_code == 403, reply.text
    return reply.json()["reason"]


def test_a_code_gives_a_certificate_for_the_units_feed(either: RunningServer) -> None:
    pen = Pen(either)
    stated = enrolment.read_certificate(pen.certificate, bytes.fromhex(either.key))
    assert stated is not None
    assert (stated.org, stated.unit, stated.key) == (either.unit("TYT-01").org_no, ":TYT-01", pen.public.hex())
    assert pen.joined["unit"]["name"] == "Trạm y tế Cư Êbur"
    assert pen.joined["server"] == either.key
    assert enrolment.read_certificate(pen.certificate, pen.public) is None


def test_the_same_key_may_show_its_code_again_and_no_other(either: RunningServer) -> None:
    pen = Pen(either)
    code = either.enrol_code("TYT-01")
    first, again = pen.enrol(code), pen.enrol(code)
    key = bytes.fromhex(either.key)
    numbers = {enrolment.read_certificate(one["certificate"], key).device for one in (first, again)}
    assert numbers == {pen.device}
    pen.private = Ed25519PrivateKey.generate()
    pen.public = pen.private.public_key().public_bytes_raw()
    assert refused(pen.ask_to_enrol(code)) == "used"


def test_a_code_holds_72_hours(server: RunningServer) -> None:
    pen, code = Pen(server), server.enrol_code("TYT-01")
    server.now = lambda: time.time() + 72 * 3600 + 60
    assert refused(pen.ask_to_enrol(code)) == "expired"
    server.now = lambda: time.time() + 72 * 3600 - 60
    assert pen.ask_to_enrol(code).status_code == 200


def test_codes_that_are_not_served_say_why(server: RunningServer) -> None:
    pen, code = Pen(server), server.enrol_code("TYT-02")
    assert refused(pen.ask_to_enrol(enrolment.make_code(bytes(range(13))))) == "unknown_code"
    assert refused(pen.ask_to_enrol("7ZK2M4P")) == "bad_code"
    assert refused(pen.ask_to_enrol(code, key="ab" * 32)) == "bad_proof"
    assert refused(pen.ask_to_enrol(code)) == "other_unit"


def test_a_unit_that_was_closed_enrols_nobody(server: RunningServer) -> None:
    pen, code = Pen(server), server.enrol_code("TYT-01")
    with writing(server.engine) as conn:
        conn.execute(org.update().values(active=0))
    assert refused(pen.ask_to_enrol(code)) == "unit_closed"


def test_after_five_wrong_codes_an_address_waits(server: RunningServer) -> None:
    pen, good = Pen(server), server.enrol_code("TYT-01")
    for _ in range(5):
        refused(pen.ask_to_enrol("0" * 14))
    reply = pen.ask_to_enrol(good)
    assert (reply.status_code, reply.json()["reason"]) == (429, "too_many")
    assert 0 < int(reply.headers["Retry-After"]) <= 900
    server.now = lambda: time.time() + 901
    assert pen.ask_to_enrol(good).status_code == 200


def test_only_digests_of_codes_are_kept_and_attempts_are_noted(server: RunningServer) -> None:
    pen = Pen(server)
    code = server.enrol_code("TYT-01")
    kept = server.rows(sa.select(enrol_code))
    assert enrolment.code_digest(enrolment.read_code(code)) in {bytes(row.digest) for row in kept}
    assert code.encode() not in b"".join(bytes(row.digest) + row.name.encode() for row in kept)
    pen.ask_to_enrol("0" * 14)
    noted = server.rows(sa.select(access.c.action, access.c.result).order_by(access.c.id))
    assert [tuple(row) for row in noted] == [("enrol", "ok"), ("enrol", "unknown_code")]


def test_names_of_devices_are_cleaned(server: RunningServer) -> None:
    pen = Pen(server)
    with writing(server.engine) as conn:
        conn.execute(device.delete())
    pen.ask_to_enrol(server.enrol_code("TYT-01"), name="Máy \x00\n1" + "x" * 150)
    assert server.rows(sa.select(device.c.name).where(device.c.org_no > 0))[0].name == "Máy 1" + "x" * 95


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(b"", 400, id="empty"),
        pytest.param(b"[1]", 400, id="another form"),
        pytest.param(b'{"code":"A","key":"xyz","proof":""}', 400, id="key that is none"),
        pytest.param(b'{"code":"A","key":"' + b"ab" * 32 + b'\\n","proof":""}', 400, id="key with a newline"),
        pytest.param(b"x" * 9000, 413, id="too large"),
    ],
)
def test_a_request_that_is_none_is_refused(shared: RunningServer, body: bytes, status: int) -> None:
    assert requests.post(f"{shared.url}/v1/enrol", data=body, headers=JSON, timeout=5).status_code == status
