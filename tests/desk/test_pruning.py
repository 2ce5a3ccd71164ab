"""A station lets go whom it need not hold, once the server has them safe; whoever comes back is brought again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from sync_server.durable.database import writing
from sync_server.durable.tables import feed as server_feed
from sync_server.reading import worker
from tests.desk.conftest import PASSWORD, QUICK
from tests.servers import RunningServer, running_server
from vaxdesk.desk import lookup, pruning, sending, station, status
from vaxdesk.desk.context import Desk
from vaxdesk.domain.payloads import Appt, CheckIn, Inject, Person
from vaxdesk.domain.times import day_of
from vaxdesk.registry import digest
from vaxdesk.registry.queries import people
from vaxdesk.store import feeds, tables
from vaxdesk.store.salvage import salvage

LANH = Person(name="Nguyễn Thị Lành", dob="1990-02-01", sex="F", doc="066190001234")
BAO = Person(name="Lò Văn Bảo", dob="1985-11-30", sex="M", doc="066085004321")
DAY_S = 86_400


class Center:
    """A server whose clock and finished backups are moved by hand."""

    def __init__(self, running: RunningServer) -> None:
        self.running, self.ahead = running, 0.0
        running.now = lambda: time.time() + self.ahead

    def now(self) -> float:
        return time.time() + self.ahead

    def later(self, days: float) -> None:
        self.ahead += days * DAY_S

    def backs_up(self) -> None:
        """Two finished backups hold everything."""
        with writing(self.running.engine) as conn:
            conn.execute(server_feed.update().values(safe=server_feed.c.head))

    def day(self) -> str:
        return day_of(self.now())


@pytest.fixture
def center(tmp_path: Path) -> Iterator[Center]:
    with running_server(tmp_path) as running:
        worker.prepare(running.server)
        yield Center(running)


@pytest.fixture
def desk_at(tmp_path: Path, center: Center) -> Iterator[Callable[[str], Desk]]:
    made: list[Desk] = []

    def make(org: str) -> Desk:
        facts = {"station": org, "name": org, "user": "Lò Thị Mai", "login": "mai", "password": PASSWORD}
        made.append(station.create(tmp_path / f"{org}{len(made)}", cost=QUICK, now=center.now, **facts).desk)
        sending.connect(made[-1], center.running.url, center.running.enrol_code(org))
        return made[-1]

    yield make
    for one in made:
        one.store.close()


def served(desk: Desk, who: Person, day: str) -> str:
    with desk.store.writing(user=desk.user.no) as w:
        person = w.add("person", who)
        w.add("appt", Appt(day=day), of=person)
        w.add("checkin", CheckIn(day=day, no=1), of=person)
        dose = Inject(day=day, at=1, product="COM-A", lot="", lot_no="L1", expiry="2027-01-01")
        w.add("inject", dose, of=person)
    return person


def exchange(center: Center, *desks: Desk) -> None:
    for _ in range(2):
        for one in desks:
            sending.send_all(one)
        worker.until_idle(center.running.server)
    for one in desks:
        sending.send_all(one)


def prune(desk: Desk) -> tuple[int, int]:
    """A whole turn: people and entries that were let go."""
    last = pruning.Turn()
    while turn := pruning.step(desk, most=2):
        last = turn
    return last.people, last.entries


def doses(desk: Desk, who: str) -> list[str]:
    with desk.store.reading() as conn:
        return [one.date for one in people.doses(conn, desk.store.names, who)]


def emptied(desk: Desk) -> int:
    with desk.store.reading() as conn:
        return conn.execute(sa.select(sa.func.count()).where(tables.entry.c.line == b"")).scalar_one()


def same_after_rebuild(desk: Desk) -> bool:
    with desk.store.reading() as conn:
        before = digest.tables(conn, desk.store.names)
    desk.store.rebuild()
    with desk.store.reading() as conn:
        return digest.tables(conn, desk.store.names) == before


def test_who_was_served_long_ago_goes_once_it_is_safe_and_not_before(
    center: Center, desk_at: Callable[[str], Desk]
) -> None:
    desk = desk_at("TYT-01")
    who = served(desk, LANH, center.day())
    exchange(center, desk)
    assert prune(desk) == (0, 0)
    center.later(92)
    exchange(center, desk)
    assert prune(desk) == (0, 0)  # no backup holds it
    center.backs_up()
    center.later(1)
    later = served(desk, BAO, center.day())
    exchange(center, desk)
    assert prune(desk) == (1, 4)
    assert (doses(desk, who), doses(desk, later)) == ([], [center.day()])
    assert emptied(desk) == 4
    assert pruning.step(desk) is None
    assert same_after_rebuild(desk)
    with desk.store.reading() as conn:
        assert (feeds.waiting(conn).entries, feeds.lacks(conn)) == (0, [])
    assert LANH.name.encode() not in b"".join(lines(desk))
    assert len(center.running.entries("TYT-01")) == status.of(desk).saved


def lines(desk: Desk) -> list[bytes]:
    with desk.store.reading() as conn:
        return list(conn.execute(sa.select(tables.entry.c.line)).scalars())


def test_a_clock_years_ahead_lets_nobody_go(center: Center, desk_at: Callable[[str], Desk]) -> None:
    desk = desk_at("TYT-01")
    served(desk, LANH, center.day())
    exchange(center, desk)
    center.backs_up()
    exchange(center, desk)
    desk.store.now = lambda: center.now() + 9000 * DAY_S
    assert prune(desk) == (0, 0)
    assert desk.store.rebuild() is None
    assert emptied(desk) == 0


def test_the_file_itself_refuses_to_let_go_what_is_not_safe(center: Center, desk_at: Callable[[str], Desk]) -> None:
    desk = desk_at("TYT-01")
    served(desk, LANH, center.day())
    exchange(center, desk)
    for sets in ("line = x''", "line = x'00'", "h = x''"):
        with pytest.raises(sa.exc.IntegrityError), desk.store.changing() as conn:
            conn.exec_driver_sql(f"UPDATE entry SET {sets} WHERE seq = 3")
    center.backs_up()
    served(desk, BAO, center.day())
    exchange(center, desk)
    with desk.store.changing() as conn:
        conn.exec_driver_sql("UPDATE entry SET line = x'' WHERE seq = 3")
    for sets in ("line = x'00'", "line = x'', h = x''", "line = x'', seq = 999"):
        with pytest.raises(sa.exc.IntegrityError), desk.store.changing() as conn:
            conn.exec_driver_sql(f"UPDATE entry SET {sets} WHERE seq = 4")


def test_who_comes_back_after_a_year_is_brought_again_with_the_dose(
    center: Center, desk_at: Callable[[str], Desk]
) -> None:
    desk, beside = desk_at("TYT-01"), desk_at("TYT-01")
    first = center.day()
    who = served(desk, LANH, first)
    exchange(center, desk, beside)
    center.backs_up()
    center.later(1)
    exchange(center, desk, beside)
    center.later(364)
    exchange(center, desk, beside)
    assert prune(desk)[0] == 1
    assert doses(desk, who) == []
    with desk.store.writing(user=desk.user.no) as w:
        again = w.add("person", LANH)
        w.add("appt", Appt(day=center.day()), of=again)
    exchange(center, desk, beside)
    assert doses(desk, again) == doses(beside, again) == [first]
    assert same_after_rebuild(desk)
    filed = len(center.running.entries("TYT-01"))
    exchange(center, desk, beside)
    assert len(center.running.entries("TYT-01")) == filed  # once


def test_who_was_let_go_is_found_by_a_look_up(center: Center, desk_at: Callable[[str], Desk]) -> None:
    desk = desk_at("TYT-01")
    first = center.day()
    who = served(desk, LANH, first)
    exchange(center, desk)
    center.backs_up()
    center.later(1)
    exchange(center, desk)
    center.later(200)
    exchange(center, desk)
    assert prune(desk)[0] == 1
    answer = lookup.look_up(desk, doc="066190001234")
    assert isinstance(answer, lookup.Answer)
    assert [one.person.id for one in answer.found] == [who]
    assert doses(desk, who) == [first]
    filed = len(center.running.entries("TYT-01"))
    lookup.look_up(desk, doc="066190001234")
    assert len(center.running.entries("TYT-01")) == filed
    assert prune(desk) == (0, 0)


def test_what_was_let_go_is_carried_through_a_salvage_and_a_new_run(
    center: Center, desk_at: Callable[[str], Desk]
) -> None:
    desk = desk_at("TYT-01")
    served(desk, LANH, center.day())
    exchange(center, desk)
    center.backs_up()
    center.later(1)
    exchange(center, desk)
    center.later(200)
    exchange(center, desk)
    assert prune(desk) == (1, 4)
    with desk.store.reading() as conn:
        held = conn.execute(sa.select(tables.entry)).all()
        statements = conn.execute(sa.select(tables.feed_head)).all()
    home, key = desk.store.home, desk.store.key
    desk.store.close()
    saved = salvage(home, key, stamp="1")
    assert (saved.refused, saved.entries) == (0, len(held))
    desk.store.__init__(home, key, now=center.now)
    with desk.store.reading() as conn:
        assert conn.execute(sa.select(tables.entry)).all() == held
        assert conn.execute(sa.select(tables.feed_head)).all() == statements
    assert desk.store.last_entry > 0
    sending.send_all(desk)
    with desk.store.reading() as conn:
        assert feeds.waiting(conn).entries == 0


def test_a_server_that_lost_what_it_called_safe_is_shown_and_all_else_goes_on(
    center: Center, desk_at: Callable[[str], Desk]
) -> None:
    desk = desk_at("TYT-01")
    before = center.running.database.removeprefix("sqlite:///")
    served(desk, LANH, center.day())
    center.running.stop()
    kept = Path(before).read_bytes()  # nothing filed yet
    center.running.start()
    exchange(center, desk)
    center.backs_up()
    center.later(1)
    exchange(center, desk)
    center.later(200)
    exchange(center, desk)
    assert prune(desk)[0] == 1
    center.running.stop()
    for stale in Path(before).parent.glob("server.db*"):
        stale.unlink()
    Path(before).write_bytes(kept)
    center.running.start()
    report = sending.send_all(desk)
    assert report.went_back
    assert status.of(desk).lacks == 1
    desk.store.begin_log()
    bao = served(desk, BAO, center.day())
    sending.send_all(desk)
    assert {one["entry"]["k"] for one in center.running.entries("TYT-01") if one["ref"] >= bao[:13]} >= {"inject"}
    assert status.of(desk).lacks == 1
