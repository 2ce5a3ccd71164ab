"""Workbooks that would not fit: what a packed file comes to, and how far its cells reach, before anything reads it.

The reader holds a sheet as one block from its first to its last filled cell, and packed bytes may come to a thousand
times as many: a stray cell at the far end, or a file made to do harm, would end the program for want of memory.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile, ZipInfo

MOST_UNPACKED = 512 * 1024 * 1024  # bytes of all parts; a list of 100,000 people comes to some 60 million
MOST_CELLS = 12_000_000  # of a sheet, from the top left: 100,000 people in 120 columns
_ZIP = b"PK\x03\x04"
_STORED, _DEFLATED = 0, 8
_STEP = 1 << 20
_HEAD = 30  # bytes before name and extra of an entry (APPNOTE 4.3.7)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
# A cell that is closed at once is empty, whatever its style.
_CELL = re.compile(rb"""<(?:\w+:)?c\s[^<>]*?\br=["']([A-Za-z]{1,4})([0-9]{1,8})["'][^<>]*?(?<!/)>""")


def too_large(raw: bytes) -> bool:
    """Whether a packed workbook comes to more than can be held; one that is not packed never does.

    Raises:
        BadZipFile, ValueError, NotImplementedError: its list of parts is broken.
    """
    if not raw.startswith(_ZIP):
        return False
    with ZipFile(BytesIO(raw)) as packed:
        parts = packed.infolist()
    left = MOST_UNPACKED
    for part in parts:
        reach = _Reach() if _SHEET.fullmatch(part.filename) else None
        for piece in _inflated(raw, part):
            left -= len(piece)
            if reach:
                reach.take(piece)
            if left < 0 or (reach and reach.cells > MOST_CELLS):
                return True
    return False


class _Reach:
    """How far the filled cells of a sheet go, of its XML in pieces."""

    def __init__(self) -> None:
        self._row = self._column = 0
        self._rest = b""

    @property
    def cells(self) -> int:
        """Cells from the first to the farthest."""
        return self._row * self._column

    def take(self, piece: bytes) -> None:
        """Looks at the next piece."""
        text = self._rest + piece
        for letters, digits in _CELL.findall(text):
            self._row = max(self._row, int(digits))
            self._column = max(self._column, _column(letters.upper()))
        open_ = text.rfind(b"<")
        self._rest = text[open_:][-4096:] if open_ >= 0 else b""


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _inflated(raw: bytes, part: ZipInfo) -> Iterator[bytes]:
    """What a part really comes to, whatever its head says; nothing for a part that is broken."""
    head = part.header_offset
    begins = head + _HEAD + sum(int.from_bytes(raw[head + at : head + at + 2], "little") for at in (26, 28))
    data = memoryview(raw)[begins : begins + part.compress_size]
    if part.compress_type == _STORED:
        yield from (bytes(data[at : at + _STEP]) for at in range(0, len(data), _STEP))
    if part.compress_type != _DEFLATED:
        return
    stream = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
    rest: bytes | memoryview = data
    try:
        while rest and not stream.eof:
            yield stream.decompress(rest, _STEP)
            rest = stream.unconsumed_tail
    except zlib.error:
        return
