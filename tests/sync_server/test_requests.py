"""Who may speak to the server, and what it says to everybody else; a broken line costs the frame in flight alone."""

from __future__ import annotations

import http.client
import logging
import secrets
import socket
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync_server.durable.database import writing
from sync_server.durable.tables import device, org
from sync_server.settings import Settings
from tests.servers import RunningServer, running_server
from tests.sync_server.pens import Pen
from vaxdesk.journal import auth
from vaxdesk.journal.frames import MEDIA, Ask, encode, join
from vaxdesk.journal.signing import to_text

EMPTY = join([encode(Ask())])


def signed_error(reply: requests.Response, server: RunningServer, nonce: bytes) -> str:
    told = reply.json()
    key = bytes.fromhex(server.key)
    assert auth.problem_is_signed(key, told["sig"], told["error"], nonce=to_text(nonce), time_ms=told["time"])
    assert not auth.problem_is_signed(key, told["sig"], told["error"], nonce="other", time_ms=told["time"])
    return told["error"]


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda _pen, _body: "", id="none"),
        pytest.param(lambda _pen, _body: "Basic abc", id="another scheme"),
        pytest.param(lambda _pen, _body: "VD1 1.2.3", id="too few parts"),
        pytest.param(lambda pen, body: pen.header(body + b" "), id="another body"),
        pytest.param(lambda pen, body: pen.header(body)[:-3] + "AAA", id="signature altered"),
    ],
)
def test_a_request_without_a_good_signature_gets_nothing(shared: RunningServer, spoil: Callable[..., str]) -> None:
    pen = Pen(shared)
    reply = pen.post(EMPTY, Authorization=spoil(pen, EMPTY))
    assert reply.status_code == 401
    assert reply.json()["error"] in ("auth", "bad_sig")


def test_own_segments_of_a_request_with_a_bad_signature_are_filed_but_nothing_is_shown(server: RunningServer) -> None:
    pen, other = Pen(server), Pen(server)
    mine, relayed = pen.log().write(1), other.log().write(1)
    body = join([encode(Ask()), mine.segment(), relayed.segment()])
    reply = pen.post(body, Authorization=pen.header(b"other body"))
    assert reply.status_code == 401
    assert len(reply.content) < 100
    assert [one["line"] for one in server.entries("TYT-01")] == [text.decode() for text in mine.lines]


def test_a_clock_that_is_off_is_told_the_signed_time(server: RunningServer) -> None:
    pen, nonce = Pen(server), secrets.token_bytes(12)
    for off in (-601, 601, -20 * 365 * 86400):
        reply = pen.post(EMPTY, Authorization=pen.header(EMPTY, t=time.time() + off, nonce=nonce))
        assert (reply.status_code, signed_error(reply, server, nonce)) == (401, "clock")
        assert abs(reply.json()["time"] / 1000 - time.time()) < 5
    assert pen.post(EMPTY, Authorization=pen.header(EMPTY, t=time.time() + 590)).status_code == 200


def test_a_replayed_request_is_answered_without_being_served(server: RunningServer) -> None:
    pen, nonce = Pen(server), secrets.token_bytes(12)
    log_ = pen.log().write(2)
    body = join([encode(Ask()), log_.segment()])
    header = pen.header(body, nonce=nonce)
    assert pen.post(body, Authorization=header).status_code == 200
    again = pen.post(body, Authorization=header)
    assert (again.status_code, signed_error(again, server, nonce)) == (401, "replay")
    assert len(server.entries("TYT-01")) == 3


def test_an_unknown_device_is_told_so_and_comes_back_with_its_certificate(server: RunningServer) -> None:
    pen, nonce = Pen(server), secrets.token_bytes(12)
    with writing(server.engine) as conn:
        conn.execute(device.delete())
    reply = pen.post(EMPTY, Authorization=pen.header(EMPTY, nonce=nonce))
    assert (reply.status_code, signed_error(reply, server, nonce)) == (401, "unknown_device")
    assert pen.post(EMPTY, VD_Certificate="bm8.bm8").status_code == 401
    assert pen.post(EMPTY, VD_Certificate=pen.certificate).status_code == 200
    assert pen.post(EMPTY).status_code == 200


