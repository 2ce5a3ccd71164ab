"""`vaxdesk-server read`: processes that read the feeds; and the same readers beside a server that serves."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from types import FrameType

from sync_server.commands import logs
from sync_server.commands.beside import beside
from sync_server.commands.console import Stopped, engine_of, key_of, tell
from sync_server.durable.database import open_engine
from sync_server.keys import load_or_make
from sync_server.reading import worker
from sync_server.reading.readers import Share
from sync_server.settings import Server
from vaxdesk.words import say

THREAD, NONE = "thread", "none"
_MOST = 64
_ORPHANED = 1.0  # seconds between two looks whether the process that began this one still lives


def reads_too(options: argparse.Namespace) -> bool:
    """Whether `serve` also reads: as told, or else with SQLite, so that a pilot needs one command."""
    if options.readers:
        return options.readers == THREAD
    return options.database.startswith("sqlite")


@contextmanager
def reading_beside(server: Server) -> Iterator[None]:
    """Reads in a thread as long as the block lasts."""
    worker.prepare(server)
    with beside("readers", worker.run, server, Share()):
        yield


def read(options: argparse.Namespace) -> None:
    """Reads until told to stop, in as many processes as asked for.

    Raises:
        Stopped: a process ended by itself.
    """
    logs.to_stderr()
    if not 1 <= options.workers <= _MOST:
        raise Stopped("workers", most=_MOST)
    engine = engine_of(options)
    server = Server(engine=engine, key=key_of(options))
    worker.prepare(server)
    if options.once:
        worker.until_idle(server)
        engine.dispose()
        return
    tell(options, {"reading": options.workers}, say("reading.started", n=options.workers))
    engine.dispose()
    folder = options.keys or Path(engine.url.database or "").resolve().parent
    processes = _begun(options.database, folder, options.workers)
    stop = Event()
    _stop_on_signals(stop)
    while not stop.wait(_ORPHANED) and all(one.is_alive() for one in processes):
        pass
    failed = not stop.is_set()
    for one in processes:
        one.terminate()
    for one in processes:
        one.join()
    if failed:
        raise Stopped("worker_ended")


def _begun(database: str, folder: Path, workers: int) -> list[multiprocessing.process.BaseProcess]:
    context = multiprocessing.get_context("spawn")  # a fork would share connections and the chance of log names
    processes = [
        context.Process(target=_read_share, args=(database, folder, part, workers, os.getpid()), name=f"readers {part}")
        for part in range(workers)
    ]
    for one in processes:
        one.start()
    return processes


def _read_share(database: str, folder: Path, part: int, of: int, parent: int) -> None:
    """One process: its own engine, its own log of the own device; ends with the process that began it."""
    logs.to_stderr()
    stop = Event()
    _stop_on_signals(stop)
    Thread(target=_watch, args=(parent, stop), daemon=True).start()
    engine = open_engine(database)
    with suppress(KeyboardInterrupt):
        worker.run(Server(engine=engine, key=load_or_make(folder)), Share(part, of), stop)
    engine.dispose()


def _watch(parent: int, stop: Event) -> None:
    while os.getppid() == parent and not stop.wait(_ORPHANED):
        pass
    stop.set()


def _stop_on_signals(stop: Event) -> None:
    def told(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
