"""The frame of the portal: languages, marks of forms, limits, errors, the app shell; mounted, and alone."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
import requests
from starlette.routing import Route

from sync_server.browsing.visitor import LANGUAGE
from sync_server.commands import serving
from sync_server.portal import rates
from sync_server.portal_pages import frame
from sync_server.portal_pages.topics import TOPICS
from sync_server.settings import Limits, Settings
from tests.architecture.tree import ROOT
from tests.portal.people import Visitor
from tests.servers import RunningServer, running_server
from vaxdesk.words import LANGUAGES, say_in

MOST_PAGE = 50 * 1024
POSTS = [route for topic in TOPICS for route in topic.routes() if "POST" in route.methods]


def test_the_first_page_is_vietnamese_and_small(server: RunningServer) -> None:
    visitor = Visitor(server)
    page = visitor.open()
    assert '<html lang="vi">' in page.text
    files = set(re.findall(r'(?:href|src)="(/portal/static/[^"]+)"', page.text))
    whole = len(page.content) + sum(len(requests.get(server.url + one, timeout=5).content) for one in files)
    assert whole < MOST_PAGE
    assert frame.HEADERS.items() <= page.headers.items()
    visitor.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_offers_what_is_there_and_nothing_else(server: RunningServer, language: str) -> None:
    page = requests.get(f"{server.url}/portal/", cookies={LANGUAGE: language}, timeout=5).text
    tiles = [one for topic in TOPICS for one in topic.TILES]
    shown = page.partition("<h1>")[2].partition("</main>")[0]
    assert re.findall(r'href="/portal(/[^"]*)"', shown) == [one.path for one in tiles]
    assert (say_in(language, "portal_frame.nothing_yet") in shown) == (not tiles)


def test_the_other_language_is_kept_and_leads_nowhere_else(server: RunningServer) -> None:
    visitor = Visitor(server)
    visitor.open()
    visitor.send("/language", language="en", back="/portal/offline")
    assert visitor.page.url.endswith("/portal/offline")
    assert say_in("en", "portal_frame.offline.title") in visitor.text
    for elsewhere in ("https://example.org/", "//example.org", "/district/", "/portal/../district"):
        answer = visitor.send("/language", follow=False, language="vi", back=elsewhere)
        assert answer.headers["Location"] == "/portal/"
    visitor.close()


@pytest.mark.parametrize("path", ["/nowhere", "/static/door.py", "/static/../door.py", "/x/y/z"])
def test_what_is_not_there_is_said_calmly(server: RunningServer, path: str) -> None:
    answer = requests.get(f"{server.url}/portal{path}", timeout=5)
    assert answer.status_code == 404
    assert frame.HEADERS["Content-Security-Policy"] == answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("route", POSTS, ids=lambda route: route.path)
def test_no_form_is_taken_without_the_mark_of_its_browser(server: RunningServer, route: Route) -> None:
    path = re.sub(r"\{\w+\}", "1", route.path)
    one, other = Visitor(server), Visitor(server)
    answer = one.http.post(f"{server.url}/portal{path}", data={"mark": "0" * 64}, timeout=5)
    assert answer.status_code == 403
    crossed = other.http.post(
        f"{server.url}/portal{path}", data={}, headers={"Sec-Fetch-Site": "cross-site"}, timeout=5
    )
    assert crossed.status_code == 403
    one.close()
    other.close()


def test_the_shell_of_the_app_names_only_what_is_there(server: RunningServer) -> None:
    manifest = requests.get(f"{server.url}/portal/manifest.webmanifest", timeout=5).json()
    for icon in manifest["icons"]:
        assert requests.get(server.url + icon["src"], timeout=5).headers["Content-Type"] == "image/png"
    worker = requests.get(f"{server.url}/portal/sw.js", timeout=5)
    assert worker.headers["Content-Type"].startswith("text/javascript")
    kept = msgspec.json.decode(re.search(r"const KEPT = (\[.*?\]);", worker.text).group(1))
    assert len(kept) > 3
    assert all(requests.get(server.url + one, timeout=5).status_code == 200 for one in kept)
    assert "VERSION" not in worker.text
    assert manifest["start_url"] in kept, "the app opens without a line"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_app_can_be_installed(server: RunningServer, language: str) -> None:
    """What browsers ask for before they offer it (W3C manifest; Chromium's criteria)."""
    found = requests.get(f"{server.url}/portal/manifest.webmanifest", cookies={LANGUAGE: language}, timeout=5).json()
    assert found["name"] and found["short_name"] and found["lang"] == language and found["display"] == "standalone"
    assert found["start_url"].startswith(found["scope"]) and found["id"].startswith(found["scope"])
    assert {"192x192", "512x512"} <= {one["sizes"] for one in found["icons"]}
    assert "maskable" in {one["purpose"] for one in found["icons"]}
    for one in (found["start_url"], *(each["url"] for each in found["shortcuts"])):
        page = requests.get(server.url + one, timeout=5)
        assert page.status_code == 200 and "manifest.webmanifest" in page.text


def test_an_address_that_asks_too_much_waits_and_another_is_served(tmp_path: Path) -> None:
    with running_server(tmp_path, settings=Settings(limits=Limits())) as server, requests.Session() as http:
        found = [http.get(f"{server.url}/portal/offline", timeout=5) for _ in range(int(rates.PAGES.most) + 60)]
        refused = [one for one in found if one.status_code == 429]
        assert refused
        assert {one.status_code for one in found[: int(rates.PAGES.most)]} == {200}
        assert int(refused[0].headers["Retry-After"]) >= 1
        assert say_in("vi", "portal_frame.error.429.title") in refused[0].text
        other = {"X-Forwarded-For": "198.51.100.9"}  # what a proxy on this machine says of another visitor
        assert http.get(f"{server.url}/portal/offline", headers=other, timeout=5).status_code == 200
        health = http.get(f"{server.url}/v1/health", timeout=5)
        assert health.status_code == 200, "what devices ask is no page of the public"


def test_a_process_of_its_own_serves_the_portal_and_nothing_else(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sync_server", "portal", "--listen", "127.0.0.1:0", "--json"]
    database = f"sqlite:///{tmp_path / 'server.db'}"
    with subprocess.Popen(
        [*command, "--database", database], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT
    ) as process:
        try:
            url = msgspec.json.decode(process.stdout.readline())["listening"]
            assert requests.get(url, timeout=10).status_code == 200
            root = url.removesuffix("/portal/")
            assert requests.get(root, timeout=5).url == url
            for path in ("/v1/health", "/v1/sync", "/district/", "/usb"):
                assert requests.get(root + path, timeout=5).status_code == 404
        finally:
            process.terminate()


def test_a_server_can_leave_the_portal_to_another_process(tmp_path: Path) -> None:
    with running_server(tmp_path, settings=Settings(portal=False)) as server:
        assert requests.get(f"{server.url}/portal/", timeout=5).status_code == 404
        assert requests.get(f"{server.url}/district/", timeout=5).status_code == 200


@pytest.mark.parametrize("verb", ["serve", "portal"])
@pytest.mark.parametrize("place", ["0.0.0.0:0", "[::]:0"])
def test_codes_are_written_to_no_console_once_others_can_reach_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], verb: str, place: str
) -> None:
    from sync_server.cli import main

    database = f"sqlite:///{tmp_path / 'server.db'}"
    assert main([verb, "--listen", place, "--database", database, "--json"]) == 1
    told = capsys.readouterr()
    assert msgspec.json.decode(told.out) == {"error": "console_sender", "listen": place}
    assert "--sender file:" in told.err and "--no-portal" in told.err


def test_what_listens_to_this_machine_alone_is_told_apart() -> None:
    for host in ("127.0.0.1", "127.0.0.2", "::1", "localhost"):
        with serving.bind(host, 0) as bound:
            assert serving.is_loopback(bound), host
    for host in ("0.0.0.0", "::"):
        with serving.bind(host, 0) as bound:
            assert not serving.is_loopback(bound), host


def test_a_sender_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from sync_server.cli import main

    database = f"sqlite:///{tmp_path / 'server.db'}"
    assert main(["portal", "--listen", "127.0.0.1:0", "--sender", "pigeon", "--database", database]) == 1
    assert "pigeon" in capsys.readouterr().err
