"""Messages between two desks: what the sender holds, feed items that the server signed, segments (sync design 2.8).

A message is a body of frames: the JSON `Swap` first, segments after it. Either side speaks whenever it has something
new; there are no questions and answers, only what each holds. A message with contents is always acknowledged.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from vaxdesk.journal import segment
from vaxdesk.journal.frames import BadFrames, Count, Frames, Head, LogName, Mark, Position, Short, decode, encode, join
from vaxdesk.journal.segment import Segment
from vaxdesk.journal.signing import Sign
from vaxdesk.journal.succession import Texts
from vaxdesk.journal.verdict import BadSegment
from vaxdesk.store.outbox import Slice

WIRE = 1
MAX_MESSAGE = 8 * 1024 * 1024
MAX_ITEMS = 40_000  # a station's year; further behind, a desk needs a line or a stick
MAX_SEGMENTS = 2000
_MOST_LOGS = 5000
_HASH = 16  # hex digits of a chain hash that tell histories apart

Short16 = Annotated[str, Meta(max_length=_HASH)]
Hash = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]


class Held(Struct, frozen=True, array_like=True):
    """How far the sender holds a log: entries 1 … seq, and the first digits of the chain hash there."""

    seq: Count
    h: Short16 = ""

    @classmethod
    def of(cls, seq: int, h: bytes) -> Held:
        """The statement of a whole hash."""
        return cls(seq, h.hex()[:_HASH])

    def agrees(self, h: bytes | None) -> bool:
        """Whether a hash is the one stated; where nothing is held there is nothing to differ."""
        return self.seq == 0 or (h is not None and h.hex().startswith(self.h) and len(self.h) == _HASH)


class Row(Struct, frozen=True, array_like=True):
    """An item of a feed, with the chain hash that the feed's own hash covers."""

    log: LogName
    a: Count
    n: Annotated[int, Meta(ge=1, le=segment.MAX_SEQ)]
    h_end: Hash


class FeedPart(Struct, frozen=True, kw_only=True):
    """Items after `since` up to the head that the server signed at `time` (ms)."""

    since: Position
    head: Head
    time: Position
    items: Annotated[list[Row], Meta(max_length=MAX_ITEMS)]


class Swap(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Frame 0. Everything but `n` is left out where it did not change since the sender's last message.

    Args:
        n: number of this message on the connection, from 1.
        got: number of the other side's last message that was taken in.
        name, run: of the sender, in its first message; `run` is random for each start of the program.
        have: logs that came last or that the feed has not shown whole; 0 for one that is wanted.
        marks: cursor per feed, as the server is shown it.
        successions: by which the server went from its first key to the one that the sender knows, in its first message.
        cards: certificates of the devices that wrote what follows.
        no: segments that were not taken: a `Verdict` code by log.
        want: logs wanted from their beginning: the feed shows another history than the sender holds.
    """

    n: Position
    got: Position = 0
    wire: int = WIRE
    name: Short = ""
    run: Short = ""
    have: Annotated[dict[LogName, Held], Meta(max_length=_MOST_LOGS)] = {}
    marks: Annotated[dict[Position, Annotated[list[Mark], Meta(max_length=12)]], Meta(max_length=64)] = {}
    successions: Texts = []
    cards: Annotated[list[Annotated[str, Meta(max_length=2000)]], Meta(max_length=256)] = []
    feeds: Annotated[dict[Position, FeedPart], Meta(max_length=64)] = {}
    no: Annotated[dict[LogName, Short], Meta(max_length=_MOST_LOGS)] = {}
    want: Annotated[list[LogName], Meta(max_length=_MOST_LOGS)] = []


class Message(Struct, frozen=True):
    """A message as it was read; nothing of it is verified yet."""

    swap: Swap
    segments: tuple[Segment, ...]

    @property
    def has_contents(self) -> bool:
        """Whether it brings anything that must be acknowledged."""
        return bool(self.segments or self.swap.feeds)


class Draft(Struct, frozen=True):
    """A message before it is compressed and signed."""

    swap: Swap
    slices: tuple[Slice, ...] = ()

    @property
    def has_contents(self) -> bool:
        """Whether it brings anything that must be acknowledged."""
        return bool(self.slices or self.swap.feeds)

    @property
    def says_something(self) -> bool:
        """Whether it is worth sending at all."""
        one = self.swap
        return bool(self.has_contents or one.have or one.marks or one.no or one.want or one.run)

    def encode(self, sign: Sign) -> bytes:
        """The body; `sign` is the device key's."""
        return join([encode(self.swap), *(_segment(piece, sign) for piece in self.slices)])


class Told(Struct, frozen=True):
    """What the other side was told that this desk holds.

    `shown` is, per feed, what was known of the other side when items were last shown to it: they are shown again only
    when it has come further since.
    """

    have: Mapping[str, Held] = {}
    marks: Mapping[int, list[Mark]] = {}
    shown: Mapping[int, tuple[int, ...]] = {}


class Their(Struct, frozen=True):
    """What the other side is known to hold, gathered from its messages."""

    have: Mapping[str, Held] = {}
    marks: Mapping[int, list[Mark]] = {}
    want: frozenset[str] = frozenset()

    def after(self, swap: Swap) -> Their:
        """What is known after a message."""
        return Their({**self.have, **swap.have}, {**self.marks, **swap.marks}, self.want.union(swap.want))

    def seq(self, log: str) -> int:
        """How far it holds what we hold of a log; 0 for one that it wants whole."""
        return 0 if log in self.want or log not in self.have else self.have[log].seq

    def lacks(self, told: Told) -> bool:
        """Whether it holds less than it was told of."""
        less = any(self.seq(log) < held.seq for log, held in told.have.items())
        return less or any(self.marks.get(number) != marks for number, marks in told.marks.items())

    def given(self, draft: Draft) -> Their:
        """What it will hold when it takes a message in; if it does not, its answer says so."""
        sent = {piece.log: Held(piece.a + len(piece.lines)) for piece in draft.slices}
        return Their({**self.have, **sent}, self.marks, self.want - sent.keys())


def read(body: bytes) -> Message:
    """Reads a message within its limits.

    Raises:
        BadFrames: not a message, or one of a later wire.
    """
    frames = Frames(limit=MAX_MESSAGE)
    parts = frames.feed(body)
    frames.close()
    if not parts or len(parts) > MAX_SEGMENTS + 1:
        raise BadFrames(f"{len(parts)} frames")
    swap = decode(parts[0], Swap)
    if swap.wire != WIRE:
        raise BadFrames(f"wire {swap.wire}")
    try:
        return Message(swap, tuple(segment.read(part) for part in parts[1:]))
    except BadSegment as error:
        raise BadFrames(str(error)) from None


def _segment(piece: Slice, sign: Sign) -> bytes:
    if piece.sig:
        return segment.seal(piece.log, piece.a, piece.lines, piece.sig, seeds=piece.seeds)
    return segment.build(piece.log, sign, piece.a, piece.lines, piece.h_end, seeds=piece.seeds)


def numbered(draft: Draft, *, n: int, got: int) -> Draft:
    """A draft under its place in the conversation."""
    return Draft(msgspec.structs.replace(draft.swap, n=n, got=got), draft.slices)
