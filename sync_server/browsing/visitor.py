"""A request of somebody at a browser, as far as it is the same for staff and for the public."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from starlette.requests import Request

from sync_server.settings import Server
from vaxdesk import words
from vaxdesk.words import say_in

_DIGITS = 18
LANGUAGE = "vd-language"  # the cookie that keeps the choice


class Missing(Exception):
    """There is no such page, unit or case, or it is none of this visitor's: nothing tells the two apart."""


def is_number(text: str) -> bool:
    """Whether a text is a whole number that a column can hold."""
    return text.isascii() and text.isdigit() and len(text) < _DIGITS


def number_in(text: str) -> int:
    """The number that a form or an address names; 0, which nothing has, for everything else."""
    return int(text) if is_number(text) else 0


class Visitor:
    """What a handler is given.

    Attributes:
        conn: inside a transaction that only reads for GET, inside one that is committed at the end for POST.
        query: of the address; form: of a POST that was believed.
        part: what the address names in braces.
        files: what was sent with a form, by field: name and content.
    """

    def __init__(self, server: Server, conn: sa.Connection, *, path: str, language: str, address: str) -> None:
        self.server, self.conn, self.path, self.language, self.address = server, conn, path, language, address
        self.query: dict[str, str] = {}
        self.form: dict[str, str] = {}
        self.many: dict[str, list[str]] = {}
        self.files: dict[str, tuple[str, bytes]] = {}
        self.part: dict[str, str] = {}
        self.headers: dict[str, str] = {}
        self.is_secure = False  # came over TLS

    def say(self, key: str, **facts: Any) -> str:
        """The sentence of a key in the visitor's language."""
        return say_in(self.language, key, **facts)

    def number(self, name: str) -> int:
        """A number that the address names.

        Raises:
            Missing: it is none.
        """
        text = self.part.get(name, "")
        if not is_number(text):
            raise Missing(name)
        return int(text)

    def ask(self, request: Request) -> None:
        """Takes up what a request says without its body."""
        self.query, self.part = dict(request.query_params), dict(request.path_params)
        self.headers, self.is_secure = dict(request.headers), request.url.scheme == "https"


def address_of(request: Request) -> str:
    """The address of whoever asks; empty where there is none."""
    return request.client.host if request.client else ""


def language_of(request: Request) -> str:
    """Vietnamese, unless the visitor chose otherwise."""
    chosen = request.cookies.get(LANGUAGE, "")
    return chosen if chosen in words.LANGUAGES else words.LANGUAGES[0]


def tag_of(content: bytes) -> str:
    """An entity tag of an answer (RFC 9110, 8.8.3)."""
    return f'"{sha256(content).hexdigest()[:32]}"'
