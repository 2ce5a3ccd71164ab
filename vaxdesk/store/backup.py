"""A whole copy of the station in one file: the encrypted database and the wrapped keys. It opens with any password.

Format: a zip archive, stored without compression (the database is cipher text), written in a folder beside the
target and renamed when whole, so that a stick pulled out mid-write leaves the older copy intact.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from vaxdesk.store import keyfile
from vaxdesk.store.engine import connect, sorted_errors
from vaxdesk.store.files import place, sorted_os_errors
from vaxdesk.store.keyfile import DATABASE
from vaxdesk.store.store import Store
from vaxdesk.trouble import Trouble, TroubleCode

_MAKING = ".backup-"
FOLLOWING = ".vaxfollow"
_MEMBERS = (DATABASE, keyfile.FILE)


def write(store: Store, target: Path) -> int:
    """Writes a copy while work goes on; returns its size in bytes.

    Raises:
        Trouble: DISK_FULL, FILE_NOT_WRITABLE, DISK_FAILED.
    """
    with sorted_os_errors():
        for leftover in target.parent.glob(f"{_MAKING}*"):  # of a copy that a power cut ended
            shutil.rmtree(leftover, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=_MAKING, dir=target.parent) as folder:
            copy, beside = Path(folder) / DATABASE, Path(folder) / "copy"
            _copy_database(store, copy)
            with beside.open("wb") as file:
                with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
                    archive.write(copy, DATABASE)
                    archive.write(store.home / keyfile.FILE, keyfile.FILE)
                file.flush()
                os.fsync(file.fileno())
            place(beside, target)
        return target.stat().st_size


def _copy_database(store: Store, copy: Path) -> None:
    with sorted_errors():
        source = connect(store.home / DATABASE, store.key)
        target = sqlcipher.connect(str(copy), isolation_level=None)
        try:
            target.execute(f"PRAGMA key = \"x'{store.key.hex()}'\"")
            source.backup(target)
        finally:
            target.close()
            source.close()


def restore(source: Path, home: Path) -> None:
    """Lays a copy out as a station in an empty folder, with the lines that followed it beside (`catching_up`).

    Raises:
        Trouble: STORE_EXISTS when a station is there, FILE_UNREADABLE when the copy is not whole.
    """
    if (home / DATABASE).exists():
        raise Trouble(TroubleCode.STORE_EXISTS)
    try:
        with zipfile.ZipFile(source) as archive:
            if archive.testzip() is not None:
                raise Trouble(TroubleCode.FILE_UNREADABLE, "checksum")
            with sorted_os_errors():
                home.mkdir(parents=True, exist_ok=True)
                for name in _MEMBERS:
                    archive.extract(name, home)
                (home / keyfile.SPARE).write_bytes((home / keyfile.FILE).read_bytes())
                _bring_followers(source, home)
    except (zipfile.BadZipFile, KeyError, FileNotFoundError) as error:
        raise Trouble(TroubleCode.FILE_UNREADABLE, type(error).__name__) from error


def followers(copy: Path) -> list[Path]:
    """The files that follow a copy, in order."""
    return sorted(copy.parent.glob(f"{copy.stem}-*{FOLLOWING}"))


def _bring_followers(source: Path, home: Path) -> None:
    """They lie beside the store until it is opened for the first time."""
    for one in followers(source):
        shutil.copyfile(one, home / one.name)
