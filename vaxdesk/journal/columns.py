"""Lines laid out by columns before they are compressed: what they have in common is said once, the rest side by side.

A line is a frame with gaps, and what stands in the gaps: the texts and whole numbers of its JSON, the number of a
reference. Lines of one frame form a table, and a column of birth dates or of row numbers compresses far better than the
same dates between the words of the lines: a day takes a quarter less, a listed person a fifth (decision 0021).

    frames u16 | size u32 | the frames, LF between them, a zero byte for each gap | the number of each line's frame,
    u8, or u16 beyond 256 frames | how each gap's column is written | columns of one width | the others, LF between

Columns of one width (`F`, u16 width) stand without anything between; whole numbers (`I`) as differences to the line of
the frame before; the rest (`T`) as they are. Nothing is known here of what a line means: any bytes without a zero byte
come back as they were, and lines that are no JSON are frames without gaps.
"""

from __future__ import annotations

import re
import struct
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice, pairwise, repeat

from vaxdesk.journal.verdict import BadSegment, Verdict

_HEAD = struct.Struct(">HI")
_WIDTH = struct.Struct(">H")
_FIXED, _NUMBERS, _TEXTS = b"F", b"I", b"T"
_LF, _GAP = b"\n", b"\0"
_FEW = 256  # frames whose numbers take one byte
_MOST_GAPS = 8192
_LONGEST = 17  # letters of a difference between two numbers
_TEXT = rb'[^"\\]*(?:\\.[^"\\]*)*'
_VALUE = re.compile(  # with its name, so that one step goes from value to value; names of objects are passed over
    rb'(?:"' + _TEXT + rb'":)?(?:"[0-9A-HJKMNP-TV-Z]{13}\.(\d+)"|"(' + _TEXT + rb')"|(?<=[:,\[])(-?\d+)(?=[,}\]]))(?!:)'
    rb'|"' + _TEXT + rb'":'
)
_WHOLE = re.compile(rb"0|-?[1-9]\d{0,14}")


def laid(lines: Sequence[bytes]) -> bytes | None:
    """Lines by columns; None where they cannot be written so, or have too little in common to gain by it."""
    if any(_GAP in line for line in lines):
        return None
    tables: dict[bytes, list[list[bytes]]] = {}
    frames = []
    for line in lines:
        frame, values = _split(line)
        tables.setdefault(frame, []).append(values)
        frames.append(frame)
    columns = [column for table in tables.values() for column in zip(*table, strict=True)]
    if len(columns) > _MOST_GAPS or len(tables) * 2 > len(lines) + 1:
        return None
    numbers = {frame: number for number, frame in enumerate(tables)}
    said, order = _LF.join(tables), struct.pack(_order(len(tables), len(lines)), *map(numbers.__getitem__, frames))
    kinds, fixed, others = [], [], []
    for column in columns:
        kind, values = _written(column)
        kinds.append(kind)
        (fixed if kind.startswith(_FIXED) else others).extend(values)
    return b"".join((_HEAD.pack(len(tables), len(said)), said, order, *kinds, *fixed, _LF.join(others)))


def lines_of(data: bytes, n: int, *, most: int) -> tuple[bytes, ...]:
    """The n lines that were laid out so.

    Raises:
        BadSegment: BAD_FRAME where the bytes are no such layout, TOO_BIG where the lines are longer than `most` bytes
            together: a frame is short, and may stand for many lines.
    """
    try:
        return _read(data, n, most)
    except (struct.error, IndexError) as error:
        raise _no(str(error)) from None


def _split(line: bytes) -> tuple[bytes, list[bytes]]:
    """The frame of a line, and what stands in its gaps."""
    frame, values, at = [], [], 0
    for found in _VALUE.finditer(line):
        if found.lastindex:
            start, end = found.span(found.lastindex)
            frame.append(line[at:start])
            values.append(line[start:end])
            at = end
    frame.append(line[at:])
    return _GAP.join(frame), values


