"""Puts new files in the place of a station's, so that a power cut leaves the old ones or the new ones, never a mixture.

The new files are made in a folder of their own and synced; then the folder gets another name, and from that moment they
come: `finish` sets aside what is there and carries them in, at the next start too if this one was cut short.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from vaxdesk.store.files import place, sorted_os_errors, sync_folder

_MAKING = ".making"
_COMING = ".coming-"
_WITH_IT = ("", "-wal", "-shm")  # SQLite's files go where their database goes


def begin(home: Path) -> Path:
    """An empty folder for the new files; what an earlier try left in it goes.

    Raises:
        Trouble: the disk is full or failed.
    """
    with sorted_os_errors():
        making = home / _MAKING
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        return making


def put(home: Path, *, aside: str) -> Path:
    """Puts the files of `begin` in place; gives the folder in which those that were there are kept.

    Args:
        aside: name of that folder; a number is added where one is there already.

    Raises:
        Trouble: the disk failed; either nothing has changed, or the next `finish` goes on.
    """
    with sorted_os_errors():
        making = home / _MAKING
        for path in making.iterdir():
            with path.open("r+b") as file:
                os.fsync(file.fileno())
        sync_folder(making)
        kept, number = home / aside, 1
        while kept.exists():
            kept, number = home / f"{aside}-{number}", number + 1
        kept.mkdir()
        place(making, home / f"{_COMING}{kept.name}")
    finish(home)
    return kept


def finish(home: Path) -> None:
    """Carries in what was to come when a power cut came between; mostly there is nothing to do.

    Raises:
        Trouble: the disk failed; the next call goes on.
    """
    with sorted_os_errors():
        for coming in sorted(home.glob(f"{_COMING}*")):
            kept = home / coming.name.removeprefix(_COMING)
            kept.mkdir(exist_ok=True)
            for path in sorted(coming.iterdir()):
                _set_aside(home, path.name, kept)
                path.replace(home / path.name)
            sync_folder(kept)
            sync_folder(home)
            coming.rmdir()


def _set_aside(home: Path, name: str, kept: Path) -> None:
    for ending in reversed(_WITH_IT):
        old = home / f"{name}{ending}"
        if old.exists():
            old.replace(kept / old.name)
