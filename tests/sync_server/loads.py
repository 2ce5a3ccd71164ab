"""Devices that push without rest and write down what they were told, whatever happens to the server meanwhile."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import requests

from tests.sync_server.pens import Log, Pen, Pulled
from vaxdesk.journal.frames import Ask, encode, join

_PATIENCE = 60.0


class Busy:
    """A pen that pushes one entry a request until its log is confirmed to the end."""

    def __init__(self, pen: Pen, entries: int) -> None:
        self.pen = pen
        self.log: Log = pen.log().write(entries)
        self.told: dict[int, tuple[int, int]] = {}  # feed position to the entries that a signed answer put there
        self.failures = 0
        self.begun = Event()

    def push(self) -> None:
        """Pushes all; tries again what got no answer."""
        until = time.monotonic() + _PATIENCE
        at = 0
        while at < len(self.log.lines):
            assert time.monotonic() < until, f"entry {at} of {len(self.log.lines)} after {self.failures} failures"
            pulled = self._try(at)
            if pulled is None:
                self.failures += 1
                time.sleep(0.05)
                continue
            at = self._taken(pulled, at)
            self.begun.set()

    def _try(self, at: int) -> Pulled | None:
        body = join([encode(Ask(most=1 << 20)), self.log.segment(at, at + 1)])
        try:
            reply = self.pen.post(body)
        except requests.RequestException:
            return None
        if reply.status_code == 503:
            return None
        assert reply.status_code == 200, reply.text
        return Pulled(reply.content)

    def _taken(self, pulled: Pulled, at: int) -> int:
        """What counts as confirmed is what the feed shows under its signed head."""
        for item in pulled.items:
            if item.log == self.log.name:
                shown = (item.a, item.n)
                assert self.told.setdefault(item.p, shown) == shown
        gaps = [head for _, code, head in pulled.no if code == "gap"]
        return gaps[0] if gaps else at + 1


def answers(url: str) -> str:
    """Waits until a server that was begun answers: its workers load for some seconds, longer on a busy machine."""
    requests.get(f"{url}/v1/health", timeout=_PATIENCE).raise_for_status()
    return url


def run(busy: list[Busy], threads: ThreadPoolExecutor) -> list[Future[None]]:
    """Starts all, and waits until each has been answered once."""
    begun = [threads.submit(one.push) for one in busy]
    for one in busy:
        assert one.begun.wait(_PATIENCE)
    return begun
