"""The HTTP face. Bodies are read as they arrive; everything that blocks runs in the thread pool."""

from __future__ import annotations

import logging
from hashlib import sha256
from typing import Any

import msgspec
import sqlalchemy as sa
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from sync_server.authority import limits, nonces
from sync_server.browsing.headed import Headed
from sync_server.durable import months
from sync_server.durable.database import reading
from sync_server.exchange import farewell, lookup, syncing, together
from sync_server.exchange.problems import Denied, problem
from sync_server.joining import devices, enrol
from sync_server.operating import condition
from sync_server.pages import app as pages
from sync_server.pages import frame as desk_frame
from sync_server.pages.visit import HOME as DESK
from sync_server.portal_pages import app as portal
from sync_server.portal_pages import checks
from sync_server.portal_pages import frame as portal_frame
from sync_server.portal_pages.visit import HOME as PORTAL
from sync_server.segments import hosted
from sync_server.segments.filing import Overtaken
from sync_server.settings import Server
from sync_server.web import bodies, bundle_routes, openapi, trust_route, verifier
from vaxdesk.journal import enrolment, finding, parting
from vaxdesk.journal.frames import MEDIA, WIRE, BadFrames
from vaxdesk.journal.frames import decode as decode_message
from vaxdesk.journal.succession import HEADER as SUCCESSIONS

_log = logging.getLogger("vaxdesk.server")
_MOST_ENROL = 8192
_JSON = "application/json"
_BUSY_SECONDS = 5
_HEADERS = {DESK: desk_frame.HEADERS, PORTAL: portal_frame.HEADERS, verifier.HOME: verifier.HEADERS}
_DESCRIPTION = msgspec.json.encode(openapi.document())


def create_app(server: Server, *, alone: bool = True) -> Starlette:
    """The application on an open, upgraded database; `alone` when no other process serves the same."""
    months.prepare(server.engine, server.now_ms())
    app = Starlette(
        routes=[
            Route(syncing.PATH, _sync, methods=[syncing.METHOD]),
            Route(parting.PATH, _farewell, methods=["POST"]),
            Route("/v1/enrol", _enrol, methods=["POST"]),
            Route(finding.PATH, _find, methods=["POST"]),
            Route("/v1/health", _health, methods=["GET"]),
            Route("/v1/ready", _ready, methods=["GET"]),
            Route(openapi.PATH, _openapi, methods=["GET"]),
            *bundle_routes.routes(),
            *trust_route.routes(server),
            pages.mount(server),
            *([portal.mount(server), checks.short()] if server.settings.portal else []),
            verifier.mount(server),
        ],
        middleware=[Middleware(Headed, below=_HEADERS)],
        exception_handlers={
            Denied: _denied,
            BadFrames: _bad_frames,
            ClientDisconnect: _gone,
            Overtaken: _busy,
            sa.exc.OperationalError: _busy,
            sa.exc.InterfaceError: _busy,
            sa.exc.InternalError: _busy,  # a standby that only reads, a transaction that its server gave up
            sa.exc.IntegrityError: _busy,  # two requests entered the same device or evidence; the second try finds it
        },
    )
    hosted.enter(server)
    app.state.server = server
    app.state.nonces = nonces.kept(server.engine, server.now, alone=alone)
    app.state.gate = limits.Gate(server)
    app.state.counter = together.Counter(server, app.state.nonces, app.state.gate)
    return app


async def _sync(request: Request) -> Response:
    server: Server = request.app.state.server
    _of_media(request, MEDIA)
    header, certificate = request.headers.get("authorization", ""), request.headers.get("vd-certificate", "")
    round_: syncing.Round | None = None
    size = wanted = _announced(request, server.settings.max_body)

    def turn(chunk: bytes, *, last: bool) -> bytes:
        nonlocal round_
        if round_ is None:
            who = syncing.recognise(server, header, certificate)
            round_ = request.app.state.counter.let_in(who, _address(request), size)
        for frame in round_.arrived(chunk):
            round_.frame(frame)  # what has arrived is filed before more is read
        return round_.answer() if last else b""

    async for chunk in request.stream():
        wanted -= len(chunk)
        body = await run_in_threadpool(turn, chunk, last=wanted == 0)
        if wanted == 0:  # mostly with the first chunk: one turn of a thread is the whole request
            return Response(body, media_type=MEDIA)
    return Response(await run_in_threadpool(turn, b"", last=True), media_type=MEDIA)


