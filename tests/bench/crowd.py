"""A crowd at a server from one event loop: devices that push at their hours, and people who click and think."""

from __future__ import annotations

import asyncio
import random
import re
import secrets
import time
from collections import Counter, defaultdict
from urllib.parse import urlencode, urlsplit

from tests.bench.load import Sender, ask_for, signed
from tests.bench.province import Clerk, Pages
from vaxdesk.journal import chain, ref, segment
from vaxdesk.journal.frames import Mark, Told, decode, join, split

ENTRIES = 10
FOLLOWED = "seen after a push"
_ASKS = 3.0  # seconds between two questions of an open page (board.js)
_THINK = (2.0, 5.0)  # seconds between two clicks
_PATIENCE = 60.0
_KIND = "dup_person"  # what is decided by one key: two records, one person or two
_CASE = re.compile(r"/district(/cases/c/\w+)")


class Seen:
    """What the crowd saw: milliseconds by what was asked for, and what went wrong."""

    def __init__(self) -> None:
        self.took: dict[str, list[float]] = defaultdict(list)
        self.wrong: list[str] = []
        self.decided: Counter[int] = Counter()  # by user

    def percentile(self, name: str, percent: float) -> float:
        """Milliseconds."""
        each = sorted(self.took[name])
        return each[min(int(len(each) * percent / 100), len(each) - 1)] if each else 0.0


class Line:
    """A connection that is kept."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._at = (parts.hostname, parts.port)
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, request: bytes) -> tuple[int, dict[str, str], bytes]:
        """Sends a request; status, headers and body of the answer. What was closed while it rested is made anew."""
        rested = self._writer is not None
        try:
            return await asyncio.wait_for(self._asked(request), _PATIENCE)
        except (ConnectionError, asyncio.IncompleteReadError):
            self.close()
            if not rested:
                raise
            return await asyncio.wait_for(self._asked(request), _PATIENCE)

    async def _asked(self, request: bytes) -> tuple[int, dict[str, str], bytes]:
        if self._writer is None or self._reader.at_eof():
            self.close()
            self._reader, self._writer = await asyncio.open_connection(*self._at, limit=1 << 22)
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        first, *rest = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (one.partition(": ") for one in rest if one)}
        body = await self._reader.readexactly(int(headers.get("content-length", 0)))
        return int(first.split()[1]), headers, body

    def close(self) -> None:
        """Hangs up."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None


class Device:
    """A device that pushes ten entries each time, and knows what is filed."""

    def __init__(self, sender: Sender, pages: Pages, day: str) -> None:
        self._sender, self._pages, self.day, self.feed = sender, pages, day, sender.feed
        self.log = ref.log_name(secrets.randbits(63))
        self._h = chain.start(self.log, sender.public.hex())
        self._mark = Mark(0, "")
        self._sent = 0
        self.filed = 0

    def push(self, *, upto: int = 0) -> bytes:
        """The next request: all lines to there, or ten new ones."""
        if not upto:
            self._pages.more(0, day=self.day, entries=ENTRIES)
        lines = self._pages.lines[self._sent : upto or None]
        *_, self._h = chain.walk(self._h, lines)
        body = segment.build(self.log, self._sender.private.sign, self._sent, lines, self._h)
        self._sent += len(lines)
        ask = ask_for(self._sender, self._mark, self.log, self._sent)
        return signed(self._sender, join([ask, body]))

    def told(self, status: int, body: bytes) -> str:
        """Takes up an answer; what is wrong with it."""
        if status != 200:
            return f"push: {status} {body[:200]!r}"
        told: Told = decode(split(body)[0], Told)
        self.filed = max([self.filed, *(one.upto for one in told.ok)])
        at = told.heads[self.feed]
        self._mark = Mark(at.pos, at.fh[:16])
        return "" if self.filed == self._sent and not told.no else f"push: {told.no} {self.filed} of {self._sent}"

    @property
    def written(self) -> int:
        """Entries that were sent."""
        return self._sent


