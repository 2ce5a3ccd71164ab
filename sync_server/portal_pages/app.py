"""The public part as an application of its own, mounted by the server's under `/portal` or served alone."""

from __future__ import annotations

from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route

from sync_server.browsing.headed import Headed
from sync_server.portal.senders import Outbox, sender_of
from sync_server.portal_pages import checks, door, frame, home, shell
from sync_server.portal_pages.door import Desk
from sync_server.portal_pages.topics import TOPICS
from sync_server.portal_pages.visit import HOME
from sync_server.settings import Server


def mount(server: Server) -> Mount:
    """For the routes of the server's application."""
    found = [*frame.FILES.routes(), *shell.routes(), *home.routes()]
    found += [route for topic in TOPICS for route in topic.routes()]
    handlers: Any = {404: _missing, 405: _missing}
    made = Starlette(routes=found, exception_handlers=handlers)
    made.state.desk = Desk(server, Outbox(sender_of(server.settings.sender)))
    return Mount(HOME, app=made, name="portal")


def alone(server: Server) -> Starlette:
    """An application that is the public part and nothing else, on an open, upgraded database."""
    mounted = mount(server)
    app = Starlette(
        routes=[mounted, checks.short(), Route("/", _to_home, methods=["GET"])],
        middleware=[Middleware(Headed, below={"/": frame.HEADERS})],
    )
    app.state.server = server
    return app


async def _to_home(_request: Request) -> Response:
    return RedirectResponse(f"{HOME}/", status_code=307)


async def _missing(request: Request, problem: Any) -> Response:
    return door.error(door.visit_of(request), problem.status_code)
