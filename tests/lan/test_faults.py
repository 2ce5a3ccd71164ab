"""Cables, copied disks, restarts, revoked devices and other stations: nothing is lost, nothing mixes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import msgspec

from sync_server.durable.database import writing
from sync_server.durable.tables import device
from sync_server.operating import device_acts
from tests.lan.cables import Cable
from tests.lan.desks import HERE, LanDesk, same, until
from tests.servers import RunningServer, running_server
from tests.stations import filed
from vaxdesk.lan.admission import NotAdmitted
from vaxdesk.store import enrolment as shelf

Make = Callable[..., LanDesk]


def tcp_port(desk: LanDesk) -> int:
    until(lambda: desk.node.state.listening)
    return int(desk.node.state.listening.partition(":")[2])


def test_a_cable_that_breaks_anywhere_loses_nothing(server: RunningServer, desk_of: Make, port: int) -> None:
    door, table = desk_of(server), desk_of(server)
    door.write(300)
    table.write(200)
    rng = Random(7)
    door.plug_in(port, calls=())
    spans = ((1, 900), (900, 2000), (3000, 6000), (3000, 6000))  # hands still shaking, then amid messages
    cable = Cable(tcp_port(door), [rng.randrange(*span) for span in spans])
    try:
        table.plug_in(port, calls=(), typed=[(HERE, cable.port)])
        until(lambda: door.write(1) and cable.cuts == 4)
        until(lambda: same(door, table))
    finally:
        for desk in (door, table):
            desk.pull_out()
        cable.close()
    assert len(door.lines()) > 502


def test_an_address_typed_on_one_side_is_enough_for_both(server: RunningServer, desk_of: Make, port: int) -> None:
    door, table = desk_of(server), desk_of(server)
    door.write(2)
    door.plug_in(port, calls=())
    table.plug_in(port, calls=(), typed=[(HERE, tcp_port(door))])
    until(lambda: same(door, table))
    door.write(1)
    until(lambda: same(door, table))
    table.write(1)
    until(lambda: same(door, table) and len(door.lines()) == 6)


def test_a_desk_that_is_restarted_goes_on(server: RunningServer, desk_of: Make, port: int) -> None:
    door, table = desk_of(server), desk_of(server)
    for desk in (door, table):
        desk.write(3)
        desk.plug_in(port)
    until(lambda: same(door, table))
    table.pull_out()
    table.restart()
    table.write(2)
    door.write(2)
    table.plug_in(port)
    until(lambda: same(door, table) and len(door.lines()) == 13)


def test_what_is_gone_with_its_desk_is_sent_by_a_neighbour(server: RunningServer, desk_of: Make, port: int) -> None:
    lost, kept = desk_of(server), desk_of(server)
    lost.write(4)
    for desk in (lost, kept):
        desk.plug_in(port)
    until(lambda: len(kept.lines()) == 5)
    lost.pull_out()
    kept.sync()
    assert filed(server) == kept.lines()
    assert kept.waiting() == 0


def test_passing_on_reaches_a_desk_that_never_met_the_author(server: RunningServer, desk_of: Make, port: int) -> None:
    author, middle, far = (desk_of(server) for _ in range(3))
    author.write(3)
    middle.plug_in(port, calls=())
    author.plug_in(port, calls=(), typed=[(HERE, tcp_port(middle))])
    far.plug_in(port, calls=(), typed=[(HERE, tcp_port(middle))])
    until(lambda: same(author, middle, far) and len(far.lines()) == 4)
    author.write(1)
    until(lambda: same(author, middle, far) and len(far.lines()) == 5)


def test_a_copied_disk_is_a_neighbour_like_any_other(
    server: RunningServer, desk_of: Make, port: int, tmp_path: Path
) -> None:
    desk, other = desk_of(server), desk_of(server)
    desk.write(2)
    copy = LanDesk(desk.copied(tmp_path / "copy"))
    try:
        desk.write(2)
        copy.write(3)
        for one in (desk, copy, other):
            one.plug_in(port)
        until(lambda: same(desk, copy, other) and len(other.lines()) == 3 + 3 + 4)
    finally:
        copy.line.close()
        copy.close()


def test_a_resumed_snapshot_is_noticed_and_loses_nothing(
    server: RunningServer, desk_of: Make, port: int, tmp_path: Path
) -> None:
    desk, other = desk_of(server), desk_of(server)
    desk.write(2)
    head = desk.store._head
    copy = LanDesk(desk.copied(tmp_path / "copy"))
    try:
        desk.store._head = copy.store._head = head  # both go on with the log that ran when the picture was taken
        mine, theirs = desk.write(1), copy.write(2)
        assert mine[0] == theirs[0]
        for one in (desk, copy):
            one.plug_in(port)
        until(lambda: desk.node.state.forked and copy.node.state.forked)
        late = {desk: desk.write(1)[0], copy: copy.write(1)[0]}
        until(lambda: late[copy] in desk.lines() and late[desk] in copy.lines())
        desk.pull_out()
        copy.pull_out()
        for one in (desk, copy, desk, copy, desk):
            one.sync()
        assert desk.waiting() == copy.waiting() == 0
        texts = "\n".join(filed(server).values())
        pages = [text for one in (desk, copy) for text in one.lines().values() if '"k":"print"' in text]
        assert all(msgspec.json.encode(text).decode()[1:-1] in texts or text in texts for text in pages)
        assert desk.lines() == copy.lines() == filed(server)
        other.sync()
        assert other.lines() == filed(server)
    finally:
        copy.line.close()
        copy.close()


def test_the_feed_settles_a_fork_through_a_neighbour(
    server: RunningServer, desk_of: Make, port: int, tmp_path: Path
) -> None:
    desk = desk_of(server)
    desk.write(2)
    head = desk.store._head
    copy = LanDesk(desk.copied(tmp_path / "copy"))
    try:
        desk.store._head = copy.store._head = head
        desk.write(1)
        copy.write(2)
        desk.sync()  # the server files this side; the other has no line
        for one in (desk, copy):
            one.plug_in(port)
        until(lambda: set(desk.lines()) >= {ref for ref in copy.lines()} and same(desk, copy))
        assert '"k":"quote"' in "".join(copy.lines().values())
    finally:
        copy.line.close()
        copy.close()


def test_a_revoked_desk_is_refused_by_those_who_know(server: RunningServer, desk_of: Make, port: int) -> None:
    lost, kept, third = (desk_of(server) for _ in range(3))
    with writing(server.engine) as conn:
        number = lost.member.enrolment.device
        row = conn.execute(device.select().where(device.c.device_no == number)).one()
        device_acts.revoke(conn, server.server, row, from_ms=0, why="stolen")
    kept.sync()
    kept.plug_in(port)
    third.plug_in(port)
    until(lambda: third.positions() == kept.positions())  # hears of it from its neighbour
    lost.write(3)
    lost.plug_in(port)
    until(lambda: NotAdmitted.REVOKED.value in kept.node.state.refused)
    until(lambda: NotAdmitted.REVOKED.value in third.node.state.refused)
    assert all("roster" not in "".join(one.lines().values()) for one in (kept, third))
    assert not set(lost.lines()) & {*kept.lines(), *third.lines()}


def test_two_stations_on_one_network_do_not_mix(server: RunningServer, desk_of: Make, port: int) -> None:
    here, there = desk_of(server), desk_of(server, "TYT-02")
    here.write(1)
    there.write(1)
    here.plug_in(port)
    there.plug_in(port, typed=[(HERE, tcp_port(here))])
    until(lambda: NotAdmitted.OTHER_STATION.value in here.node.state.refused)
    until(lambda: NotAdmitted.OTHER_STATION.value in there.node.state.refused)
    assert (len(here.lines()), len(there.lines())) == (2, 2)
    assert here.node.state.peers == there.node.state.peers == ()


def test_a_desk_of_another_server_cannot_even_shake_hands(
    server: RunningServer, desk_of: Make, port: int, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    with running_server(tmp_path / "other") as foreign:
        here, there = desk_of(server), desk_of(foreign)
        here.write(1)
        here.plug_in(port)
        there.plug_in(port, typed=[(HERE, tcp_port(here))])
        third = desk_of(server).plug_in(port)
        until(lambda: same(here, third))
        assert all(peer.device != there.member.enrolment.device for peer in here.node.state.peers)
        assert here.node.state.refused == ()
        assert there.lines() == {}
        there.pull_out()


def test_a_certificate_that_ran_out_by_the_servers_time_is_refused(
    server: RunningServer, desk_of: Make, port: int
) -> None:
    old, now = desk_of(server), desk_of(server)
    with now.store.changing() as conn:
        shelf.note_contact(conn, shelf.Contact(t=0, server_ms=old.member.identity.not_after + 1))
    old.plug_in(port)
    now.plug_in(port)
    until(lambda: NotAdmitted.EXPIRED.value in now.node.state.refused)


def test_clocks_that_are_wrong_by_years_do_not_part_neighbours(
    server: RunningServer, desk_of: Make, port: int
) -> None:
    past, future = desk_of(server), desk_of(server)
    past.now, future.now = (lambda: 315_532_800.0), (lambda: 4_070_908_800.0)
    for desk in (past, future):
        desk.write(2)
        desk.plug_in(port)
    until(lambda: same(past, future) and len(past.lines()) == 6)
