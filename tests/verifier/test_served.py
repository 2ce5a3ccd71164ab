"""What the server hands out at `/verify/`: each file with its digest, under the policy of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, expect

from tests.certificates.make_page import PAGE
from tests.certificates.make_vectors import cases
from tests.servers import RunningServer, running_server
from tests.verifier.opened import give, opened
from vaxdesk.words import say_in

_MOST_LINES = 200
_SPEAKING = re.compile(
    r"\bfetch\(|XMLHttpRequest|sendBeacon|WebSocket|EventSource|innerHTML|eval\(|document\.cookie"
)
_OWN = sorted((PAGE / "js").glob("*.js"))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with running_server(tmp_path) as running:
        yield running


def test_every_file_is_served_with_its_kind_and_sent_again_only_when_it_changed(server: RunningServer) -> None:
    kinds = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json",
             ".svg": "image/svg+xml", ".png": "image/png", ".webmanifest": "application/manifest+json"}  # fmt: skip
    for path in (path for path in PAGE.rglob("*") if path.is_file()):
        url = f"{server.url}/verify/{path.relative_to(PAGE).as_posix()}"
        answer = requests.get(url, timeout=5)
        assert answer.content == path.read_bytes()
        assert answer.headers["content-type"].partition(";")[0] == kinds.get(path.suffix, "text/plain")
        again = requests.get(url, headers={"If-None-Match": f'"other", W/{answer.headers["etag"]}'}, timeout=5)
        assert (again.status_code, again.content) == (304, b"")


def test_the_policy_lets_nothing_in_from_elsewhere(server: RunningServer) -> None:
    for name in ("", "js/page.js", "nothing", "..%2fservers.json", "servers.json"):
        headers = requests.get(f"{server.url}/verify/{name}", timeout=5).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "connect-src 'self'" in policy and "unsafe" not in policy
        assert headers["cache-control"] == "no-cache" and headers["x-content-type-options"] == "nosniff"
        assert headers["permissions-policy"].startswith("camera=(self)")
    assert requests.get(f"{server.url}/verify", timeout=5).url == f"{server.url}/verify/"
    assert requests.get(f"{server.url}/verify/nothing", timeout=5).status_code == 404
    assert requests.post(f"{server.url}/verify/", data=b"x", timeout=5).status_code == 405


def test_the_page_carries_that_policy_itself_for_other_web_servers(server: RunningServer) -> None:
    page = requests.get(f"{server.url}/verify/", timeout=5)
    (own,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page.text)
    assert set(own.split("; ")) == set(page.headers["content-security-policy"].split("; ")) - {"frame-ancestors 'none'"}
    assert not re.findall(r"""(?:src|href)="(?:https?:)?//|<style|\sstyle=|\son[a-z]+=""", page.text)


def test_it_names_the_key_whose_lists_count(server: RunningServer) -> None:
    assert requests.get(f"{server.url}/verify/servers.json", timeout=5).json() == {"servers": [server.key]}


def test_the_page_opens_there_and_checks(server: RunningServer, browser: Browser) -> None:
    with opened(browser, f"{server.url}/verify/") as page:
        give(page, next(cases()).text)
        expect(page.locator("#result")).to_contain_text(say_in("vi", "verdict.reason.key_unknown"))


def test_the_decoder_is_the_one_that_its_note_names() -> None:
    folder = PAGE / "vendor" / "qr"
    named = dict(re.findall(r"\| `([\w.]+\.js)` \| `([0-9a-f]{64})` \|", (folder / "ORIGIN.md").read_text("utf-8")))
    assert named == {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.js")}


@pytest.mark.parametrize("path", _OWN, ids=lambda path: path.name)
def test_scripts_are_short_and_speak_to_nobody(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) < _MOST_LINES
    assert text.startswith("// ")
    assert _SPEAKING.findall(text) == (["fetch("] if path.name == "kept_list.js" else [])


def test_every_sentence_that_the_page_says_has_words() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in _OWN)
    page = (PAGE / "index.html").read_text(encoding="utf-8")
    keys = {f"verifier.{key}" for key in re.findall(r'data-(?:say|label)="([^"]+)"', page)}
    keys |= set(re.findall(r'"(verifier\.[a-z_.]+)"', text))
    assert len(keys) > 40
    for key in keys:
        assert say_in("vi", key) and say_in("en", key)
