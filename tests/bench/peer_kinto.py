"""Kinto on PostgreSQL: a server process of its own environment, and records sent in its batches of 25."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from sync_server.commands import serving
from tests.bench import peer_install

BATCH = 25  # the most that it takes by default
_START = 60.0  # seconds it may take to answer first
_USER = ("bench", "bench")
_INI = """
[app:main]
use = egg:kinto
kinto.storage_backend = kinto.core.storage.postgresql
kinto.storage_url = {database}
kinto.permission_backend = kinto.core.permission.postgresql
kinto.permission_url = {database}
kinto.cache_backend = kinto.core.cache.memory
kinto.userid_hmac_secret = bench
multiauth.policies = basicauth
kinto.bucket_create_principals = system.Authenticated
[server:main]
use = egg:waitress
host = 127.0.0.1
port = {port}
[loggers]
keys = root
[handlers]
keys = console
[formatters]
keys = plain
[logger_root]
level = CRITICAL
handlers = console
[handler_console]
class = StreamHandler
args = (sys.stderr,)
formatter = plain
[formatter_plain]
format = %(message)s
"""


@contextmanager
def server(home: Path, database: str) -> Iterator[str]:
    """A Kinto; yields its address.

    Raises:
        NotHad: it does not come up.
    """
    programs = peer_install.kinto()
    with serving.bind("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    settings = home / "kinto.ini"
    settings.write_text(_INI.format(database=database.replace("+psycopg", ""), port=port), encoding="utf-8")
    for command in ("migrate", "start"):
        process = subprocess.Popen(
            [programs / "kinto", command, "--ini", settings], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        if command == "migrate" and process.wait():
            raise peer_install.NotHad("Kinto: its tables cannot be made")
    url = f"http://127.0.0.1:{port}/v1"
    try:
        _wait(url, process)
        yield url
    finally:
        process.terminate()
        process.wait()


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _START
    while time.monotonic() < until and process.poll() is None:
        try:
            requests.get(url + "/", timeout=5)
        except requests.RequestException:
            time.sleep(0.1)
        else:
            return
    raise peer_install.NotHad("Kinto: it does not answer")


def send(url: str, records: Sequence[dict[str, Any]], *, collection: str) -> float:
    """Puts records in batches; seconds that it took."""
    with requests.Session() as session:
        session.auth = _USER
        session.put(f"{url}/buckets/bench", timeout=60).raise_for_status()
        where = f"/buckets/bench/collections/{collection}"
        session.put(url + where, timeout=60).raise_for_status()
        began = time.perf_counter()
        for start in range(0, len(records), BATCH):
            each = [
                {"method": "PUT", "path": f"/v1{where}/records/{one['id']}", "body": {"data": one}}
                for one in records[start : start + BATCH]
            ]
            session.post(f"{url}/batch", json={"requests": each}, timeout=120).raise_for_status()
        return time.perf_counter() - began
