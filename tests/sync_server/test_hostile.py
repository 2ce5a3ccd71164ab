"""People who mean harm and hold no key, or a key and bad intentions: what they get costs them more than us."""

from __future__ import annotations

import os
import re
import secrets
import socket
import ssl
import stat
import struct
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import pytest
import requests

from sync_server import cli
from sync_server.authority.limits import Gate
from sync_server.settings import Limits, Server, Settings
from tests.servers import RunningServer, running_server
from tests.sync_server.clinics import Clinic, read
from tests.sync_server.pens import Pen
from tests.tls_certificates import made_certificate
from vaxdesk.journal import auth, finding, segment
from vaxdesk.journal.frames import MEDIA, Ask, encode, join
from vaxdesk.journal.pack import ZSTD, deflate

EMPTY = join([encode(Ask())])
ROOT = Path(__file__).parents[2]
MIB = 1 << 20


def _line_to(server: RunningServer) -> socket.socket:
    parts = urlsplit(server.url)
    return socket.create_connection((parts.hostname, parts.port), timeout=10)


def _gone_after(line: socket.socket) -> float:
    """Seconds until the server gives a line up."""
    start = time.monotonic()
    while line.recv(4096):
        pass
    return time.monotonic() - start


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server that waits a second at most."""
    settings = Settings(head_seconds=1.0, idle_seconds=1.0)
    with running_server(tmp_path_factory.mktemp("hasty"), settings=settings) as running:
        yield running


@pytest.mark.parametrize("said", [b"", b"POST /v1/sy", b"POST /v1/sync HTTP/1.1\r\nHost: x\r\n"])
def test_a_head_that_never_ends_is_given_up(hasty: RunningServer, said: bytes) -> None:
    with _line_to(hasty) as line:
        line.sendall(said)
        assert 0.5 < _gone_after(line) < 5


def test_a_head_in_drops_has_no_more_time(hasty: RunningServer) -> None:
    start = time.monotonic()
    with _line_to(hasty) as line, pytest.raises(OSError):
        for letter in b"POST /v1/sync HTTP/1.1\r\n" * 20:
            line.sendall(bytes([letter]))
            time.sleep(0.1)
    assert time.monotonic() - start < 5


def test_a_body_that_stands_still_is_given_up_and_one_that_goes_on_is_not(hasty: RunningServer) -> None:
    pen = Pen(hasty)
    log_ = pen.log().write(20)
    body = join([encode(Ask()), log_.segment()])
    head = f"POST /v1/sync HTTP/1.1\r\nHost: x\r\nContent-Type: {MEDIA}\r\nContent-Length: {len(body)}\r\n"
    head += f"Authorization: {pen.header(body)}\r\n\r\n"
    with _line_to(hasty) as line:
        line.sendall(head.encode() + body[:50])
        assert 0.5 < _gone_after(line) < 5
    with _line_to(hasty) as line:
        line.sendall(head.encode())
        for at in range(0, len(body), len(body) // 5 + 1):
            time.sleep(0.4)
            line.sendall(body[at : at + len(body) // 5 + 1])
        assert line.recv(100).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("piece", [b"X-Long: " + b"a" * 4000, b"X: y\r\n" * 600, b"a" * 4000])
def test_a_head_has_a_size(server: RunningServer, piece: bytes) -> None:
    with _line_to(server) as line:
        line.sendall(b"GET /v1/health HTTP/1.1\r\n")
        try:
            for _ in range(100):
                line.sendall(piece)
                time.sleep(0.005)
            told = line.recv(100)
        except OSError:
            return  # it was closed while we were still talking
        assert told.startswith(b"HTTP/1.1 400") or not told


@pytest.mark.parametrize("length", ["9" * 18, "0" * 30 + "5", "9223372036854775807"])
def test_a_length_beyond_the_limit_is_not_begun_and_costs_the_device_nothing(tmp_path: Path, length: str) -> None:
    with running_server(tmp_path, settings=Settings(limits=Limits())) as server:
        pen = Pen(server)
        with _line_to(server) as line:
            head = f"POST /v1/sync HTTP/1.1\r\nHost: x\r\nContent-Type: {MEDIA}\r\nContent-Length: {length}\r\n"
            line.sendall(f"{head}Authorization: {pen.header(EMPTY)}\r\n\r\n".encode())
            assert re.match(rb"HTTP/1.1 (413|400) ", line.recv(100))
        assert pen.post(EMPTY).status_code == 200


def test_a_body_without_a_length_is_not_begun(server: RunningServer) -> None:
    pen = Pen(server)
    headers = {"Content-Type": MEDIA, "Authorization": pen.header(EMPTY)}
    reply = requests.post(f"{server.url}/v1/sync", data=iter([EMPTY]), headers=headers, timeout=10)
    assert (reply.status_code, reply.json()["error"]) == (411, "length")


def _bomb(data: bytes, n: int) -> bytes:
    flags, body = deflate(data)
    assert flags == ZSTD
    head = struct.pack(">4sBQII64sI", segment.MAGIC, flags, secrets.randbits(63), 0, n, bytes(64), len(body))
    return head + body


@pytest.mark.parametrize("n", [1, 2000])
@pytest.mark.parametrize("data", [b"\n" * (4 * MIB), b"a" * (4 * MIB), b"a\n" * (2 * MIB)], ids=["nl", "a", "both"])
def test_a_short_segment_of_many_lines_takes_no_memory(data: bytes, n: int) -> None:
    bomb = _bomb(data, n)
    assert len(bomb) < 1000
    tracemalloc.start()
    try:
        with pytest.raises(segment.BadSegment):
            segment.read(bomb)
        assert tracemalloc.get_traced_memory()[1] < 10 * MIB
    finally:
        tracemalloc.stop()


def test_a_request_full_of_bombs_is_answered_in_bounds(server: RunningServer) -> None:
    pen = Pen(server)
    body = join([encode(Ask()), *(_bomb(b"\n" * (4 * MIB), 2000) for _ in range(200))])
    tracemalloc.start()
    try:
        reply = pen.post(body)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert reply.status_code == 200
    assert peak < 64 * MIB


def test_no_tls_older_than_1_3_is_spoken(tmp_path: Path) -> None:
    pair = made_certificate(tmp_path, datetime.now(UTC))
    with running_server(tmp_path, tls=pair) as server:
        for newest, good in ((ssl.TLSVersion.TLSv1_2, False), (ssl.TLSVersion.TLSv1_3, True)):
            context = ssl.create_default_context(cafile=str(pair[0]))
            context.maximum_version = newest
            with _line_to(server) as bare:
                if good:
                    with context.wrap_socket(bare, server_hostname="127.0.0.1") as line:
                        assert line.version() == "TLSv1.3"
                else:
                    with pytest.raises(ssl.SSLError):
                        context.wrap_socket(bare, server_hostname="127.0.0.1")


def test_a_look_up_takes_no_letter_that_a_database_refuses(
    clinics: tuple[Clinic, Clinic], either: RunningServer
) -> None:
    read(either)
    pen = clinics[0].pen
    for question in ({"doc": "\0"}, {"name": "a\0", "dob": "\0", "tel": "\0"}, {"doc": "1", "user": 1 << 40}):
        body = msgspec.json.encode(question)
        headers = {"Authorization": _signed(pen, "/v1/find", body), "Content-Type": finding.MEDIA}
        reply = requests.post(f"{either.url}/v1/find", data=body, headers=headers, timeout=10)
        assert (reply.status_code, reply.json()["error"]) == (400, "bad_frame")


def _signed(pen: Pen, path: str, body: bytes) -> str:
    now, nonce = int(time.time()), secrets.token_bytes(12)
    return auth.header(pen.private.sign, pen.device, t=now, nonce=nonce, method="POST", path=path, body=body)


def test_a_request_signed_for_one_route_opens_no_other(server: RunningServer) -> None:
    pen = Pen(server)
    reply = pen.post(EMPTY, Authorization=_signed(pen, "/v1/find", EMPTY))
    assert (reply.status_code, reply.json()["error"]) == (401, "bad_sig")


def test_nobody_uses_up_a_devices_share_from_another_address() -> None:
    gate = Gate(Server(engine=None, key=None, settings=Settings(limits=Limits(syncs=2, syncs_minute=0.01))))
    assert [bool(gate.wait(7, "203.0.113.9", 10)) for _ in range(4)] == [False, False, True, True]
    assert not gate.wait(7, "198.51.100.4", 10)


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
@pytest.mark.parametrize("umask", [0o022, 0o000])
def test_files_of_the_server_are_for_its_own_user_alone(tmp_path: Path, umask: int) -> None:
    home = tmp_path / "made" / "home"
    tree = tmp_path / "tree.csv"
    tree.write_text("code,name,kind,parent,scheme\nVN,Việt Nam,country,,\n", encoding="utf-8")
    before = os.umask(umask)
    try:
        assert cli.main(["org", "import", str(tree), "--database", f"sqlite:///{home / 's.db'}", "--json"]) == 0
        assert os.umask(umask) == umask
    finally:
        os.umask(before)
    made = [home.parent, home, *home.iterdir()]
    assert {path.name for path in made} >= {"s.db"}
    assert [path.name for path in made if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


def _contexts() -> set[str]:
    """Beginnings of what is signed, hashed or derived, as the code says them."""
    return {
        text
        for folder in ("vaxdesk", "sync_server")
        for path in (ROOT / folder).rglob("*.py")
        for text in re.findall(r'[bf]"(vaxdesk/1 [a-z0-9 ]+(?:\\n)?)', path.read_text("utf-8"))
    }


def test_no_statement_can_be_taken_for_another() -> None:
    """Each kind of statement begins with a name of its own, and no name is the beginning of another."""
    names = sorted(_contexts() - {"vaxdesk/1 lease "})  # two HMACs, each under a key that serves nothing else
    assert {"vaxdesk/1 seg", "vaxdesk/1 head", "vaxdesk/1 request\\n"} <= set(names)
    both = [(one, other) for one, other in zip(names, names[1:], strict=False) if other.startswith(one)]
    assert both == []
