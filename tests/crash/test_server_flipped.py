"""A byte of the server's file that went bad is found by `verify`; a backup and the desks put everything back."""

from __future__ import annotations

from pathlib import Path
from random import Random
from uuid import uuid4

import pytest
import sqlalchemy as sa

from sync_server import keys
from sync_server.durable.database import reading
from sync_server.durable.tables import segment
from sync_server.keeping import backups
from sync_server.keeping.verifying import verify
from tests.servers import RunningServer, running_server
from tests.stations import Station, all_confirmed

SEEDS = 6


def flip_in_a_segment(server: RunningServer, rng: Random) -> None:
    """Turns one bit of one filed segment, where the file holds it."""
    bodies = [bytes(row.data) for row in server.rows(sa.select(segment.c.data))]
    server.stop()
    file = Path(sa.make_url(server.database).database)
    data = bytearray(file.read_bytes())
    one = rng.choice(bodies)
    piece = one[: min(len(one), 200)]
    at = data.find(piece)
    assert at > 0
    data[at + rng.randrange(len(piece))] ^= 1 << rng.randrange(8)
    file.write_bytes(bytes(data))
    server.start()


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_turned_bit_is_found_and_all_is_put_back(seed: int, tmp_path: Path) -> None:
    with running_server(tmp_path) as server:
        desk = Station(tmp_path / "desk", server)
        for _ in range(5):
            desk.write(20)
            desk.sync()
        with reading(server.engine) as conn:
            assert verify(conn).whole
        private = (server.folder / keys.FILE).read_bytes()
        backup = backups.back_up(server.server, private, tmp_path / "backups", "x").folder
        desk.write(20)
        desk.sync()
        flip_in_a_segment(server, Random(seed))
        with reading(server.engine) as conn:
            assert not verify(conn).whole
        server.stop()
        server.database = f"sqlite:///{tmp_path / uuid4().hex}.db"
        backups.put_back(backup, server.database)
        server.start()
        desk.sync()
        assert all_confirmed(server, desk)
        with reading(server.engine) as conn:
            assert verify(conn).whole
        desk.line.close()
        desk.close()
