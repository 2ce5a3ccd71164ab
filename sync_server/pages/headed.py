"""Headers that every answer below `/district` has, whoever made it: page, file, error, redirect (ASVS 3.4)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.datastructures import MutableHeaders

from sync_server.pages.frame import HEADERS
from sync_server.pages.visit import HOME

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
_TLS_ALONE = "max-age=31536000"  # a year, of this name alone: what else the operator runs is not ours to say


class Headed:
    """The whole application, with these headers on what is below `/district` (ASGI). What an answer says itself stays.

    Around the mount and not in it: an address with a line break in it never gets there.
    """

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or not scope["path"].startswith(HOME):
            await self.app(scope, receive, send)
            return
        wanted = {**HEADERS, "Strict-Transport-Security": _TLS_ALONE} if scope.get("scheme") == "https" else HEADERS

        async def told(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in wanted.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, told)
