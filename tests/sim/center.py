"""The real server on a real SQLite file: its ASGI application is driven by hand, so that one thread does everything."""

from __future__ import annotations

import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import msgspec
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync_server import keys
from sync_server.authority import orgs
from sync_server.authority.orgs import UnitRow
from sync_server.durable.database import open_engine, reading, writing
from sync_server.durable.tables import feed, org
from sync_server.exchange import syncing
from sync_server.exchange.together import Asked
from sync_server.joining import enrol
from sync_server.reading import entries, eraser
from sync_server.reading.readers import Rests, Share
from sync_server.segments import hosted
from sync_server.settings import Server, Settings
from sync_server.web import app, lane
from sync_server.web.lane import Lane
from tests.ready import ready_file
from tests.sim.faults import Crash, Fuse, after_power_cut, lay_down
from tests.sim.ledger import quoted
from vaxdesk.registry import fold

STATIONS = ("TYT-01", "TYT-02", "TYT-03")
TREE = (
    UnitRow(code="VN", name="Việt Nam", kind="country"),
    UnitRow(code="66", name="Đắk Lắk", kind="province", parent=":VN", scheme="2025-07"),
    *(UnitRow(code=code, name=code, kind="station", parent="2025-07:66") for code in STATIONS),
)
_FILE = "server.db"
_KEPT = 2  # backups of the running history; what both hold is `safe`
_MOST_KEYS = 6
_HEADS = sa.select(feed.c.feed_no, feed.c.head)


class Response(msgspec.Struct, frozen=True):
    """What the application answered."""

    status: int
    headers: dict[str, str]
    body: bytes


class Copy(msgspec.Struct, frozen=True):
    """A finished backup: the file, and how far each feed went."""

    data: bytes
    heads: dict[int, int]