async def _farewell(request: Request) -> Response:
    """What a revoked device hands over at last; kept for review, never filed."""
    server: Server = request.app.state.server
    header, certificate = request.headers.get("authorization", ""), request.headers.get("vd-certificate", "")
    who = await run_in_threadpool(syncing.recognise, server, header, certificate, status=devices.REVOKED)
    body = await bodies.whole(request, server.settings.max_body)
    answer = await run_in_threadpool(farewell.take, server, who, request.app.state.nonces, body, sha256(body).digest())
    return Response(answer, media_type=_JSON, headers=_successions(server))


async def _enrol(request: Request) -> Response:
    server: Server = request.app.state.server
    _of_media(request, _JSON)
    asked = decode_message(await bodies.whole(request, _MOST_ENROL), enrolment.Request)
    wait = await run_in_threadpool(enrol.wait, server, asked, _address(request))
    if wait:
        reason, pause = enrolment.Refusal.TOO_MANY.value, limits.retry_after(server, wait)
        return problem("refused", status=429, reason=reason, headers={"Retry-After": pause})
    outcome = await run_in_threadpool(enrol.enrol, server, asked)
    if isinstance(outcome, enrolment.Refusal):
        return problem("refused", status=403, reason=outcome.value)
    await run_in_threadpool(enrol.accepted, server, asked, _address(request))
    _log.info("enrolled a device of unit %d", outcome.unit.no)
    return Response(msgspec.json.encode(outcome), media_type=_JSON)


async def _find(request: Request) -> Response:
    server: Server = request.app.state.server
    _of_media(request, finding.MEDIA)
    body = await bodies.whole(request, finding.MOST_BYTES)
    header, certificate = request.headers.get("authorization", ""), request.headers.get("vd-certificate", "")

    def turn() -> bytes:
        who = syncing.recognise(server, header, certificate)
        return lookup.answer(server, who, request.app.state.nonces, body)

    return Response(await run_in_threadpool(turn), media_type=finding.MEDIA, headers=_successions(server))


def _successions(server: Server) -> dict[str, str]:
    """What leads to the key that signed, for whoever knows an earlier one; answers of a sync tell it inside."""
    return {SUCCESSIONS: " ".join(server.key.successions)} if server.key.successions else {}


def _of_media(request: Request, media: str) -> None:
    """Denies every other media type: no page of a browser can send these without having asked first."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != media:
        raise Denied(415, "media")


def _announced(request: Request, most: int) -> int:
    """Bytes of the body that is to come. One that does not say so, or is too long, is not begun.

    Raises:
        Denied: 411 or 413.
    """
    size = bodies.announced(request)
    if size is None:
        raise Denied(411, "length")
    if size > most:
        raise Denied(413, "too_big", limit=most)
    return size


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


async def _health(request: Request) -> Response:
    server: Server = request.app.state.server
    await run_in_threadpool(_ask_database, server)
    state = openapi.Health(status="ok", wire=WIRE, time=server.now_ms(), key=server.key.public.hex())
    return Response(msgspec.json.encode(state), media_type=_JSON)


async def _ready(request: Request) -> Response:
    """For whoever shares work out among processes; what is in the way is told as a problem's reason."""
    why = await run_in_threadpool(condition.not_ready, request.app.state.server)
    if why:
        reason = ",".join(one.value for one in why)
        return problem("busy", status=503, reason=reason, headers={"Retry-After": str(_BUSY_SECONDS)})
    return Response(msgspec.json.encode(openapi.Ready(ready=True)), media_type=_JSON)


async def _openapi(_request: Request) -> Response:
    return Response(_DESCRIPTION, media_type=_JSON)


def _ask_database(server: Server) -> None:
    with reading(server.engine) as conn:
        conn.execute(sa.select(1))


async def _denied(request: Request, denied: Any) -> Response:
    _log.info("denied %d %s", denied.status, denied.error)
    headers = _successions(request.app.state.server) if denied.sig else {}
    headers |= {"Retry-After": denied.retry_after} if denied.retry_after else {}
    facts = {"time_ms": denied.time_ms, "sig": denied.sig, "limit": denied.limit}
    return problem(denied.error, status=denied.status, headers=headers, **facts)


async def _bad_frames(_request: Request, _error: Exception) -> Response:
    return problem("bad_frame", status=400)


async def _gone(_request: Request, _error: Exception) -> Response:
    return problem("gone", status=400)  # nobody reads it; what had arrived is filed


async def _busy(_request: Request, error: Exception) -> Response:
    _log.warning("database busy or away: %s", type(error).__name__)
    return problem("busy", status=503, headers={"Retry-After": str(_BUSY_SECONDS)})
