"""Appending: the only door by which facts enter the journal."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.erasable import names_people
from vaxdesk.domain.payloads import Open, Payload
from vaxdesk.journal import chain, line, ref, salts
from vaxdesk.registry import fold, registers
from vaxdesk.registry.entry import Incoming, insert_new
from vaxdesk.registry.names import SEQ_BITS, LogNames
from vaxdesk.store import erasing, seeds
from vaxdesk.store.tables import entry, logname


class LogHead(msgspec.Struct, frozen=True):
    """Where the log of this run stands."""

    log: str
    number: int
    device: str
    seq: int
    hash: bytes
    previous: tuple[str, str]

    @classmethod
    def begin(cls, log: str, *, number: int, device: str, previous: tuple[str, str]) -> LogHead:
        """The head of a log without entries."""
        return cls(log, number, device, 0, chain.start(log, device), previous)


class Writer:
    """Collects the entries of one transaction. Made by `Store.writing` alone."""

    def __init__(
        self,
        conn: sa.Connection,
        names: LogNames,
        head: LogHead,
        *,
        user: int,
        now: Callable[[], float],
        doubt: Callable[[], bool],
        rng: Random,
    ) -> None:
        self.conn = conn
        self.names = names
        self.head = head
        self.user = user
        self.kinds: frozenset[str] = frozenset()
        self.now = now
        self._doubt = doubt
        self._rng = rng
        self._waiting: list[Incoming] = []
        self._seeds: dict[int, bytes] = {}

    def open(self, *, version: str, station: str, uptime: int, pc: str = "", aside: bool = False) -> None:
        """Writes the first entry of the log."""
        where, digest = self.head.previous
        payload = Open(
            device=self.head.device, station=station, app=version, prev=where, prev_hash=digest, uptime=uptime, pc=pc,
            aside=aside,
        )  # fmt: skip
        self._append("open", payload, user=0, of=None, rev=0)

    def add(self, kind: str, payload: Payload, *, of: str = "", rev: int = 0) -> str:
        """Appends an entry and returns its reference. It is folded at `flush`, at the latest when the block ends."""
        target: str | int | None = of or None
        if of:
            log, seq = ref.split(of)
            target = seq if log == self.head.log else of
        return self._append(kind, payload, user=self.user, of=target, rev=rev)

    def change(self, kind: str, payload: Payload, *, of: str) -> str:
        """Appends an entry where the last writer wins, with the revision that follows all seen of the object."""
        self.flush()
        return self.add(kind, payload, of=of, rev=registers.next_rev(self.conn, self.names.id(of)))

    def flush(self) -> None:
        """Writes and folds what was added so far, still inside the transaction."""
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        self.conn.execute(entry.insert(), _rows(waiting))  # nothing is passed over: what is saved has its own place
        _move(self.conn, self.head.number, seq=self.head.seq, digest=self.head.hash)
        self.kinds |= fold.apply(self.conn, self.names, waiting)

    def _append(self, kind: str, payload: Payload, *, user: int, of: Any, rev: int) -> str:
        seq = self.head.seq + 1
        salt = salts.PLACE if names_people(kind, payload) else ""
        made = line.encode(kind, payload, t=int(self.now()), user=user, of=of, rev=rev, doubt=self._doubt(), salt=salt)
        if salt:
            made = salts.salted(made, seq, self._seed(salts.block_of(seq)))
        digest = chain.step(self.head.hash, made)
        self.head = msgspec.structs.replace(self.head, seq=seq, hash=digest)
        self._waiting.append(Incoming(self.head.number << SEQ_BITS | seq, made, digest))
        return ref.join(self.head.log, seq)

    def _seed(self, block: int) -> bytes:
        if block not in self._seeds:
            self._seeds[block] = seeds.of_block(self.conn, self.head.number, block, self._rng.randbytes)
        return self._seeds[block]


def _rows(incoming: list[Incoming]) -> list[dict[str, Any]]:
    mask = (1 << SEQ_BITS) - 1
    return [{"local_no": one.id >> SEQ_BITS, "seq": one.id & mask, "line": one.line, "h": one.h} for one in incoming]


def _move(conn: sa.Connection, number: int, *, seq: int, digest: bytes) -> None:
    conn.execute(logname.update().where(logname.c.local_no == number), {"head_seq": seq, "head_hash": digest})


class Gap(ValueError):
    """Lines that do not follow on what is held of their log."""


def take_in(
    conn: sa.Connection, names: LogNames, log: str, *, device: str, from_seq: int, lines: list[bytes]
) -> frozenset[str]:
    """Takes lines of another device's log in, those already held left out; returns the kinds touched.

    Raises:
        Gap: entries between what is held and these lines are missing.
    """
    number = names.number(log)
    row = conn.execute(sa.select(logname).where(logname.c.local_no == number)).one()
    if from_seq > row.head_seq:
        raise Gap(f"{log} holds {row.head_seq}, lines follow {from_seq}")
    fresh = lines[row.head_seq - from_seq :]
    if not fresh:
        return frozenset()
    if not row.device:
        conn.execute(logname.update().where(logname.c.local_no == number), {"device": device})
    before = row.head_hash or chain.start(log, device)
    hashes = list(chain.walk(before, fresh))
    first = number << SEQ_BITS | row.head_seq + 1
    incoming = erasing.emptied(conn, [Incoming(first + i, made, hashes[i]) for i, made in enumerate(fresh)])
    insert_new(conn, entry, _rows(incoming))  # lines behind a gap that salvage left may be held already
    _move(conn, number, seq=row.head_seq + len(fresh), digest=hashes[-1])
    return fold.apply(conn, names, erasing.sifted(conn, incoming))
