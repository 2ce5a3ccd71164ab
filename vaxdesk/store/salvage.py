"""Saves what a damaged store still holds, entry by entry. The damaged file is kept.

Each page of the file is authenticated by SQLCipher, so a flipped byte is never read as data: a damaged page fails
to read, and the entries on it are lost here (the server, another desk or a copy may hold them). What can be read is
checked against the hash chain before it is taken over.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher

from vaxdesk.journal import chain
from vaxdesk.store import kv, replacing
from vaxdesk.store.engine import connect
from vaxdesk.store.keyfile import DATABASE
from vaxdesk.store.store import Store
from vaxdesk.store.tables import entry, item, logname
from vaxdesk.trouble import Trouble, TroubleCode


class Salvaged(msgspec.Struct, frozen=True):
    """What came through: entries taken over, entries read but refused by the chain, logs; where the damaged file is."""

    entries: int
    refused: int
    logs: int
    kept: str


def salvage(home: Path, key: bytes, *, stamp: str) -> Salvaged:
    """Builds a new store from the readable entries and puts it in the damaged one's place.

    Args:
        stamp: text that makes the kept file's name unique, e.g. the date and time.

    Raises:
        Trouble: the disk failed while writing, or not even the logs can be named; the damaged file is then untouched.
    """
    fresh = Store(replacing.begin(home), key)
    try:
        with fresh.changing() as conn:
            taken, refused, logs = _carry(home / DATABASE, key, conn)
        fresh.rebuild()
    finally:
        fresh.close()
    kept = replacing.put(home, aside=f"damaged-{stamp}") / DATABASE
    return Salvaged(taken, refused, logs, str(kept.relative_to(home)))


class _Damaged:
    """Reads a damaged file; a connection that met a damaged page answers nothing more, so it is opened again."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path, self._key = path, key
        self._raw: Any = None

    def read(self, query: str, values: tuple = ()) -> list[tuple] | None:
        """All rows of a query, None when a damaged page lies in the way."""
        try:
            if self._raw is None:
                self._raw = connect(self._path, self._key)
            return self._raw.execute(query, values).fetchall()
        except sqlcipher.DatabaseError:
            self.close()
            return None

    def close(self) -> None:
        if self._raw is not None:
            self._raw.close()
        self._raw = None


def _carry(path: Path, key: bytes, conn: sa.Connection) -> tuple[int, int, int]:
    damaged = _Damaged(path, key)
    try:
        for name, value in damaged.read("SELECT key, value FROM kv") or ():
            kv.put(conn, name, value)
        logs = damaged.read("SELECT local_no, log, device, mine, head_seq FROM logname ORDER BY local_no")
        if logs is None:
            raise Trouble(TroubleCode.STORE_CORRUPT, "the names of the logs cannot be read")
        taken = refused = 0
        for number, log, device, mine, head in logs:
            conn.execute(logname.insert(), {"local_no": number, "log": log, "device": device, "mine": mine})
            lines = {seq: (line, held) for seq, line, held in _entries(damaged, number, 1, head)}
            good, bad = _carry_log(conn, lines, number=number, start=chain.start(log, device))
            taken, refused = taken + good, refused + bad
        for row in damaged.read("SELECT feed, pos, fh, local_no, from_seq, n FROM item ORDER BY feed, pos") or ():
            conn.execute(item.insert(), dict(zip(item.c.keys(), row, strict=True)))
        return taken, refused, len(logs)
    finally:
        damaged.close()


def _carry_log(
    conn: sa.Connection, lines: dict[int, tuple[bytes, bytes]], *, number: int, start: bytes
) -> tuple[int, int]:
    """Takes over the lines of one log; the head is where they end without a gap, what lies behind a gap is kept too."""
    head, digest, refused, good = 0, start, 0, []
    for seq in sorted(lines):
        line, held = lines[seq]
        before = digest if seq == head + 1 else (lines[seq - 1][1] if seq - 1 in lines else None)
        if before is not None and chain.step(before, line) != held:
            refused += 1
            continue
        good.append({"local_no": number, "seq": seq, "line": line, "h": held})
        if seq == head + 1:
            head, digest = seq, held
    if good:
        conn.execute(entry.insert(), good)
    conn.execute(logname.update().where(logname.c.local_no == number), {"head_seq": head, "head_hash": digest})
    return len(good), refused


def _entries(damaged: _Damaged, number: int, first: int, last: int) -> list[tuple[int, bytes, bytes]]:
    """Entries of a log between two numbers, read around damaged pages by halving."""
    if first > last:
        return []
    query = "SELECT seq, line, h FROM entry WHERE local_no = ? AND seq BETWEEN ? AND ?"
    found = damaged.read(query, (number, first, last))
    if found is not None or first == last:
        return found or []
    middle = (first + last) // 2
    return _entries(damaged, number, first, middle) + _entries(damaged, number, middle + 1, last)