def test_a_key_that_was_enrolled_twice_is_let_in_by_either_certificate(server: RunningServer) -> None:
    """An image of a PC was enrolled after a restore had made the server forget the first enrolment."""
    first = Pen(server)
    with writing(server.engine) as conn:
        conn.execute(device.delete())
    second = Pen(server, private=first.private)
    assert second.device != first.device
    log = first.log()
    body = join([encode(Ask()), log.segment()])
    assert first.post(body).status_code == 401
    assert first.post(body, VD_Certificate=first.certificate).status_code == 200
    assert second.post(body).status_code == 200


def test_a_certificate_does_not_serve_where_the_units_number_has_gone_to_another(server: RunningServer) -> None:
    pen = Pen(server)
    with writing(server.engine) as conn:
        conn.execute(device.delete())
        conn.execute(org.update().where(org.c.org_no == pen.feed).values(code="TYT-99"))
    assert pen.post(EMPTY, VD_Certificate=pen.certificate).json()["error"] == "unknown_device"


def test_a_certificate_of_another_server_is_worth_nothing(server: RunningServer, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    with running_server(tmp_path / "elsewhere") as elsewhere:
        stranger = Pen(elsewhere)
    stranger.server = server
    assert stranger.post(EMPTY, VD_Certificate=stranger.certificate).json()["error"] == "unknown_device"


def test_a_revoked_device_is_told_so_under_signature(server: RunningServer) -> None:
    pen, nonce = Pen(server), secrets.token_bytes(12)
    with writing(server.engine) as conn:
        conn.execute(device.update().where(device.c.device_no == pen.device).values(status="revoked"))
    log_ = pen.log()
    body = join([encode(Ask()), log_.segment()])
    reply = pen.post(body, Authorization=pen.header(body, nonce=nonce), VD_Certificate=pen.certificate)
    assert (reply.status_code, signed_error(reply, server, nonce)) == (403, "revoked")
    assert server.entries("TYT-01") == []


def test_another_devices_key_does_not_open_this_ones_door(server: RunningServer) -> None:
    pen = Pen(server)
    pen.private = Ed25519PrivateKey.generate()
    assert pen.post(EMPTY).status_code == 401


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(b"", 400, id="empty"),
        pytest.param(EMPTY[:-1], 400, id="cut off"),
        pytest.param(EMPTY + b"\0\0\0\x09abc", 400, id="last frame cut off"),
        pytest.param(b"\xff\xff\xff\xff" + b"a" * 100, 400, id="frame of 4 GiB announced"),
        pytest.param(join([b"[]"]), 400, id="message of another form"),
        pytest.param(join([b'{"wire":2}']), 400, id="wire of the future"),
        pytest.param(join([b'{"marks":{"1":[[99999999999999999999,""]]}}']), 400, id="number too large"),
        pytest.param(join([b'{"marks":{"-1":[]}}']), 400, id="negative feed"),
        pytest.param(join([b'{"sent":[["short",1]]}']), 400, id="log name too short"),
        pytest.param(join([b"[" * 5000]), 400, id="deep nesting"),
        pytest.param(join([b'{"later":{"x":1}}']), 200, id="field of a later version"),
        pytest.param(join([b'{"marks":{"9007199254740991":[[5,"x"]]}}']), 200, id="feed that is not there"),
    ],
)
def test_a_body_that_is_none_is_refused_with_a_code(shared: RunningServer, body: bytes, status: int) -> None:
    reply = Pen(shared).post(body)
    assert reply.status_code == status
    assert status == 200 or reply.json()["error"] in ("bad_frame", "wire")


