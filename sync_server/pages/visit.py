"""A visit: one request of somebody, with the connection it may use, and what it may answer with."""

from __future__ import annotations

import hmac
from typing import Any
from urllib.parse import urlencode

import msgspec
import sqlalchemy as sa
from starlette.responses import RedirectResponse, Response

from sync_server.authority import access
from sync_server.browsing.visitor import Visitor
from sync_server.district.sessions import Session
from sync_server.district.who import Who
from sync_server.durable.database import writing
from sync_server.settings import Server

HOME = "/district"


class Visit(Visitor):
    """What a handler is given. `who` and `session` are None before the sign-in; `form` came with the session's mark."""

    def __init__(self, server: Server, conn: sa.Connection, *, path: str, language: str, address: str) -> None:
        super().__init__(server, conn, path=path, language=language, address=address)
        self.session: Session | None = None
        self._who: Who | None = None
        self.told: tuple[str, dict[str, Any]] | None = None  # what the page before wanted said
        self.looks: list[tuple[str, str]] = []
        self.late: dict[str, int] = {}  # what waits too long, by place of the menu

    @property
    def cookie(self) -> str:
        """Name of the cookie. Under TLS one that browsers take from this host alone (RFC 6265bis, 4.1.3.2)."""
        return "__Host-vaxdesk" if self.is_secure else "vaxdesk"

    @property
    def who(self) -> Who:
        """Who is signed in."""
        if self._who is None:
            raise RuntimeError("nobody is signed in here")
        return self._who

    def entered(self, session: Session, who: Who) -> None:
        """Somebody with a session."""
        self.session, self._who = session, who

    @property
    def is_in(self) -> bool:
        """Whether somebody is signed in."""
        return self._who is not None

    def looked(self, action: str, subject: str) -> None:
        """Notes in the access log that this visitor sees a person (`LOG.seq`), before the answer goes out."""
        self.looks.append((action, subject))

    def to(self, path: str, said: str = "", **facts: Any) -> Response:
        """Sends on to another page, which says something at its top."""
        answer = RedirectResponse(path, status_code=303)
        if said and self.session is not None:
            text = msgspec.json.encode((said, facts)).decode()
            value = urlencode({"m": self.session.seal(text), "t": text})
            answer.set_cookie(
                "vd-said", value, max_age=60, path=HOME, secure=self.is_secure, httponly=True, samesite="lax"
            )
        return answer

    def with_token(self, answer: Response, token: str) -> Response:
        """An answer that gives the browser a session."""
        path = "/" if self.is_secure else HOME
        answer.set_cookie(self.cookie, token, path=path, secure=self.is_secure, httponly=True, samesite="lax")
        return answer

    def read_told(self, text: str, mark: str) -> None:
        """Takes up what the page before wanted said, if it comes from this session."""
        if self.session is not None and hmac.compare_digest(self.session.seal(text).encode(), mark.encode()):
            key, facts = msgspec.json.decode(text)
            self.told = (key, facts)

    def note_looks(self) -> None:
        """Writes the looks into the access log, in a transaction of its own."""
        if self.looks:
            with writing(self.server.engine) as conn:
                self._note(conn)

    def note_looks_here(self) -> None:
        """Writes the looks into the access log, within the transaction of this visit."""
        self._note(self.conn)

    def _note(self, conn: sa.Connection) -> None:
        looks, self.looks = self.looks, []
        if looks:
            made = [
                (action, hmac.digest(self.server.key.subjects, subject.encode(), "sha256"))
                for action, subject in dict.fromkeys(looks)
            ]
            now_ms, user = self.server.now_ms(), self.who.user_no
            access.note_looks(conn, made, result=self.path[:200], at_ms=now_ms, user=user)
