"""The line itself: what is not our server counts as no line, and nothing of it is believed or kept."""

from __future__ import annotations

import datetime
import json
import socket
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import msgspec
import pytest

from tests.servers import RunningServer, running_server
from tests.stations import Station, filed
from tests.sync.portals import web
from tests.tls_certificates import made_certificate
from vaxdesk.journal.enrolment import Refusal, make_code
from vaxdesk.journal.frames import MEDIA, Told, encode, join
from vaxdesk.store import enrolment as shelf
from vaxdesk.sync import enrol, http
from vaxdesk.sync.http import Busy, Link
from vaxdesk.trouble import Trouble, TroubleCode


def moved(desk: Station, url: str) -> None:
    """Something else now answers where the server was."""
    with desk.store.changing() as conn:
        joined = shelf.enrolment(conn)
        assert joined is not None
        shelf.enrol(conn, msgspec.structs.replace(joined, url=url))


CODE = "0000000-0000000"  # well formed, known to no server
PROBLEM = json.dumps({"error": "clock", "time": 1, "sig": "AAAA"}).encode()
UNSIGNED = json.dumps({"error": "unknown_device"}).encode()


@pytest.mark.parametrize(
    ("status", "body", "headers", "code"),
    [
        pytest.param(200, b"<html>Wifi mien phi</html>", {"Content_Type": "text/html"}, "login_wanted", id="portal"),
        pytest.param(200, b"<html>", {"Content_Type": MEDIA}, "not_our_server", id="portal with our type"),
        pytest.param(200, join([encode(Told(time=1))]), {"Content_Type": MEDIA}, "not_our_server", id="no heads"),
        pytest.param(302, b"", {"Location": "http://127.0.0.1:1/"}, "login_wanted", id="redirect"),
        pytest.param(404, b"<html>", {"Content_Type": "text/html"}, "not_our_server", id="page not found"),
        pytest.param(426, b"", {}, "update_needed", id="a server of the future"),
        pytest.param(404, b"", {}, "not_our_server", id="not found"),
        pytest.param(401, PROBLEM, {"Content_Type": "application/json"}, "not_our_server", id="clock, wrong signature"),
        pytest.param(401, UNSIGNED, {"Content_Type": "application/json"}, "not_our_server", id="problem unsigned"),
        pytest.param(401, b"[]", {"Content_Type": "application/json"}, "not_our_server", id="no problem either"),
        pytest.param(
            400, b'{"error":"bad_frame"}', {"Content_Type": "application/json"}, "server_refused", id="refused"
        ),
        pytest.param(413, b"", {}, "server_refused", id="too large"),
        pytest.param(503, b"", {"Retry_After": "7"}, "server_busy", id="busy"),
        pytest.param(502, b"", {"Retry_After": "Mon, 23 Nov 2026 10:00:00 GMT"}, "server_busy", id="proxy"),
    ],
)
def test_what_others_answer_is_not_believed(
    desk: Station, status: int, body: bytes, headers: dict[str, str], code: str
) -> None:
    desk.write(2)
    with web(status, body, **headers) as url:
        moved(desk, url)
        with pytest.raises(Trouble) as trouble:
            desk.sync()
    assert trouble.value.code is TroubleCode(code)
    assert getattr(trouble.value, "retry_after", 7.0 if status == 503 else 0.0) == (7.0 if status == 503 else 0.0)
    assert desk.waiting() == 3
    with desk.store.reading() as conn:
        assert shelf.contact(conn) is None


def test_a_busy_server_names_its_pause(desk: Station) -> None:
    with web(429, b"", Retry_After="99999") as url, Link(url) as line, pytest.raises(Busy) as busy:
        moved(desk, url)
        desk.sync()
        line.close()
    assert busy.value.retry_after == 3600.0


