"""Whole copies of the server's database, made under load by the database's own means, and put back.

SQLite: its online backup into one file. PostgreSQL: `pg_dump` in its own format, of one snapshot; the programs are
looked for on the PATH and where Debian puts them.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlalchemy as sa
from psycopg.conninfo import make_conninfo

from sync_server.durable.database import open_engine

_DEBIAN = Path("/usr/lib/postgresql")


class DumpFailed(Exception):
    """The copy could not be made or put back; what the program said."""


def dump(engine: sa.Engine, target: Path) -> None:
    """Writes a copy of the database as it stands at one instant.

    Raises:
        DumpFailed: no such program, no room, no right.
    """
    if engine.dialect.name == "sqlite":
        _copy(str(engine.url.database), target)
    else:
        _run("pg_dump", engine.url, "--format=custom", "--compress=6", f"--file={target}")


def restore(source: Path, url: str) -> None:
    """Puts a copy into a database that is empty (PostgreSQL) or not there (SQLite).

    Raises:
        DumpFailed: the copy is damaged, or the database is not empty.
    """
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if Path(str(parsed.database)).exists():
            raise DumpFailed(str(parsed.database))
        _copy(str(source), Path(str(parsed.database)))
    else:
        _run("pg_restore", parsed, "--exit-on-error", "--single-transaction", "--no-owner", str(source))


@contextmanager
def scratch(source: Path, beside: sa.Engine) -> Iterator[sa.Engine]:
    """A copy brought to life for a while: the SQLite file itself, or a new database on the same cluster.

    Raises:
        DumpFailed: it cannot be brought to life.
    """
    if beside.dialect.name == "sqlite":
        with _opened(f"sqlite:///{source}") as engine:
            yield engine
        for extra in ("-wal", "-shm"):
            source.with_name(source.name + extra).unlink(missing_ok=True)
        return
    name = f"vaxdesk_check_{secrets.token_hex(6)}"
    alone = beside.execution_options(isolation_level="AUTOCOMMIT")
    with alone.connect() as conn:
        conn.exec_driver_sql(f"CREATE DATABASE {name}")
    url = beside.url.set(database=name).render_as_string(hide_password=False)
    try:
        restore(source, url)
        with _opened(url) as engine:
            yield engine
    finally:
        with alone.connect() as conn:
            conn.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _opened(url: str) -> Iterator[sa.Engine]:
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _copy(source: str, target: Path) -> None:
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)  # in one step: a snapshot that writers need not wait for, nor disturb
    except sqlite3.Error as error:
        raise DumpFailed(str(error)) from error


def _run(program: str, url: sa.URL, *arguments: str) -> None:
    named = url.set(drivername="postgresql+psycopg")
    _, facts = named.get_dialect()().create_connect_args(named)
    secret = str(facts.pop("password", ""))
    environment = {**os.environ, **({"PGPASSWORD": secret} if secret else {})}  # not in the list of processes
    command = [_found(program), *arguments, "--no-password", f"--dbname={make_conninfo(**facts)}"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, env=environment
    )
    if done.returncode:
        raise DumpFailed(f"{program}: {done.stderr.strip()[-500:]}")


def _found(program: str) -> str:
    on_path = shutil.which(program)
    if on_path and Path(on_path).resolve().name == program:
        return on_path
    versions = sorted(_DEBIAN.glob(f"*/bin/{program}"), key=lambda path: int(path.parts[-3]))
    if not versions:
        raise DumpFailed(program)
    return str(versions[-1])
