"""The making of a station, so that one cut short in the middle is made anew, and never stands there half."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vaxdesk.store.files import sorted_os_errors, sync_folder, write_safely
from vaxdesk.store.keyfile import BEGINNING, DATABASE, FILE, SPARE


@contextmanager
def beginning(home: Path) -> Iterator[None]:
    """Around everything that makes a station; what an earlier try left under this mark goes.

    Raises:
        Trouble: the disk is full or failed.
    """
    with sorted_os_errors():
        home.mkdir(parents=True, exist_ok=True)
        if (home / BEGINNING).exists():
            for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", FILE, SPARE):
                (home / name).unlink(missing_ok=True)
        write_safely(home / BEGINNING, b"")
    yield
    with sorted_os_errors():
        (home / BEGINNING).unlink()
        sync_folder(home)
