"""What a reading process does: the folder, behind it eraser and router, then delivery and checks, over and over."""

from __future__ import annotations

import logging
from threading import Event

import sqlalchemy as sa

from sync_server.reading import checking, delivery, eraser, folder, router
from sync_server.reading.readers import Rests, Share, go_through
from sync_server.segments import hosted
from sync_server.settings import Server

_log = logging.getLogger("vaxdesk.server")
READERS = (folder.READER, eraser.READER, router.READER)
_MOST_TURNS = 1000


def prepare(server: Server) -> None:
    """What has to be there before anything is read."""
    hosted.enter(server)
    folder.prepare(server)


def turn(server: Server, share: Share, rests: Rests) -> int:
    """Each reader once through the feeds of a share, then the checks; returns how much there was to do."""
    return bring(server, share, rests) + checking.go_through(server, rests)


def bring(server: Server, share: Share, rests: Rests) -> int:
    """Each reader once through the feeds of a share; returns how much there was to do."""
    read = sum(go_through(server, one, share, rests) for one in READERS)
    return read + eraser.go_through(server, share, rests) + delivery.go_through(server, share, rests)


def until_idle(server: Server, share: Share | None = None) -> None:
    """Reads until nothing is left, straight through.

    Raises:
        RuntimeError: there is always something left; readers feed each other.
    """
    rests = Rests()
    for _ in range(_MOST_TURNS):
        if not turn(server, share or Share(), rests):
            return
    raise RuntimeError("readers do not come to rest")


def run(server: Server, share: Share, stop: Event) -> None:
    """Reads until told to stop. The database being away is waited out."""
    rests = Rests()
    while not stop.is_set():
        try:
            done = turn(server, share, rests)
        except sa.exc.SQLAlchemyError as error:
            _log.warning("readers: %s", type(error).__name__)
            done = 0
        if not done:
            stop.wait(server.settings.read_every)
