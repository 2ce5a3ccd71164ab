"""After an erasure the salts of what was erased follow from nothing that is still held."""

from __future__ import annotations

import json

import sqlalchemy as sa

from sync_server.operating import erasure
from tests.servers import RunningServer
from tests.stations import Station, all_confirmed
from tests.sync.erasures import (
    erase,
    names_nobody,
    plain_pages,
    read,
    record,
)
from vaxdesk.domain.payloads import Person
from vaxdesk.journal import ref, salts
from vaxdesk.store import feeds, seeds
from vaxdesk.store.keyfile import DATABASE
from vaxdesk.store.tables import seed


def seeds_of(desk: Station) -> set[bytes]:
    with desk.store.reading() as conn:
        return set(conn.execute(sa.select(seed.c.seed).order_by(seed.c.block)).scalars())


def test_no_seed_of_what_was_erased_is_left_anywhere(
    server: RunningServer, desk: Station, neighbour: Station
) -> None:
    """Of the block's other lines each keeps its own salt; of other blocks nothing changes."""
    who = record(desk)
    desk.sync()
    desk.write(1)
    with desk.store.writing(user=1) as w:
        for number in range(300):
            w.add("person", Person(name=f"Vàng A Páo {number}"))
    desk.sync()
    neighbour.sync()
    log, seq = ref.split(who)
    with desk.store.reading() as conn:
        number = desk.store.names.number(log)
        first, second = (seeds.held(conn, number, 0, 300)[block] for block in (0, 1))
        text = feeds.lines(conn, number, 0, seq)[-1]
    assert salts.cut(text, seq, first)
    salt = json.loads(text)["s"].encode()
    assert seeds_of(neighbour) == {first, second}
    with desk.store.engine.connect() as conn:
        conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert first in plain_pages(desk.home / DATABASE) and first in server_file(server)
    erase(server, who)
    desk.write(1)
    with desk.store.writing(user=1) as w:  # still under the seed that it does not know to be gone
        w.add("person", Person(name="Lò Văn Bảo"))
    desk.sync()
    neighbour.sync()
    read(server)
    erasure.clean(server.engine)
    for one in (desk, neighbour):
        assert first not in seeds_of(one) and second in seeds_of(one)
        assert names_nobody(one)
        assert first not in plain_pages(one.home / DATABASE)
        assert salt not in plain_pages(one.home / DATABASE)
    assert first not in server_file(server) and second in server_file(server)
    assert all_confirmed(server, desk, neighbour)
    assert desk.lines() == neighbour.lines()


def server_file(server: RunningServer) -> bytes:
    """The server's database and its log of writes as they lie on the disk."""
    path = server.folder / "server.db"
    wal = path.with_name(f"{path.name}-wal")
    return path.read_bytes() + (wal.read_bytes() if wal.exists() else b"")
