"""Crypto-erase: the key slots are overwritten and removed, so that what lies in the store can no longer be read.

A mark is written first: a power cut in the middle leaves no station that opens, and the next start finishes the work.
Copies elsewhere (sticks, other disks) are not reached; they open with the passwords they were made with.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import msgspec

from vaxdesk.store.files import sorted_os_errors, write_safely
from vaxdesk.store.keyfile import ERASED, FILE, SPARE


class Erased(msgspec.Struct, frozen=True, kw_only=True):
    """What happened, in plain text beside the unreadable store: the unit, the server, when (seconds since 1970)."""

    unit: str
    server: str
    t: int


def erase(home: Path, why: Erased) -> None:
    """Destroys every key file in the data folder, also in what was set aside by a restore. Again changes nothing.

    Raises:
        Trouble: DISK_FULL, DISK_FAILED or FILE_NOT_WRITABLE; the next call goes on.
    """
    write_safely(home / ERASED, msgspec.json.format(msgspec.json.encode(why), indent=1))
    finish(home)


def finish(home: Path) -> None:
    """Goes on with an erasure that was begun; nothing without its mark.

    Raises:
        Trouble: the disk failed.
    """
    if not (home / ERASED).exists():
        return
    with sorted_os_errors():
        for path in sorted(home.rglob("*keys*.json*")):
            if path.name.lstrip(".").startswith((FILE, SPARE)):
                _shred(path)


def _shred(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.write(secrets.token_bytes(max(size, 4096)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
