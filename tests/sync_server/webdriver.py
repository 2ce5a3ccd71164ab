"""A real Chromium, driven over the WebDriver protocol that its own driver speaks (W3C Recommendation)."""

from __future__ import annotations

import base64
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

_LOGS = {"browser": "ALL"}
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Page:
    """One window of a browser."""

    def __init__(self, session: str) -> None:
        self._session = session
        self._http = requests.Session()
        self._http.trust_env = False

    def open(self, url: str) -> None:
        self._ask("POST", "url", url=url)

    def text(self, css: str = "body") -> str:
        return self._ask("GET", f"element/{self._find(css)}/text")

    def attribute(self, css: str, name: str) -> str:
        return self._ask("GET", f"element/{self._find(css)}/attribute/{name}")

    def type(self, css: str, text: str) -> None:
        self._ask("POST", f"element/{self._find(css)}/value", text=text)

    def click(self, css: str) -> None:
        self._ask("POST", f"element/{self._find(css)}/click")

    def css(self, css: str, name: str) -> str:
        return self._ask("GET", f"element/{self._find(css)}/css/{name}")

    def logged(self) -> list[str]:
        """Complaints of the browser, of its content policy too."""
        return [one["message"] for one in self._ask("POST", "se/log", type="browser")]

    def picture(self) -> bytes:
        return base64.b64decode(self._ask("GET", "screenshot"))

    def close(self) -> None:
        self._http.delete(self._session, timeout=20)
        self._http.close()

    def _find(self, css: str) -> str:
        return self._ask("POST", "element", using="css selector", value=css)[_ELEMENT]

    def _ask(self, method: str, path: str, **values: Any) -> Any:
        body = {"json": values} if method == "POST" else {}
        reply = self._http.request(method, f"{self._session}/{path}", timeout=30, **body).json()
        if isinstance(reply["value"], dict) and "error" in reply["value"]:
            raise AssertionError(reply["value"]["message"])
        return reply["value"]


@contextmanager
def chromium(folder: Path) -> Iterator[Page]:
    """A window that saves files into `folder`."""
    driver, browser = shutil.which("chromedriver"), shutil.which("chromium")
    assert driver and browser, "the tests of the page need Debian's chromium and chromium-driver"
    port = _free_port()
    running = subprocess.Popen(
        [driver, f"--port={port}", "--log-level=OFF"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        page = Page(_session(f"http://127.0.0.1:{port}", browser, folder))
        try:
            yield page
        finally:
            page.close()
    finally:
        running.terminate()
        running.wait(timeout=20)


def _session(driver: str, browser: str, folder: Path) -> str:
    arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                 "--disable-background-networking", "--disable-component-update", "--disable-sync",
                 f"--user-data-dir={folder / 'profile'}", "--window-size=1000,900", "--lang=vi"]  # fmt: skip
    options = {"binary": browser, "args": arguments, "prefs": {"download.default_directory": str(folder)}}
    waits = {"implicit": 15_000}  # an element may belong to the page that is just coming
    wanted = {"alwaysMatch": {"goog:chromeOptions": options, "timeouts": waits, "goog:loggingPrefs": _LOGS}}
    deadline = time.monotonic() + 30
    with requests.Session() as http:
        http.trust_env = False
        while True:
            try:
                reply = http.post(f"{driver}/session", json={"capabilities": wanted}, timeout=60).json()["value"]
                break
            except requests.ConnectionError:
                assert time.monotonic() < deadline, "the driver did not start"
                time.sleep(0.05)
    assert "sessionId" in reply, reply
    return f"{driver}/session/{reply['sessionId']}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
