"""Segments: a contiguous slice of one log, compressed, with one signature over the chain head (sync design 2.2).

    "VDS1" | flags u8 | log u64 | from u32 (entries before it) | n u32 | sig 64 | len u32 | body
    sig = Ed25519(device key, "vaxdesk/1 seg" | log u64 | from+n u32 | h(from+n))

All numbers big-endian; the body is the lines joined by newlines, compressed as `flags` say (`pack`). Where they say
`SEEDED`, seeds stand before it, one for each block of the log that the entries touch, and lines come without the salts
that follow from these (`salts`); where they say `SPREAD`, lines are laid out by columns (`columns`). The unit of
transfer, of storage on the server, of LAN and USB.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator, Sequence

import msgspec

from vaxdesk.journal import chain, columns, ref, salts
from vaxdesk.journal.line import MAX_LINE, is_too_large
from vaxdesk.journal.pack import (
    MAX_BODY,
    NO_DICTIONARIES,
    RAW,
    ZSTD,
    ZSTD_DICTIONARY,
    Dictionaries,
    deflate,
    dictionary_of,
    inflate,
)
from vaxdesk.journal.salts import NO_SEEDS, Seeds
from vaxdesk.journal.signing import Sign, valid
from vaxdesk.journal.verdict import BadSegment, Verdict

MAGIC = b"VDS1"
MAX_LINES = 2000
MAX_SEQ = (1 << 31) - 1
_HEAD = struct.Struct(">4sBQII64sI")
HEAD_BYTES = _HEAD.size
MAX_BYTES = HEAD_BYTES + MAX_BODY
SEEDED, SPREAD = 4, 8  # beside what `pack` says
SEEDED_FLAGS = tuple(bytes([form | SEEDED | spread]) for form in (RAW, ZSTD, ZSTD_DICTIONARY) for spread in (0, SPREAD))
_SPREAD_FROM = 200  # lines; of fewer a frame says more than the lines would


class Segment(msgspec.Struct, frozen=True):
    """A read segment; nothing is verified yet. `a` is the number of entries before it.

    `seeds` are those of which a salt was left out on the way; `lines` carry their salts again.
    """

    log: str
    a: int
    sig: bytes
    lines: tuple[bytes, ...]
    seeds: Seeds = NO_SEEDS

    @property
    def n(self) -> int:
        """Number of entries."""
        return len(self.lines)

    @property
    def end(self) -> int:
        """Sequence number of its last entry."""
        return self.a + len(self.lines)


def statement(log: str, end: int, h_end: bytes) -> bytes:
    """The bytes that the device signs for a chain head."""
    return b"vaxdesk/1 seg" + ref.log_number(log).to_bytes(8, "big") + end.to_bytes(4, "big") + h_end


def build(
    log: str,
    sign: Sign,
    a: int,
    lines: Sequence[bytes],
    h_end: bytes,
    *,
    dictionary: bytes = b"",
    seeds: Seeds = NO_SEEDS,
    quick: bool = False,
) -> bytes:
    """A segment of own entries; `h_end` is the chain hash of its last line.

    Args:
        dictionary: one that whoever is to read it holds; none by default.
        seeds: as in `seal`.
        quick: compresses in less time, to more bytes.

    Raises:
        BadSegment: TOO_BIG, more than 2,000 lines or 256 KiB; `cut` never gives such a slice.
    """
    sig = sign(statement(log, a + len(lines), h_end))
    return seal(log, a, lines, sig, dictionary=dictionary, seeds=seeds, quick=quick)


def seal(
    log: str,
    a: int,
    lines: Sequence[bytes],
    sig: bytes,
    *,
    dictionary: bytes = b"",
    seeds: Seeds = NO_SEEDS,
    quick: bool = False,
) -> bytes:
    """A segment under a signature made before, for entries of another device or a slice cut anew.

    Args:
        seeds: what is known of the log's; lines travel without the salts that these give. None, and they travel whole.

    Raises:
        BadSegment: TOO_BIG.
    """
    fits = sum(map(len, lines)) + len(lines) - 1 <= MAX_BODY  # so that it can be written out whole, whatever is dropped
    sown, short = salts.left_out(lines, a, seeds) if fits else (b"", lines)
    spread = columns.laid(short) if fits and not quick and len(lines) >= _SPREAD_FROM else None
    form, body = deflate(b"\n".join(short) if spread is None else spread, dictionary, quick=quick)
    flags, body = form | (SEEDED if sown else 0) | (0 if spread is None else SPREAD), sown + body
    if not 1 <= len(lines) <= MAX_LINES or len(body) > MAX_BODY:
        raise BadSegment(Verdict.TOO_BIG, f"{len(lines)} lines, {len(body)} bytes")
    return _HEAD.pack(MAGIC, flags, ref.log_number(log), a, len(lines), sig, len(body)) + body


def read(data: bytes, dictionaries: Dictionaries = NO_DICTIONARIES) -> Segment:
    """Reads a segment within its limits; the signature is left to `verify`.

    Raises:
        BadSegment: BAD_FRAME or TOO_BIG.
    """
    if len(data) < HEAD_BYTES:
        raise BadSegment(Verdict.BAD_FRAME, "shorter than its head")
    magic, flags, number, a, n, sig, length = _HEAD.unpack_from(data)
    if magic != MAGIC or length != len(data) - HEAD_BYTES or number >> ref.LOG_BITS:
        raise BadSegment(Verdict.BAD_FRAME, "head")
    if n > MAX_LINES or length > MAX_BODY:
        raise BadSegment(Verdict.TOO_BIG, f"{n} lines, {length} bytes")
    if n == 0 or a + n > MAX_SEQ:
        raise BadSegment(Verdict.BAD_FRAME, f"entries {a}+{n}")
    seeds, body = salts.taken_off(data[HEAD_BYTES:], a, n) if flags & SEEDED else (NO_SEEDS, data[HEAD_BYTES:])
    whole = inflate(flags & ~(SEEDED | SPREAD), body, dictionaries)
    lines = columns.lines_of(whole, n, most=MAX_BODY) if flags & SPREAD else _split(whole, n)
    if flags & SEEDED:
        lines = salts.put_back(lines, a, seeds, most=MAX_BODY)
    if max(map(len, lines)) > MAX_LINE and any(map(is_too_large, lines)):
        raise BadSegment(Verdict.TOO_BIG, "line")
    return Segment(ref.log_name(number), a, sig, lines, seeds)


def _split(whole: bytes, n: int) -> tuple[bytes, ...]:
    found = whole.count(b"\n") + 1  # counted before it is split: four million empty lines fit into a short frame
    if found != n:
        raise BadSegment(Verdict.BAD_FRAME, f"{found} lines for {n}")
    return tuple(whole.split(b"\n"))


def extent(data: bytes) -> tuple[str, int, int]:
    """What the head of a segment claims: its log, its last entry, how many; ("", 0, 0) where there is no head."""
    if len(data) < HEAD_BYTES:
        return "", 0, 0
    magic, _, number, a, n, _, _ = _HEAD.unpack_from(data)
    if magic != MAGIC or number >> ref.LOG_BITS:
        return "", 0, 0
    return ref.log_name(number), a + n, n


def fit_for(data: bytes, held: Collection[int], dictionaries: Dictionaries) -> bytes:
    """A filed segment for a reader that holds these dictionaries: as it is, or compressed anew without any.

    The signature covers the entries and not their compression, so it holds over either.
    """
    _, flags, _, a, n, _, _ = _HEAD.unpack_from(data)
    form, sown = flags & ~(SEEDED | SPREAD), len(salts.blocks(a, n)) * salts.SEED_BYTES if flags & SEEDED else 0
    if form != ZSTD_DICTIONARY or dictionary_of(form, data[HEAD_BYTES + sown :]) in held:
        return data
    given = read(data, dictionaries)
    return seal(given.log, given.a, given.lines, given.sig, seeds=given.seeds)


def verify(segment: Segment, h_before: bytes, device_public: bytes) -> bytes:
    """Chain hash of the segment's last entry, given the hash of the entry before its first.

    Raises:
        BadSegment: BAD_SIG; altered bytes, another history or another device.
    """
    h_end = chain.end(h_before, segment.lines)
    if not valid(device_public, segment.sig, statement(segment.log, segment.end, h_end)):
        raise BadSegment(Verdict.BAD_SIG)
    return h_end


def cut(lines: Sequence[bytes], *, first: int, most: int = MAX_LINES) -> Iterator[slice]:
    """Slices of consecutive lines that fit into segments: `first` lines, then twice as many each time.

    On a bad line an early small frame is filed before the line breaks; later larger ones compress better.
    """
    start = 0
    while start < len(lines):
        end, size = start, 0
        while end < min(start + first, len(lines)) and size + len(lines[end]) + 1 <= MAX_BODY:
            size += len(lines[end]) + 1
            end += 1
        yield slice(start, end)
        start, first = end, min(first * 2, most)
