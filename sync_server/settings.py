"""What an operator may set, and what every part of the server is handed: one frozen struct each."""

from __future__ import annotations

import time
from collections.abc import Callable
from random import Random, SystemRandom

import msgspec
import sqlalchemy as sa

from sync_server.keys import ServerKey


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How often a device may sync (sync design 3.9); an address, behind which a province may stand, ten times that.

    Each of several processes counts by itself: this guards the server, what guards people is in `limits`.
    """

    syncs: float = 20  # at once
    syncs_minute: float = 60  # and then
    bytes_minute: float = 8 * 1024 * 1024
    address: float = 10  # times of each for an address


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Limits and rhythms. Bytes, seconds."""

    max_body: int = 16 * 1024 * 1024
    max_frames: int = 4000
    max_answer: int = 1024 * 1024
    head_seconds: float = 60  # that the head of a request may take
    idle_seconds: float = 60  # without a byte of a body before the connection is given up; desks give up after 20
    poll: int = 300
    min_app: str = ""
    lease_days: int = 30  # days without contact after which a station hides older records
    limits: Limits | None = None  # `serve` sets them; whoever drives the server by hand is not slowed down
    read_every: float = 0.5  # seconds between two looks of the readers when nothing was new
    portion: int = 2000  # entries that a reader takes in one transaction
    window_before: int = 30  # days that a site holds a person of its lists after the day of the list
    window_after: int = 14  # and before it
    window_served: int = 90  # days that a site holds whom it has served
    portal: bool = True  # the public part is mounted beside the district's desk
    sender: str = "console"  # what carries one-time codes (`portal.senders`)


class OwnLog(msgspec.Struct, frozen=True):
    """Where a log of the server's own device stood when this run of the process last wrote into it."""

    log: str
    seq: int
    h: bytes


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """A running server: first argument of whatever needs more than a connection."""

    engine: sa.Engine
    key: ServerKey
    settings: Settings = Settings()
    now: Callable[[], float] = time.time
    rng: Random = SystemRandom()  # numbers of devices, serials, keys of the server's own devices

    logs: dict[int, OwnLog] = msgspec.field(default_factory=dict)  # by feed; kept by `hosted` alone

    def now_ms(self) -> int:
        """Milliseconds since 1970."""
        return int(self.now() * 1000)

    def told_ms(self) -> int:
        """The time that answers tell, in steps of a tenth of a second, so that heads are signed once a step."""
        return self.now_ms() // 100 * 100
