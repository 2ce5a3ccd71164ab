"""A visit of somebody nobody knows: a mark of their own for forms, and messages that go out when all is committed."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from starlette.responses import RedirectResponse, Response

from sync_server.browsing.visitor import Visitor
from sync_server.portal.senders import Message
from sync_server.settings import Server

HOME = "/portal"
_DAY_S = 86_400


def _nobody_asks() -> sa.Connection:
    raise RuntimeError("a question before the page began")


class Visit(Visitor):
    """One request. `sends` go to telephones once the transaction of this visit is committed.

    `prepared` is what was made of the files of a form before the transaction began.
    """

    def __init__(self, server: Server, *, path: str, language: str, address: str) -> None:
        self.asks: Callable[[], sa.Connection] = _nobody_asks
        super().__init__(server, None, path=path, language=language, address=address)
        self.sends: list[Message] = []
        self.prepared: Any = None
        self.token = ""  # of the cookie, as it came
        self._fresh = ""

    @property
    def conn(self) -> sa.Connection:
        """The connection, made by `asks` when the first question comes: half of all pages have none."""
        if self._conn is None:
            self._conn = self.asks()
        return self._conn

    @conn.setter
    def conn(self, conn: sa.Connection | None) -> None:
        self._conn = conn

    @property
    def cookie(self) -> str:
        """Name of the cookie that forms are marked by."""
        return "__Host-vaxdesk-portal" if self.is_secure else "vaxdesk-portal"

    @property
    def mark(self) -> str:
        """What forms of this browser carry; the first page with a form gives the browser its cookie."""
        if not self.token:
            self.token = self._fresh = secrets.token_urlsafe(16)
        return hmac.digest(self.server.key.codes, b"form\n" + self.token.encode(), "sha256").hex()

    def is_marked(self) -> bool:
        """Whether the form came from a page that this browser was given."""
        return bool(self.token) and hmac.compare_digest(self.mark.encode(), self.form.get("mark", "").encode())

    def finish(self, answer: Response) -> Response:
        """Gives the browser its cookie, where a form of this answer needs one."""
        if self._fresh:
            path = "/" if self.is_secure else HOME
            answer.set_cookie(
                self.cookie, self._fresh, max_age=_DAY_S, path=path, secure=self.is_secure, httponly=True,
                samesite="lax",
            )  # fmt: skip
        return answer

    def send(self, message: Message | None) -> None:
        """Has a message sent, in the visitor's language."""
        if message is not None:
            self.sends.append(Message(
                phone=message.phone, purpose=message.purpose, code=message.code, language=self.language
            ))  # fmt: skip

    def to(self, path: str) -> Response:
        """Sends on to another page below `/portal`."""
        return RedirectResponse(f"{HOME}{path}", status_code=303)
