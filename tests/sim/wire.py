"""The line between a desk and the server, in one process: whole requests of the real client, and what befalls them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from random import Random
from types import TracebackType

import msgspec

from tests.sim.center import Center, Response
from tests.sim.faults import Crash
from vaxdesk.dictionaries import shipped
from vaxdesk.journal import chain, segment, succession
from vaxdesk.journal import feed as feed_chain
from vaxdesk.journal.frames import MEDIA, BadFrames, Item, Told, decode, encode, join, split
from vaxdesk.journal.opening import device_named
from vaxdesk.journal.verdict import BadSegment
from vaxdesk.sync.http import Reply
from vaxdesk.trouble import Trouble, TroubleCode

_PORTAL = b"<html><body>Wi-Fi: xin dang nhap</body></html>"
_MOST_IN_THE_AIR = 40
_MOMENTS = 60  # statements within which a server dies


class Fault(StrEnum):
    """What may happen to one request."""

    REQUEST_LOST = "request lost"
    REPLY_LOST = "reply lost"
    TWICE = "delivered twice"
    LATER = "lost, and delivered again much later"
    REQUEST_CUT = "request cut"
    REPLY_CUT = "reply cut"
    REQUEST_FLIPPED = "request flipped"
    REPLY_FLIPPED = "reply flipped"
    REPLY_OLD = "an old reply instead"
    REPLY_FORGED = "a forged reply that confirms everything"
    PORTAL = "portal"
    PORTAL_IN_DISGUISE = "portal with our media type"
    SERVER_CRASH = "server crash"
    SERVER_FULL = "server disk full"


class Message(msgspec.Struct, frozen=True):
    """A request as it went out."""

    path: str
    body: bytes
    headers: dict[str, str]


class Air:
    """All lines of a world: what is under way, and what was answered before.

    Args:
        mishap: draws what befalls the next request; None for nothing.
        died: called when the server dies; starts it again.
    """

    def __init__(self, center: Center, rng: Random, mishap: Callable[[], Fault | None], died: Callable[[], None]):
        self.center, self.rng, self.mishap, self.died = center, rng, mishap, died
        self.under_way: list[Message] = []
        self._answers: dict[str, list[Response]] = {}

    def deliver(self, message: Message, *, cut: bool = False) -> Response | None:
        """Brings a request to the server; None when the server died of it."""
        body = message.body[: self.rng.randrange(len(message.body))] if cut else message.body
        try:
            return self.center.serve(message.path, self._chunks(body), message.headers, cut=cut)
        except Crash:
            self.died()
            return None

    def post(self, message: Message, who: str) -> Reply:
        """One request and its answer, with whatever befalls them.

        Raises:
            Trouble: NO_LINE.
        """
        fault = self.mishap()
        answer = self._with_fault(fault, message, who)
        if answer is None:
            raise Trouble(TroubleCode.NO_LINE, fault or "")
        self._answers.setdefault(who, []).append(answer)
        media = answer.headers.get("content-type", "").partition(";")[0]
        retry = answer.headers.get("retry-after", "")
        pause = float(retry) if retry.isdigit() else 0.0
        next_keys = tuple(answer.headers.get(succession.HEADER.lower(), "").split())
        return Reply(answer.status, media, answer.body, pause, next_keys)

    def _with_fault(self, fault: Fault | None, message: Message, who: str) -> Response | None:
        if fault is Fault.LATER:
            self.under_way = [*self.under_way, message][-_MOST_IN_THE_AIR:]
        if fault in (Fault.LATER, Fault.REQUEST_LOST):
            return None
        if fault in (Fault.PORTAL, Fault.PORTAL_IN_DISGUISE):
            return Response(200, {"content-type": "text/html" if fault is Fault.PORTAL else MEDIA}, _PORTAL)
        if fault is Fault.REPLY_OLD and self._answers.get(who):
            return self.rng.choice(self._answers[who])
        if fault is Fault.REPLY_FORGED and self._answers.get(who):
            return forged(message, self._answers[who]) or self._answered(None, message)
        answer = self._answered(fault, message)
        if answer is None or fault in (Fault.REPLY_LOST, Fault.REQUEST_CUT):
            return None
        if fault is Fault.REPLY_FLIPPED:
            return msgspec.structs.replace(answer, body=flipped(answer.body, self.rng))
        if fault is Fault.REPLY_CUT:
            return msgspec.structs.replace(answer, body=answer.body[: self.rng.randrange(len(answer.body) or 1)])
        return answer

    def _answered(self, fault: Fault | None, message: Message) -> Response | None:
        fuse = self.center.fuse
        if fault is Fault.REQUEST_FLIPPED:
            message = msgspec.structs.replace(message, body=flipped(message.body, self.rng))
        if fault is Fault.TWICE:
            self.deliver(message)
        if fault is Fault.SERVER_CRASH:
            fuse.moments = self.rng.randint(1, _MOMENTS)
        if fault is Fault.SERVER_FULL:
            fuse.fill_disk(spare_pages=self.rng.randint(0, 2))
        try:
            return self.deliver(message, cut=fault is Fault.REQUEST_CUT)
        finally:
            fuse.moments = 0
            fuse.free_disk()

    def _chunks(self, body: bytes) -> list[bytes]:
        cuts = sorted(self.rng.randrange(len(body) + 1) for _ in range(self.rng.randint(0, 3)))
        return [body[a:b] for a, b in zip([0, *cuts], [*cuts, len(body)], strict=True)]


class SimLink:
    """Stands where `sync.http.Link` stands: bytes of a request in, a reply out."""

    def __init__(self, air: Air, who: str) -> None:
        self._air, self._who = air, who

    def post(self, path: str, body: bytes, *, headers: Mapping[str, str]) -> Reply:
        """Sends a body."""
        return self._air.post(Message(path, body, {**headers, "Content-Length": str(len(body))}), self._who)

    def __enter__(self) -> SimLink:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None


def flipped(data: bytes, rng: Random) -> bytes:
    """The bytes with one bit turned."""
    if not data:
        return data
    at = rng.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :]


def forged(message: Message, heard: Sequence[Response]) -> Response | None:
    """What somebody on the line who keeps what he has heard, and lacks only the server's key, would answer to a push.

    All that was sent stands in the feed, right behind what was shown before, under the signature of the last head.
    """
    frames = split(message.body) if message.path == "/v1/sync" else []
    genuine = next((one for one in reversed(heard) if one.headers.get("content-type", "") == MEDIA), None)
    if len(frames) < 2 or genuine is None:
        return None
    try:
        told = decode(split(genuine.body)[0], Told)
        pieces = [segment.read(frame, shipped()) for frame in frames[1:]]
    except (BadFrames, BadSegment):
        return None
    number = min(told.heads, key=lambda one: -one)
    head = told.heads[number]
    pos, fh, items = head.pos, bytes.fromhex(head.fh), list[bytes]()
    for piece in pieces:
        if piece.a:
            break  # without the lines before it the chain cannot be reckoned
        device = device_named(piece.lines[0]) or b""
        h_end = list(chain.walk(chain.start(piece.log, device.hex()), piece.lines))[-1]
        pos, fh = pos + 1, feed_chain.step(fh, piece.log, a=0, n=piece.n, h_end=h_end)
        items.append(encode(Item(f=number, p=pos, log=piece.log, a=0, n=piece.n)))
    heads = {**told.heads, number: msgspec.structs.replace(head, pos=pos, fh=fh.hex())}
    since = {one: told.heads[one].pos for one in told.heads}
    body = join([encode(msgspec.structs.replace(told, heads=heads, since=since)), *items])
    return msgspec.structs.replace(genuine, body=body)
