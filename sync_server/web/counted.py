"""Counts what is answered, by route and status, and how long it took: for Prometheus and for the log of requests.

The log tells of what staff ask and of what was refused. What devices send and the public ask all day long is counted.

A route here is one of a closed list of names: an address holds numbers of units and cases, and those belong into no
count and no log. With several processes the counts lie in files that the process which is asked adds up.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, MutableMapping
from time import perf_counter
from typing import Any

from prometheus_client import Counter, Histogram

_log = logging.getLogger("vaxdesk.requests")
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
ANSWERS = Counter("vaxdesk_answers_total", "Answers by route and status.", ("route", "status"))
SECONDS = Histogram("vaxdesk_answer_seconds", "Time from a request's head to its answer.", ("route",), buckets=_BUCKETS)
_KNOWN = frozenset(
    {"/v1/sync", "/v1/enrol", "/v1/find", "/v1/farewell", "/v1/bundle", "/v1/health", "/v1/ready", "/v1/openapi.json"}
)
_STAFF = "/district/"
_PAGES = (_STAFF, "/portal/")
Scope = MutableMapping[str, Any]
App = Callable[[Scope, Callable[[], Awaitable[Any]], Callable[[Any], Awaitable[None]]], Awaitable[None]]


class Counted:
    """An application whose answers are counted (ASGI)."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = perf_counter(), 500

        async def told(message: Any) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, told)
        finally:
            route, took = route_of(scope["path"]), perf_counter() - began
            ANSWERS.labels(route, status).inc()
            SECONDS.labels(route).observe(took)
            if status >= 400 or route.startswith(_STAFF):
                facts = {"route": route, "method": scope["method"], "status": status, "ms": round(took * 1000)}
                _log.info("answered", extra=facts)


def route_of(path: str) -> str:
    """The name of a route; nothing of what an address says of units, cases or people is in it."""
    if path in _KNOWN or path == "/usb":
        return path
    if path.startswith(_PAGES):
        _, home, first, *_ = path.split("/", 3)
        return f"/{home}/" + (first if first.isascii() and first.replace("-", "").isalpha() and len(first) < 24 else "")
    return "other"
