"""Remembers the nonces of proven requests for longer than their time is accepted; a replay is answered, not served.

One process on SQLite keeps them in memory. Workers share them: on PostgreSQL in an unlogged table, which costs no sync
of the disk and is empty after a crash; on SQLite in a file beside the database that nobody backs up. A nonce that is
forgotten early gives little away: a replayed push changes nothing (decision 0015).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from functools import cache
from threading import Lock
from typing import Protocol

import sqlalchemy as sa

from sync_server.durable import quick
from sync_server.durable.database import open_engine, writing
from sync_server.durable.quick import Statement
from sync_server.durable.tables import nonce

KEEP = 1300  # seconds: twice the tolerance of ten minutes and a little
_MOST = 500_000  # of a generation: its table is then half full
_PLACES = 1 << 20
_BITS = (1 << 64) - 1
_SWEEP_EVERY = 300
Shown = tuple[int, str]  # number of a device, and a nonce that it showed
_FORGET = Statement(sa.text("DELETE FROM nonce WHERE at_s < :before OR at_s > :after RETURNING at_s"))


class Fresh(Protocol):
    """Says once of each nonce that it is new."""

    def fresh(self, device: int, nonce: str) -> bool:
        """Whether this nonce is new; it is remembered from now on."""

    def all_fresh(self, shown: Sequence[Shown]) -> list[bool]:
        """The same of several, asked at once."""


def kept(engine: sa.Engine, now: Callable[[], float], *, alone: bool) -> Fresh:
    """Where the nonces of a server are kept; `alone` when no other process serves the same database."""
    if engine.dialect.name == "postgresql":
        return SharedNonces(engine, now)
    return Nonces(now) if alone else SharedNonces(_beside(engine.url), now)


class Nonces:
    """Two generations of nonces; the older is forgotten when the younger has filled its time or its room.

    Kept are 64 bits of each, in tables whose size is known beforehand (8 MB): memory does not grow with the load. Two
    that are alike by chance cost one client one more try.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._young = _Table()
        self._old = _Table()
        self._since = now()
        self._lock = Lock()

    def all_fresh(self, shown: Sequence[Shown]) -> list[bool]:
        """Whether each of these is new."""
        return [self.fresh(*one) for one in shown]

    def fresh(self, device: int, nonce: str) -> bool:
        """Whether this nonce is new; it is remembered from now on."""
        one = hash((device, nonce)) & _BITS | 1  # an empty place is 0
        with self._lock:
            if abs(self._now() - self._since) > KEEP or len(self._young) >= _MOST:
                self._old, self._young, self._since = self._young, _Table(), self._now()
            return one not in self._old and self._young.add(one)


class _Table:
    """Numbers of 64 bits, none of them 0, in an open-addressed table."""

    def __init__(self) -> None:
        self._places = array("Q", bytes(8 * _PLACES))
        self._held = 0

    def __len__(self) -> int:
        return self._held

    def __contains__(self, one: int) -> bool:
        return self._places[self._at(one)] != 0

    def add(self, one: int) -> bool:
        """Takes a number in; false when it was there."""
        at = self._at(one)
        if self._places[at]:
            return False
        self._places[at] = one
        self._held += 1
        return True

    def _at(self, one: int) -> int:
        """Where the number stands, or the empty place where it would."""
        at = (one >> 1) % _PLACES
        while self._places[at] not in (0, one):
            at = (at + 1) % _PLACES
        return at


class SharedNonces:
    """Nonces in a table that all workers see; what is older than its time is swept out now and then."""

    def __init__(self, engine: sa.Engine, now: Callable[[], float]) -> None:
        self._engine = engine
        self._now = now
        self._swept = now()

    def fresh(self, device: int, nonce: str) -> bool:
        """Whether this nonce is new; it is remembered from now on."""
        return self.all_fresh([(device, nonce)])[0]

    def all_fresh(self, shown: Sequence[Shown]) -> list[bool]:
        """Whether each of these is new; of two that are alike the first. All are remembered from now on."""
        way, now = quick.of(self._engine), self._now()
        if abs(now - self._swept) > _SWEEP_EVERY:
            self._swept = now
            way.all(_FORGET, before=int(now) - KEEP, after=int(now) + KEEP)
        values = {"at_s": int(now)}
        padded = [shown[min(number, len(shown) - 1)] for number in range(1 << (len(shown) - 1).bit_length())]
        for number, (device, one) in enumerate(padded):
            values |= {f"device{number}": device, f"nonce{number}": one}
        new = set(way.all(_noting(len(padded)), **values)) if shown else set()
        return [one in new and one not in shown[:number] for number, one in enumerate(shown)]


@cache
def _noting(count: int) -> Statement:
    rows = ", ".join(f"(:device{number}, :nonce{number}, :at_s)" for number in range(count))
    put = f"INSERT INTO nonce (device_no, nonce, at_s) VALUES {rows} ON CONFLICT DO NOTHING RETURNING device_no, nonce"
    return Statement(sa.text(put))


def _beside(url: sa.URL) -> sa.Engine:
    engine = open_engine(f"sqlite:///{url.database}.nonces", durable=False)
    with writing(engine) as conn:
        nonce.create(conn, checkfirst=True)
    return engine
