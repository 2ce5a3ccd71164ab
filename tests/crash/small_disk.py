"""A real disk of a few megabytes, to be filled to the last byte and freed again.

It is mounted in a mount namespace of this thread and what it starts: nobody else sees it, and it is gone with the
process however that ends.
"""

from __future__ import annotations

import ctypes
import errno
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

_CLONE_NEWNS = 0x00020000
_FILLER = "filler"


class SmallDisk:
    """A folder that is a disk of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self, *, but: int = 0) -> None:
        """Takes every byte that is left, or all but so many."""
        with (self.folder / _FILLER).open("ab", buffering=0) as file:
            size = 1 << 16
            while size:
                try:
                    file.write(bytes(size))
                except OSError as error:
                    assert error.errno == errno.ENOSPC
                    size //= 2
            file.truncate(file.tell() - but)

    def free(self) -> None:
        """Gives back what `fill` took."""
        (self.folder / _FILLER).unlink()


@contextmanager
def small_disk(folder: Path, *, megabytes: int = 6) -> Iterator[SmallDisk]:
    """A disk mounted at an empty folder."""
    _own_mounts()
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=777", "tmpfs", folder], check=True)
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@cache
def _own_mounts() -> None:
    if os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root")
    if ctypes.CDLL(None, use_errno=True).unshare(_CLONE_NEWNS):
        pytest.skip(f"no mounts of one's own here: {os.strerror(ctypes.get_errno())}")
    subprocess.run(["mount", "--make-rprivate", "/"], check=True)
