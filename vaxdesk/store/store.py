"""The store: one encrypted file, opened once, read and written in short transactions.

Nothing here decides; it keeps. An entry, its fold and the commit are one transaction, so what a screen shows after
saving is on the disk (WAL, synchronous=FULL).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random, SystemRandom
from threading import local

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from vaxdesk import __version__
from vaxdesk.journal import ref
from vaxdesk.registry import fold
from vaxdesk.registry.entry import Incoming
from vaxdesk.registry.names import SEQ_BITS, LogNames
from vaxdesk.store import branches, device_keys, erasing, kv, lines, schema
from vaxdesk.store.engine import open_engine, sorted_errors
from vaxdesk.store.keyfile import DATABASE
from vaxdesk.store.tables import entry, logname
from vaxdesk.store.writer import LogHead, Writer, take_in

_REBUILD_PAGE = 5000
_CHANCE = SystemRandom()


class Store:
    """An open store.

    Args:
        home: the data folder.
        key: the 32 raw bytes that `keys.json` wraps.
        now: seconds since 1970 as this device believes.
        doubt: whether the clock is in doubt; entries then carry `q`.
        rng: chance for names of logs, keys and salts; never anything but the system's outside of a simulation.
        uptime: seconds since the machine started.
        durable: False leaves syncing to the system's leisure; for simulations whose disk is memory alone.
    """

    def __init__(
        self,
        home: Path,
        key: bytes,
        *,
        now: Callable[[], float] = time.time,
        doubt: Callable[[], bool] = lambda: False,
        rng: Random = _CHANCE,
        uptime: Callable[[], int] | None = None,
        durable: bool = True,
    ) -> None:
        self.home, self.key, self.now = home, key, now
        self.doubt = doubt
        self.rng = rng
        self.uptime = uptime or _uptime
        self.engine = open_engine(home / DATABASE, key, durable=durable)
        self.names = LogNames(number_of=self._number_of, find=self._find, name_of=self._name_of)
        self._hand = local()  # each thread's transaction in hand: connection, and head of the running log after it
        self._head: LogHead | None = None
        self.aside: LogHead | None = None  # of this run's log of attachments (`attaching`)
        self._traces = False  # of what was erased, in the file's log of writes
        self.last_entry = 0  # device time of the newest entry of the runs before this one
        try:
            self._prepare()
        except BaseException:
            self.engine.dispose()
            raise

    def close(self) -> None:
        """Lets go of the file. The log of this run ends here; the next run opens another."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection inside one read transaction: all queries see one state.

        Raises:
            Trouble: the disk or the file failed.
        """
        with self._transaction("BEGIN") as conn:
            yield conn

    @contextmanager
    def writing(self, *, user: int = 0) -> Iterator[Writer]:
        """A writer inside one write transaction; entries are folded and committed together, or not at all.

        Raises:
            Trouble: the disk or the file failed, the entries are not saved.
        """
        with self._transaction("BEGIN IMMEDIATE") as conn, self._appending(conn, user) as writer:
            yield writer

    def take_in(self, conn: sa.Connection, log: str, device: str, from_seq: int, lines: list[bytes]) -> None:
        """Takes entries of another device into the journal and the fold, in the caller's transaction.

        Where they are of the log of this run, another machine from the same image goes on with it: we do not.
        """
        for head in (self._head, self._hand.head, self.aside):
            if head is not None and head.log == log:
                self._head = self._hand.head = self.aside = None
        take_in(conn, self.names, log, device=device, from_seq=from_seq, lines=lines)

    def rescue(self, conn: sa.Connection, log: str, after: int, *, forked: bool = True) -> int:
        """Moves what a log holds behind an entry to the log of this run, as quotes, in the caller's transaction.

        The fold then shows both until `refold`; returns how many entries were moved. `forked` as in `branches.part`.
        """
        if quotes := branches.part(conn, log, after, forked=forked):
            with self._appending(conn, 0, avoid=log) as writer:
                for quote in quotes:
                    writer.add("quote", quote)
        return len(quotes)

    def erase(self, conn: sa.Connection) -> frozenset[int]:
        """Erases what the server has ordered, in the caller's transaction; returns the entries that it named."""
        named = erasing.obey(conn, self.names)
        self._traces |= bool(named)
        return named

    def begin_log(self) -> None:
        """The next entry opens another log, as in another run."""
        self._head = self.aside = None

    def leave_log(self, log: str) -> None:
        """The next entry opens another log, if this one is running: it has a different history elsewhere."""
        if any(head is not None and head.log == log for head in (self._head, self.aside)):
            self.begin_log()

    def signer(self) -> Ed25519PrivateKey:
        """The device's signing key."""
        with self.reading() as conn:
            return device_keys.signer(conn)

    def box(self) -> bytes:
        """The device's X25519 key, raw: answers on a stick are sealed to it."""
        with self.reading() as conn:
            return device_keys.box(conn)

    @contextmanager
    def changing(self) -> Iterator[sa.Connection]:
        """A write transaction without entries: settings, PINs, what sync learned."""
        with self._transaction("BEGIN IMMEDIATE") as conn:
            yield conn

    def rebuild(self) -> None:
        """Drops the fold and makes it anew from the journal."""
        with self.changing() as conn:
            self.refold(conn)

    @contextmanager
    def _appending(self, conn: sa.Connection, user: int, *, avoid: str = "") -> Iterator[Writer]:
        """A writer on the running log, in the caller's transaction; the log's new head holds once that is committed."""
        head = self._hand.head or self._head
        if head is None or head.log == avoid:
            head = self._open_log(conn)
        writer = Writer(conn, self.names, head, user=user, now=self.now, doubt=self.doubt, rng=self.rng)
        if head.seq == 0:
            about = {"station": kv.text(conn, "station"), "pc": kv.text(conn, "pc")}
            writer.open(version=__version__, uptime=self.uptime(), **about)
        yield writer
        writer.flush()
        self._hand.head = writer.head

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sa.Connection]:
        with sorted_errors(), self.engine.connect() as conn:
            conn.exec_driver_sql(begin)
            outer = getattr(self._hand, "conn", None), getattr(self._hand, "head", None)
            self._hand.conn, self._hand.head = conn, None
            try:
                yield conn
                conn.exec_driver_sql("COMMIT")
                self._head = self._hand.head or self._head
                self._traces = self._traces and not erasing.wipe_traces(conn)
            except BaseException:
                self.names.forget()
                # SQLite may have rolled back by itself; a connection cut short by Ctrl C has been closed
                if not conn.invalidated and conn.connection.dbapi_connection.in_transaction:
                    conn.exec_driver_sql("ROLLBACK")
                raise
            finally:
                self._hand.conn, self._hand.head = outer

    def _prepare(self) -> None:
        with self.changing() as conn:
            schema.upgrade(conn)
            device_keys.make(conn, self.rng)
            if not fold.is_current(conn):
                self.refold(conn)
            self._traces = erasing.has_traces(conn)
            last = self._last_log(conn)
            if last is not None:
                self.last_entry = lines.newest_clock(conn, last.local_no)

    def refold(self, conn: sa.Connection) -> None:
        """Makes the fold anew from the journal, in the caller's transaction."""
        fold.drop(conn)
        fold.create(conn)
        _fold_all(conn, self.names)

    def _open_log(self, conn: sa.Connection) -> LogHead:
        device = kv.text(conn, "device")
        last = self._last_log(conn)
        name = ref.log_name(self.rng.getrandbits(ref.LOG_BITS))
        number = self.names.number(name)
        conn.execute(logname.update().where(logname.c.local_no == number), {"device": device, "mine": 1})
        previous = (ref.join(last.log, last.head_seq), last.head_hash.hex()) if last else ("", "")
        return LogHead.begin(name, number=number, device=device, previous=previous)

    def _last_log(self, conn: sa.Connection) -> sa.Row | None:
        mine = sa.select(logname).where(logname.c.mine == 1, logname.c.head_seq > 0)
        return conn.execute(mine.order_by(logname.c.local_no.desc()).limit(1)).first()

    def _number_of(self, log: str) -> int:
        return self._find(log) or self._in_hand().execute(logname.insert(), {"log": log}).inserted_primary_key[0]

    def _find(self, log: str) -> int | None:
        return self._in_hand().execute(sa.select(logname.c.local_no).where(logname.c.log == log)).scalar()

    def _name_of(self, number: int) -> str:
        return self._in_hand().execute(sa.select(logname.c.log).where(logname.c.local_no == number)).scalar_one()

    def _in_hand(self) -> sa.Connection:
        conn = getattr(self._hand, "conn", None)
        if conn is None:
            raise RuntimeError("log names are looked up inside a transaction of the store")
        return conn


def _fold_all(conn: sa.Connection, names: LogNames) -> None:
    wanted = sa.select(entry).where(entry.c.line != b"").order_by(entry.c.local_no, entry.c.seq)
    for page in conn.execute(wanted.execution_options(yield_per=_REBUILD_PAGE)).partitions(_REBUILD_PAGE):
        incoming = (Incoming(row.local_no << SEQ_BITS | row.seq, row.line, row.h) for row in page)
        fold.apply(conn, names, erasing.sifted(conn, incoming))


def _uptime() -> int:
    """Seconds since the machine started, where the system tells; a second clock that nobody can set wrong."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return int(time.clock_gettime(clock)) if clock is not None and os.name == "posix" else int(time.monotonic())
