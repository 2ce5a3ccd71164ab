"""Somebody with a phone at the portal: cookies, forms and their marks, and the codes that reach the phone."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import msgspec
import requests

from tests.servers import RunningServer

_MARK = re.compile(r'name="mark" value="([0-9a-f]+)"')


class Visitor:
    """A browser without a screen."""

    def __init__(self, server: RunningServer, url: str = "") -> None:
        self.server, self.url = server, url or server.url
        self.http = requests.Session()
        self.http.trust_env = False
        self.page: requests.Response | None = None

    def open(self, path: str = "/", **query: str) -> requests.Response:
        """Opens a page below `/portal`."""
        self.page = self.http.get(f"{self.url}/portal{path}", params=query, timeout=20)
        return self.page

    def send(self, path: str, *, follow: bool = True, files: Any = None, **fields: Any) -> requests.Response:
        """Sends a form of the page that is open, with its mark and what it hides."""
        whole = {**self.hidden, **fields}
        self.page = self.http.post(
            f"{self.url}/portal{path}", data=whole, files=files, timeout=30, allow_redirects=follow
        )
        return self.page

    @property
    def hidden(self) -> dict[str, str]:
        """Hidden fields of the last form of the page that is open."""
        text = self.page.text if self.page is not None else ""
        found = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', text)
        return {name: html.unescape(value) for name, value in found}

    @property
    def mark(self) -> str:
        """The mark in the page that is open."""
        return _MARK.search(self.page.text).group(1)

    @property
    def text(self) -> str:
        """The words of the page that is open."""
        bare = re.sub(r"<(?:svg|head)\b.*?</(?:svg|head)>", " ", self.page.text, flags=re.S)
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", bare)).split())

    def close(self) -> None:
        """Closes the browser."""
        self.http.close()


def codes_sent(server: RunningServer) -> list[dict[str, str]]:
    """Every message that left, the newest last."""
    portal = next(route.app for route in server.app.routes if getattr(route, "name", "") == "portal")
    portal.state.desk.outbox.flush()
    path = Path(server.server.settings.sender.removeprefix("file:"))
    return [msgspec.json.decode(one) for one in path.read_bytes().splitlines()] if path.exists() else []
