"""Compression of a segment's body: raw, zstd, or zstd with a shipped dictionary; inflating is bounded.

A zstd body is one frame that states its size, so nothing is inflated before the size was looked at. A body that was
compressed with a dictionary names it in its frame and inflates to no more than a body may be long: so whoever passes it
on can always compress it anew for a reader that does not hold the dictionary (decision 0010).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import zstandard

from vaxdesk.journal.verdict import BadSegment, Verdict

RAW, ZSTD, ZSTD_DICTIONARY = 0, 1, 2
LEVEL = 15  # 1 % more bytes than at 19 for half the time: on the slowest line, time that sending them does not take
QUICK = 9  # 7 to 14 % more bytes for a tenth of the time: where the line takes bytes faster than level 15 saves them
MAX_BODY = 256 * 1024
MAX_INFLATED = 4 * 1024 * 1024
_SMALL = 16 * 1024
_MAX_WINDOW = 8 * 1024 * 1024
_MOST_IDLE = 8

# For bodies of hundreds of lines: 1 % fewer bytes than at level 15, in 60 % of its time.
_LONG = zstandard.ZstdCompressionParameters(
    strategy=zstandard.STRATEGY_BTOPT,
    window_log=19,
    chain_log=15,
    hash_log=15,
    search_log=2,
    min_match=5,
    target_length=512,
    write_checksum=False,
    write_content_size=True,
    write_dict_id=True,
)

Dictionaries = Mapping[int, bytes]
NO_DICTIONARIES: Dictionaries = MappingProxyType({})


def deflate(data: bytes, dictionary: bytes = b"", *, quick: bool = False) -> tuple[int, bytes]:
    """Flags and body of the data: compressed, with the dictionary if one is given, or raw where that is no longer.

    Args:
        quick: spends less time and more bytes.
    """
    if len(data) > MAX_BODY:
        dictionary = b""
    body = _compressor(dictionary, small=len(data) < _SMALL, quick=quick).compress(data)
    if len(body) >= len(data):
        return RAW, data
    return (ZSTD_DICTIONARY if dictionary else ZSTD), body


def _compressor(dictionary: bytes, *, small: bool, quick: bool) -> zstandard.ZstdCompressor:
    level = QUICK if quick else LEVEL
    if dictionary and small:
        return zstandard.ZstdCompressor(level=level, write_checksum=False, dict_data=_ready(dictionary, level))
    known = _loaded(dictionary) if dictionary else None
    if quick or not known:
        return zstandard.ZstdCompressor(level=level, write_checksum=False, dict_data=known)
    return zstandard.ZstdCompressor(compression_params=_LONG, dict_data=known)


def dictionary_of(flags: int, body: bytes) -> int:
    """Number of the dictionary that a body needs; 0 for none.

    Raises:
        BadSegment: BAD_FRAME.
    """
    return _frame(body).dict_id if flags == ZSTD_DICTIONARY else 0


def inflate(flags: int, body: bytes, dictionaries: Dictionaries = NO_DICTIONARIES) -> bytes:
    """The data of a body.

    Raises:
        BadSegment: BAD_FRAME when the body is damaged or names a dictionary not held, TOO_BIG over 4 MiB.
    """
    if flags == RAW:
        return body
    if flags not in (ZSTD, ZSTD_DICTIONARY):
        raise BadSegment(Verdict.BAD_FRAME, f"flags {flags}")
    try:
        return _inflate(body, dictionaries if flags == ZSTD_DICTIONARY else {0: b""})
    except zstandard.ZstdError as error:
        raise BadSegment(Verdict.BAD_FRAME, str(error)) from None


def _inflate(body: bytes, dictionaries: Dictionaries) -> bytes:
    frame = _frame(body)
    if frame.content_size == zstandard.CONTENTSIZE_UNKNOWN:
        raise BadSegment(Verdict.BAD_FRAME, "size not stated")
    if frame.content_size > (MAX_BODY if frame.dict_id else MAX_INFLATED):
        raise BadSegment(Verdict.TOO_BIG, f"{frame.content_size} inflated")
    known = dictionaries.get(frame.dict_id)
    if known is None:
        raise BadSegment(Verdict.BAD_FRAME, f"dictionary {frame.dict_id} not held")
    idle = _idle(known)
    reader = idle.pop() if idle else _reader(known)
    try:
        return reader.decompress(body, allow_extra_data=False)
    finally:
        idle.append(reader)


def _reader(dictionary: bytes) -> zstandard.ZstdDecompressor:
    known = _loaded(dictionary) if dictionary else None
    return zstandard.ZstdDecompressor(dict_data=known, max_window_size=_MAX_WINDOW)


@lru_cache(maxsize=8)
def _idle(_dictionary: bytes) -> deque[zstandard.ZstdDecompressor]:
    """Readers nobody uses now: to make one takes longer than to read a small body, and no two may use one at once."""
    return deque(maxlen=_MOST_IDLE)


def _frame(body: bytes) -> zstandard.FrameParameters:
    try:
        return zstandard.get_frame_parameters(body)
    except zstandard.ZstdError as error:
        raise BadSegment(Verdict.BAD_FRAME, str(error)) from None


@lru_cache(maxsize=8)
def _loaded(dictionary: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(dictionary, dict_type=zstandard.DICT_TYPE_FULLDICT)


@lru_cache(maxsize=8)
def _ready(dictionary: bytes, level: int) -> zstandard.ZstdCompressionDict:
    """The same with its tables made: a push of ten would spend most of its time on them. Large bodies want others."""
    made = zstandard.ZstdCompressionDict(dictionary, dict_type=zstandard.DICT_TYPE_FULLDICT)
    made.precompute_compress(level=level)
    return made
