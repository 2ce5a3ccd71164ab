"""A new key of the server reaches a desk without a line through its neighbour, and with it what is confirmed."""

from __future__ import annotations

from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync_server import keys
from tests.lan.desks import LanDesk, same, until
from tests.servers import RunningServer
from vaxdesk.store import enrolment as shelf
from vaxdesk.store import trust


def rotate(server: RunningServer) -> None:
    path = server.folder / keys.FILE
    new = Ed25519PrivateKey.generate()
    keys.write(path, keys.rotated(keys.load(path), new, now_ms=server.server.now_ms(), overlap_ms=0))
    server.stop()
    server.start()


def known(desk: LanDesk) -> str:
    with desk.lock, desk.store.reading() as conn:
        joined = shelf.enrolment(conn)
    assert joined is not None
    return joined.server


def test_a_desk_without_a_line_goes_over_by_its_neighbours(
    server: RunningServer, desk_of: Callable[..., LanDesk], port: int
) -> None:
    door, table = desk_of(server), desk_of(server)
    first = server.key
    for desk in (door, table):
        desk.write(2)
        desk.sync()
    rotate(server)
    rotate(server)
    late = desk_of(server)
    door.sync()
    assert known(door) == known(late) == server.key
    assert known(table) == first
    table.write(3)
    for desk in (door, table, late):
        desk.plug_in(port)
    until(lambda: same(door, table, late))
    until(lambda: known(table) == server.key)
    late.write(2)
    until(lambda: same(door, table, late))
    door.sync()
    until(lambda: table.waiting() == late.waiting() == 0)
    with table.lock, table.store.reading() as conn:
        joined = shelf.enrolment(conn)
        assert joined is not None
        assert trust.first(joined) == first
