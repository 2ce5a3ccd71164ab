"""Devices made in bulk and their pushes prepared beforehand, so that a bench measures the server and not the sender."""

from __future__ import annotations

import json
import os
import secrets
import selectors
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync_server.authority import orgs
from sync_server.authority.orgs import UnitRow
from sync_server.durable.database import open_engine, upgrade, writing
from sync_server.joining import devices
from vaxdesk.domain.payloads import Open, Print
from vaxdesk.journal import auth, chain, feed, line, ref, segment
from vaxdesk.journal.frames import MEDIA, Ask, Mark, Sent, encode, join

T0 = 1_795_400_000
_TREE = [
    UnitRow(code="VN", name="Việt Nam", kind="country"),
    UnitRow(code="66", name="Đắk Lắk", kind="province", parent="VN"),
    UnitRow(code="24211", name="Cư Êbur", kind="commune", parent="66"),
]


class Sender(msgspec.Struct, frozen=True):
    """An enrolled device of a unit of its own."""

    private: Ed25519PrivateKey
    device: int
    feed: int

    @property
    def public(self) -> bytes:
        """Its key."""
        return self.private.public_key().public_bytes_raw()


def senders(url: str, count: int) -> list[Sender]:
    """Stations below one commune, each with one device, entered straight into the database."""
    rows = [UnitRow(code=f"S{number}", name=f"S{number}", kind="station", parent="24211") for number in range(count)]
    engine = open_engine(url)
    upgrade(engine)
    made = []
    with writing(engine) as conn:
        orgs.take_in(conn, [*_TREE, *rows])
        for row in rows:
            unit = orgs.find(conn, row.code)
            one = Sender(Ed25519PrivateKey.generate(), secrets.randbits(48), unit.org_no)
            add = {"org_no": one.feed, "public": one.public, "box": None, "name": row.code}
            devices.add(conn, one.device, **add, now_ms=int(time.time() * 1000))
            made.append(one)
    engine.dispose()
    return made


class Prepared:
    """A log of one sender cut into pushes, each with the marks that the answers before it will have given."""

    def __init__(self, sender: Sender, pushes: int, entries: int, lines: Sequence[bytes] = ()) -> None:
        """With so many entries in each push: these lines, or papers that were printed."""
        self._sender = sender
        self._lines = lines
        self._log = ref.log_name(secrets.randbits(63))
        self._seq, self._h = 0, chain.start(self._log, sender.public.hex())
        self._pos, self._fh = 0, feed.START
        self.requests = deque(self._request(entries) for _ in range(pushes))

    def _request(self, entries: int) -> bytes:
        given = list(self._lines[self._seq : self._seq + entries]) or entries_of(self._sender, self._seq, entries)
        a, self._seq = self._seq, self._seq + entries
        *_, self._h = chain.walk(self._h, given)
        body = segment.build(self._log, self._sender.private.sign, a, given, self._h)
        ask = ask_for(self._sender, Mark(self._pos, self._fh.hex()[:16]), self._log, self._seq)
        self._pos, self._fh = self._pos + 1, feed.step(self._fh, self._log, a=a, n=entries, h_end=self._h)
        return signed(self._sender, join([ask, body]))


def entries_of(sender: Sender, after: int, count: int) -> list[bytes]:
    """The next lines of a sender's log, `open` first."""
    opening = Open(device=sender.public.hex(), station="S", app="0")
    return [
        line.encode("open", opening, t=T0)
        if seq == 1
        else line.encode("print", Print(what=f"roster {seq}"), t=T0 + seq * 12, user=3)
        for seq in range(after + 1, after + count + 1)
    ]


def ask_for(sender: Sender, mark: Mark, log: str, upto: int) -> bytes:
    """The first frame of a request of who holds the log to there and the own feed to the mark."""
    marks = {sender.feed: [mark] if mark.pos else []}
    return encode(Ask(app="bench", marks=marks, sent=[Sent(log, upto)] if upto else []))