def _written(column: Sequence[bytes]) -> tuple[bytes, Iterable[bytes]]:
    """How a column is written, and its values so."""
    if all(map(_WHOLE.fullmatch, column)):
        return _NUMBERS, (b"%d" % (after - before) for before, after in pairwise((0, *map(int, column))))
    width = len(column[0])
    if all(len(value) == width for value in column):
        return _FIXED + _WIDTH.pack(width), column
    return _TEXTS, column


def _read(data: bytes, n: int, most: int) -> tuple[bytes, ...]:
    count, size = _HEAD.unpack_from(data)
    at = _HEAD.size + size
    frames = data[_HEAD.size : at].split(_LF)
    gaps = [frame.count(_GAP) for frame in frames]
    if len(frames) != count or sum(gaps) > _MOST_GAPS:
        raise _no("frames")
    order = struct.unpack_from(_order(count, n), data, at)
    if max(order) >= count:
        raise _no("order")
    uses = Counter(order)
    heights = [uses[number] for number, some in enumerate(gaps) for _ in range(some)]
    if sum(len(frames[number]) for number in order) > most or sum(heights) > most // 2:  # values have letters between
        raise BadSegment(Verdict.TOO_BIG, "columns")
    columns = iter(list(_columns(data, at + struct.calcsize(_order(count, n)), heights)))
    tables = [_filled(frame, list(islice(columns, some))) for frame, some in zip(frames, gaps, strict=True)]
    lines = tuple(next(tables[number]) for number in order)
    if sum(map(len, lines)) + n - 1 > most:
        raise BadSegment(Verdict.TOO_BIG, "columns")
    return lines


def _columns(data: bytes, at: int, heights: Sequence[int]) -> Iterator[Sequence[bytes]]:
    """The values of each column."""
    kinds, at = _kinds(data, at, len(heights))
    end = at + sum(width * height for (_, width), height in zip(kinds, heights, strict=True))
    others = data[end:].split(_LF)
    wanted = sum(height for (kind, _), height in zip(kinds, heights, strict=True) if kind != _FIXED)
    if end > len(data) or _LF in data[at:end] or len(others) != max(wanted, 1) or (not wanted and others[0]):
        raise _no("values")
    rest = iter(others)
    for (kind, width), height in zip(kinds, heights, strict=True):
        if kind == _FIXED:
            yield [data[at + width * row : at + width * (row + 1)] for row in range(height)]
            at += width * height
        else:
            values = list(islice(rest, height))
            yield _numbers(values) if kind == _NUMBERS else values


def _kinds(data: bytes, at: int, n: int) -> tuple[list[tuple[bytes, int]], int]:
    """How each of n columns is written, its width if it has one, and where that ends."""
    kinds = []
    for _ in range(n):
        kind, width = data[at : at + 1], 0
        at += 1
        if kind == _FIXED:
            (width,) = _WIDTH.unpack_from(data, at)
            at += _WIDTH.size
        elif kind not in (_NUMBERS, _TEXTS) or not kind:
            raise _no("kind")
        kinds.append((kind, width))
    return kinds, at


def _numbers(differences: Sequence[bytes]) -> list[bytes]:
    if not all(len(one) <= _LONGEST and one.lstrip(b"-").isdigit() and one.rfind(b"-") < 1 for one in differences):
        raise _no("numbers")
    return [b"%d" % one for one in accumulate(map(int, differences))]


def _filled(frame: bytes, columns: Sequence[Sequence[bytes]]) -> Iterator[bytes]:
    """The lines of a frame."""
    if not columns:
        return repeat(frame)
    form = frame.replace(b"%", b"%%").replace(_GAP, b"%b")
    return (form % row for row in zip(*columns, strict=True))


def _order(frames: int, n: int) -> str:
    """How the numbers of n lines' frames are packed."""
    return f">{n}B" if frames <= _FEW else f">{n}H"


def _no(detail: str) -> BadSegment:
    return BadSegment(Verdict.BAD_FRAME, f"columns: {detail}")
