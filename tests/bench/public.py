"""The public at the portal, each at a moment of their own: who looks up doses, checks a paper, looks for sessions.

Moments are those of an open crowd: who comes next does not wait until others were answered, so a server that falls
behind shows it in its figures. Every visitor has an address of their own, as a proxy tells it.
"""

from __future__ import annotations

import asyncio
import html
import random
import re
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from urllib.parse import quote, urlencode

import msgspec

from tests.bench.crowd import Line, Seen
from vaxdesk.domain.payloads import Person

_HIDDEN = re.compile(rb'<input type="hidden" name="([\w-]+)" value="([^"]*)">')
_COOKIE = re.compile(r"([\w-]+)=([^;]*)")
_THINK = (0.2, 1.0)  # seconds between two pages: short, so that all of a way falls into the time that is measured
_WAIT = 5.0  # for a code
_LINES = 400  # connections that a proxy keeps
PAGES_A_LOOK = 5


class Known(msgspec.Struct, frozen=True):
    """Somebody with doses and a paper; `code` is its name."""

    person: Person
    code: str


class Messages:
    """The file into which codes are written: what was sent to whom."""

    def __init__(self, path: Path) -> None:
        self._path, self._read, self._codes = path, 0, {}

    async def code(self, phone: str) -> str:
        """The code that comes to a telephone.

        Raises:
            TimeoutError: none comes.
        """
        until = time.monotonic() + _WAIT
        while phone not in self._codes:
            if time.monotonic() > until:
                raise TimeoutError(phone)
            await asyncio.sleep(0.02)
            self._take()
        return self._codes.pop(phone)

    def _take(self) -> None:
        if not self._path.exists():
            return
        with self._path.open("rb") as file:
            file.seek(self._read)
            for line in file:
                if line.endswith(b"\n"):
                    self._read += len(line)
                    one = msgspec.json.decode(line)
                    self._codes[one["phone"]] = one["code"]


class Proxy:
    """What stands before the server: connections that are kept, and shared by all visitors."""

    def __init__(self, address: str, seen: Seen) -> None:
        self._address, self._seen = address, seen
        self._idle: list[Line] = []
        self._room = asyncio.Semaphore(_LINES)
        self.often = 0  # answers 429

    async def ask(self, name: str, request: bytes, wanted: int) -> tuple[dict[str, str], bytes] | None:
        """One request, its time noted under a name; None where it was answered otherwise than wanted."""
        async with self._room:
            line = self._idle.pop() if self._idle else Line(self._address)
            began = time.perf_counter()
            status, headers, body = await line.ask(request)
            self._seen.took[name].append((time.perf_counter() - began) * 1000)
            self._idle.append(line)
        if status == wanted:
            return headers, body
        self.often += status == 429
        self._seen.wrong += [f"{name}: {status}"] * (status != 429)
        return None

    def close(self) -> None:
        """Hangs up."""
        for one in self._idle:
            one.close()


class Phone:
    """One visitor: an address, cookies, and what the last page hid in its form."""

    def __init__(self, proxy: Proxy, rng: random.Random) -> None:
        self._proxy, self._rng = proxy, rng
        self._address = f"10.{rng.randrange(256)}.{rng.randrange(256)}.{rng.randrange(1, 255)}"
        self._cookies: dict[str, str] = {}
        self._hidden: dict[str, str] = {}

    async def get(self, name: str, path: str, wanted: int = 200) -> bool:
        """Opens a page."""
        return await self._ask(name, "GET", path, b"", wanted)

    async def send(self, name: str, path: str, wanted: int, **fields: str) -> bool:
        """Sends the form of the page that is open."""
        return await self._ask(name, "POST", path, urlencode({**self._hidden, **fields}).encode(), wanted)

    async def think(self) -> None:
        """Reads the page."""
        await asyncio.sleep(self._rng.uniform(*_THINK))

    async def _ask(self, name: str, method: str, path: str, body: bytes, wanted: int) -> bool:
        head = [f"{method} {path} HTTP/1.1", "Host: bench", f"X-Forwarded-For: {self._address}"]
        if self._cookies:
            head.append("Cookie: " + "; ".join(f"{key}={value}" for key, value in self._cookies.items()))
        if body:
            head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        answer = await self._proxy.ask(name, "\r\n".join(head).encode() + b"\r\n\r\n" + body, wanted)
        if answer is None:
            return False
        headers, page = answer
        found = _COOKIE.match(headers.get("set-cookie", ""))
        if found:
            self._cookies[found[1]] = found[2]
        self._hidden = {key.decode(): html.unescape(value.decode()) for key, value in _HIDDEN.findall(page)}
        return True


class Public:
    """Everybody who may come."""

    def __init__(self, proxy: Proxy, messages: Messages, known: Sequence[Known], *, seed: int = 24) -> None:
        self._proxy, self._messages = proxy, messages
        self._rng = random.Random(seed)
        self._known = list(known)
        self._rng.shuffle(self._known)
        self._next = 0
        self.whole: Counter[str] = Counter()  # ways that were gone to their end

    async def look(self) -> None:
        """First page, form, code, proof, one's own doses."""
        one, phone = self._somebody(), Phone(self._proxy, self._rng)
        who = one.person
        typed = {"number": who.doc, "born": "/".join(reversed(who.dob.split("-"))), "tel": who.tel}
        if not await phone.get("first page", "/portal/"):
            return
        await phone.think()
        if not await phone.get("form", "/portal/lookup"):
            return
        await phone.think()
        if not await phone.send("asking a code", "/portal/lookup", 200, **typed):
            return
        await phone.think()
        code = await self._messages.code(who.tel)
        if await phone.send("proving", "/portal/lookup/code", 303, code=code) and await phone.get(
            "own doses", "/portal/lookup/mine"
        ):
            self.whole["look-ups"] += 1

    async def check(self) -> None:
        """Somebody is shown a paper."""
        code = self._rng.choice(self._known).code
        if await Phone(self._proxy, self._rng).get("/v/CODE", f"/portal/v/{code}"):
            self.whole["papers"] += 1

    async def sessions(self) -> None:
        """Somebody looks where sessions are."""
        place = quote(f"Huyện {self._rng.randrange(10)}")
        if await Phone(self._proxy, self._rng).get("schedule", f"/portal/schedule?q={place}"):
            self.whole["schedules"] += 1

    def _somebody(self) -> Known:
        """Nobody comes twice while others have not come yet: codes to one telephone are bounded."""
        self._next += 1
        return self._known[self._next % len(self._known)]


Way = Callable[[], Awaitable[None]]


async def coming(ways: Sequence[tuple[Way, float]], seconds: float, seen: Seen, *, seed: int = 24) -> None:
    """Visitors at chance moments.

    Args:
        ways: each with how many come a second.
    """
    rng, until = random.Random(seed), time.monotonic() + seconds
    under_way: set[asyncio.Task[None]] = set()

    async def gone(way: Way) -> None:
        try:
            await way()
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            seen.wrong.append(f"{type(error).__name__}: {error}")

    async def stream(way: Way, rate: float) -> None:
        due = time.monotonic()
        while (due := due + rng.expovariate(rate)) < until:
            await asyncio.sleep(max(due - time.monotonic(), 0))
            task = asyncio.create_task(gone(way))
            under_way.add(task)
            task.add_done_callback(under_way.discard)

    await asyncio.gather(*(stream(way, rate) for way, rate in ways))
    await asyncio.gather(*under_way)