async def sent(device: Device, line: Line, seen: Seen, *, upto: int = 0) -> float:
    """Pushes once and hangs up: until the next push the server would have given the line up. Milliseconds."""
    request = device.push(upto=upto)
    began = time.perf_counter()
    status, _, body = await line.ask(request)
    took = (time.perf_counter() - began) * 1000
    line.close()
    seen.wrong += filter(None, [device.told(status, body)])
    return took


async def pushing(device: Device, address: str, seen: Seen, *, name: str, every: float, until: float) -> None:
    """A device's hour: a push at chance moments, so many seconds apart on the average."""
    rng, line = random.Random(device.log), Line(address)
    await asyncio.sleep(rng.random() * every)
    while time.monotonic() < until:
        seen.took[name].append(await sent(device, line, seen))
        await _rested(rng, every, until)


async def looked_on(device: Device, clerk: Clerk, address: str, seen: Seen, *, every: float, until: float) -> None:
    """As `pushing`, with somebody before the dashboard of that station: how long each push takes until it is seen."""
    rng, line, page = random.Random(device.log), Line(address), Line(address)
    path = f"/district/board/{device.feed}/progress/live?since={device.day}&until={device.day}"
    head = f"GET {path} HTTP/1.1\r\nHost: bench\r\nCookie: vaxdesk={clerk.token}\r\n".encode()
    while time.monotonic() < until:
        _, headers, _ = await page.ask(head + b"\r\n")
        again = head + f"If-None-Match: {headers['etag']}\r\n\r\n".encode()
        began = time.perf_counter()
        await sent(device, line, seen)
        await asyncio.sleep(rng.uniform(0, _ASKS))  # the page has asked at its own moments before
        while (status := (await page.ask(again))[0]) == 304 and time.perf_counter() < began + _PATIENCE:
            await asyncio.sleep(_ASKS)
        seen.took[FOLLOWED].append((time.perf_counter() - began) * 1000)
        if status != 200:
            seen.wrong.append(f"{path}: {status}")
            break
        await _rested(rng, every, until)
    page.close()


async def _rested(rng: random.Random, every: float, until: float) -> None:
    await asyncio.sleep(min(rng.expovariate(1 / every), max(until - time.monotonic(), 0)))


class Visitor:
    """Somebody at a browser, who looks at the board, takes duplicates in hand and decides them, click by click."""

    def __init__(self, clerk: Clerk, address: str, seen: Seen) -> None:
        self._clerk, self._seen, self._line = clerk, seen, Line(address)
        self._rng = random.Random(clerk.token)

    async def work(self, until: float) -> None:
        """Until a moment."""
        await asyncio.sleep(self._rng.uniform(0, _THINK[1]))
        while time.monotonic() < until:
            await self._get("board", f"/board/{self._clerk.unit}/progress")
            await self._get("list of cases", "/cases")
            where = await self._post("next case taken", "/cases/next")
            for _ in range(3):
                if where is None or not (found := _CASE.match(where)) or time.monotonic() >= until:
                    break
                await self._get("a case", found[1])
                deed = self._rng.choice(("same", "differ"))
                where = await self._post("decision", f"{found[1]}/{deed}")
                self._seen.decided[self._clerk.user_no] += where is not None
            await self._get("operations", "/operations")
        self._line.close()

    async def _get(self, name: str, path: str) -> None:
        await self._ask(name, "GET", path, b"", 200)

    async def _post(self, name: str, path: str) -> str | None:
        form = urlencode({"csrf": self._clerk.mark, "kind": _KIND}).encode()
        headers = await self._ask(name, "POST", path, form, 303)
        return headers["location"] if headers else None

    async def _ask(self, name: str, method: str, path: str, body: bytes, wanted: int) -> dict[str, str] | None:
        head = [f"{method} /district{path} HTTP/1.1", "Host: bench", f"Cookie: vaxdesk={self._clerk.token}"]
        if body:
            head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        began = time.perf_counter()
        status, headers, page = await self._line.ask("\r\n".join(head).encode() + b"\r\n\r\n" + body)
        self._seen.took[name].append((time.perf_counter() - began) * 1000)
        if status != wanted or (status == 200 and b"<h1" not in page):
            self._seen.wrong.append(f"{method} {path}: {status}")
            headers = None
        await asyncio.sleep(self._rng.uniform(*_THINK))
        return headers