def signed(sender: Sender, body: bytes) -> bytes:
    """A whole HTTP request."""
    header = auth.header(
        sender.private.sign, sender.device, t=int(time.time()), nonce=secrets.token_bytes(12),
        method="POST", path="/v1/sync", body=body,
    )  # fmt: skip
    lines = ("POST /v1/sync HTTP/1.1", "Host: bench", f"Content-Type: {MEDIA}", f"Authorization: {header}",
             f"Content-Length: {len(body)}")  # fmt: skip
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Answered(msgspec.Struct, frozen=True):
    """What a load gave: seconds in all, milliseconds each, and the answers that were not what they should be."""

    seconds: float
    each_ms: list[float]
    wrong: list[bytes]

    def percentile(self, percent: float) -> float:
        """Milliseconds."""
        return sorted(self.each_ms)[min(int(len(self.each_ms) * percent / 100), len(self.each_ms) - 1)]


def send(
    url: str, queues: Sequence[deque[bytes]], *, status: bytes = b"200", expected: bytes = b'"no":[]'
) -> Answered:
    """Sends each queue over a connection of its own, the next request when the last is answered."""
    address = urlsplit(url)
    lines = selectors.DefaultSelector()
    for queue in queues:
        plug = socket.create_connection((address.hostname, address.port))
        plug.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        lines.register(plug, selectors.EVENT_READ, _Line(queue))
    began = time.perf_counter()
    for key in list(lines.get_map().values()):
        key.data.next(key.fileobj)
    each, wrong, open_lines = [], [], len(queues)
    while open_lines:
        for key, _ in lines.select():
            answer = key.data.read(key.fileobj)
            if answer is None:
                continue
            each.append((time.perf_counter() - key.data.since) * 1000)
            if not answer.startswith(b"HTTP/1.1 " + status) or expected not in answer:
                wrong.append(answer)
            if not key.data.next(key.fileobj):
                lines.unregister(key.fileobj)
                key.fileobj.close()
                open_lines -= 1
    return Answered(time.perf_counter() - began, each, wrong)


class _Line:
    """One connection."""

    def __init__(self, queue: deque[bytes]) -> None:
        self.queue = queue
        self.since = 0.0
        self._held = b""

    def next(self, plug: socket.socket) -> bool:
        if not self.queue:
            return False
        self.since = time.perf_counter()
        plug.sendall(self.queue.popleft())
        return True

    def read(self, plug: socket.socket) -> bytes | None:
        self._held += _received(plug)
        if not _is_whole(self._held):
            return None
        whole, self._held = self._held, b""
        return whole


def read_answer(plug: socket.socket) -> bytes:
    """A whole answer, waited for."""
    held = b""
    while not _is_whole(held):
        held += _received(plug)
    return held


def _received(plug: socket.socket) -> bytes:
    chunk = plug.recv(65536)
    if not chunk:
        raise ConnectionError("the server hung up")
    return chunk


def _is_whole(held: bytes) -> bool:
    head, gap, body = held.partition(b"\r\n\r\n")
    return bool(gap) and len(body) >= int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])


@contextmanager
def served(url: str, keys: Path, *options: str) -> Iterator[tuple[str, int]]:
    """A server process; yields its address and process number."""
    command = [sys.executable, "-m", "sync_server", "serve", "--listen", "127.0.0.1:0", "--no-limits"]
    command.append("--no-limits")
    process = subprocess.Popen(
        [*command, "--readers", "none", "--database", url, "--keys", str(keys), "--json", *options],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        yield json.loads(process.stdout.readline())["listening"], process.pid
    finally:
        process.terminate()
        process.communicate()


def cpu_seconds(pid: int) -> float:
    """Processor time of a process and its children that are alive."""
    own = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    ticks = sum(map(int, own[11:13])) / os.sysconf("SC_CLK_TCK")
    return ticks + sum(cpu_seconds(int(child)) for child in below)


def rows(url: str, query: sa.Select) -> list[Any]:
    """What the database holds."""
    engine = open_engine(url)
    with engine.connect() as conn:
        found = list(conn.execute(query))
    engine.dispose()
    return found
