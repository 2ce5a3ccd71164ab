"""One `POST /v1/sync`: who asks, the frames as they arrive, then the answer; blocking parts, for the thread pool."""

from __future__ import annotations

import logging
from hashlib import sha256

import msgspec
from msgspec import UNSET

from sync_server.authority.nonces import Fresh, Shown
from sync_server.durable import quick
from sync_server.durable.database import writing
from sync_server.exchange import feeds
from sync_server.exchange.problems import Denied
from sync_server.joining import cards, devices, identities, standings
from sync_server.joining.devices import Device, Heard
from sync_server.segments.filing import Logs
from sync_server.segments.grouping import Wish
from sync_server.segments.intake import Intake
from sync_server.settings import Server
from vaxdesk.dictionaries import shipped
from vaxdesk.journal import auth
from vaxdesk.journal.auth import Claim
from vaxdesk.journal.frames import WIRE, Ask, BadFrames, Filed, Frames, Refused, Told, decode, encode, join

METHOD, PATH = "POST", "/v1/sync"
_log = logging.getLogger("vaxdesk.server")


class Who(msgspec.Struct, frozen=True):
    """The device that a request claims to come from; proven when the whole body has been seen."""

    device: Device
    claim: Claim


class Proof(msgspec.Struct, frozen=True):
    """Whether a request is signed by its device and was not seen before."""

    signed: bool
    fresh: bool


class Done(msgspec.Struct, frozen=True):
    """What was asked and what became of the segments; `whole` are logs whose bodies are sent in any case."""

    ask: Ask
    filed: list[Filed]
    refused: list[Refused]
    whole: set[str]


def recognise(
    server: Server, header: str, certificate: str, *, status: str = devices.ACTIVE, late: bool = False
) -> Who:
    """The device of a request by its header; it must have the status that the route is for.

    Args:
        late: whether it may have been under way for any time.

    Raises:
        Denied: no such header, a clock too far off, a device that is unknown or has another status (its name, signed).
    """
    claim = claimed(header)
    known = devices.by_number(quick.of(server.engine), claim.device)
    return admit(server, claim, known, certificate, status=status, late=late)


def claimed(header: str) -> Claim:
    """What the header of a request claims.

    Raises:
        Denied: no such header.
    """
    try:
        return auth.parse(header)
    except auth.BadAuth:
        raise Denied(401, "auth") from None


def admit(
    server: Server, claim: Claim, known: Device | None, certificate: str, *, status: str, late: bool = False
) -> Who:
    """As `recognise`, with what the claim names looked up; None when there is no such device."""
    if known is None and certificate:
        with writing(server.engine) as conn:
            known = devices.readmit(conn, certificate, server_keys=server.key.generations, now_ms=server.now_ms())
    if known is None or known.hosted:  # by its certificate it may have another number now: its key is what counts
        raise signed(server, 401, "unknown_device", claim)
    if known.status != status:
        raise signed(server, 403, known.status, claim)
    if not late and not claim.in_time(server.now()):
        raise signed(server, 401, "clock", claim)
    return Who(known, claim)


