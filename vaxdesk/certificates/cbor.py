"""CBOR from strangers: one item and nothing behind it, no doubled keys, dates as they were written, no odd tags."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import cbor2

_DEEPEST = 16
_DATES = (0, 1, 100, 1004)  # RFC 8949 3.4.1 and 3.4.2, RFC 8943: some issuers tag what the schema wants as plain text
_ODD = (2, 3, 4, 5, 25, 28, 29, 30, 35, 36, 37, 52, 54, 256, 258, 260, 261, 43000)  # big numbers, cycles, patterns …


def _plain(value: Any, _immutable: bool) -> Any:
    return value


def _refused(_value: Any, _immutable: bool) -> Any:
    raise ValueError("tag")


_TAGS: dict[int, Any] = dict.fromkeys(_DATES, _plain) | dict.fromkeys(_ODD, _refused)

encode = cbor2.dumps


def numbered(item: Any) -> dict[int, Any]:
    """A map as its whole-number keys have it: to Python `true` and 1.0 are the key 1, in CBOR they are others.

    Raises:
        TypeError: no map.
    """
    if not isinstance(item, Mapping):  # inside a tag they come as frozen ones
        raise TypeError("map")
    return {key: value for key, value in item.items() if type(key) is int}


def decode(data: bytes) -> Any:
    """The one item that the bytes are.

    Raises:
        ValueError: they are none.
    """
    stream = BytesIO(data)
    decoder = cbor2.CBORDecoder(
        stream, max_depth=_DEEPEST, allow_duplicate_keys=False, semantic_decoders=_TAGS
    )
    try:
        item = decoder.decode()
    except (cbor2.CBORError, OverflowError, TypeError, RecursionError) as error:
        raise ValueError(type(error).__name__) from None
    if stream.tell() != len(data):
        raise ValueError("more behind it")
    return item
