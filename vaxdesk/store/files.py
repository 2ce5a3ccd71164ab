"""Writing a file so that a power cut leaves the old one or the new one, never half of either."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from vaxdesk.trouble import Trouble, TroubleCode


def write_safely(path: Path, data: bytes) -> None:
    """Writes beside the target, syncs, renames, and syncs the folder.

    Raises:
        Trouble: DISK_FULL, DISK_FAILED or FILE_NOT_WRITABLE.
    """
    with sorted_os_errors():
        beside = path.with_name(f".{path.name}.new")
        try:
            with open(beside, "wb", opener=_for_owner) as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            place(beside, path)
        except OSError:
            with suppress(OSError):  # it may be the disk that is gone
                beside.unlink(missing_ok=True)
            raise


def _for_owner(path: str, flags: int) -> int:
    """Keys and reports are nobody else's to read, from the first byte on."""
    return os.open(path, flags, 0o600)


def place(beside: Path, path: Path) -> None:
    """Renames a finished file onto its name, durably."""
    beside.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder durable, where the system knows how; Windows does so by itself."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


@contextmanager
def sorted_os_errors() -> Iterator[None]:
    """Turns errors of the disk into Trouble."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Trouble(TroubleCode.DISK_FULL, str(error.errno)) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.EISDIR):
            raise Trouble(TroubleCode.FILE_NOT_WRITABLE, str(error.errno)) from error
        raise Trouble(TroubleCode.DISK_FAILED, str(error.errno)) from error
