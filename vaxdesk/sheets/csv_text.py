"""Text files of unknown encoding and separator: UTF-8, UTF-16, Windows 1258 and 1252, old 8-bit Vietnamese inside."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import partial

from vaxdesk.domain.cells import Cell
from vaxdesk.domain.charsets import weigh
from vaxdesk.domain.syllables import is_syllable
from vaxdesk.trouble import Trouble, TroubleCode

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SAMPLE = 1 << 16  # bytes that decide on an encoding
_SAMPLE_ROWS = 50
_SEPARATORS = ";,\t|"
_DECLARED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a]")
_FOREIGN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f\u0300-\u0323\u1ea0-\u1ef9]*[\u0080-\u1ef9][^\s,;|\"]*")
_SPOILT = 0.02  # share of broken letters at which a text still counts as UTF-8
_LARGEST_FIELD = 1 << 20


def decode(raw: bytes) -> str:
    """The text of a CSV file.

    Raises:
        Trouble: SHEET_UNREADABLE when this is no text.
    """
    text = _decode(raw)
    if _BINARY.search(text[:_SAMPLE]) or not text.strip():
        raise Trouble(TroubleCode.SHEET_UNREADABLE, "no text")
    return text


def _decode(raw: bytes) -> str:
    marked = next((encoding for mark, encoding in _MARKS if raw.startswith(mark)), None) or _wide(raw[:_SAMPLE])
    if marked:
        return raw.decode(marked, errors="replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        mended = raw.decode("utf-8", errors="replace")
    foreign = sum(not c.isascii() for c in mended)
    if mended.count("\ufffd") <= foreign * _SPOILT:
        return mended
    return _eight_bit(raw)


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of separators, digits and plain letters is zero."""
    odd, even = sample[1::2].count(0), sample[0::2].count(0)
    if max(odd, even) * 4 < len(sample) // 2 or not sample:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _eight_bit(raw: bytes) -> str:
    """Windows 1258 has letters and marks apart; everything else stays as Latin letters for `charsets` to judge."""
    latin = raw.decode("latin-1").translate(_WINDOWS)
    try:
        windows = unicodedata.normalize("NFC", raw.decode("cp1258"))
    except UnicodeDecodeError:
        return latin
    words = _FOREIGN_WORD.findall(windows[:_SAMPLE])
    seen = weigh(latin[:_SAMPLE].splitlines())
    as_latin = max(sum(map(is_syllable, _FOREIGN_WORD.findall(latin[:_SAMPLE]))), *seen.gained.values())
    return windows if sum(map(is_syllable, words)) > as_latin else latin


def _windows(code: int) -> str:
    try:
        return bytes((code,)).decode("cp1252")
    except UnicodeDecodeError:
        return chr(code)


_WINDOWS = {code: _windows(code) for code in range(0x80, 0xA0)}


def csv_rows(text: str) -> Iterator[list[Cell]]:
    """The records of a CSV text, separator by the line `sep=` or by what cuts the first lines most evenly.

    Raises:
        Trouble: SHEET_UNREADABLE when a quoted field never ends.
    """
    declared = _DECLARED.match(text)
    body = text[declared.end() :] if declared else text
    separator = declared[1] if declared else _separator(body)
    return _records(body, separator)


def _records(body: str, separator: str) -> Iterator[list[Cell]]:
    csv.field_size_limit(_LARGEST_FIELD)
    try:
        for record in csv.reader(io.StringIO(body, newline=""), delimiter=separator):
            yield list(record)
    except csv.Error as error:
        raise Trouble(TroubleCode.SHEET_UNREADABLE, "csv") from error


def _separator(body: str) -> str:
    lines = [line for line in body[:_SAMPLE].splitlines() if line.strip()][:_SAMPLE_ROWS]
    return max(_SEPARATORS, key=partial(_evenness, lines))


def _evenness(lines: list[str], separator: str) -> tuple[float, int]:
    """Share of lines that have the usual number of fields (none when that is one), and that number."""
    widths = Counter(len(record) for record in csv.reader(lines, delimiter=separator) if record)
    width, count = max(widths.items(), key=lambda pair: (pair[0] > 1, pair[1]), default=(1, 0))
    return (round(count / len(lines), 1), width) if width > 1 else (0.0, 1)
