"""The lane of small requests: `POST /v1/sync` that came whole goes to one thread, which answers all that wait together.

A thread for each request would be slower: they would take turns at the interpreter, and at the database, for every
statement. What is large, comes slowly, or goes elsewhere takes the way of the application.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from threading import Thread
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request

from sync_server.exchange.syncing import METHOD, PATH
from sync_server.exchange.together import Asked, Counter
from sync_server.web.gathering import Gathering
from vaxdesk.journal.frames import MEDIA

MOST_BODY = 16 * 1024  # of a push during the day; a backlog takes longer than others should wait
_HEADERS = (b"content-type", MEDIA.encode())
_Waiter = tuple[Asked, asyncio.Future[bytes]]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Lane:
    """The application with the lane before it (ASGI)."""

    def __init__(self, app: Starlette) -> None:
        self.app = app
        self._counter: Counter = app.state.counter
        self._gathering = Gathering[_Waiter]()
        self._came: list[_Waiter] = []  # in this turn of the event loop

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or scope["path"] != PATH or scope["method"] != METHOD:
            await self.app(scope, receive, send)
            return
        found = dict(scope["headers"])
        if not _is_small(found):
            await self.app(scope, receive, send)
            return
        first = await receive()
        if first["type"] != "http.request" or first.get("more_body"):
            await self.app(scope, _again(first, receive), send)
            return
        asked = _asked(scope, found, first["body"])
        try:
            body = await self._answer(asked)
        except Exception as error:  # noqa: BLE001 - the application knows what to say
            await self.told(error, scope, receive, send)
            return
        await give(body, send)

    async def _answer(self, asked: Asked) -> bytes:
        loop = asyncio.get_running_loop()
        future = loop.create_future()
        self._came.append((asked, future))
        if len(self._came) == 1:
            loop.call_soon(self._hand_over)
        return await future

    def _hand_over(self) -> None:
        """Gives the lane what came in one turn of the event loop, at a stroke."""
        came, self._came = self._came, []
        if self._gathering.put(came):
            Thread(target=self._serve, name="lane", daemon=True).start()

    async def told(self, error: Exception, scope: Scope, receive: Receive, send: Send) -> None:
        """Says what the application would have said of an error."""
        known = self.app.exception_handlers
        kind = next((kind for kind in type(error).__mro__ if kind in known), None)
        if kind is None:
            raise error
        scope["app"] = self.app
        response = await known[kind](Request(scope, receive), error)
        await response(scope, receive, send)

    def _serve(self) -> None:
        while taken := self._gathering.take():
            answers = self._counter.answer([asked for asked, _ in taken])
            futures = [future for _, future in taken]
            futures[0].get_loop().call_soon_threadsafe(_give, list(zip(futures, answers, strict=True)))


async def give(body: bytes, send: Send) -> None:
    """Sends an answer."""
    headers = [_HEADERS, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _give(answers: list[tuple[asyncio.Future[bytes], bytes | Exception]]) -> None:
    for future, answer in answers:
        if future.done():
            continue
        if isinstance(answer, Exception):
            future.set_exception(answer)
        else:
            future.set_result(answer)


def _is_small(headers: dict[bytes, bytes]) -> bool:
    """Whether the headers announce a small body of our form; all else is for the application to judge."""
    length = headers.get(b"content-length", b"")
    small = length.isdigit() and len(length) <= len(str(MOST_BODY)) and int(length) <= MOST_BODY
    return small and headers.get(b"content-type") == MEDIA.encode()


def _asked(scope: Scope, headers: dict[bytes, bytes], body: bytes) -> Asked:
    header, certificate = (headers.get(name, b"").decode("latin-1") for name in (b"authorization", b"vd-certificate"))
    client = scope.get("client")
    return Asked(header, certificate, client[0] if client else "", body)


def _again(first: MutableMapping[str, Any], receive: Receive) -> Receive:
    """Gives what was received once more, then what follows."""
    held = [first]

    async def next_() -> MutableMapping[str, Any]:
        return held.pop() if held else await receive()

    return next_
