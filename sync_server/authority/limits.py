"""How often what may be asked (sync design 3.5, 3.9): token buckets in memory, or in the database across processes.

A bucket holds `most` tokens and gains `gain` a second; in any time t no more than `most + gain * t` are taken.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from sync_server.durable import quick
from sync_server.durable.quick import Statement
from sync_server.durable.tables import bucket
from sync_server.settings import Server

HOUR, DAY = 3600.0, 86_400.0
_OLD_MS = 2 * 86_400_000
_SWEEP = 1 / 500  # of the buckets that are new, or full again, also look for old ones
_LEAST = 0.001  # seconds that somebody is told to wait for whom there is no token
_MOST_NAMES = 100_000
_HELD = sa.select(bucket).where(bucket.c.name == sa.bindparam("wanted")).with_for_update()
_ZERO, _ONE = sa.literal_column("0", sa.BigInteger), sa.literal_column("1", sa.Float)
_OF_NAME = bucket.update().where(bucket.c.name == sa.bindparam("wanted"))
_LEFT = _OF_NAME.values(tokens=sa.bindparam("left"), at_ms=sa.bindparam("now_ms"))
_BACK = Statement(_OF_NAME.values(tokens=bucket.c.tokens + _ONE))
_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_NEW = {name: insert(bucket).on_conflict_do_nothing().returning(bucket.c.name) for name, insert in _INSERT.items()}
_NOW, _MOST = sa.bindparam("now_ms", type_=sa.BigInteger), sa.bindparam("most", type_=sa.Float)
_GAINED = sa.case((bucket.c.at_ms < _NOW, _NOW - bucket.c.at_ms), else_=_ZERO) * sa.bindparam("gain_ms", type_=sa.Float)
_FULL = bucket.c.tokens + _GAINED
_FILLED = sa.case((_FULL < _MOST, _FULL), else_=_MOST)  # what is in it now; a clock that was set back gives nothing
_TAKE = {
    name: insert(bucket)
    .values(name=sa.bindparam("wanted"), tokens=_MOST - _ONE, at_ms=_NOW)
    .on_conflict_do_update(
        index_elements=[bucket.c.name], set_={"tokens": _FILLED - _ONE, "at_ms": _NOW}, where=_FILLED >= _ONE
    )
    .returning(bucket.c.tokens)
    for name, insert in _INSERT.items()
}
_TAKEN = Statement(_TAKE["postgresql"], sqlite=_TAKE["sqlite"])


class Rate(msgspec.Struct, frozen=True):
    """Of one bucket."""

    most: float
    gain: float


FIND_HOUR = Rate(60, 240 / HOUR)  # never more than 300 in an hour
FIND_DAY = Rate(300, 1200 / DAY)  # never more than 1,500 in a day
ENROL_ADDRESS = Rate(5, 25 / HOUR)  # refused attempts of an address: never more than 30 in an hour
ENROL_CODE = Rate(5, 5 / DAY)  # refused attempts with one code
MISSES = 20  # look-ups in a row that found nobody, before somebody is told


def take(conn: sa.Connection, server: Server, name: str, rate: Rate) -> float:
    """Takes a token in the caller's transaction; gives the seconds to wait when there is none, else 0."""
    now_ms = server.now_ms()
    taken = quick.Inside(conn)(_TAKEN, wanted=name, now_ms=now_ms, most=rate.most, gain_ms=rate.gain / 1000)
    if not taken:
        row = conn.execute(_HELD, {"wanted": name}).one()
        return max(_wait(_filled(row.tokens, row.at_ms, rate, now_ms), rate), _LEAST)
    [[left]] = taken
    if left >= rate.most - 1 and server.rng.random() < _SWEEP:
        conn.execute(bucket.delete().where(bucket.c.at_ms < now_ms - _OLD_MS))
    return 0.0


def give_back(conn: sa.Connection, name: str) -> None:
    """Puts a token back: what it was taken for turned out not to count."""
    quick.Inside(conn)(_BACK, wanted=name)


def missed(conn: sa.Connection, server: Server, name: str, *, hit: bool) -> bool:
    """Counts misses in a row in the caller's transaction; whether it was one too many, then counts anew."""
    now_ms = server.now_ms()
    row = conn.execute(_HELD, {"wanted": name}).first()
    if row is None:
        _made(conn, name, 0, now_ms)
        row = conn.execute(_HELD, {"wanted": name}).one()
    count = 0 if hit else int(row.tokens) + 1
    too_many = count >= MISSES
    conn.execute(_LEFT, {"wanted": name, "left": 0 if too_many else count, "now_ms": now_ms})
    return too_many


def retry_after(server: Server, wait: float) -> str:
    """Seconds for `Retry-After`, at least 1, with jitter so that a crowd does not come back at once."""
    return str(max(1, round(wait * (1 + server.rng.random() / 2))))


def _made(conn: sa.Connection, name: str, tokens: float, now_ms: int) -> bool:
    """Makes a bucket, locked until the end of the transaction; False when another was faster."""
    row = {"name": name, "tokens": tokens, "at_ms": now_ms}
    return conn.execute(_NEW[conn.dialect.name], row).first() is not None


def _filled(tokens: float, at_ms: int, rate: Rate, now_ms: int) -> float:
    """What is in a bucket now; a clock that was set back gives nothing and takes nothing."""
    return min(rate.most, tokens + max(0, now_ms - at_ms) / 1000 * rate.gain)


def _wait(tokens: float, rate: Rate) -> float:
    return 0.0 if tokens >= 1 else (1 - tokens) / rate.gain


class Gate:
    """Says how long a device, or an address, has to wait before the next sync."""

    def __init__(self, server: Server) -> None:
        self._limits = server.settings.limits
        self._buckets = Buckets(time.monotonic)

    def wait(self, device: int, address: str, size: int) -> float:
        """Seconds to wait; 0 when the sync is let in. `size`: bytes of the request."""
        if self._limits is None:
            return 0.0
        who = f"device {device} at {address}"  # the device is not proven yet: nobody uses up its share from elsewhere
        wait = self._take(who, 1.0, size)
        return wait or self._take(f"address {address}", self._limits.address, size)

    def wait_address(self, address: str, size: int) -> float:
        """Seconds that an address has to wait before it may bring a file of somebody; 0 when it is let in."""
        return self._take(f"bundles {address}", 1.0, size) if self._limits is not None else 0.0

    def _take(self, who: str, times: float, size: int) -> float:
        given = self._limits
        if given is None:
            return 0.0
        syncs = Rate(given.syncs * times, given.syncs_minute * times / 60)
        flow = Rate(given.bytes_minute * times, given.bytes_minute * times / 60)
        wait = self._buckets.take(f"syncs {who}", syncs)
        return wait or self._buckets.take(f"bytes {who}", flow, cost=size)


class Buckets:
    """Buckets of one process, for what is asked so often that noting it would cost more than answering."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._held: dict[str, tuple[float, float]] = {}
        self._lock = Lock()

    def take(self, name: str, rate: Rate, cost: float = 1.0) -> float:
        """Takes tokens; gives the seconds to wait when the bucket is empty, else 0. A debt is allowed once."""
        now = self._now()
        with self._lock:
            tokens, at = self._held.get(name, (rate.most, now))
            tokens = min(rate.most, tokens + max(0.0, now - at) * rate.gain)
            if tokens < min(cost, 1):
                self._held[name] = (tokens, now)
                return (1 - tokens) / rate.gain
            if len(self._held) >= _MOST_NAMES:
                self._held.clear()
            self._held[name] = (tokens - cost, now)
            return 0.0
