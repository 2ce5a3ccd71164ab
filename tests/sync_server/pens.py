"""A device without a store: a key, logs written in memory, requests signed by hand. For looking at the server alone."""

from __future__ import annotations

import itertools
import secrets
import time
from collections.abc import Iterable
from typing import Any

import msgspec
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.servers import RunningServer
from vaxdesk.domain.payload import Payload
from vaxdesk.domain.payloads import Open, Print
from vaxdesk.journal import auth, chain, enrolment, line, ref, salts, segment
from vaxdesk.journal.frames import MEDIA, Ask, Item, Told, decode, encode, join, split
from vaxdesk.journal.segment import Segment

T0 = 1_795_400_000


class Log:
    """A log under the pen: its lines and chain hashes, `open` first."""

    def __init__(self, sign: Any, device: str, name: str = "") -> None:
        self.name = name or ref.log_name(secrets.randbits(63))
        self.sign = sign
        self.lines = [line.encode("open", Open(device=device, station="TYT-01", app="0"), t=T0)]
        self.hashes = [chain.start(self.name, device)]
        self.seeds: dict[int, bytes] = {}  # of salts, by block; what is signed carries them
        self._hash()

    def write(self, n: int, what: str = "roster") -> Log:
        """Adds entries."""
        for number in range(n):
            self.raw(line.encode("print", Print(what=f"{what} {len(self.lines)}.{number}"), t=T0 + len(self.lines)))
        return self

    def raw(self, text: bytes) -> Log:
        """Adds a line as it is."""
        self.lines.append(text)
        self._hash()
        return self

    def salted(self, kind: str, payload: Payload) -> Log:
        """Adds an entry with the salt that its block's seed gives."""
        seq = len(self.lines) + 1
        made = line.encode(kind, payload, t=T0 + seq, user=3, salt=salts.PLACE)
        return self.raw(salts.salted(made, seq, self.seeds[salts.block_of(seq)]))

    def segment(self, a: int = 0, end: int | None = None) -> bytes:
        """The signed entries a+1 … end."""
        end = len(self.lines) if end is None else end
        return segment.build(self.name, self.sign, a, self.lines[a:end], self.hashes[end], seeds=self.seeds)

    def _hash(self) -> None:
        self.hashes += chain.walk(self.hashes[-1], self.lines[len(self.hashes) - 1 :])


class Pen:
    """An enrolled device."""

    def __init__(self, server: RunningServer, org: str = "TYT-01", *, private: Ed25519PrivateKey | None = None) -> None:
        self.private = private or Ed25519PrivateKey.generate()
        self.public = self.private.public_key().public_bytes_raw()
        self.server = server
        self.joined = self.enrol(server.enrol_code(org))
        self.certificate = self.joined["certificate"]
        stated = enrolment.read_certificate(self.certificate, bytes.fromhex(server.key))
        assert stated is not None
        self.device, self.feed = stated.device, stated.org

    def enrol(self, code: str) -> dict[str, Any]:
        """Shows a code to the server."""
        reply = self.ask_to_enrol(code)
        assert reply.status_code == 200, reply.text
        return reply.json()

    def ask_to_enrol(self, code: str, **changed: Any) -> requests.Response:
        """Shows a code and gives the bare answer."""
        key = self.public.hex()
        try:
            letters = enrolment.read_code(code)
        except enrolment.BadCode:
            letters = code
        body = {"code": code, "key": key, "proof": enrolment.prove(self.private.sign, letters, key), "name": "PC 1"}
        return requests.post(f"{self.server.url}/v1/enrol", json={**body, **changed}, timeout=10)

    def log(self, name: str = "") -> Log:
        """A new log of this device."""
        return Log(self.private.sign, self.public.hex(), name)

    def header(self, body: bytes, *, t: float | None = None, nonce: bytes | None = None) -> str:
        """A signed header."""
        return auth.header(
            self.private.sign,
            self.device,
            t=int(time.time() if t is None else t),
            nonce=nonce or secrets.token_bytes(12),
            method="POST",
            path="/v1/sync",
            body=body,
        )

    def post(self, body: bytes, **headers: str) -> requests.Response:
        """Sends a body under a good signature, unless `headers` say otherwise."""
        sent = {"Content-Type": MEDIA, "Authorization": self.header(body)}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return requests.post(f"{self.server.url}/v1/sync", data=body, headers=sent, timeout=10)

    def sync(self, *segments: bytes, raw: bool = False, **ask: Any) -> Pulled:
        """One whole exchange; `raw` leaves the segments of the answer unread."""
        body = join([encode(Ask(**ask)), *segments])
        reply = self.post(body)
        assert reply.status_code == 200, reply.text
        assert reply.headers["Content-Type"] == MEDIA
        return Pulled(reply.content, raw=raw)


    def sync_at(self, t: float, *segments: bytes, **ask: Any) -> Pulled:
        """One whole exchange, by a clock that shows `t`."""
        body = join([encode(Ask(**ask)), *segments])
        return Pulled(self.post(body, Authorization=self.header(body, t=t)).content)


class Pulled:
    """An answer taken apart."""

    def __init__(self, body: bytes, *, raw: bool = False) -> None:
        self.frames = frames = split(body)
        self.size = len(body)
        self.told: Told = decode(frames[0], Told)
        self.items: list[Item] = []
        self.bodies: dict[tuple[int, int], Segment] = {}
        for frame in () if raw else frames[1:]:
            if frame.startswith(segment.MAGIC):
                self.bodies[self.items[-1].f, self.items[-1].p] = segment.read(frame)
            else:
                self.items.append(decode(frame, Item))

    @property
    def ok(self) -> list[tuple[str, int, int]]:
        """Filed segments as (log, up to, position)."""
        return [msgspec.structs.astuple(one) for one in self.told.ok]

    @property
    def no(self) -> list[tuple[str, str, int]]:
        """Refused segments as (log, code, head)."""
        return [(one.log, one.code, one.head) for one in self.told.no]


def positions(items: Iterable[Item]) -> dict[int, list[int]]:
    """Positions per feed."""
    ordered = sorted((item.f, item.p) for item in items)
    return {feed: [p for _, p in group] for feed, group in itertools.groupby(ordered, key=lambda pair: pair[0])}
