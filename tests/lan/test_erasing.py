"""An erasure goes from desk to desk: who has the hole and who has the line hold the same log."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from sync_server.durable.tables import segment as filed
from sync_server.operating import erasure
from sync_server.reading import worker
from tests.lan.desks import LanDesk, same, until
from tests.servers import RunningServer
from vaxdesk.domain.payloads import Person
from vaxdesk.journal import hole, ref, segment
from vaxdesk.journal.verdict import Verdict
from vaxdesk.lan.intake import Intake
from vaxdesk.store import feeds
from vaxdesk.store.tables import seed


def recorded(desk: LanDesk, name: str = "Nguyễn Thị Lành", doc: str = "066190001234") -> str:
    with desk.lock, desk.store.writing(user=1) as w:
        return w.add("person", Person(name=name, doc=doc))


def erase(server: RunningServer, who: str) -> None:
    worker.prepare(server.server)
    assert erasure.carry_out(server.server, who, basis="QĐ 12/2026")
    worker.until_idle(server.server)


def erased(desk: LanDesk) -> int:
    return sum(text.startswith("~") for text in desk.lines().values())


def test_desks_without_a_line_erase_by_what_their_neighbour_has_learned(
    server: RunningServer, desk_of: Callable[..., LanDesk], port: int
) -> None:
    door, table, fresh = desk_of(server), desk_of(server), desk_of(server)
    who = recorded(door)
    door.sync()
    table.sync()
    fresh.sync()
    erase(server, who)
    late = recorded(table)  # unsent, and no word of it in the order
    door.sync()
    assert erased(door) == 1
    server.stop()
    for desk in (door, table, fresh):
        desk.plug_in(port)
    until(lambda: same(door, table, fresh) and erased(door) == erased(table) == erased(fresh) == 1)
    assert late in door.lines()
    server.start()
    table.sync()
    until(lambda: all(desk.waiting() == 0 for desk in (door, table, fresh)))


def seeded(server: RunningServer) -> int:
    """Filed segments that carry seeds."""
    return sum(bytes(one)[4] & segment.SEEDED > 0 for (one,) in server.rows(sa.select(filed.c.data)))


def seeds_of(desk: LanDesk) -> set[bytes]:
    with desk.lock, desk.store.reading() as conn:
        return set(conn.execute(sa.select(seed.c.seed)).scalars())


def test_a_neighbour_sends_as_short_and_forgets_as_well(
    server: RunningServer, desk_of: Callable[..., LanDesk], port: int
) -> None:
    door, table = desk_of(server), desk_of(server)
    door.sync()  # learns who may order an erasure
    people = [recorded(door, f"Lò Thị {number}", f"06619000123{number}") for number in range(5)]
    for desk in (door, table):
        desk.plug_in(port)
    until(lambda: same(door, table))
    assert len(seeds_of(door)) == 1 and seeds_of(door) == seeds_of(table)
    assert seeded(server) == 0
    table.sync()
    assert all(one in table.lines() for one in people)
    assert seeded(server) > 0 and table.waiting() == 0
    erase(server, people[2])
    assert seeded(server) == 0
    table.sync()
    door.sync()
    until(lambda: same(door, table) and erased(door) == erased(table) == 1)
    assert seeds_of(door) == seeds_of(table) == set()


def test_a_neighbour_alone_erases_nothing(server: RunningServer, desk_of: Callable[..., LanDesk]) -> None:
    door, table = desk_of(server), desk_of(server)
    who = recorded(door)
    log, seq = ref.split(who)
    with door.store.reading() as conn:
        held = feeds.held(conn, log)
        lines = feeds.lines(conn, held.local_no, 0, seq)
        end = feeds.entry_hash(conn, held.local_no, seq)
    lines[seq - 1] = hole.of(lines[seq - 1])
    body = segment.read(segment.build(log, door.store.signer().sign, 0, lines, end))
    with table.store.changing() as conn:
        intake = Intake(conn, table.store, me=table.member.enrolment)
        intake.keep_cards([door.member.enrolment.certificate])
        intake.take(body)
        assert intake.refused == {log: Verdict.HOLE}
        assert intake.taken == 0
