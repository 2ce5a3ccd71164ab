"""The second place: a whole copy, and after each save the new lines as encrypted records that follow it.

    NAME.vaxbackup          the whole copy (`backup`)
    NAME-0001.vaxfollow     "VDF1" | name 8 | records: length u32 | nonce 12 | ChaCha20-Poly1305
    record                  frames in pairs: JSON of `Slice`, compressed lines

Each run of the program, and each start after a fault, writes a file of its own, so nothing that lies there is ever
written over; a record that was cut off ends its file and is written again in the next. The key follows from the
store's, which the copy holds under every password. After some files a new copy is made and the older ones go.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec
import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from vaxdesk.journal import pack, segment
from vaxdesk.journal.frames import BadFrames, decode, encode, join, split
from vaxdesk.journal.verdict import BadSegment
from vaxdesk.registry.tables_exchange import forgotten
from vaxdesk.store import backup, kv
from vaxdesk.store.backup import FOLLOWING
from vaxdesk.store.files import sorted_os_errors
from vaxdesk.store.store import Store
from vaxdesk.store.tables import entry, logname

COPY = ".vaxbackup"
_MAGIC = b"VDF1"
_LENGTH = struct.Struct(">I")
_NONCE = 12
_NAME_BYTES = 8
_MOST_FILES = 20  # then a new copy is made: it is read faster than many files, and what was erased is not in it
_MOST_RECORD = 8 * 1024 * 1024
_STATE = "following"

Heads = dict[str, tuple[int, str]]  # log -> last entry and its hash in hex


class Slice(msgspec.Struct, frozen=True, kw_only=True):
    """Lines a+1 … a+n of a log, the hash of the last, and whether this device wrote them."""

    log: str
    device: str
    a: int
    n: int
    h: str
    mine: bool


class Piece(msgspec.Struct, frozen=True):
    """A slice with its lines."""

    slice: Slice
    lines: tuple[bytes, ...]


class State(msgspec.Struct, frozen=True, kw_only=True):
    """Of the copy that is followed: folder, name, how far the logs went when it was made, how much was erased then."""

    folder: str
    name: str
    heads: Heads
    erased: int = 0


class Place:
    """The second place while it is written to; by one thread at a time."""

    def __init__(self, store: Store, folder: Path, name: str, number: int) -> None:
        self._folder, self._name, self._number = folder, name, number
        self._rng, self._key = store.rng, _key(store.key)
        self._open: Path | None = None

    def append(self, pieces: list[Piece]) -> int:
        """Writes pieces durably as one record; returns its size in bytes.

        Raises:
            Trouble: the place is full or gone. The next record goes into a new file.
        """
        frames = (frame for one in pieces for frame in (encode(one.slice), _packed(one.lines)))
        nonce = self._rng.randbytes(_NONCE)
        sealed = nonce + ChaCha20Poly1305(self._key).encrypt(nonce, join(frames), self._name.encode())
        record = _LENGTH.pack(len(sealed)) + sealed
        with sorted_os_errors():
            try:
                self._write(record)
            except OSError:
                self._open = None
                raise
        return len(record)

    def _write(self, record: bytes) -> None:
        if self._open is None:
            self._number += 1
            path = self._folder / f"{self._name}-{self._number:04}{FOLLOWING}"
            with path.open("xb") as file:
                file.write(_MAGIC + bytes.fromhex(self._name))
            self._open = path
        if not self._open.exists():  # another stick, or somebody tidied up
            raise FileNotFoundError(2, "gone", str(self._open))
        with self._open.open("ab") as file:
            file.write(record)
            file.flush()
            os.fsync(file.fileno())


def heads(conn: sa.Connection) -> Heads:
    """How far every log is held."""
    rows = conn.execute(sa.select(logname.c.log, logname.c.head_seq, logname.c.head_hash))
    return {row.log: (row.head_seq, row.head_hash.hex()) for row in rows if row.head_seq}


def erased(conn: sa.Connection) -> int:
    """How much the law had erased: a copy of before holds it still, so another is made and the older ones go."""
    return conn.execute(sa.select(sa.func.count()).select_from(forgotten)).scalar_one()


def state(conn: sa.Connection) -> State | None:
    """The copy that was followed last; None when there is none."""
    raw = kv.find(conn, _STATE)
    return None if raw is None else msgspec.json.decode(raw, type=State)


def note(conn: sa.Connection, new: State) -> None:
    """Keeps which copy is followed."""
    kv.put(conn, _STATE, msgspec.json.encode(new))


def begin(store: Store, folder: Path, known: State | None, now: Heads, erased: int = 0) -> tuple[State, Place]:
    """Makes a whole copy in a folder and the place that follows it; the files of the copy before go at the end.

    Args:
        now: how far the logs are held, read before.
        erased: what the law had erased by then, likewise.

    Raises:
        Trouble: the place is full, cannot be written, or is gone.
    """
    name = store.rng.randbytes(_NAME_BYTES).hex()
    backup.write(store, folder / f"{name}{COPY}")
    if known is not None and Path(known.folder) == folder:
        with suppress(OSError):
            for old in folder.glob(f"{known.name}*"):
                old.unlink()
    return State(folder=str(folder), name=name, heads=now, erased=erased), Place(store, folder, name, 0)


def resume(store: Store, folder: Path, known: State | None, erased: int = 0) -> tuple[Heads, Place] | None:
    """Goes on behind the copy that lies in a folder; None when it is another, there are many files by now, or the law
    had something erased since.

    What is held there is what can be read back.
    """
    if known is None or (Path(known.folder), known.erased) != (folder, erased):
        return None
    copy = folder / f"{known.name}{COPY}"
    if not copy.exists():
        return None
    files = backup.followers(copy)
    if len(files) >= _MOST_FILES:
        return None
    there = dict(known.heads)
    for one in pieces_in(files, store.key):
        at, _ = there.get(one.slice.log, (0, ""))
        if one.slice.a <= at < one.slice.a + one.slice.n:
            there[one.slice.log] = (one.slice.a + one.slice.n, one.slice.h)
    last = max((int(one.stem.rpartition("-")[2]) for one in files), default=0)
    return there, Place(store, folder, known.name, last)


def gather(conn: sa.Connection, there: Mapping[str, tuple[int, str]], before: int = 0) -> list[Piece] | None:
    """What the place lacks; None when a new copy is needed.

    So it is when a log has another history by now, and when more was erased than `before`, when the copy was made.
    """
    if erased(conn) != before:
        return None
    found: list[Piece] = []
    for row in conn.execute(sa.select(logname).where(logname.c.head_seq >= 0)).all():
        at, h = there.get(row.log, (0, ""))
        if (row.head_seq, row.head_hash.hex()) == (at, h) or not (row.head_seq or at):
            continue
        mark = sa.select(entry.c.h).where(entry.c.local_no == row.local_no, entry.c.seq == at)
        if at and (conn.execute(mark).scalar() or b"").hex() != h:
            return None
        found += _pieces(conn, row, at)
    return found


def after(there: Heads, pieces: list[Piece]) -> Heads:
    """How far the place goes once pieces lie there."""
    return {**there, **{one.slice.log: (one.slice.a + one.slice.n, one.slice.h) for one in pieces}}


def pieces_in(files: list[Path], store_key: bytes) -> Iterator[Piece]:
    """What can be read of some files; one that is cut off or damaged ends there, and the next goes on."""
    key = _key(store_key)
    for path in files:
        name = path.stem.partition("-")[0]
        try:
            data = path.read_bytes()
        except OSError:
            continue
        yield from _read(data, key, name)


def _read(data: bytes, key: bytes, name: str) -> Iterator[Piece]:
    at = len(_MAGIC) + _NAME_BYTES
    if not data.startswith(_MAGIC):
        return
    while at + _LENGTH.size <= len(data):
        (length,) = _LENGTH.unpack_from(data, at)
        at += _LENGTH.size
        if length > _MOST_RECORD or at + length > len(data):
            return
        sealed = data[at : at + length]
        at += length
        try:
            frames = split(ChaCha20Poly1305(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], name.encode()))
            for about, body in zip(frames[::2], frames[1::2], strict=True):
                lines = pack.inflate(body[0], body[1:]).split(b"\n")
                yield Piece(decode(about, Slice), tuple(lines))
        except (InvalidTag, BadFrames, BadSegment, ValueError, IndexError):
            return


def _pieces(conn: sa.Connection, row: sa.Row, at: int) -> Iterator[Piece]:
    wanted = sa.select(entry.c.line, entry.c.h).where(
        entry.c.local_no == row.local_no, entry.c.seq > at, entry.c.seq <= row.head_seq
    )
    rows = conn.execute(wanted.order_by(entry.c.seq)).all()
    texts = [one.line for one in rows]
    for part in segment.cut(texts, first=segment.MAX_LINES):
        lines = tuple(texts[part])
        about = Slice(
            log=row.log,
            device=row.device,
            a=at + part.start,
            n=len(lines),
            h=rows[part.stop - 1].h.hex(),
            mine=bool(row.mine),
        )
        yield Piece(about, lines)


def _packed(lines: tuple[bytes, ...]) -> bytes:
    flags, body = pack.deflate(b"\n".join(lines))
    return bytes([flags]) + body


def _key(store_key: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"vaxdesk/1 following").derive(store_key)
