"""Opens the SQLCipher file with a raw key, and turns what SQLite says of the world into Trouble."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.pool import QueuePool

from vaxdesk.trouble import Trouble, TroubleCode

KEY_BYTES = 32
_BUSY_MS = 5000
_CODES = {  # SQLite's primary result codes
    5: TroubleCode.STORE_IN_USE,
    6: TroubleCode.STORE_IN_USE,
    8: TroubleCode.DISK_FAILED,
    10: TroubleCode.DISK_FAILED,
    11: TroubleCode.STORE_CORRUPT,
    13: TroubleCode.DISK_FULL,
    14: TroubleCode.DISK_FAILED,
    26: TroubleCode.STORE_CORRUPT,
}
_UNNUMBERED = {  # copying a database gives SQLite's sentence (sqlite3_errstr) without its number
    "disk I/O error": 10,
    "database disk image is malformed": 11,
    "database or disk is full": 13,
    "unable to open database file": 14,
}


def connect(path: Path, key: bytes, *, durable: bool = True) -> Any:
    """A raw DB-API connection with the pragmas every connection of the store has.

    Raises:
        Trouble: the file cannot be opened or is not readable with this key.
    """
    with sorted_errors():
        raw = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False, timeout=_BUSY_MS / 1000)
        try:
            raw.execute("PRAGMA cipher_log_level = NONE")  # a wrong key is answered by Trouble, not on stderr
            raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            raw.execute("PRAGMA journal_mode = WAL")
            raw.execute(f"PRAGMA synchronous = {'FULL' if durable else 'OFF'}")
            raw.execute("PRAGMA foreign_keys = ON")
            raw.execute("PRAGMA temp_store = MEMORY")  # nothing of a person in a temporary file
            raw.execute("PRAGMA secure_delete = ON")  # what the law had erased is not left in free pages
            raw.execute("PRAGMA cache_size = -32768")
        except BaseException:
            raw.close()
            raise
        return raw


def open_engine(path: Path, key: bytes, *, durable: bool = True) -> sa.Engine:
    """An engine on the file; transactions are begun by `store.transaction` alone.

    Raises:
        Trouble: the file cannot be opened or is not readable with this key.
    """
    connect(path, key, durable=durable).close()
    return sa.create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=lambda: connect(path, key, durable=durable),
        poolclass=QueuePool,
        pool_size=2,
        max_overflow=2,
        isolation_level="AUTOCOMMIT",
    )


@contextmanager
def sorted_errors() -> Iterator[None]:
    """Turns SQLite errors that the world causes into Trouble; all else stays what it is: a bug."""
    try:
        yield
    except sqlcipher.DatabaseError as error:
        _raise(error, error)
    except sa.exc.DBAPIError as error:
        _raise(error, error.orig)


def _raise(error: Exception, original: Any) -> None:
    number = getattr(original, "sqlite_errorcode", None) or _UNNUMBERED.get(str(original), 0)
    code = _CODES.get(number & 0xFF)
    if code is None:
        raise error
    raise Trouble(code, f"SQLite {getattr(original, 'sqlite_errorname', number)}") from error
