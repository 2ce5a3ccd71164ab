"""A private PostgreSQL cluster for the tests: own folder, unix socket only, gone at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

_ACCOUNTS = ("postgres", "vaxdesk-test")
_SETTINGS = (
    "listen_addresses=",
    "max_connections=60",
    "shared_buffers=16MB",
)


def binaries() -> Path:
    """Folder of initdb and pg_ctl; the test fails when PostgreSQL is not installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not versions:
        pytest.fail("PostgreSQL is not installed: no initdb on PATH nor in /usr/lib/postgresql (apt: postgresql)")
    return versions[-1].parent


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[str]:
    """A running cluster; yields the folder of its socket, which is all that a connection needs to know.

    Args:
        durable: commits reach the disk. Otherwise not: the cluster is thrown away, and whether PostgreSQL keeps its
            word is not what most tests are about.
    """
    programs = binaries()
    fsync = f"fsync={'on' if durable else 'off'}"
    home = Path(tempfile.mkdtemp(prefix="vaxdesk-pg-"))
    as_user = _as_user(home)
    data = home / "data"
    try:
        initdb = [*as_user, programs / "initdb", "-D", data, "-U", "vaxdesk", "-A", "trust"]
        _run([*initdb, "-E", "UTF8", "--locale=C", "--no-sync"])
        options = " ".join(f"-c {one}" for one in (*_SETTINGS, fsync, f"unix_socket_directories={home}"))
        pg_ctl = [*as_user, programs / "pg_ctl", "-D", data, "-w"]
        _run([*pg_ctl, "-l", home / "log", "-o", options, "start"])
        try:
            yield str(home)
        finally:
            _run([*pg_ctl, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(home, ignore_errors=True)


def new_database(socket: str, name: str) -> str:
    """An empty database; gives its URL."""
    with psycopg.connect(host=socket, user="vaxdesk", dbname="postgres", autocommit=True) as conn:
        conn.execute(f'CREATE DATABASE "{name}"')
    return f"postgresql://vaxdesk@/{name}?host={socket}"


def _as_user(home: Path) -> list[str]:
    """PostgreSQL refuses to run as root: then it gets an account of its own and the folder."""
    if os.geteuid() != 0:
        return []
    account = next((name for name in _ACCOUNTS if _exists(name)), None)
    if account is None:
        account = _ACCOUNTS[-1]
        _run(["useradd", "--system", "--no-create-home", account])
    shutil.chown(home, account)
    return ["runuser", "-u", account, "--"]


def _exists(account: str) -> bool:
    try:
        pwd.getpwnam(account)
    except KeyError:
        return False
    return True


def _run(command: list[object]) -> None:
    # output goes to a file, not a pipe: the server would hold a pipe open for as long as it runs
    with tempfile.TemporaryFile("w+") as output:
        words = [str(word) for word in command]
        done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False, cwd="/")
        if done.returncode:
            output.seek(0)
            pytest.fail(f"{' '.join(words)}: {output.read()[-2000:]}")
