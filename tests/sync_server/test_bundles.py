"""Files from a stick over HTTP, by the command of an operator, and by the page in a real browser."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import requests
import sqlalchemy as sa

from sync_server import cli
from sync_server.durable import tables
from sync_server.settings import Limits, Settings
from sync_server.web import bodies, stick_page
from tests.servers import RunningServer, running_server
from tests.stations import Station
from tests.sync.test_stick import read, written
from tests.sync_server.webdriver import chromium
from vaxdesk.journal import bundle
from vaxdesk.journal.bundle import Kind
from vaxdesk.sync import errand
from vaxdesk.sync.errand import Errand

PICTURES = os.environ.get("VAXDESK_PICTURE", "")  # where the page is to be kept, for whoever wants to look at it


@pytest.fixture
def server(tmp_path: Path):
    with running_server(tmp_path) as running:
        yield running


@pytest.fixture
def desk(server: RunningServer, tmp_path: Path):
    made = Station(tmp_path / "desk", server)
    yield made
    made.line.close()
    made.close()


def posted(server: RunningServer, data: bytes) -> requests.Response:
    with requests.Session() as http:
        http.trust_env = False
        return http.post(server.url + bundle.PATH, data=data, timeout=30)


def test_a_desk_with_a_line_carries_the_file_of_one_without(server: RunningServer, desk: Station) -> None:
    desk.write(40)
    there = Errand(server.url, "", server.server.key.box_public.hex())
    assert read(desk, errand.run(there, written(desk))).confirmed == 41
    assert desk.waiting() == 0


@pytest.mark.parametrize(
    ("damage", "status", "reason"),
    [
        (lambda _: b"hello", 400, "not_one"),
        (lambda data: data[:-5], 400, "cut"),
        (lambda data: data[:-1] + bytes([data[-1] ^ 1]), 400, "damaged"),
        (lambda data: data[:7] + bytes(16) + data[23:], 400, "not_for_us"),
        (lambda _: bytes(bundle.MAX_FILE + 1), 413, ""),
    ],
)
def test_a_bad_file_is_refused_with_a_reason(
    server: RunningServer, desk: Station, damage: Callable[[bytes], bytes], status: int, reason: str
) -> None:
    desk.write()
    reply = posted(server, damage(written(desk)))
    assert reply.status_code == status
    assert reply.json().get("reason", "") == reason
    assert server.rows(sa.select(tables.segment)) == []


def test_an_address_brings_no_more_than_it_may(tmp_path: Path) -> None:
    settings = Settings(limits=Limits(syncs=3, syncs_minute=1))
    with running_server(tmp_path, settings=settings) as server:
        statuses = [posted(server, b"hello").status_code for _ in range(5)]
    assert statuses == [400, 400, 400, 429, 429]


def test_the_operator_takes_a_file_without_any_line(
    server: RunningServer, desk: Station, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.write(5)
    (tmp_path / "a.vaxsend").write_bytes(written(desk))
    options = ["--database", server.database, "--keys", str(server.folder)]
    assert cli.main(["bundle", str(tmp_path / "a.vaxsend"), "--out", str(tmp_path / "a.vaxanswer"), *options]) == 0
    assert "6 mục" in capsys.readouterr().out
    assert read(desk, (tmp_path / "a.vaxanswer").read_bytes()).confirmed == 6
    (tmp_path / "b.vaxsend").write_bytes(b"PK")
    assert cli.main(["bundle", str(tmp_path / "b.vaxsend"), "--out", str(tmp_path / "b"), *options]) == 1
    assert "không phải tệp của vaxdesk" in capsys.readouterr().err
    assert not (tmp_path / "b").exists()


def test_a_form_holds_any_bytes() -> None:
    data = bytes(range(256)) * 3 + b"\r\n--other\r\n\r\n"
    body = (
        b'--xyz\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--xyz\r\nContent-Disposition: form-data; '
        b'name="file"; filename="a.vaxsend"\r\nContent-Type: application/octet-stream\r\n\r\n'
        + data
        + b"\r\n--xyz--\r\n"
    )
    assert bodies.file_in(body, "multipart/form-data; boundary=xyz") == data
    assert bodies.file_in(body, 'multipart/form-data; boundary="xyz"') == data
    for media in ("text/plain", "multipart/form-data", "multipart/form-data; boundary=abc", ""):
        assert bodies.file_in(body, media) == b""


def test_the_page_has_no_script_and_forbids_any(server: RunningServer) -> None:
    with requests.Session() as http:
        http.trust_env = False
        page = http.get(server.url + "/usb", timeout=10)
        wrong = http.post(server.url + "/usb?lang=en", files={"file": ("x", b"hello")}, timeout=10)
        none = http.post(server.url + "/usb", data={"file": ""}, timeout=10)
        english = http.get(server.url + "/usb?lang=en", timeout=10)
    assert "<script" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"
    assert wrong.status_code == 400
    assert "This is no file of vaxdesk" in wrong.text
    assert "Chưa chọn tệp nào" in none.text
    assert '<html lang="en">' in english.text
    assert '<html lang="vi">' in none.text


@pytest.mark.xdist_group("chromium")
def test_a_file_goes_up_and_its_answer_comes_down_in_a_browser(
    server: RunningServer, desk: Station, tmp_path: Path
) -> None:
    desk.write(25)
    sent, folder = tmp_path / "vaxdesk-TYT-01-0001.vaxsend", tmp_path / "stick"
    sent.write_bytes(written(desk))
    folder.mkdir()
    with chromium(folder) as page:
        page.open(f"{server.url}/usb")
        assert "Trang này nhận tệp" in page.text()
        assert page.css("button", "background-color") == "rgba(11, 107, 98, 1)", "the style is let through"
        page.type("#file", str(sent))
        page.click("#send")
        assert "26 mục trong tệp đã nằm trong sổ của máy chủ." in page.text("[role=status]")
        if PICTURES:
            Path(PICTURES).write_bytes(page.picture())
        page.click("#save")
        saved = _arrived(folder / stick_page.ANSWER_FILE)
        page.click("nav a")
        assert "Send to the server" in page.text("html[lang=en] main")
        (folder / "b.vaxsend").write_bytes(sent.read_bytes()[:-9])
        page.type("#file", str(folder / "b.vaxsend"))
        page.click("#send")
        assert "This file is cut off" in page.text("[role=alert]")
        complaints = [line for line in page.logged() if "400" not in line and "favicon" not in line]
        assert complaints == []
    assert bundle.look(saved).kind is Kind.ANSWER
    assert read(desk, saved).confirmed == 26
    assert desk.waiting() == 0


def _arrived(path: Path) -> bytes:
    deadline = time.monotonic() + 20
    while not path.exists():
        assert time.monotonic() < deadline, [one.name for one in path.parent.iterdir()]
        time.sleep(0.05)
    return path.read_bytes()
