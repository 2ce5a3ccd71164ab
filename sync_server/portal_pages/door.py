"""The way to every handler of the public part: how often, form, transaction; what goes wrong becomes a page.

A handler is a plain function that is given a `Visit` and runs in the thread pool: GET without a transaction,
POST in one that writes and is committed when the handler returns. A POST is believed with the mark of the browser in
its form, and only from a page of this server. Whoever asks too often is told so before a thread is taken.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import ExitStack

import sqlalchemy as sa
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sync_server.authority import limits
from sync_server.authority.limits import Buckets, Rate
from sync_server.browsing import sent
from sync_server.browsing.visitor import Missing, address_of, language_of
from sync_server.durable.database import looking, writing
from sync_server.portal import rates
from sync_server.portal.senders import Outbox
from sync_server.portal_pages import frame
from sync_server.portal_pages.visit import Visit
from sync_server.settings import Server

_log = logging.getLogger("vaxdesk.server")
Handler = Callable[[Visit], Response]
Endpoint = Callable[[Request], Awaitable[Response]]
_BEYOND = "22003"  # PostgreSQL: a number larger than its column holds names nothing that is there
_ERRORS = {405: 404, 411: 400}
_SAID = (400, 403, 404, 413, 429, 503)


class Desk:
    """What all visits of a process share. `outbox` sends codes."""

    def __init__(self, server: Server, outbox: Outbox) -> None:
        self.server, self.outbox = server, outbox
        self._buckets = Buckets(time.monotonic)

    def wait(self, address: str, *, writes: bool, rate: Rate | None = None) -> float:
        """Seconds that an address has to wait; 0 when it is let in. `rate`: of this page beside that of all."""
        if self.server.settings.limits is None:
            return 0.0
        net = rates.net_of(address)
        wait = self._buckets.take(f"pages {net}", rates.PAGES)
        wait = wait or (self._buckets.take(f"forms {net}", rates.FORMS) if writes else 0.0)
        return wait or (self._buckets.take(f"{rate} {net}", rate) if rate else 0.0)


def anybody(
    handler: Handler,
    *,
    marked: bool = True,
    most: int = sent.MOST_WORDS,
    rate: Rate | None = None,
    prepare: Callable[[Visit], None] | None = None,
) -> Endpoint:
    """A page for whoever comes.

    Args:
        marked: a POST must carry the mark of the browser; False for what harms nobody.
        most: bytes of a POST; above `sent.MOST_FORM` nothing is read.
        rate: how often an address may have this page, where that is less than of others.
        prepare: what takes long with files of a form: done before the transaction begins, without a connection.
    """

    async def endpoint(request: Request) -> Response:
        desk: Desk = request.app.state.desk
        visit = visit_of(request)
        writes = request.method == "POST"
        wait = desk.wait(visit.address, writes=writes, rate=rate)
        if wait:
            return error(visit, 429, retry=limits.retry_after(desk.server, wait))
        refused = sent.wrong_address(visit)
        if writes and not refused:
            refused = sent.unread(request) or (413 if sent.size(request) > most else 0)
            refused = refused or await sent.taken_in(visit, request)
            refused = refused or (403 if marked and not visit.is_marked() else 0)
        if refused:
            return error(visit, refused)
        return await _answered(desk, visit, handler, writes=writes, prepare=prepare)

    return endpoint


async def _answered(
    desk: Desk, visit: Visit, handler: Handler, *, writes: bool, prepare: Callable[[Visit], None] | None
) -> Response:
    try:
        if prepare:
            await run_in_threadpool(prepare, visit)
        answer = await run_in_threadpool(_work, visit, handler, writes)
    except (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.InternalError, sa.exc.TimeoutError) as away:
        _log.warning("database busy or away: %s", type(away).__name__)
        return error(visit, 503)
    except Exception:  # noqa: BLE001 - whatever it is, the visitor is told that nothing was saved
        _log.exception("a page failed")
        return error(visit, 500)
    for message in visit.sends:
        desk.outbox.put(message)
    return visit.finish(answer)


def _work(visit: Visit, handler: Handler, writes: bool) -> Response:
    with ExitStack() as begun:
        visit.asks = lambda: begun.enter_context((writing if writes else looking)(visit.server.engine))
        try:
            return handler(visit)
        except Missing:
            visit.conn.rollback()
        except sa.exc.DataError as beyond:
            if getattr(beyond.orig, "sqlstate", "") != _BEYOND:
                raise
            visit.conn.rollback()
        visit.sends.clear()
        return error(visit, 404)


def visit_of(request: Request) -> Visit:
    """A visit of which nothing is known yet but its address, language and mark."""
    server: Server = request.app.state.desk.server
    path, address = request.url.path, address_of(request)
    visit = Visit(server, path=path, language=language_of(request), address=address)
    visit.ask(request)
    visit.token = request.cookies.get(visit.cookie, "")[:64]
    return visit


def error(visit: Visit, status: int, *, retry: str = "") -> Response:
    """A page that says what went wrong, and what to do."""
    code = _ERRORS.get(status, status)
    answer = frame.show(visit, "frame/error.html", status=status, code=code if code in _SAID else 500)
    if retry:
        answer.headers["Retry-After"] = retry
    return answer
