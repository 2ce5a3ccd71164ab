"""One entry as one line of JSON: made once, then its exact bytes are the truth.

Keys (sync design 2.1): `k` kind, `t` wall clock in seconds, `u` user number, `of` what it is about, `rev` Lamport
revision where the last writer wins, `v` payload version, `q` clock in doubt, `d` payload; `s`, in lines that name
people, sixteen letters without which the digest of an erased line could be found by guessing (`salts`).
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

MAX_LINE = 16 * 1024
MAX_QUOTE = 2 * MAX_LINE + 1024  # a quoted line, every quotation mark and backslash of which takes two letters
_QUOTE = "quote"
# What msgspec raises for bytes that are not the JSON wanted: a turned bit in a text is none of its own errors.
NOT_JSON = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class BadLine(ValueError):
    """Bytes that are no entry: kept and forwarded all the same, never folded."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A decoded line. `of` is `LOG.seq`, a bare `seq` of the same log, or None. `d` stays undecoded."""

    k: str
    t: int
    u: int = 0
    of: str | int | None = None
    rev: int = 0
    v: int = 1
    q: int = 0
    d: msgspec.Raw = msgspec.Raw(b"{}")


_decoder = msgspec.json.Decoder(Line)


def encode(
    kind: str,
    payload: Any,
    *,
    t: int,
    user: int = 0,
    of: str | int | None = None,
    rev: int = 0,
    doubt: bool = False,
    salt: str = "",
) -> bytes:
    """The exact bytes of a new entry.

    Raises:
        BadLine: larger than 16 KiB, a quote larger than `MAX_QUOTE`.
    """
    record: dict[str, Any] = {"d": msgspec.to_builtins(payload), "k": kind, "t": t, "u": user}
    if of is not None:
        record["of"] = of
    if rev:
        record["rev"] = rev
    if doubt:
        record["q"] = 1
    if salt:
        record["s"] = salt
    line = json.dumps(record, separators=(",", ":"), ensure_ascii=False, sort_keys=True).encode()
    if len(line) > (MAX_QUOTE if kind == _QUOTE else MAX_LINE):
        raise BadLine(f"{len(line)} bytes")
    return line


def decode(line: bytes) -> Line:
    """Reads a line without touching its payload.

    Raises:
        BadLine: not an entry.
    """
    if len(line) > MAX_QUOTE or b"\n" in line:
        raise BadLine("too large or more than one line")
    try:
        line.decode()  # what the reader passes over, a field of a later version, it does not look at
        read = _decoder.decode(line)
    except NOT_JSON as error:
        raise BadLine(str(error)) from None
    if len(line) > MAX_LINE and read.k != _QUOTE:
        raise BadLine("too large")
    return read


def is_too_large(line: bytes) -> bool:
    """Whether no entry may be as long as these bytes: only a quote may be longer than 16 KiB."""
    if len(line) <= MAX_LINE:
        return False
    try:
        decode(line)
    except BadLine:
        return True
    return False
