"""Two desks without a line act on one person before they hear of each other: one clear state on both, nothing lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.desk.conftest import DAY, PASSWORD, QUICK, Clock
from tests.desk.day import healthy, pfizer, saved
from tests.lan.talk import exchange
from tests.servers import RunningServer
from vaxdesk.desk import board, injection, reception, rules, screening, sending, station
from vaxdesk.desk.context import Desk
from vaxdesk.domain import times
from vaxdesk.domain.issues import IssueKind, least_days
from vaxdesk.domain.payloads import Appt, Person
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry import digest
from vaxdesk.registry.checks import run
from vaxdesk.registry.queries import issues
from vaxdesk.store.enrolment import Enrolment

Two = tuple[Desk, Desk]


@pytest.fixture
def two(server: RunningServer, tmp_path: Path) -> Iterator[Two]:
    clock = Clock(times.at(DAY, "08:00"))
    server.now = clock
    desks = []
    for name in ("door", "table"):
        opened = station.create(
            tmp_path / name, station="TYT-01", name="Trạm Y tế xã Xà Hồ", user="Lò Thị Mai", login="mai",
            password=PASSWORD, now=clock, cost=QUICK,
        )  # fmt: skip
        desks.append(opened.desk)
        assert isinstance(sending.connect(opened.desk, server.url, server.enrol_code("TYT-01")), Enrolment)
    server.stop()
    yield desks[0], desks[1]
    for desk in desks:
        desk.store.close()


@pytest.fixture
def lanh(two: Two) -> str:
    """Somebody on the list of both desks."""
    with two[0].store.writing(user=1) as w:
        person = w.add("person", Person(name="Nguyễn Thị Lành", dob="1990-01-01", sex="F", doc="015190001234"))
        w.add("appt", Appt(day=two[0].day, row=1), of=person)
    pfizer(two[0])
    exchange(*two)
    return person


def both(two: Two, act: Callable[[Desk], object]) -> None:
    """Each does it before hearing of the other; then they meet."""
    for desk in two:
        saved(act(desk))
    exchange(*two)


def found(desk: Desk) -> list[tuple[IssueKind, int]]:
    """Open issues as kind and number of entries concerned."""
    with desk.store.changing() as conn:
        while run.catch_up(conn, desk.store.names, least_days=least_days(rules.schedule())):
            continue
    with desk.store.reading() as conn:
        return [(one.kind, len(one.refs)) for one in issues.open_issues(conn, desk.store.names)]


def tables(desk: Desk) -> object:
    """Everything that the fold says, in references."""
    with desk.store.reading() as conn:
        return digest.of(conn, desk.store.names)


def rows(desk: Desk) -> list[tuple[str, str, int]]:
    """The board: who, how far, with which number."""
    return [(row.person.name, row.stage.value, row.no) for row in board.rows(desk)]


def test_received_at_two_doors_is_one_visit_with_one_number(two: Two, lanh: str) -> None:
    both(two, lambda desk: reception.check_in(desk, lanh))
    assert rows(two[0]) == rows(two[1])
    assert [stage for _, stage, _ in rows(two[0])] == ["received"]
    assert tables(two[0]) == tables(two[1])


def test_screened_twice_goes_on_once(two: Two, lanh: str) -> None:
    both(two, lambda desk: reception.check_in(desk, lanh))
    both(two, lambda desk: screening.save(desk, lanh, healthy(desk, lanh)))
    assert rows(two[0]) == rows(two[1])
    assert [stage for _, stage, _ in rows(two[0])] == ["screened"]
    assert tables(two[0]) == tables(two[1])


def test_injected_at_two_tables_keeps_both_doses_and_shows_it_to_both(two: Two, lanh: str) -> None:
    both(two, lambda desk: reception.check_in(desk, lanh))
    both(two, lambda desk: screening.save(desk, lanh, healthy(desk, lanh)))
    lot = injection.sheet(two[0], lanh).stock.lots[0].id
    both(two, lambda desk: injection.give(desk, lanh, lot=lot))
    assert rows(two[0]) == rows(two[1])
    assert len(rows(two[0])) == 1
    for desk in two:
        assert (IssueKind.DUP_INJECTION, 2) in found(desk)
        third = injection.give(desk, lanh, lot=lot)
        assert isinstance(third, Refused) and third.reason is not Refusal.NO_RIGHT
    assert tables(two[0]) == tables(two[1])


def test_a_walk_in_registered_at_both_doors_is_shown_as_perhaps_one_person(two: Two) -> None:
    pao = Person(name="Lò Văn Páo", dob="1985-09-05", sex="M", doc="014085006789", tel="0987654321")
    for desk in two:
        saved(reception.register(desk, pao))
    exchange(*two)
    assert all(IssueKind.DUP_PERSON in {kind for kind, _ in found(desk)} for desk in two)
    assert tables(two[0]) == tables(two[1])
