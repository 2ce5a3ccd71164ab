"""A Starlette page that says one word, by the server that serves the portal: what a request costs by itself.

    python -m tests.bench.bare      prints {"listening": URL}; ends with SIGTERM
"""

from __future__ import annotations

import json
import socket
import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route


def _page(_request: Request) -> Response:
    """In the thread pool, as pages of the portal are."""
    return HTMLResponse("<h1>page</h1>")


def main() -> None:
    """Serves at a free port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        sys.stdout.write(json.dumps({"listening": f"http://127.0.0.1:{listening.getsockname()[1]}"}) + "\n")
        sys.stdout.flush()
        app = Starlette(routes=[Route("/{path:path}", _page)])
        uvicorn.Server(uvicorn.Config(app, access_log=False, log_config=None)).run(sockets=[listening])


if __name__ == "__main__":
    main()