def test_the_media_type_names_the_version(server: RunningServer) -> None:
    assert Pen(server).post(EMPTY, Content_Type="application/json").status_code == 415
    assert Pen(server).post(EMPTY, Content_Type="application/vnd.vaxdesk.sync.v2").status_code == 415


@pytest.mark.parametrize(
    ("settings", "segments"), [(Settings(max_body=3000), 20), (Settings(max_frames=4), 5)], ids=["bytes", "frames"]
)
def test_too_much_at_once_is_413_with_the_limit(tmp_path: Path, settings: Settings, segments: int) -> None:
    with running_server(tmp_path, settings=settings) as server:
        pen = Pen(server)
        logs = [pen.log().write(3) for _ in range(segments)]
        body = join([encode(Ask()), *(log_.segment() for log_ in logs)])
        reply = pen.post(body)
        assert (reply.status_code, reply.json()["limit"]) == (413, settings.max_body)
        assert pen.sync(logs[0].segment()).ok == [(logs[0].name, 4, 1)]


def test_what_arrived_before_the_line_broke_is_filed(server: RunningServer) -> None:
    pen = Pen(server)
    log_ = pen.log().write(20)
    body = join([encode(Ask()), log_.segment(0, 7), log_.segment(7, 14), log_.segment(14)])
    parts = urlsplit(server.url)
    line = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
    line.putrequest("POST", "/v1/sync")
    for name, value in {"Content-Type": MEDIA, "Authorization": pen.header(body), "Content-Length": len(body)}.items():
        line.putheader(name, str(value))
    line.endheaders()
    line.send(body[:-40])
    deadline = time.monotonic() + 10
    while len(server.entries("TYT-01")) < 14 and time.monotonic() < deadline:
        time.sleep(0.01)
    line.sock.shutdown(socket.SHUT_RDWR)
    line.close()
    assert [one["line"] for one in server.entries("TYT-01")] == [text.decode() for text in log_.lines[:14]]
    assert pen.sync(log_.segment()).ok == [(log_.name, 21, 3)]


def test_health_tells_wire_and_key_and_answers_503_without_a_database(
    server: RunningServer, caplog: pytest.LogCaptureFixture
) -> None:
    told = requests.get(f"{server.url}/v1/health", timeout=5).json()
    assert (told["status"], told["wire"], told["key"]) == ("ok", 1, server.key)
    file = Path(sa.make_url(server.database).database)
    server.engine.dispose()
    file.rename(file.with_suffix(".away"))
    file.mkdir()
    reply = requests.get(f"{server.url}/v1/health", timeout=5)
    assert (reply.status_code, reply.json()["error"], reply.headers["Retry-After"]) == (503, "busy", "5")
    assert [record.getMessage() for record in caplog.records] == ["database busy or away: OperationalError"]


def test_unknown_routes_and_methods_are_refused(server: RunningServer) -> None:
    assert requests.get(f"{server.url}/v1/sync", timeout=5).status_code == 405
    assert requests.post(f"{server.url}/v1/other", timeout=5).status_code == 404


def test_logs_hold_codes_and_counts_and_no_content(server: RunningServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="vaxdesk.server")
    pen = Pen(server)
    pen.sync(pen.log().raw('{"k":"person","t":1,"d":{"name":"Đặng Thị Ánh","doc":"066123456789"}}'.encode()).segment())
    text = "\n".join(record.getMessage() for record in caplog.records)
    assert f"device {pen.device}: 1 filed" in text
    assert "Ánh" not in text
    assert "066123456789" not in text


def test_the_last_contact_of_a_device_is_noted(server: RunningServer) -> None:
    pen = Pen(server)
    before = server.server.now_ms()
    pen.sync()
    assert (
        server.rows(sa.select(device.c.last_seen_ms).where(device.c.device_no == pen.device))[0].last_seen_ms >= before
    )
