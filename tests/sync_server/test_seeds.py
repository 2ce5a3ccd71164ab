"""Seeds of blocks in which something was erased are nowhere in the server, however they come (decision 0021)."""

from __future__ import annotations

import sqlalchemy as sa

from sync_server.durable.database import reading, writing
from sync_server.durable.tables import erased, segment
from sync_server.segments import strays
from tests.servers import RunningServer
from tests.sync_server.clinics import BAO, Clinic, changed, read
from tests.sync_server.erasures import erase, everything, holds, line_at, order
from vaxdesk.journal import hole

SEEDS = {0: b"seed number0", 1: b"seed number1"}


def seeded(server: RunningServer, *, people: int) -> Clinic:
    """A station whose people were sent one by one, without their salts; the first of them is entry 2."""
    clinic = Clinic(server)
    clinic.log.seeds = dict(SEEDS)
    for number in range(people):
        clinic.log.salted("person", changed(BAO, name=f"Bảo {number}"))
        clinic.send()
    return clinic


def test_the_seed_of_a_block_goes_from_all_its_segments(either: RunningServer) -> None:
    clinic = seeded(either, people=5)
    clinic.log.write(247)
    clinic.log.salted("person", BAO).salted("person", BAO).salted("person", BAO)  # two in the next block
    clinic.send()
    clinic.log.salted("person", BAO)
    clinic.send()
    with writing(either.engine) as conn:
        strays.keep(conn, clinic.log.segment(2, 4), device=clinic.pen.device, reason="fork", at_ms=1)
    before = everything(either)
    assert before.count("seed number0") == 7 and before.count("seed number1") == 2
    erase(either, f"{clinic.log.name}.3")
    after = everything(either)
    assert "seed number0" not in after and after.count("seed number1") == 2
    assert holds(either)
    lines = [one["line"].encode() for one in either.entries("TYT-01") if one["ref"].startswith(clinic.log.name)]
    assert lines == [*clinic.log.lines[:2], hole.of(clinic.log.lines[2]), *clinic.log.lines[3:]]


def test_a_seed_that_comes_after_the_erasure_is_not_filed(either: RunningServer) -> None:
    clinic = seeded(either, people=2)
    erase(either, f"{clinic.log.name}.2")
    clinic.log.salted("person", BAO)
    clinic.send()
    with writing(either.engine) as conn:
        strays.keep(conn, clinic.log.segment(1, 3), device=clinic.pen.device, reason="fork", at_ms=1)
    assert "seed number0" not in everything(either)
    assert line_at(either, f"{clinic.log.name}.4").encode() == clinic.log.lines[3]
    assert holds(either)


def test_a_seed_goes_before_the_line_has_come(either: RunningServer) -> None:
    clinic = seeded(either, people=2)
    order(either, clinic, f"{clinic.log.name}.9")
    assert "seed number0" in everything(either)
    read(either)
    assert "seed number0" not in everything(either)
    assert either.rows(sa.select(erased.c.done_ms)) == [(None,)]
    assert holds(either)


def test_a_seed_that_was_on_its_way_into_the_feed_is_found(either: RunningServer) -> None:
    clinic = seeded(either, people=2)
    with reading(either.engine) as conn:
        [first, second] = conn.execute(sa.select(segment.c.pos, segment.c.data).order_by(segment.c.pos)).all()
    erase(either, f"{clinic.log.name}.2")
    assert "seed number0" not in everything(either)
    with writing(either.engine) as conn:  # judged before the order was there, filed after its hole was made
        conn.execute(segment.update().where(segment.c.pos == second.pos).values(data=second.data))
    assert "seed number0" in everything(either)
    read(either)
    assert "seed number0" not in everything(either)
    assert first.pos < second.pos
