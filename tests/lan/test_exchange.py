"""Desks of a station give each other everything, without a line and with one."""

from __future__ import annotations

from collections.abc import Callable

from tests.lan.desks import LanDesk, same, until
from tests.servers import RunningServer
from tests.stations import filed


def test_two_desks_find_each_other_and_hold_the_same(
    server: RunningServer, desk_of: Callable[..., LanDesk], port: int
) -> None:
    door, table = desk_of(server), desk_of(server)
    door.write(5)
    door.plug_in(port)
    table.plug_in(port)
    until(lambda: same(door, table))
    table.write(3)
    until(lambda: same(door, table))
    assert len(door.lines()) == 10
    assert door.waiting() == table.waiting() == 10, "nothing is confirmed by a neighbour"
    until(lambda: len(door.node.state.peers) == 1)
    assert door.node.state.peers[0].name == "desk1"
    assert len(table.node.circle.all) == 1


def test_six_desks_exchange_everything_then_one_gets_a_line(
    server: RunningServer, desk_of: Callable[..., LanDesk], port: int
) -> None:
    desks = [desk_of(server) for _ in range(6)]
    server.stop()
    for desk in desks:
        desk.write(4)
        desk.plug_in(port)
    until(lambda: same(*desks))
    for desk in desks:
        desk.write(2)
    until(lambda: same(*desks) and len(desks[0].lines()) == 6 * 7)
    assert all(desk.waiting() == 42 for desk in desks)

    server.start()
    desks[0].sync()
    assert filed(server) == desks[0].lines()
    until(lambda: all(desk.waiting() == 0 for desk in desks))
    feed = server.unit("TYT-01").org_no
    until(lambda: all(desk.heads()[feed] == desks[0].heads()[feed] for desk in desks))
    assert all(desk.positions() == desks[0].positions() for desk in desks)
