"""Runs the application under uvicorn on a socket that is bound first, so that its port can be told."""

from __future__ import annotations

import gc
import socket
import ssl
from collections.abc import Callable
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import uvicorn
from uvicorn.supervisors import Multiprocess

from sync_server.commands import logs
from sync_server.durable.database import open_engine
from sync_server.keys import load_or_make
from sync_server.portal_pages import app as public
from sync_server.settings import Server, Settings
from sync_server.web.app import create_app
from sync_server.web.counted import Counted
from sync_server.web.guarded import Guarded
from sync_server.web.lane import Lane

_MOST_CONNECTIONS = 4096  # of one process; a body under way holds up to 300 kB
_UNREAD_MS = 120_000
_SLOW_S = 20  # a worker that does not answer for so long is replaced: one that begins on a busy machine takes its time


def bind(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one.

    Raises:
        OSError: the address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.create_server((host, port), family=family, backlog=1024)
    # What is accepted inherits it. asyncio would set it, but not on a socket bound by others: an answer in two
    # packets then waits 40 ms for the receiver's delayed acknowledgement.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # an answer that nobody takes is dropped; Linux alone
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNREAD_MS)
    return listening


def is_loopback(listening: socket.socket) -> bool:
    """Whether a socket can be reached from this machine alone."""
    return ip_address(listening.getsockname()[0]).is_loopback


def address(listening: socket.socket, *, tls: bool = False) -> str:
    """The URL of a listening socket."""
    host, port = listening.getsockname()[:2]
    return f"{'https' if tls else 'http'}://{f'[{host}]' if ':' in host else host}:{port}"


def web_server(
    server: Server, *, certificate: str | None = None, key: str | None = None, portal: bool = False
) -> uvicorn.Server:
    """The web server of an application.

    Args:
        certificate, key: PEM files; without them plain HTTP.
        portal: the public part and nothing else.
    """
    app = Counted(public.alone(server) if portal else Lane(create_app(server)))
    return uvicorn.Server(_config(app, server.settings, portal=portal, ssl_certfile=certificate, ssl_keyfile=key))


def run_workers(
    listening: socket.socket,
    *,
    count: int,
    database: str,
    keys: Path,
    settings: Settings,
    certificate: str | None,
    key: str | None,
    portal: bool = False,
) -> None:
    """Serves with several processes on one socket until it is told to stop; one that dies is replaced."""
    make = partial(application, database, keys, settings, portal=portal)
    more = {"factory": True, "workers": count, "ssl_certfile": certificate, "ssl_keyfile": key}
    Multiprocess(_config(make, settings, portal=portal, **more), [listening]).run()


def application(database: str, keys: Path, settings: Settings, *, portal: bool = False) -> Counted:
    """The application of one process of several; all state that must hold for all of them is in the database."""
    logs.to_stderr()
    server = Server(engine=open_engine(database), key=load_or_make(keys), settings=settings)
    app = Counted(public.alone(server) if portal else Lane(create_app(server, alone=False)))
    settle()
    return app


def settle() -> None:
    """Leaves what was loaded by now, most of all that there is, out of each later search for garbage (15 ms).

    Young objects are looked through for cycles every fifteenth request or so, not at each: hardly any make one.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def _config(app: Any, settings: Settings, *, portal: bool = False, **more: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=partial(Guarded, head_seconds=settings.head_seconds, idle_seconds=settings.idle_seconds),
        limit_concurrency=_MOST_CONNECTIONS,
        ssl_context_factory=(_tls_of_phones if portal else _tls) if more.get("ssl_certfile") else None,
        log_config=None,
        access_log=False,  # who asked when is in the database; nothing of a person in logs
        lifespan="off",
        ws="none",
        server_header=False,
        timeout_graceful_shutdown=5,
        timeout_worker_healthcheck=_SLOW_S,
        **more,
    )


def _tls(_config: uvicorn.Config, usual: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    """TLS 1.3 alone: every desk speaks it, and whoever else asks has no business here."""
    context = usual()
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    return context


def _tls_of_phones(_config: uvicorn.Config, usual: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    """TLS 1.2 as well: the public part is opened by phones of many years."""
    context = usual()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
