"""What a reading process does: the folder, behind it eraser and router, delivery, totals, checks, registrations."""

from __future__ import annotations

import logging
import time
from threading import Event

import sqlalchemy as sa

from sync_server.durable.database import Watch
from sync_server.reading import (
    checking,
    corrections,
    delivery,
    eraser,
    folder,
    groups,
    router,
    signups,
    tellings,
    timetable,
    totalling,
    trays,
)
from sync_server.reading.readers import Rests, Share, go_through
from sync_server.segments import hosted
from sync_server.settings import Server

_log = logging.getLogger("vaxdesk.server")
_LOOK = 0.02  # seconds between two looks whether anything was written
_GATHER = 0.1  # seconds in which small portions gather to be folded together: each time has its price
_BREATH = 0.003  # seconds after each transaction on SQLite, where a push waits for its end
_MOST_TURNS = 1000


def prepare(server: Server) -> None:
    """What has to be there before anything is read."""
    hosted.enter(server)
    folder.prepare(server)


def turn(server: Server, share: Share, rests: Rests) -> int:
    """Each reader once through the feeds of a share, then what follows; returns how much there was to do."""
    done = bring(server, share, rests) + totalling.go_through(server, rests) + checking.go_through(server, rests)
    return done + _for_the_public(server, rests)


def bring(server: Server, share: Share, rests: Rests) -> int:
    """Each reader once through the feeds of a share; returns how much there was to do."""
    return go_through(server, folder.READER, share, rests) + _behind(server, share, rests)


def _behind(server: Server, share: Share, rests: Rests) -> int:
    """What follows from the fold."""
    read = sum(go_through(server, one, share, rests) for one in (eraser.READER, router.READER))
    return read + eraser.go_through(server, share, rests) + delivery.go_through(server, share, rests)


def _for_the_public(server: Server, rests: Rests) -> int:
    """What the public sent becomes entries; sessions are brought in line with those that came."""
    sent = (corrections.TRAY, signups.TRAY, groups.TRAY, tellings.TRAY)
    filed = sum(trays.go_through(server, one, rests) for one in sent)
    return filed + timetable.go_through(server, rests)


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
    """Reads until told to stop. The database being away is waited out.

    The folder looks as soon as anything was written, since people look at what it makes, but leaves time for what comes
    together; what follows from the fold is done once in a while for all that has come, and a while later where the
    folder itself is behind. Both go on at once where so much was found that more must be waiting.
    """
    rests, watch, due = Rests(_BREATH if server.engine.dialect.name == "sqlite" else 0.0), Watch(server.engine), 0.0
    rest, full = server.settings.read_every, server.settings.portion
    while not stop.is_set():
        began = time.monotonic()
        watch.changed()
        try:
            done = go_through(server, folder.READER, share, rests)
            if time.monotonic() >= (due + rest if done >= full else due):
                more = totalling.go_through(server, rests) + _behind(server, share, rests)
                more += checking.go_through(server, rests) + _for_the_public(server, rests)
                done, due = done + more, time.monotonic() + (0.0 if more >= full else rest)
        except sa.exc.SQLAlchemyError as error:
            _log.warning("readers: %s", type(error).__name__)
            stop.wait(rest)
            continue
        if done < full:
            _wait(watch, stop, least=min(time.monotonic() - began, rest), until=due)
    watch.close()


def _wait(watch: Watch, stop: Event, *, least: float, until: float) -> None:
    """Waits until something was written, or a time has come; at least as long as the last look took.

    So one that has little to do leaves half of its processor, and of the database's, to those who push.
    """
    stop.wait(max(_GATHER, least))
    while not watch.changed() and time.monotonic() < until and not stop.wait(_LOOK):
        pass
