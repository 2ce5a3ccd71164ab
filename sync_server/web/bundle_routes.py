"""Where files from a stick come in: from a desk that carries them, or from any browser by one plain page."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from sync_server.authority import limits
from sync_server.exchange import bundles
from sync_server.exchange.problems import Denied, problem
from sync_server.settings import Server
from sync_server.web import bodies, stick_page
from vaxdesk.journal import bundle
from vaxdesk.journal.bundle import BadBundle, Fault
from vaxdesk.journal.frames import BadFrames

PAGE = "/usb"
_FORM_BYTES = 4096  # what a browser writes around the file


def routes() -> list[Route]:
    """For the application."""
    return [
        Route(bundle.PATH, _carried, methods=["POST"]),
        Route(PAGE, _page, methods=["GET"]),
        Route(PAGE, _uploaded, methods=["POST"]),
    ]


async def _carried(request: Request) -> Response:
    """A file brought by a desk; the answer file, or a problem whose reason is a `Fault`."""
    body = await _body(request, bundle.MAX_FILE)
    try:
        outcome = await run_in_threadpool(bundles.take, _server(request), body, address=_address(request))
    except BadBundle as bad:
        return problem("bundle", status=400, reason=bad.fault.value)
    return Response(outcome.answer, media_type=bundle.MEDIA)


async def _page(request: Request) -> Response:
    return _shown(stick_page.asking(_language(request)), 200)


async def _uploaded(request: Request) -> Response:
    language = _language(request)
    try:
        body = await _body(request, bundle.MAX_FILE + _FORM_BYTES)
        data = bodies.file_in(body, request.headers.get("content-type", ""))
        if not data:
            return _shown(stick_page.asking(language, "usb.page.no_file"), 400)
        outcome = await run_in_threadpool(bundles.take, _server(request), data, address=_address(request))
    except BadBundle as bad:
        return _shown(stick_page.asking(language, f"{Fault.WORDS}.{bad.fault.value}"), 400)
    except BadFrames:
        return _shown(stick_page.asking(language, f"{Fault.WORDS}.{Fault.DAMAGED.value}"), 400)
    except Denied as denied:
        return _shown(stick_page.asking(language, _why(denied)), denied.status, denied.retry_after)
    return _shown(stick_page.answered(language, outcome), 200)


async def _body(request: Request, most: int) -> bytes:
    """The body, once this address may send as much.

    Raises:
        Denied: 413 or 429.
    """
    size = bodies.announced(request) or 0
    if size > most:
        raise Denied(413, "too_big", limit=most)
    pause = request.app.state.gate.wait_address(_address(request), size)
    if pause:
        raise Denied(429, "too_often", retry_after=limits.retry_after(_server(request), pause))
    return await bodies.whole(request, most)


def _why(denied: Denied) -> str:
    if denied.status == 413:
        return f"{Fault.WORDS}.{Fault.TOO_BIG.value}"
    if denied.status == 429:
        return "usb.page.too_often"
    known = denied.error == Fault.UNKNOWN_DEVICE.value
    return f"{Fault.WORDS}.{denied.error}" if known else f"{Fault.WORDS}.{Fault.DAMAGED.value}"


def _shown(page: str, status: int, retry_after: str = "") -> Response:
    headers = dict(stick_page.HEADERS)
    if retry_after:
        headers["Retry-After"] = retry_after
    return HTMLResponse(page, status_code=status, headers=headers)


def _language(request: Request) -> str:
    return stick_page.language(request.query_params.get("lang", ""))


def _server(request: Request) -> Server:
    return request.app.state.server


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
