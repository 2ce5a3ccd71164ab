"""A bad line between two network namespaces: TUN devices, and packets delayed, dropped and let through in user space.

The kernel's own TCP runs at both ends; only the wire is ours, so it needs no `netem`. Wants root, `/dev/net/tun` and
iproute2. Each direction lets so many bits a second through, holds a queue of some packets, and takes half a round trip.
"""

from __future__ import annotations

import ctypes
import fcntl
import heapq
import os
import select
import struct
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from random import Random
from threading import Thread
from typing import Any, NamedTuple, TypeVar

NEAR, FAR = "10.77.0.1", "10.77.0.2"
_TUNSETIFF, _IFF_TUN, _IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
_CLONE_NEWNET = 0x40000000
_QUEUE = 64 * 1024  # bytes that wait before the wire; what comes then is dropped
_MTU = 1500
_T = TypeVar("_T")


class NoLink(Exception):
    """No such line can be made here; says why."""


class Quality(NamedTuple):
    """Bits a second up and down, seconds of a round trip, chance that a packet is lost."""

    up: float = 30_000
    down: float = 60_000
    rtt: float = 0.6
    loss: float = 0.0


class _Way:
    """One direction."""

    def __init__(self, rate: float, delay: float) -> None:
        self.rate, self.delay, self.free = rate, delay, 0.0
        self.passed = 0

    def due(self, size: int, now: float) -> float | None:
        """When a packet arrives; None when the queue is full."""
        begins = max(self.free, now)
        if (begins - now) * self.rate / 8 > _QUEUE:
            return None
        self.free = begins + size * 8 / self.rate
        self.passed += size
        return self.free + self.delay


class Wire:
    """The packets between two devices. `quality` may be changed while it runs; without one all passes at once."""

    def __init__(self, near: int, far: int, rng: Random) -> None:
        self._fds = (near, far)
        self._rng = rng
        self._over = False
        self.use(None)
        self._thread = Thread(target=self._run, daemon=True, name="wire")
        self._thread.start()

    def use(self, quality: Quality | None) -> None:
        """From now on lets through as that says."""
        rates = (quality.up, quality.down) if quality else (1e9, 1e9)
        delay = quality.rtt / 2 if quality else 0.0
        self._ways = tuple(_Way(rate, delay) for rate in rates)
        self._loss = quality.loss if quality else 0.0

    @property
    def passed(self) -> tuple[int, int]:
        """Bytes up and down since the quality was set, headers of IP and TCP included."""
        return self._ways[0].passed, self._ways[1].passed

    def close(self) -> None:
        """Stops."""
        self._over = True
        self._thread.join()

    def _run(self) -> None:
        waiting: list[tuple[float, int, int, bytes]] = []
        order = count()
        while not self._over:
            pause = max(waiting[0][0] - time.monotonic(), 0) if waiting else 0.05
            for fd in select.select(self._fds, (), (), min(pause, 0.05))[0]:
                packet = os.read(fd, 65536)
                here = self._fds.index(fd)
                due = self._ways[here].due(len(packet), time.monotonic())
                if due is not None and self._rng.random() >= self._loss:
                    heapq.heappush(waiting, (due, next(order), self._fds[1 - here], packet))
            while waiting and waiting[0][0] <= time.monotonic():
                _, _, fd, packet = heapq.heappop(waiting)
                os.write(fd, packet)


class Ends:
    """Two namespaces joined by a wire."""

    def __init__(self, near: str, far: str, wire: Wire) -> None:
        self._near, self.far, self.wire = near, far, wire

    def command(self) -> list[str]:
        """What to put before a command that shall run at the far end."""
        return ["ip", "netns", "exec", self.far]

    def nearby(self, act: Callable[[], _T]) -> _T:
        """Runs something in a thread at the near end."""
        return _inside(self._near, act)


@contextmanager
def joined(seed: int = 1) -> Iterator[Ends]:
    """Two namespaces that nothing else is connected to.

    Raises:
        NoLink: it takes root, `/dev/net/tun` and `ip`.
    """
    names = [f"vaxdesk-{os.getpid()}-{end}" for end in ("near", "far")]
    try:
        fds = [_end(*pair) for pair in zip(names, (NEAR, FAR), (FAR, NEAR), strict=True)]
    except (OSError, subprocess.CalledProcessError) as error:
        _drop(names)
        raise NoLink(f"no emulated line here: {type(error).__name__} (needs root, /dev/net/tun, iproute2)") from error
    wire = Wire(*fds, Random(seed))
    try:
        yield Ends(names[0], names[1], wire)
    finally:
        wire.close()
        for fd in fds:
            os.close(fd)
        _drop(names)


def _end(name: str, own: str, other: str) -> int:
    _ip("netns", "add", name)
    fd = _inside(name, _device)
    for words in (
        ("addr", "add", own, "peer", other, "dev", "line"),
        ("link", "set", "line", "mtu", str(_MTU), "up"),
        ("link", "set", "lo", "up"),
    ):
        _ip("-n", name, *words)
    return fd


def _device() -> int:
    fd = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(fd, _TUNSETIFF, struct.pack("16sH", b"line", _IFF_TUN | _IFF_NO_PI))
    return fd


def _inside(name: str, act: Callable[[], _T]) -> _T:
    """Runs something in a thread that belongs to a namespace."""
    done: list[Any] = []

    def run() -> None:
        with Path(f"/var/run/netns/{name}").open() as space:
            library = ctypes.CDLL(None, use_errno=True)
            if library.setns(space.fileno(), _CLONE_NEWNET):
                done.append(OSError(ctypes.get_errno(), "setns"))
                return
        try:
            done.append((act(),))
        except Exception as error:  # noqa: BLE001 - handed to whoever waits
            done.append(error)

    thread = Thread(target=run)
    thread.start()
    thread.join()
    if isinstance(done[0], Exception):
        raise done[0]
    return done[0][0]


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


def _drop(names: list[str]) -> None:
    for name in names:
        subprocess.run(["ip", "netns", "delete", name], check=False, capture_output=True)