class Center:
    """The server of one world. Dies and starts again on the same file; is put back to a copy."""

    def __init__(self, folder: Path, rng: Random, now: Callable[[], float]) -> None:
        self.file = folder / _FILE
        self.rng, self.now = rng, now
        self.keys = keys.KeyFile((Ed25519PrivateKey.from_private_bytes(rng.randbytes(32)),))
        self._starts = 0
        self.copies: list[Copy] = []
        self.ever: set[bytes] = set()  # hashes of all that was filed at any time, before restores too
        self._seen: dict[int, int] = {}
        self.file.write_bytes(_template())
        self.start()

    def start(self) -> None:
        """A run of the server begins: its memory is empty, its file is as it was left."""
        self.engine = open_engine(f"sqlite:///{self.file}")
        self.fuse = Fuse(self.engine)
        self.server = Server(
            engine=self.engine,
            key=keys.from_file(self.keys),
            settings=Settings(max_answer=65536, window_before=1, window_served=1),
            now=self.now,
            rng=self.rng,
        )
        self.app = app.create_app(self.server)

    def stop(self) -> None:
        """The run ends, in order or not."""
        self.engine.dispose()
        self.fuse.process_ends()

    def restart(self) -> None:
        """The next run; before every second one the operator changes the server's key, with some devices away."""
        self.stop()
        self._starts += 1
        if self._starts % 2 == 0 and len(self.keys.keys) < _MOST_KEYS:
            new = Ed25519PrivateKey.from_private_bytes(sha256(self.keys.keys[-1].private_bytes_raw()).digest())
            self.keys = keys.rotated(self.keys, new, now_ms=int(self.now() * 1000), overlap_ms=0)
        self.start()

    def power_cut(self) -> None:
        """The machine stops; what the system was not made to write out by then is gone."""
        with reading(self.engine) as conn:
            synced = conn.exec_driver_sql("PRAGMA synchronous").scalar()
        kept = after_power_cut(self.file, synced)
        self.stop()
        lay_down(self.file, kept)
        self.start()

    def serve(self, path: str, chunks: Sequence[bytes], headers: Mapping[str, str], *, cut: bool = False) -> Response:
        """Answers one request whose body arrives in these chunks.

        Args:
            cut: the connection breaks after the last of them.

        Raises:
            Crash: the server died; it must be started again.
        """
        sent: list[dict[str, Any]] = []
        events = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
        events.append({"type": "http.disconnect"} if cut else {"type": "http.request", "body": b"", "more_body": False})
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": "POST",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "scheme": "http",
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
        }

        async def receive() -> dict[str, Any]:
            return events.pop(0) if events else {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        whole = path == syncing.PATH and len(chunks) == 1 and not cut
        _drive(self._by_lane(chunks[0], headers, scope, send) if whole else self.app(scope, receive, send))
        start = sent[0]
        given = {name.decode().lower(): value.decode() for name, value in start["headers"]}
        return Response(start["status"], given, b"".join(part.get("body", b"") for part in sent[1:]))

    async def _by_lane(self, body: bytes, headers: Mapping[str, str], scope: dict[str, Any], send: Any) -> None:
        """What the lane does, less its thread."""
        asked = Asked(headers["Authorization"], headers.get("VD-Certificate", ""), "127.0.0.1", body)
        (answer,) = self.app.state.counter.answer([asked])
        if isinstance(answer, Exception):
            await Lane(self.app).told(answer, scope, send, send)
        else:
            await lane.give(answer, send)

    def enrol_code(self, org: str) -> str:
        """A one-time code for a unit."""
        with writing(self.engine) as conn:
            unit = orgs.find(conn, org)
            return enrol.issue(conn, unit, name="", now_ms=self.server.now_ms(), rng=self.rng).code

    def write(self, org: str, note: hosted.Note) -> None:
        """The server's own device writes an entry into the feed of a unit."""
        with writing(self.engine) as conn:
            hosted.write(conn, self.server, orgs.find(conn, org).org_no, [note])

    def unit(self, number: int) -> str:
        """Code of the unit of a feed."""
        with reading(self.engine) as conn:
            return conn.execute(sa.select(org.c.code).where(org.c.org_no == number)).scalar_one()

    def make_holes(self) -> int:
        """Erases what is ordered; tells how many entries."""
        return eraser.go_through(self.server, Share(), Rests())

    def backup(self) -> None:
        """Copies the file while it is in use; what two finished copies hold is safe from now on."""
        with closing(sqlite3.connect(self.file)) as raw:
            made = Copy(raw.serialize(), self.heads())
        before = self.copies[-1].heads if self.copies else {}
        self.copies = [*self.copies, made][-_KEPT:]
        with writing(self.engine) as conn:
            for number, head in before.items():
                conn.execute(feed.update().where(feed.c.feed_no == number, feed.c.safe < head).values(safe=head))

    def restore(self, which: int) -> None:
        """Puts the file back to one of the kept copies, and forgets the copies of the history that is no more."""
        self.stop()
        self.copies = self.copies[: which + 1]
        self._seen = dict(self.copies[which].heads)
        lay_down(self.file, {"": self.copies[which].data})
        self.start()

    def heads(self) -> dict[int, int]:
        """Last position of each feed."""
        with reading(self.engine) as conn:
            return heads_of(conn)

    def filed(self, after: Mapping[int, int] | None = None) -> Iterator[dict[str, Any]]:
        """Every filed entry of every feed, after a position of each."""
        with reading(self.engine) as conn:
            for number, head in heads_of(conn).items():
                since = (after or {}).get(number, 0)
                if head > since:
                    yield from entries.filed(conn, number, after=since)

    def backed_up(self) -> set[bytes]:
        """Hashes of the entries that every kept backup holds, quotes as themselves."""
        least = self.copies[0].heads if self.copies else {}
        return {bytes.fromhex(one["h"]) for one in self.filed() if one["pos"] <= least.get(one["feed"], 0)}

    def has_filed(self) -> set[bytes]:
        """Hashes of all that was ever filed, quotes as what they quote; reads what is new since the last call."""
        for one in self.filed(self._seen):
            self.ever.add(hash_of(one))
            self._seen[one["feed"]] = one["pos"]
        return self.ever


def heads_of(conn: sa.Connection) -> dict[int, int]:
    """Last position of each feed."""
    return {row.feed_no: row.head for row in conn.execute(_HEADS)}


def hash_of(filed: Mapping[str, Any]) -> bytes:
    """Hash of a filed entry, of a quote that of the entry it quotes."""
    return quoted(filed["line"].encode()) or bytes.fromhex(filed["h"])


def _drive(running: Coroutine[Any, Any, None]) -> None:
    """Runs an application to its end; it never has to wait, since everything is there and no thread is asked."""
    try:
        running.send(None)
    except StopIteration:
        return
    finally:
        with suppress(Crash):
            running.close()
    raise RuntimeError("the application waits for something that the simulation does not have")


@contextmanager
def one_thread() -> Iterator[None]:
    """What the application hands to the thread pool is done at once, in the only thread there is.

    Nor does an event loop that somebody else left standing in this thread, as the driver of browsers does, get to close
    what requests leave behind: it would only do so at its next turn, and hold all worlds until then.
    """

    async def at_once(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    name = "run_in_threadpool"
    users: list[ModuleType] = [
        module for path, module in list(sys.modules.items()) if path.startswith("sync_server") and hasattr(module, name)
    ]
    before = [(module, getattr(module, name)) for module in users]
    closers = sys.get_asyncgen_hooks()
    sys.set_asyncgen_hooks(None, None)
    for module in users:
        setattr(module, name, at_once)
    try:
        yield
    finally:
        sys.set_asyncgen_hooks(*closers)
        for module, pool in before:
            setattr(module, name, pool)


@cache
def _template() -> bytes:
    """A server's file with the tree of units, made once a process."""
    folder = Path(tempfile.mkdtemp())
    engine = open_engine(ready_file(folder / _FILE))
    with writing(engine) as conn:
        orgs.take_in(conn, list(TREE))
        fold.create(conn)
    engine.dispose()
    try:
        return (folder / _FILE).read_bytes()
    finally:
        shutil.rmtree(folder)
