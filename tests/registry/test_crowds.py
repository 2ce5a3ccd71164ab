"""Records too many to be compared with each other: the same in any order, and work that grows with their number."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from sync_server.reading.naming import names
from tests.registry.conftest import Fold, Written
from tests.registry.test_checks import dose, looked
from vaxdesk.domain.issues import IssueKind
from vaxdesk.domain.matching.judge import Judge, Match
from vaxdesk.domain.payloads import Amend, Lot, Open, Person, Vial, Void
from vaxdesk.domain.payloads_sync import Same
from vaxdesk.registry.checks import alike, run
from vaxdesk.registry.queries import issues
from vaxdesk.registry.tables_exchange import crowd, issue, issue_ref

A, B = "0000000000001", "0000000000002"
NAMES = ("Lò Thị Dở", "Vàng A Páo", "Sùng Thị Mỷ")
TEL, BORN = "0905000001", "1990-05-01"


def alike_ones(n: int) -> Written:
    """A list on which one telephone and one birth date were filled down beside different names and numbers."""
    log = Written(A)
    for number in range(n):
        doc = f"06619{number * 7_654_321 % 10**7:07}"  # no two a slip of the hand apart
        log.add("person", Person(name=f"Lò Thị {number}", dob=BORN, doc=doc, tel=TEL))
    return log


def state(base: Fold) -> list[str]:
    """Issues, whom they concern, and who is in a crowd, by reference."""
    with base.engine.begin() as conn:
        known = names(conn)
        refs = conn.execute(sa.select(issue_ref.c.issue, issue_ref.c.obj)).all()
        members = conn.execute(sa.select(crowd.c.block, crowd.c.obj)).all()
        found = conn.execute(sa.select(issue)).all()
        said = [f"{row[0]} {known.ref(row.obj)}" for row in (*refs, *members)]
    return sorted([*map(str, found), *said])


def test_a_crowd_is_one_issue_and_no_pairs_until_it_is_small_enough(base: Fold) -> None:
    few = alike_ones(alike.MOST)
    base.take(few)
    assert looked(base) == {}  # two numbers are two people
    many = alike_ones(alike.MOST + 1)
    many.add("person", Person(name="Lò Thị Hai 3", dob=BORN, tel=TEL))  # a number is not known, so it may be the third
    base.empty()
    base.take(many)
    assert looked(base) == {"crowd": 1}
    [told] = base.ask(issues.open_issues, kind=IssueKind.CROWD)
    assert (told.facts, len(told.people)) == ({"field": "tel", "most": str(alike.MOST)}, 1)
    for number in (1, 2):
        many.add("void", Void(v=True, why="twice"), of=number, rev=1)
    base.take(many)
    assert looked(base) == {"dup_person": 1}
    assert base.rows(crowd) == []


def _made(rng: random.Random) -> list[tuple[Written, str]]:
    """People of few names, dates, telephones and numbers at two stations; some are changed, taken back or merged."""
    logs = Written(A), Written(B)
    people: list[str] = []
    for _ in range(rng.randint(12, 40)):
        log, kind = rng.choice(logs), rng.random()
        if kind < 0.6 or not people:
            people.append(log.add("person", Person(
                name=rng.choice(NAMES), dob=rng.choice((BORN, "1990")), commune=rng.choice(("", "Ia Dom")),
                tel=rng.choice(("", TEL, "0905000002")), doc=rng.choice(("", "", "066190001234")),
            )))  # fmt: skip
        elif kind < 0.85:
            to = {"tel": rng.choice((TEL, "0905000003"))} if rng.random() < 0.6 else {"dob": "1991-01-01"}
            log.add("amend", Amend(set=to), of=rng.choice(people), rev=rng.randint(1, 3))
        elif kind < 0.95 or len(people) < 2:
            log.add("void", Void(v=rng.random() < 0.7, why="x"), of=rng.choice(people), rev=rng.randint(1, 3))
        else:
            a, b = rng.sample(people, 2)
            log.add("same", Same(a=a, b=b))
    return [(log, one) for log in logs for one in log.refs()]


@pytest.mark.parametrize("seed", range(30))
def test_in_any_order_and_step_by_step_the_same_crowds_are_found(
    base: Fold, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alike, "MOST", 3)
    rng = random.Random(seed)
    order = _made(rng)
    base.fold(order)
    looked(base)
    base.ask(run.everything, least_days=lambda _product: 0)
    straight = state(base)
    for _ in range(3):
        rng.shuffle(order)
        base.empty()
        start = 0
        while start < len(order):
            end = start + rng.randint(1, 4)
            base.fold(order[start:end])
            start = end
            if rng.random() < 0.6:
                with base.engine.begin() as conn:
                    run.catch_up(conn, names(conn), least_days=lambda _product: 0, most=rng.randint(1, 4))
        looked(base)
        assert state(base) == straight


def test_the_worlds_of_the_test_above_have_crowds_that_come_and_go(
    database: Fold, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alike, "MOST", 3)
    grown, told = [], []
    for seed in range(30):
        database.empty()
        database.fold(_made(random.Random(seed)))
        told.append(looked(database)["crowd"])
        grown.append(len(database.rows(crowd)))
    assert sum(map(bool, told)) > 10
    assert max(told) > 1
    assert sum(grown) > 150




@contextmanager
def counted(base: Fold, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, int]]:
    """How many pairs are compared, and how many steps of 100 SQLite's own machine takes."""
    work = {"pairs": 0, "steps": 0}
    compare = Judge.compare

    def spied(judge: Judge, one: Person, other: Person) -> Match:
        work["pairs"] += 1
        return compare(judge, one, other)

    def step() -> None:
        work["steps"] += 1

    monkeypatch.setattr(Judge, "compare", spied)
    with base.engine.connect() as conn:
        raw = conn.connection.driver_connection
        raw.set_progress_handler(step, 100)
    try:
        yield work
    finally:
        raw.set_progress_handler(None, 0)
        monkeypatch.undo()


