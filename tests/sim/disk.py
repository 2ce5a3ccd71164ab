"""The files of a desk before its program first runs, made once a process."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

import msgspec

from vaxdesk.store import keyfile, kv
from vaxdesk.store.keyfile import DATABASE, KeyFile
from vaxdesk.store.store import Store

KEY = bytes(range(32))


def lay_out(home: Path, data: bytes) -> None:
    """A data folder with this database."""
    home.mkdir()
    (home / DATABASE).write_bytes(data)
    (home / keyfile.FILE).write_bytes(msgspec.json.encode(KeyFile(station="TYT", name="TYT", slots=[])))


@cache
def template() -> bytes:
    """An empty store that has no device key yet, made once a process."""
    folder = Path(tempfile.mkdtemp())
    store = Store(folder, KEY)
    with store.changing() as conn:
        for name in ("device_key", "device", "box_key"):
            kv.drop(conn, name)
    store.close()
    try:
        return (folder / DATABASE).read_bytes()
    finally:
        shutil.rmtree(folder)
