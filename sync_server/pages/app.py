"""The district's desk as an application of its own, mounted by the server's under `/district`."""

from __future__ import annotations

from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount

from sync_server.pages import (
    accounts,
    allocations,
    cases,
    certificates,
    complaints,
    door,
    entry,
    groups,
    identity,
    missing,
    news,
    operations,
    statics,
    targets,
    told,
    units,
)  # fmt: skip
from sync_server.pages.board import pages as board
from sync_server.pages.visit import HOME
from sync_server.settings import Server

TOPICS = (
    board, targets, allocations, news, cases, missing, identity, certificates, complaints, groups, told, units,
    accounts, operations,
)  # fmt: skip


def mount(server: Server) -> Mount:
    """For the routes of the server's application."""
    found = [*statics.FILES.routes(), *entry.routes(), *(route for topic in TOPICS for route in topic.routes())]
    handlers: Any = {404: _missing, 405: _missing}
    made = Starlette(routes=found, exception_handlers=handlers)
    made.state.server = server
    return Mount(HOME, app=made)


async def _missing(request: Request, problem: Any) -> Response:
    return await run_in_threadpool(door.error, door.visit_of(request), problem.status_code)