def _work(base: Fold, log: Written, monkeypatch: pytest.MonkeyPatch, *, a_time: int = 25) -> dict[str, int]:
    """What it takes to look at a log that comes a little at a time, without the folding."""
    base.empty()
    total = {"pairs": 0, "steps": 0}
    refs = log.refs()
    for start in range(0, len(refs), a_time):
        base.fold([(log, one) for one in refs[start : start + a_time]])
        with counted(base, monkeypatch) as work:
            looked_at(base)
        total = {name: total[name] + work[name] for name in total}
    return total


def looked_at(base: Fold) -> None:
    with base.engine.begin() as conn:
        while run.catch_up(conn, names(conn), least_days=lambda _product: 0, most=50):
            continue


def doses(n: int, *, lot: str = f"{A}.2") -> Written:
    """Doses of one lot from vials of ten, each to somebody else."""
    log = Written(A)
    log.add("open", Open(device="cd" * 32, station="x", app="1"))
    log.add("lot", Lot(product="AZ", number="A1", expiry="2027-11-01", doses_per_vial=2))
    for number in range(n):
        if number % 10 == 0:
            vial = log.add("vial", Vial(lot=f"{A}.2", no=number, at=5, doses=10))
        who = log.add("person", Person(name=f"Lò {number}", dob=BORN, doc=f"06619{number:07}"))
        log.add("inject", dose("2026-11-23", lot=lot, vial=vial), of=who)
    return log


def bad_doses(n: int) -> Written:
    """Doses of a lot that nobody entered: each is an issue."""
    return doses(n, lot=f"{A}.999999")


@pytest.mark.parametrize("made", [alike_ones, doses, bad_doses])
def test_twice_the_people_are_twice_the_work(database: Fold, made, monkeypatch: pytest.MonkeyPatch) -> None:
    if database.engine.dialect.name != "sqlite":
        pytest.skip("counted by SQLite's own machine")
    half, whole = (_work(database, made(n), monkeypatch) for n in (400, 800))
    assert whole["pairs"] <= 800 * alike.MOST
    assert whole["pairs"] <= 2.2 * half["pairs"] + alike.MOST**2
    assert whole["steps"] <= 2.4 * half["steps"], (half, whole)
