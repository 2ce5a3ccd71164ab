"""What travels in `POST /v1/sync`: length-prefixed frames, and the JSON messages among them (sync design 2.5).

A body is frames `u32 length | bytes`. Frame 0 is a JSON message, the others are segments; in an answer each feed
item is a JSON frame, followed by its segment unless the receiver said that it holds those entries.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType, field

from vaxdesk.journal.identity import Credentials
from vaxdesk.journal.line import NOT_JSON
from vaxdesk.journal.ref import LOG_PATTERN
from vaxdesk.journal.segment import MAX_BYTES, MAX_SEQ
from vaxdesk.journal.succession import Texts

MEDIA = "application/vnd.vaxdesk.sync.v1"
WIRE = 1
MAX_FRAME = MAX_BYTES
MAX_SENT = 5000
MAX_AUTHORS = 32
_LENGTH = struct.Struct(">I")

Count = Annotated[int, Meta(ge=0, le=MAX_SEQ)]
Position = Annotated[int, Meta(ge=0, le=1 << 53)]
LogName = Annotated[str, Meta(pattern=LOG_PATTERN)]
Short = Annotated[str, Meta(max_length=100)]


class BadFrames(ValueError):
    """Bytes that are no frames, or a message that is none."""


class Mark(Struct, frozen=True, array_like=True):
    """A position of a feed and the first 16 hex digits of its feed hash."""

    pos: Position
    fh: Annotated[str, Meta(max_length=16)]


class Sent(Struct, frozen=True, array_like=True):
    """A log of which the feed has not yet shown everything, and how far the sender holds it."""

    log: LogName
    upto: Count


class Ask(Struct, frozen=True, kw_only=True):
    """Frame 0 of a request. `most` is the number of bytes wanted back."""

    app: Short = ""
    wire: int = WIRE
    dictionaries: Annotated[list[int], Meta(max_length=64)] = field(name="dict", default_factory=list)
    marks: dict[Position, Annotated[list[Mark], Meta(max_length=12)]] = {}
    sent: Annotated[list[Sent], Meta(max_length=MAX_SENT)] = []
    most: Position = field(name="max", default=65536)
    wait: Count = 0
    why: Short = ""
    standing: Short | UnsetType = UNSET  # tag of the standing that the sender knows, empty for none; asks for it
    key: Short = ""  # first digits of the server's key that the sender knows; empty for the first it ever had
    identity: int | UnsetType = UNSET  # 1: the sender has no X.509 certificate, or one that soon runs out
    cards: Short | UnsetType = UNSET  # tag of the unit's certificates that the sender knows, empty for none
    authors: Annotated[list[str], Meta(max_length=MAX_AUTHORS)] | UnsetType = UNSET  # certificates of whose is relayed


class Filed(Struct, frozen=True, array_like=True):
    """A segment is on the server: its log, up to which entry, at which position of the feed."""

    log: str
    upto: int
    pos: int


class Refused(Struct, frozen=True, array_like=True):
    """A segment is not: its log (empty if unreadable), a `Verdict` code, and for a gap the head the server holds.

    `kept` is 1 when the segment lies with the server for review: sending it again brings nothing.
    """

    log: str
    code: str
    head: int = 0
    kept: int = 0


class Head(Struct, frozen=True, array_like=True):
    """Signed statement over a feed up to the last position of this answer; `fh` in hex."""

    pos: Position
    fh: Annotated[str, Meta(min_length=64, max_length=64)]
    safe: Position
    sig: str


class Cards(Struct, frozen=True, array_like=True):
    """Certificates of devices whose entries come with an answer, and the tag of the unit's list of them."""

    tag: Short
    certificates: list[str]


class Told(Struct, frozen=True, kw_only=True):
    """Frame 0 of an answer. `since` is the newest mark per feed that the server recognised; `time` in ms.

    `dictionaries`: those that the server reads, so that segments may come compressed with one of them.
    """

    time: Position
    ok: list[Filed] = []
    no: list[Refused] = []
    heads: dict[Position, Head] = {}
    since: dict[Position, Position] = field(name="from", default_factory=dict)
    more: int = 0
    min_app: str = ""
    poll: Count = 300
    dictionaries: Annotated[list[int], Meta(max_length=64)] = field(name="dict", default_factory=list)
    identity: Credentials | UnsetType = UNSET
    successions: Texts = []  # what leads on from the key that the asker knows
    standing: str | UnsetType = UNSET  # a statement, empty when the asker knows it
    cards: Cards | UnsetType = UNSET


class Item(Struct, frozen=True, kw_only=True):
    """A place in a feed: the entries a+1 … a+n of a log."""

    f: Position
    p: Position
    log: LogName
    a: Count
    n: Count


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Body of an answer that is not 200: a code, and the server's signed time where the client acts on it."""

    error: str
    time: Position = 0
    sig: str = ""
    limit: int = 0
    reason: str = ""


def encode(message: Struct) -> bytes:
    """A message as the bytes of its frame."""
    return msgspec.json.encode(message)


def decode(data: bytes, kind: type[Struct]) -> Struct:
    """A message of a kind; unknown fields of later versions are passed over.

    Raises:
        BadFrames: not that message.
    """
    try:
        return msgspec.json.decode(data, type=kind)
    except NOT_JSON as error:
        raise BadFrames(str(error)) from None


def join(frames: Iterable[bytes]) -> bytes:
    """A body of frames."""
    return b"".join(part for frame in frames for part in (_LENGTH.pack(len(frame)), frame))


class Frames:
    """Takes a body apart as it arrives."""

    def __init__(self, *, limit: int = MAX_FRAME) -> None:
        self._held = bytearray()
        self._limit = limit

    def feed(self, chunk: bytes) -> list[bytes]:
        """Frames that are complete after this chunk.

        Raises:
            BadFrames: a frame longer than the limit is announced.
        """
        self._held += chunk
        ready: list[bytes] = []
        at = 0
        while len(self._held) - at >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._held, at)
            if length > self._limit:
                raise BadFrames(f"frame of {length} bytes")
            end = at + _LENGTH.size + length
            if end > len(self._held):
                break
            ready.append(bytes(self._held[at + _LENGTH.size : end]))
            at = end
        del self._held[:at]
        return ready

    def close(self) -> None:
        """Ends the body.

        Raises:
            BadFrames: the last frame is cut off.
        """
        if self._held:
            raise BadFrames("cut off")


def split(body: bytes) -> list[bytes]:
    """All frames of a whole body.

    Raises:
        BadFrames: cut off, or a frame too long.
    """
    frames = Frames()
    ready = frames.feed(body)
    frames.close()
    return ready