class Round:
    """One request under way.

    Args:
        nonces: None where a request may be told again.
        before: what the signature covers before the frames.
    """

    def __init__(
        self, server: Server, who: Who, nonces: Fresh | None, *, path: str = PATH, before: bytes = b""
    ) -> None:
        self._server = server
        self._who = who
        self._nonces = nonces
        self._path = path
        self._frames = Frames()
        self._digest = sha256(before)
        self._size = 0
        self._count = 0
        self.proof: Proof | None = None  # found beforehand, and the contact noted, together with others
        self._ask: Ask | None = None
        self._intake = Intake(server, who.device)

    def arrived(self, chunk: bytes) -> list[bytes]:
        """Frames that this chunk completes.

        Raises:
            Denied: 413, more bytes or frames than the limit.
            BadFrames: a frame longer than any segment.
        """
        self._size += len(chunk)
        self._digest.update(chunk)
        limits = self._server.settings
        ready = self._frames.feed(chunk) if self._size <= limits.max_body else []
        self._count += len(ready)
        if self._size > limits.max_body or self._count > limits.max_frames:
            raise Denied(413, "too_big", limit=limits.max_body)
        return ready

    def frame(self, frame: bytes) -> None:
        """Takes one frame: the message first, then segments.

        Raises:
            BadFrames: the first is not the message.
            Denied: a wire version of the future.
        """
        if self._ask is not None:
            self._intake.arrive(frame)
            return
        self._ask = decode(frame, Ask)
        if not 1 <= self._ask.wire <= WIRE:
            raise Denied(400, "wire", limit=WIRE)
        self._intake.authors = self._ask.authors or []

    def bring(self, body: bytes) -> list[bytes]:
        """Takes a whole body; its segments, which are still to be judged.

        Raises:
            Denied, BadFrames: as `arrived` and `frame`.
        """
        frames = self.arrived(body)
        for frame in frames[:1]:
            self.frame(frame)
        return frames[1:]

    def judge(self, data: bytes, logs: Logs) -> None:
        """Judges a segment that was brought; one that is the device's own waits among the `wishes`."""
        self._intake.waits = True
        self._intake.arrive(data, logs)

    @property
    def shown(self) -> Shown:
        """Its nonce, and whose."""
        return self._who.device.no, self._who.claim.nonce

    @property
    def device(self) -> Device:
        """Who asks."""
        return self._who.device

    @property
    def heard(self) -> Heard:
        """What the contact tells of the device."""
        return Heard(self.device, self._ask.app if self._ask is not None else "")

    @property
    def wishes(self) -> list[Wish]:
        """Segments that are still to be filed, between `bring` and `answer`."""
        return self._intake.wishes

    def answer(self, seen: feeds.View | None = None) -> bytes:
        """Proves the request, files what waited for that, and gives the feeds (`seen` as in `feeds.pull`).

        Raises:
            Denied: 401, the signature does not hold or the request was seen before.
            BadFrames: the body is cut off or empty.
        """
        done = self.file()
        told, frames = self.tell(done, None if self._intake.went_on else seen)
        return join([encode(told), *frames])

    def file(self) -> Done:
        """Proves the request and files what waited for that; raises as `answer`."""
        self._prove()
        self._frames.close()
        if self._ask is None:
            raise BadFrames("empty")
        self._intake.finish()
        self._log()
        return Done(self._ask, self._intake.filed, self._intake.refused, self._intake.forked())

    def tell(self, done: Done, seen: feeds.View | None = None) -> tuple[Told, list[bytes]]:
        """What is said of what was done, and the frames of the feeds; for requests that belong together once."""
        now_ms = self._server.told_ms()
        pulled = feeds.pull(
            self._server, self._who.device, ask=done.ask, whole=done.whole, time_ms=now_ms, seen=seen
        )
        told = Told(
            time=now_ms,
            ok=done.filed,
            no=done.refused,
            heads=pulled.heads,
            since=pulled.since,
            more=int(pulled.more),
            min_app=self._server.settings.min_app,
            poll=self._server.settings.poll,
            dictionaries=sorted(shipped()),
            standing=standings.told(self._server, self._who.device, done.ask.standing),
            successions=self._server.key.untold(done.ask.key),
            identity=identities.renewed(self._server, self._who.device) if done.ask.identity else UNSET,
            cards=cards.told(self._server, self._who.device, done.ask.cards, pulled.begun),
        )
        return told, pulled.frames

    def is_signed(self) -> bool:
        """Whether the device signed all that has arrived."""
        who, digest = self._who, self._digest.digest()
        return who.claim.holds(who.device.public, method=METHOD, path=self._path, digest=digest)

    def _prove(self) -> None:
        proof = self.proof or self._proof()
        if not proof.signed:
            raise Denied(401, "bad_sig")
        if not proof.fresh:
            raise signed(self._server, 401, "replay", self._who.claim)
        if self.proof is None:
            devices.seen(quick.of(self._server.engine), [self.heard], self._server.now_ms())

    def _proof(self) -> Proof:
        proven = self.is_signed()
        return Proof(proven, proven and (self._nonces is None or self._nonces.fresh(*self.shown)))

    def _log(self) -> None:
        device, done = self._who.device, self._intake
        if done.filed or done.refused:  # the usual is in the database; to write it down too costs a tenth of a push
            level = logging.INFO if done.refused else logging.DEBUG
            if _log.isEnabledFor(level):
                refused = ",".join(sorted({one.code for one in done.refused})) or "none"
                _log.log(level, "device %d: %d filed, refused: %s", device.no, len(done.filed), refused)


def signed(server: Server, status: int, error: str, claim: Claim) -> Denied:
    """A refusal that the client acts on, bound to its request by the server's signature."""
    time_ms = server.now_ms()
    sig = auth.sign_problem(server.key.sign, error, nonce=claim.nonce, time_ms=time_ms)
    return Denied(status, error, time_ms=time_ms, sig=sig)
