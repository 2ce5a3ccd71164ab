"""`GET /v1/trust`: the list of trust as this server signs it, for anybody.

`?unit=NUMBER` asks for the devices of the province around a unit, by its number; without it for those of all. A process
makes a list at most once a minute; whoever names the tag of the one he has is told that it is still that.
"""

from __future__ import annotations

from threading import Lock

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync_server.durable.database import reading
from sync_server.exchange.problems import problem
from sync_server.issuing import listing
from sync_server.settings import Server
from sync_server.web import tagged
from vaxdesk.journal import trust_line

_STAYS_MS = 60_000
_MOST_DIGITS, _MOST_NUMBER = 10, (1 << 31) - 1
_HEADERS = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}


class Kept(msgspec.Struct, frozen=True):
    """A signed list, and when it was made."""

    data: bytes
    tag: str
    at_ms: int


class Lists:
    """The lists of a process by the path of their province; made by whoever asks first, told to all for a minute."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._lock = Lock()
        self._kept: dict[str, Kept] = {}  # by path of the province

    def of(self, unit: int | None) -> Kept | None:
        """The list for a unit, or for all; None when there is no such unit."""
        with self._lock, reading(self._server.engine) as conn:
            top = listing.ALL if unit is None else listing.part_of(conn, unit)
            if top is None:
                return None
            kept = self._kept.get(top)
            if kept is None or not 0 <= self._server.now_ms() - kept.at_ms < _STAYS_MS:
                data = listing.signed(conn, self._server, top)
                kept = self._kept[top] = Kept(data, trust_line.tag(data), self._server.now_ms())
            return kept


def _number(text: str) -> int | None:
    """A unit's number; one that no unit has for what is none."""
    if not text:
        return None
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else 0
    return number if number <= _MOST_NUMBER else 0


def routes(server: Server) -> list[Route]:
    """For the application."""
    lists = Lists(server)

    async def told(request: Request) -> Response:
        kept = await run_in_threadpool(lists.of, _number(request.query_params.get("unit", "")))
        if kept is None:
            return problem("unknown_unit", status=404)
        return tagged.answer(request, kept.data, kept.tag, media=trust_line.MEDIA, headers=_HEADERS)

    return [Route(trust_line.PATH, told, methods=["GET"])]
