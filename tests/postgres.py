"""A private PostgreSQL cluster for the tests: own folder, unix socket only, gone at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

_ACCOUNTS = ("postgres", "vaxdesk-test")
_SETTINGS = (
    "listen_addresses=",
    "max_connections=200",
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


class Cluster:
    """A PostgreSQL server of one's own, to be started, killed, copied and promoted.

    Args:
        home: an empty folder; its socket and log lie there too.
        durable: commits reach the disk. Otherwise not: the cluster is thrown away, and whether PostgreSQL keeps its
            word is not what most tests are about.
    """

    def __init__(self, home: Path, *, durable: bool = False) -> None:
        self.home = home
        self._data = home / "data"
        self._programs = binaries()
        self._as_user = _as_user(home)
        settings = (*_SETTINGS, f"fsync={'on' if durable else 'off'}", f"unix_socket_directories={home}")
        self._options = " ".join(f"-c {one}" for one in settings)

    def init(self) -> Cluster:
        """Makes it, empty."""
        self._run("initdb", "-U", "vaxdesk", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        return self

    def copy_of(self, primary: Cluster) -> Cluster:
        """Makes it a standby that streams from another that runs."""
        self._run("pg_basebackup", "-h", primary.home, "-U", "vaxdesk", "-R", "-X", "stream", "-c", "fast", "--no-sync")
        return self

    def start(self) -> None:
        """Starts it, also after a crash."""
        self._run("pg_ctl", "-w", "-l", self.home / "log", "-o", self._options, "start")

    def stop(self) -> None:
        """Stops it at once, if it runs."""
        if self.pid():
            self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    def promote(self) -> None:
        """Makes a standby the primary."""
        self._run("pg_ctl", "-w", "promote")

    def kill(self) -> None:
        """Ends all its processes as a power cut would, without a word to anybody."""
        postmaster = self.pid()
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        for process in (postmaster, *map(int, children)):
            os.kill(process, signal.SIGKILL)
        while any(Path(f"/proc/{process}/exe").exists() for process in (postmaster, *children)):
            time.sleep(0.01)
        # who is dead but not yet buried by its parent looks alive to the next start, which a power cut would not
        for lock in (self._data / "postmaster.pid", self.home / ".s.PGSQL.5432.lock"):
            lock.unlink(missing_ok=True)

    def pid(self) -> int:
        """Number of its first process; 0 when it does not run."""
        return first_process(self.home)

    def ask(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Rows of a statement."""
        with psycopg.connect(host=str(self.home), user="vaxdesk", dbname=database, autocommit=True) as conn:
            found = conn.execute(statement)
            return found.fetchall() if found.description else []

    def _run(self, program: str, *arguments: object) -> None:
        _run([*self._as_user, self._programs / program, "-D", self._data, *arguments])


def first_process(home: str | Path) -> int:
    """Number of the first process of the cluster in a folder; 0 when it does not run."""
    try:
        return int((Path(home) / "data" / "postmaster.pid").read_text().split()[0])
    except FileNotFoundError:
        return 0


@contextmanager
def made_clusters(*, durable: bool = False) -> Iterator[Callable[[], Cluster]]:
    """Makes clusters that are stopped and thrown away at the end."""
    made: list[Cluster] = []

    def make() -> Cluster:
        made.append(Cluster(Path(tempfile.mkdtemp(prefix="vaxdesk-pg-")), durable=durable))
        return made[-1]

    try:
        yield make
    finally:
        for one in reversed(made):
            one.stop()
            shutil.rmtree(one.home, ignore_errors=True)


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[str]:
    """A running cluster; yields the folder of its socket, which is all that a connection needs to know."""
    with made_clusters(durable=durable) as make:
        one = make().init()
        one.start()
        yield str(one.home)


def new_database(socket: str, name: str, *, like: str = "template1") -> str:
    """An empty database, or a copy of another of this cluster; gives its URL."""
    with psycopg.connect(host=socket, user="vaxdesk", dbname="postgres", autocommit=True) as conn:
        conn.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
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
