"""HTTP that does not wait for ever: a head has a size and an hour, a body has to go on arriving (sync design 3.9).

The web server's own protocol holds a connection for as long as somebody drips a letter now and then, and a head of any
size. Both cost the attacker nothing. What is bounded elsewhere: bodies (`Settings.max_body`), answers nobody fetches
(`serving.bind`), idle connections between requests (the web server itself).
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_FAREWELL_S = 0.2  # for the word that the server ends to leave
_FETCHED_S = 2.0  # after an answer, until it is taken to be fetched
MOST_HEAD = 32 * 1024  # a signed request has about 400 bytes, with a certificate 1,000


class Guarded(HttpToolsProtocol):
    """One connection. Seconds."""

    def __init__(self, *args: Any, head_seconds: float, idle_seconds: float, **more: Any) -> None:
        super().__init__(*args, **more)
        self._head_seconds = head_seconds
        self._idle_seconds = idle_seconds
        self._head = 0  # bytes of an unfinished head
        self._in_head = True
        self._in_body = False
        self._answered = float("-inf")
        self._alarm: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Waits for a head from now on."""
        super().connection_made(transport)
        self._wake_after(self._head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        """Waits for nothing any more."""
        self._calm()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Takes bytes, and gives the connection up when they are a head without an end."""
        super().data_received(data)
        if self.transport.is_closing():
            self._calm()
        elif self._in_head:
            self._head += len(data)
            if self._head > MOST_HEAD:
                self._calm()
                self.send_400_response("Head too large.")
            elif self._alarm is None:  # the whole of it has so many seconds
                self._wake_after(self._head_seconds)
        elif self._in_body:
            self._wake_after(self._idle_seconds)  # each part of it has so many

    def on_message_begin(self) -> None:
        """A head begins."""
        super().on_message_begin()
        self._head, self._in_head = 0, True
        self._calm()

    def on_headers_complete(self) -> None:
        """A body begins."""
        self._in_head, self._in_body = False, True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request is here; how long its answer takes is our affair."""
        self._in_body = False
        self._calm()
        super().on_message_complete()

    def shutdown(self) -> None:
        """The server ends: a connection at which nothing is under way is closed, and does not wait for the other side.

        TLS would wait for the farewell of whoever keeps the connection for later, as long as the server has to end.
        """
        super().shutdown()
        if self.transport.is_closing():
            self._calm()
            wait = max(_FAREWELL_S, self._answered + _FETCHED_S - self.loop.time())
            self.loop.call_later(wait, self.transport.abort)

    def on_response_complete(self) -> None:
        """An answer is on its way out."""
        self._answered = self.loop.time()
        super().on_response_complete()

    def _wake_after(self, seconds: float) -> None:
        self._calm()
        self._alarm = self.loop.call_later(seconds, self._give_up)

    def _calm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _give_up(self) -> None:
        self._alarm = None
        if self._in_body and self.flow.read_paused:  # we are slow, not they
            self._wake_after(self._idle_seconds)
        elif not self.transport.is_closing():
            self.transport.close()
