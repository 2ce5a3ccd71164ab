"""Headers that every answer below some path has, whoever made it: page, file, error, redirect (ASVS 3.4)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from starlette.datastructures import MutableHeaders

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
_TLS_ALONE = "max-age=31536000"  # a year, of this name alone: what else the operator runs is not ours to say


class Headed:
    """The whole application, with headers on what is below some paths (ASGI). What an answer says itself stays.

    Around the mounts and not in them: an address with a line break in it never gets there.

    Args:
        below: headers by the path that they hold below.
    """

    def __init__(self, app: Any, below: Mapping[str, Mapping[str, str]]) -> None:
        self.app = app
        self._below = below

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        found = next((held for path, held in self._below.items() if str(scope.get("path", "")).startswith(path)), None)
        if scope["type"] != "http" or found is None:
            await self.app(scope, receive, send)
            return
        wanted = {**found, "Strict-Transport-Security": _TLS_ALONE} if scope.get("scheme") == "https" else found

        async def told(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in wanted.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, told)
