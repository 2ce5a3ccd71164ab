"""Rows straight from the pages of a damaged file, for what SQL no longer reaches: a page above them is gone.

SQLCipher 4 ends each page of 4096 bytes with an initialisation vector (16) and an HMAC-SHA512 (64) over its cipher
text, that vector and its number; the key of the HMAC comes from the key and the file's salt, its first 16 bytes. A page
that does not answer to its HMAC is passed over. What is inside is SQLite's b-tree (sqlite.org/fileformat2.html).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_PAGE, _IV, _MAC, _SALT = 4096, 16, 64, 16
_USABLE = _PAGE - _IV - _MAC
_MOST_LOCAL, _LEAST_LOCAL = (_USABLE - 12) * 64 // 255 - 23, (_USABLE - 12) * 32 // 255 - 23
_MOST_LOCAL_TABLE = _USABLE - 35
_INDEX, _INDEX_LEAF, _TABLE_LEAF = 0x02, 0x0A, 0x0D
_INTEGER_BYTES = (0, 1, 2, 3, 4, 6, 8)
_FRAME, _WAL_HEADER = 24, 32

Value = int | str | bytes | None


def rows(path: Path, key: bytes) -> Iterator[tuple[Value, ...]]:
    """Every row of every table and index on the readable pages; of a table with a row number, that comes first.

    Rows of freed pages are among them, and each row comes as often as it is found; floats are None.
    """
    pages = _Pages(path, key)
    for page in list(pages.every()):
        yield from _rows(page, pages)


class _Pages:
    def __init__(self, path: Path, key: bytes) -> None:
        self._data = path.read_bytes()
        wal = path.with_name(f"{path.name}-wal")
        self._wal = wal.read_bytes() if wal.exists() else b""
        self._key = key
        salt = bytes(one ^ 0x3A for one in self._data[:_SALT])
        self._mac_key = hashlib.pbkdf2_hmac("sha512", key, salt, 2, 32)

    def every(self) -> Iterator[bytes]:
        """Readable pages of the file, then those of its log."""
        for number in range(1, len(self._data) // _PAGE + 1):
            page = self.page(number)
            if page:
                yield page
        for at in range(_WAL_HEADER, len(self._wal) - _FRAME - _PAGE + 1, _FRAME + _PAGE):
            number = int.from_bytes(self._wal[at : at + 4], "big")
            page = self._opened(self._wal[at + _FRAME : at + _FRAME + _PAGE], number)
            if page:
                yield page

    def page(self, number: int) -> bytes:
        """A page of the file in clear; empty when it is damaged."""
        return self._opened(self._data[(number - 1) * _PAGE : number * _PAGE], number)

    def _opened(self, raw: bytes, number: int) -> bytes:
        start = _SALT if number == 1 else 0
        body, mac = raw[start : _PAGE - _MAC], raw[_PAGE - _MAC :]
        made = hmac.digest(self._mac_key, body + number.to_bytes(4, "little"), "sha512")
        if len(raw) < _PAGE or not hmac.compare_digest(made, mac):
            return b""
        decryptor = Cipher(algorithms.AES(self._key), modes.CBC(body[-_IV:])).decryptor()
        return bytes(start) + decryptor.update(body[:-_IV]) + decryptor.finalize()


def _rows(page: bytes, pages: _Pages) -> Iterator[tuple[Value, ...]]:
    kind_at = 100 if page[:_SALT] == bytes(_SALT) and page[100:101] in (b"\x05", b"\x0d") else 0
    kind = page[kind_at]
    if kind not in (_INDEX, _INDEX_LEAF, _TABLE_LEAF):
        return
    first = kind_at + (12 if kind == _INDEX else 8)
    for at in range(first, first + 2 * int.from_bytes(page[kind_at + 3 : kind_at + 5], "big"), 2):
        try:
            yield _cell(page, int.from_bytes(page[at : at + 2], "big"), kind, pages)
        except (IndexError, ValueError):
            continue  # part of it lies on a page that is gone, or it is no cell


def _cell(page: bytes, at: int, kind: int, pages: _Pages) -> tuple[Value, ...]:
    size, at = _varint(page, at + 4 if kind == _INDEX else at)
    number: tuple[Value, ...] = ()
    if kind == _TABLE_LEAF:
        row, at = _varint(page, at)
        number = (row,)
    here = _local(size, _MOST_LOCAL_TABLE if kind == _TABLE_LEAF else _MOST_LOCAL)
    payload = page[at : at + here]
    following = int.from_bytes(page[at + here : at + here + 4], "big")
    while len(payload) < size:
        more = pages.page(following) if following else b""
        if not more:
            raise ValueError("its rest is gone")
        payload, following = payload + more[4:_USABLE], int.from_bytes(more[:4], "big")
    return (*number, *_record(payload[:size]))


def _local(size: int, most: int) -> int:
    """Bytes of a payload that lie in its own page."""
    if size <= most:
        return size
    part = _LEAST_LOCAL + (size - _LEAST_LOCAL) % (_USABLE - 4)
    return part if part <= most else _LEAST_LOCAL


def _record(payload: bytes) -> tuple[Value, ...]:
    end, at = _varint(payload, 0)
    types, body = [], end
    while at < end:
        one, at = _varint(payload, at)
        types.append(one)
    values: list[Value] = []
    for one in types:
        value, body = _value(payload, one, body)
        values.append(value)
    return tuple(values)


def _value(payload: bytes, kind: int, at: int) -> tuple[Value, int]:
    if kind >= 12:
        size = (kind - 12) // 2
        if at + size > len(payload):
            raise ValueError("longer than its row")
        part = payload[at : at + size]
        return (part.decode() if kind % 2 else part), at + size
    if kind in (8, 9):
        return kind - 8, at
    if kind > 9:
        raise ValueError("no such type")
    size = 8 if kind == 7 else _INTEGER_BYTES[kind]
    value = int.from_bytes(payload[at : at + size], "big", signed=True) if kind not in (0, 7) else None
    return value, at + size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for step in range(9):
        byte = data[at + step]
        if step == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + step + 1
    raise ValueError("no number")
