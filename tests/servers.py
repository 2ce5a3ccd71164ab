"""A real sync server on a loopback port, in a thread, for any test that sends."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import sqlalchemy as sa
import uvicorn

from sync_server import keys
from sync_server.authority import orgs
from sync_server.authority.orgs import UnitRow
from sync_server.commands import serving
from sync_server.durable.database import open_engine, reading, upgrade, writing
from sync_server.joining import enrol
from sync_server.reading import entries
from sync_server.settings import Server, Settings
from tests import ready
from vaxdesk.journal.enrolment import Invitation
from vaxdesk.journal.signing import to_text

TREE = (
    UnitRow(code="VN", name="Việt Nam", kind="country"),
    UnitRow(code="66", name="Đắk Lắk", kind="province", parent=":VN", scheme="2025-07"),
    UnitRow(code="24211", name="Cư Êbur", kind="commune", parent="66", scheme="2025-07"),
    UnitRow(code="TYT-01", name="Trạm y tế Cư Êbur", kind="station", parent="2025-07:24211"),
    UnitRow(code="TYT-02", name="Điểm tiêm trường Lê Lợi", kind="station", parent="2025-07:24211"),
)


class RunningServer:
    """A server that listens; `now` may be replaced to move its clock."""

    def __init__(self, folder: Path, database: str, settings: Settings, tls: tuple[Path, Path] | None) -> None:
        self.database = database
        self._tls = tls
        self.folder = folder
        self.now: Callable[[], float] = time.time
        self._settings = settings
        self._port = 0
        self._web: uvicorn.Server | None = None
        self._thread: Thread | None = None
        self.start()

    def start(self) -> None:
        """Listens, on the same port as before."""
        engine = open_engine(self.database)
        if not ready.stands(engine):
            upgrade(engine)
        key = keys.load_or_make(self.folder)
        self.server = Server(engine=engine, key=key, settings=self._settings, now=lambda: self.now())
        listening = serving.bind("127.0.0.1", self._port)
        self._port = listening.getsockname()[1]
        self.url = serving.address(listening, tls=self._tls is not None)
        certificate, key_file = map(str, self._tls) if self._tls else (None, None)
        self._web = serving.web_server(self.server, certificate=certificate, key=key_file)
        self.app = self._web.config.app.app.app
        self._thread = Thread(target=self._web.run, kwargs={"sockets": [listening]}, name="sync-server")
        self._thread.start()
        while not self._web.started:
            time.sleep(0.002)

    def stop(self) -> None:
        """No longer listens; the database file is closed."""
        if self._web is None or self._thread is None:
            return
        self._web.should_exit = True
        self._thread.join()
        self.engine.dispose()
        self._web = self._thread = None

    @property
    def engine(self) -> sa.Engine:
        """The server's own engine."""
        return self.server.engine

    @property
    def key(self) -> str:
        """The server's public key in hex."""
        return self.server.key.public.hex()

    def import_orgs(self, rows: tuple[UnitRow, ...] = TREE) -> orgs.Imported:
        """Takes a tree of units in."""
        with writing(self.engine) as conn:
            return orgs.take_in(conn, list(rows))

    def enrol_code(self, org: str, name: str = "") -> str:
        """A one-time code for a unit."""
        with writing(self.engine) as conn:
            return enrol.issue(conn, orgs.find(conn, org), name=name, now_ms=self.server.now_ms()).code

    def invitation(self, org: str) -> str:
        """Address, code and key in one line."""
        box = to_text(self.server.key.box_public)
        return Invitation(self.url, self.enrol_code(org), self.key, box=box).text()

    def unit(self, org: str) -> sa.Row:
        """A unit's row."""
        with reading(self.engine) as conn:
            return orgs.find(conn, org)

    def entries(self, org: str) -> list[dict[str, Any]]:
        """Everything filed under a unit, as `vaxdesk-server entries` lists it."""
        with reading(self.engine) as conn:
            return list(entries.filed(conn, orgs.find(conn, org).org_no))

    def rows(self, query: sa.Select) -> list[sa.Row]:
        """What the database holds."""
        with reading(self.engine) as conn:
            return list(conn.execute(query))


@contextmanager
def running_server(
    tmp_path: Path,
    database: str | None = None,
    *,
    tree: tuple[UnitRow, ...] = TREE,
    settings: Settings | None = None,
    tls: tuple[Path, Path] | None = None,
) -> Iterator[RunningServer]:
    """A server with a small tree of units: VN > 66 > 24211 > TYT-01, TYT-02.

    Args:
        tmp_path: folder of its key, and of its SQLite file unless `database` is the URL of another.
        tls: PEM files of certificate and key; without them plain HTTP.
    """
    folder = tmp_path / "server"
    folder.mkdir(exist_ok=True)
    running = RunningServer(folder, database or ready.ready_file(folder / "server.db"), settings or Settings(), tls)
    try:
        running.import_orgs(tree)
        yield running
    finally:
        running.stop()
