"""What a damaged store still says: by SQL as far as that reaches, else from the pages themselves.

Each page of the file is authenticated by SQLCipher, so a flipped byte is never read as data: a damaged page fails to
read, and what is on it is lost here. A page of the tree above others takes them out of SQL's reach, not out of ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import sqlcipher3.dbapi2 as sqlcipher

from vaxdesk.journal import hole, ref
from vaxdesk.journal.opening import device_named
from vaxdesk.store import pages
from vaxdesk.store.engine import connect
from vaxdesk.store.tables import feed_head, item, seal
from vaxdesk.trouble import Trouble

_HASH, _SIGNATURE, _DEVICE = 32, 64, 64  # bytes, bytes, letters
_JSON = (b"{", b"[")
_LOGS = "SELECT local_no, log, device, mine, head_seq FROM logname ORDER BY local_no"


class Log(msgspec.Struct):
    """A log: its number here, name, author's key in hex, whether it is ours, its last entry (0: not known), entries."""

    number: int
    name: str
    device: str
    mine: int
    head: int
    lines: dict[int, tuple[bytes, bytes]] = {}  # line and chain hash by number


class Survivors(msgspec.Struct, frozen=True):
    """Everything durable that can be read. `whole`: SQL reached all of it."""

    shelf: dict[str, bytes]
    logs: list[Log]
    items: list[tuple]
    seals: list[tuple]
    heads: list[tuple]  # statements of the server; what is lost of them, the server says again
    whole: bool


def read(path: Path, key: bytes) -> Survivors:
    """Reads a file and its write-ahead log as far as their pages can be read."""
    damaged = _Damaged(path, key)
    try:
        shelf = damaged.read("SELECT key, value FROM kv")
        logs = [Log(*row) for row in damaged.read(_LOGS) or ()]
        for log in logs:
            log.lines = {seq: (line, h) for seq, line, h in _entries(damaged, log.number, 1, log.head)}
        tables = (damaged.read(f"SELECT {', '.join(one.c.keys())} FROM {one.name}") for one in (item, seal, feed_head))
        items, seals, heads = (rows or [] for rows in tables)
    finally:
        damaged.close()
    kept = dict(row for row in shelf or () if _is_kept(row))
    found = Survivors(kept, logs, items, seals, heads, not damaged.failed)
    return found if found.whole else _with_pages(found, list(pages.rows(path, key)), shelf_read=shelf is not None)


class _Damaged:
    """Reads a damaged file; a connection that met a damaged page answers nothing more, so it is opened again."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path, self._key = path, key
        self._raw: Any = None
        self.failed = False

    def read(self, query: str, values: tuple = ()) -> list[tuple] | None:
        """All rows of a query, None when a damaged page lies in the way."""
        try:
            if self._raw is None:
                self._raw = connect(self._path, self._key)
            return self._raw.execute(query, values).fetchall()
        except (sqlcipher.DatabaseError, Trouble):
            self.failed = True
            self.close()
            return None

    def close(self) -> None:
        if self._raw is not None:
            self._raw.close()
        self._raw = None


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


def _with_pages(found: Survivors, rows: list[tuple], *, shelf_read: bool) -> Survivors:
    """Adds what lies on pages that SQL does not reach; rows are told apart by their shape."""
    shelf = found.shelf if shelf_read else {**dict(row for row in rows if _is_kept(row)), **found.shelf}
    logs = {log.number: log for log in found.logs} or _logs(rows)
    for row in rows:
        if _is(row, int, int, bytes, bytes) and len(row[3]) == _HASH and row[0] in logs:
            _add(logs[row[0]], *row[1:])
    device = shelf.get("device", b"").decode()
    for log in logs.values():
        named = device_named(log.lines[1][0]) if 1 in log.lines else None
        log.device = log.device or (named.hex() if named else "")
        log.mine = log.mine or int(log.device == device != "")
    seals = found.seals or {row for row in rows if _is(row, int, int, bytes) and len(row[2]) == _SIGNATURE}
    ordered = sorted(logs.values(), key=lambda log: log.number)
    return Survivors(shelf, ordered, found.items, list(seals), found.heads, whole=False)


def _logs(rows: Iterable[tuple]) -> dict[int, Log]:
    """Names of logs from their own rows, or from the index of the names where those are gone."""
    logs: dict[int, Log] = {}
    for row in rows:
        if _is(row, int, type(None), str, str, int, int, bytes) and _is_log(row[2]) and len(row[3]) in (0, _DEVICE):
            known = logs.setdefault(row[0], Log(row[0], row[2], row[3], row[4], row[5]))
            known.device, known.mine, known.head = known.device or row[3], row[4], max(known.head, row[5])
    for row in rows:
        if _is(row, str, int) and _is_log(row[0]) and row[1] not in logs:
            logs[row[1]] = Log(row[1], row[0], "", 0, 0)
    return logs


def _add(log: Log, seq: int, line: bytes, h: bytes) -> None:
    """Takes an entry over from a page; not one behind the head, which left the log, nor one that was erased since."""
    if seq > 0 and (not log.head or seq <= log.head) and (seq not in log.lines or hole.is_hole(line)):
        log.lines[seq] = (line, h)


def _is_kept(row: tuple) -> bool:
    """Whether a row is one of the shelf, and whole.

    SQLCipher reads a page that the disk has zeroed as zeros without a complaint, and on a freed page the rest may be
    of another row: what was written as JSON must still be JSON.
    """
    if not _is(row, str, bytes):
        return False
    try:
        return not row[1].startswith(_JSON) or msgspec.json.decode(row[1]) is not None
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False


def _is(row: tuple, *types: type) -> bool:
    return len(row) == len(types) and all(isinstance(value, one) for value, one in zip(row, types, strict=True))


def _is_log(name: str) -> bool:
    try:
        ref.log_number(name)
    except ref.BadRef:
        return False
    return True
