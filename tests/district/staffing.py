"""People with roles at a server, and a browser without windows that signs in as they would: password, then code."""

from __future__ import annotations

import html
import re
from typing import Any

import pyotp
import requests

from sync_server.durable.database import writing
from sync_server.operating import giving
from sync_server.reading import worker
from tests.servers import RunningServer
from vaxdesk.domain.outcomes import GivenRole

PASSWORD = "hoa ban trang 24"
_STEP = 30


def staffed(
    server: RunningServer,
    org: str,
    role: GivenRole,
    *,
    login: str = "lan",
    name: str = "Trần Thị Lan",
    once: bool = False,
) -> str:
    """A user with a role at a unit; gives the login. The fold has read of them."""
    with writing(server.engine) as conn:
        unit = server.unit(org)
        wanted = giving.NewUser(login=login, name=name, password=PASSWORD, once=once)
        giving.add_user(conn, server.server, unit, wanted, role=role)
    worker.prepare(server.server)
    worker.until_idle(server.server)
    return f"{login}@{unit.code}"


class Clerk:
    """Somebody at a browser: cookies, forms and their marks, as HTML without a screen."""

    def __init__(self, server: RunningServer) -> None:
        self.server = server
        self.http = requests.Session()
        self.http.trust_env = False
        self.secret = ""
        self.page: requests.Response | None = None

    def open(self, path: str) -> requests.Response:
        """Opens a page below `/district`."""
        self.page = self.http.get(f"{self.server.url}/district{path}", timeout=20)
        return self.page

    def send(self, path: str, *, follow: bool = True, files: Any = None, **fields: Any) -> requests.Response:
        """Sends a form of the page that is open, with its mark."""
        fields.setdefault("csrf", self.mark)
        self.page = self.http.post(
            f"{self.server.url}/district{path}", data=fields, files=files, timeout=20, allow_redirects=follow
        )
        return self.page

    @property
    def mark(self) -> str:
        """The mark in the page that is open."""
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', self.page.text if self.page is not None else "")
        return found.group(1) if found else ""

    @property
    def text(self) -> str:
        """The words of the page that is open."""
        bare = re.sub(r"<(?:svg|head)\b.*?</(?:svg|head)>", " ", self.page.text, flags=re.S)
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", bare)).split())

    def code(self) -> str:
        """What the telephone shows now by the server's clock."""
        return pyotp.TOTP(self.secret).at(int(self.server.now()))

    def sign_in(self, login: str, password: str = PASSWORD) -> requests.Response:
        """Goes the whole way in; enrols the telephone the first time."""
        self.open("/sign-in")
        self.send("/sign-in", login=login, password=password)
        if self.page.url.partition("?")[0].endswith("/enrol-code"):
            self.secret = re.search(r"<code>([A-Z2-7 ]+)</code>", self.page.text).group(1).replace(" ", "")
            return self.send("/enrol-code", code=self.code())
        return self.send("/code", code=self.code())

    def close(self) -> None:
        """Closes the browser."""
        self.http.close()


def later(server: RunningServer, seconds: float) -> None:
    """Moves the server's clock on."""
    before = server.now
    server.now = lambda: before() + seconds
