"""The way to every handler: session, right, form and transaction; what goes wrong becomes a page that says so.

A handler is a plain function that is given a `Visit` and runs in the thread pool. GET has a transaction that only
reads; POST has one that writes and is committed when the handler returns. A POST is believed only with the mark of the
session in its form, and only from a page of this server (ASVS 3.5, 10.2).
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs, quote

import sqlalchemy as sa
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sync_server.browsing import sent
from sync_server.browsing.visitor import Missing, address_of, language_of
from sync_server.district import sessions, who
from sync_server.district.sessions import Session, Stage
from sync_server.durable.database import reading, writing
from sync_server.pages import frame, menu, once
from sync_server.pages.visit import HOME, Visit
from vaxdesk.domain import times
from vaxdesk.domain.rights import Act

_log = logging.getLogger("vaxdesk.server")
Handler = Callable[[Visit], Response]
Check = Callable[[Visit], Response | None]
Endpoint = Callable[[Request], Awaitable[Response]]
_BEYOND = "22003"  # PostgreSQL: a number larger than its column holds names nothing that is there
SIGN_IN = f"{HOME}/sign-in"
STEPS = {Stage.RENEW: f"{HOME}/new-password", Stage.ENROL: f"{HOME}/enrol-code", Stage.FACTOR: f"{HOME}/code"}


def staff(act: Act | None = None) -> Callable[[Handler], Endpoint]:
    """A page for those who are signed in, and hold a right somewhere; what they see of it is for the handler to ask."""

    def opened(handler: Handler) -> Endpoint:
        async def endpoint(request: Request) -> Response:
            return await _met(request, handler, lambda visit: _signed_in(visit, act))

        endpoint.__dict__["act"] = act  # so that a test can ask every page what it needs
        return endpoint

    return opened


def step(stage: Stage) -> Callable[[Handler], Endpoint]:
    """A page of a sign-in that came as far as one stage."""

    def opened(handler: Handler) -> Endpoint:
        async def endpoint(request: Request) -> Response:
            return await _met(request, handler, lambda visit: _at(visit, stage))

        return endpoint

    return opened


def anybody(handler: Handler, *, alone: bool = False) -> Endpoint:
    """A page for whoever comes; a POST is believed only from a page of this server.

    Args:
        alone: the handler opens its own transactions, and has no connection.
    """

    async def endpoint(request: Request) -> Response:
        return await _met(request, handler, lambda _visit: None, signed=False, alone=alone)

    return endpoint


async def _met(
    request: Request, handler: Handler, check: Check, *, signed: bool = True, alone: bool = False
) -> Response:
    visit = visit_of(request)
    refused = sent.wrong_address(visit)
    if not refused and request.method == "POST":
        refused = sent.unread(request)
        if not refused and sent.size(request) > sent.MOST_WORDS:
            known = signed and await run_in_threadpool(_is_known, request, visit)
            refused = 0 if known else 413
        refused = refused or await sent.taken_in(visit, request)
    if refused:
        return await run_in_threadpool(error, visit, refused)
    try:
        if alone:
            return await run_in_threadpool(handler, visit)
        return await run_in_threadpool(_work, request, visit, handler, check, signed)
    except (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.InternalError, sa.exc.TimeoutError) as away:
        _log.warning("database busy or away: %s", type(away).__name__)
        return await run_in_threadpool(error, visit, 503)
    except Exception:  # noqa: BLE001 - whatever it is, the visitor is told that nothing was saved
        _log.exception("a page failed")  # the path names units and cases by number, never a person
        return await run_in_threadpool(error, visit, 500)


def visit_of(request: Request) -> Visit:
    """A visit of which nothing is known yet but its address and language."""
    of, address = request.app.state.server, address_of(request)
    visit = Visit(of, None, path=request.url.path, language=language_of(request), address=address)
    visit.ask(request)
    return visit


def _is_known(request: Request, visit: Visit) -> bool:
    """Whether whoever sends much is signed in: nobody else's is read."""
    with reading(visit.server.engine) as conn:
        found = sessions.find(conn, visit.server, request.cookies.get(visit.cookie, ""))
    return found is not None and found.stage is Stage.IN


def _work(request: Request, visit: Visit, handler: Handler, check: Check, signed: bool) -> Response:
    writes = request.method == "POST"
    with (writing if writes else reading)(visit.server.engine) as conn:
        visit.conn = conn
        _recognise(visit, request)
        stopped = check(visit)
        if stopped is None and writes and signed and not _is_marked(visit):
            stopped = error(visit, 403)
        if stopped is not None:
            conn.rollback()
            return stopped
        try:
            answer = once.dealt_with(visit, handler) if writes and signed else handler(visit)
        except Missing:
            conn.rollback()
            return error(visit, 404)
        except sa.exc.DataError as beyond:
            if getattr(beyond.orig, "sqlstate", "") != _BEYOND:
                raise
            conn.rollback()
            return error(visit, 404)
        if writes:
            visit.note_looks_here()
    visit.note_looks()
    if visit.session is not None and visit.session.stale:
        with writing(visit.server.engine) as conn:
            sessions.seen(conn, visit.server, visit.session)
    if visit.told is not None and answer.status_code == 200:
        answer.delete_cookie("vd-said", path=HOME)
    return answer


def _recognise(visit: Visit, request: Request) -> None:
    found = sessions.find(visit.conn, visit.server, request.cookies.get(visit.cookie, ""))
    if found is None:
        return
    visit.session = found
    user = who.find(visit.conn, found.user_no, day=times.day_of(visit.server.now()))
    if user is None:  # closed since
        visit.session = None
        return
    if found.stage is Stage.IN:
        visit.entered(found, user)
        visit.late = menu.late(visit)
    said = {name: values[0] for name, values in parse_qs(request.cookies.get("vd-said", "")).items()}
    if said.keys() >= {"t", "m"}:
        visit.read_told(said["t"], said["m"])


def _signed_in(visit: Visit, act: Act | None) -> Response | None:
    if visit.session is None:
        return RedirectResponse(f"{SIGN_IN}?next={quote(visit.path, safe='')}", status_code=303)
    if visit.session.stage is not Stage.IN:
        return RedirectResponse(STEPS[visit.session.stage], status_code=303)
    return error(visit, 403) if act is not None and not visit.who.may_somewhere(act) else None


def _at(visit: Visit, stage: Stage) -> Response | None:
    if visit.session is None:
        return RedirectResponse(SIGN_IN, status_code=303)
    if visit.session.stage is not stage:
        return RedirectResponse(STEPS.get(visit.session.stage, HOME), status_code=303)
    return None


def _is_marked(visit: Visit) -> bool:
    session: Session | None = visit.session
    return session is not None and hmac.compare_digest(session.csrf.encode(), visit.form.get("csrf", "").encode())


def error(visit: Visit, status: int) -> Response:
    """A page that says what went wrong, and what to do."""
    return frame.show(visit, "frame/error.html", status=status, code=status)