def test_another_server_with_the_same_units_is_not_ours(desk: Station, tmp_path: Path) -> None:
    desk.write(2)
    (tmp_path / "other").mkdir()
    with running_server(tmp_path / "other") as other:
        moved(desk, other.url)
        with pytest.raises(Trouble) as trouble:
            desk.sync()
        assert filed(other) == {}
    assert trouble.value.code is TroubleCode.NOT_OUR_SERVER


def test_nobody_there_is_no_line(desk: Station) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    moved(desk, f"http://127.0.0.1:{port}")
    with pytest.raises(Trouble) as trouble:
        desk.sync()
    assert trouble.value.code is TroubleCode.NO_LINE


def test_a_line_without_progress_is_given_up(desk: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "_STALL", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        moved(desk, f"http://127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(Trouble) as trouble:
            desk.sync()
    assert trouble.value.code is TroubleCode.NO_LINE


@pytest.mark.parametrize("at", ["the request", "the answer"])
def test_a_line_that_stops_midway_is_given_up_after_the_stall(at: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real socket whose other end stops reading, or stops writing: an upload of that size would take an hour."""
    monkeypatch.setattr(http, "_STALL", 0.3)
    monkeypatch.setattr(http, "_SLOWEST", 1e9)
    with socket.socket() as far:
        far.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        far.bind(("127.0.0.1", 0))
        far.listen()
        held: list[socket.socket] = []

        def answer() -> None:
            near, _ = far.accept()
            held.append(near)
            near.recv(1000)
            if at == "the answer":
                near.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nonly this")

        other = Thread(target=answer)
        other.start()
        body = b"x" * (16_000_000 if at == "the request" else 10)
        began = time.monotonic()
        with Link(f"http://127.0.0.1:{far.getsockname()[1]}") as line, pytest.raises(Trouble) as trouble:
            line.post("/", body, headers={})
        took = time.monotonic() - began
        other.join()
        held[0].close()
    assert trouble.value.code is TroubleCode.NO_LINE
    assert 0.3 <= took < 10


def test_the_stall_is_twenty_seconds() -> None:
    assert http._STALL == 20.0


def test_a_damaged_authority_is_refused_before_anything_is_sent(certificate: tuple[Path, Path]) -> None:
    whole = certificate[0].read_text()
    code = make_code(bytes(13))
    assert isinstance(enrol.check("https://127.0.0.1", code, ca=whole), enrol.Wish)
    for ca in ("no certificate", whole[: len(whole) // 2], whole.replace("M", "!", 3)):
        assert enrol.check("https://127.0.0.1", code, ca=ca) is Refusal.BAD_CA


def test_an_endless_answer_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "_MOST_BYTES", 1000)
    with web(200, b"x" * 1001) as url, Link(url) as line, pytest.raises(Trouble) as trouble:
        line.post("/", b"x", headers={})
    assert trouble.value.code is TroubleCode.NOT_OUR_SERVER


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A self-signed certificate for 127.0.0.1, and its key."""
    today = datetime.datetime.now(datetime.UTC)
    return made_certificate(tmp_path_factory.mktemp("tls"), today)


def test_over_tls_only_the_pinned_authority_is_trusted(
    tmp_path: Path, certificate: tuple[Path, Path], station_of: Callable[..., Station]
) -> None:
    pem = certificate[0].read_text()
    with running_server(tmp_path, tls=certificate) as server:
        assert server.url.startswith("https://")
        desk = station_of(server, ca=pem)
        desk.write(3)
        assert desk.sync().confirmed == 4
        wish = enrol.check(server.url, server.enrol_code("TYT-01"))
        with pytest.raises(Trouble) as trouble:
            enrol.enrol(wish, key=desk.device, sign=desk.store.signer().sign, name="")
        assert trouble.value.code is TroubleCode.NOT_OUR_SERVER
        desk.line.close()  # a TLS line that is left open keeps the server from stopping at once


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://sync.example.vn", "https://sync.example.vn"),
        (" https://sync.example.vn:8443/ ", "https://sync.example.vn:8443"),
        ("sync.example.vn", "https://sync.example.vn"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://localhost:1", "http://localhost:1"),
        ("http://[::1]:9", "http://[::1]:9"),
        ("http://sync.example.vn", Refusal.UNPROTECTED),
        ("http://192.168.1.5:8080", Refusal.UNPROTECTED),
        ("ftp://sync.example.vn", Refusal.BAD_ADDRESS),
        ("https://sync.example.vn/path", Refusal.BAD_ADDRESS),
        ("https://user:secret@sync.example.vn", Refusal.BAD_ADDRESS),
        ("https://sync.example.vn:99999", Refusal.BAD_ADDRESS),
        ("https://sync example.vn", Refusal.BAD_ADDRESS),
        ("https://[::1", Refusal.BAD_ADDRESS),
        ("", Refusal.BAD_ADDRESS),
    ],
)
def test_addresses_as_typed(address: str, expected: str | Refusal) -> None:
    wish = enrol.check(address, "7ZK2M4P-0Q9XTB" + "0")
    assert wish is Refusal.BAD_CODE
    wish = enrol.check(address, CODE)
    assert (wish if isinstance(wish, Refusal) else wish.url) == expected


def test_an_invitation_brings_address_and_key_and_is_held_to_it(server: RunningServer, desk: Station) -> None:
    invitation = server.invitation("TYT-01")
    wish = enrol.check("", invitation)
    assert isinstance(wish, enrol.Wish)
    assert (wish.url, wish.server) == (server.url, server.key)
    forged = enrol.check("", invitation.replace(server.key, "ab" * 32))
    arguments = {"key": desk.device, "sign": desk.store.signer().sign, "name": "PC"}
    assert enrol.enrol(forged, **arguments) is Refusal.WRONG_SERVER
    joined = enrol.enrol(wish, **arguments)
    assert isinstance(joined, shelf.Enrolment)
    assert (joined.unit_code, joined.feed) == ("TYT-01", server.unit("TYT-01").org_no)


def test_a_reply_to_the_enrolment_that_was_lost_costs_nothing(server: RunningServer, desk: Station) -> None:
    wish = enrol.check(server.url, server.enrol_code("TYT-01"))
    arguments = {"key": desk.device, "sign": desk.store.signer().sign, "name": "PC"}
    desk.line.faults = ["reply lost"]
    with pytest.raises(Trouble):
        enrol.enrol(wish, **arguments, link=lambda url, ca: Link(url, ca=ca, session=desk.line))
    assert isinstance(enrol.enrol(wish, **arguments), shelf.Enrolment)


def test_refusals_of_the_server_come_back_as_values(server: RunningServer, desk: Station) -> None:
    arguments = {"key": desk.device, "sign": desk.store.signer().sign, "name": "PC"}
    assert enrol.enrol(enrol.check(server.url, CODE), **arguments) is Refusal.UNKNOWN_CODE
    assert enrol.enrol(enrol.check(server.url, server.enrol_code("TYT-02")), **arguments) is Refusal.OTHER_UNIT


@pytest.mark.parametrize(
    ("status", "body", "kind", "code"),
    [
        (200, b"<html>", "text/html", "not_our_server"),
        (200, b"{}", "application/json", "not_our_server"),
        (403, b"<html>", "text/html", "not_our_server"),
        (403, b'{"error":"media"}', "application/json", "server_refused"),
        (500, b"", "text/plain", "server_busy"),
    ],
)
def test_enrolment_believes_no_portal(desk: Station, status: int, body: bytes, kind: str, code: str) -> None:
    with web(status, body, Content_Type=kind) as url, pytest.raises(Trouble) as trouble:
        enrol.enrol(enrol.check(url, CODE), key=desk.device, sign=desk.store.signer().sign, name="PC")
    assert trouble.value.code is TroubleCode(code)
