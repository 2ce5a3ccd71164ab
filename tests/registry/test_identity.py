"""Records that are one person: merged they read as one everywhere, taken apart everything is as before."""

from __future__ import annotations

import random

import pytest

from tests.registry.conftest import Fold, Written
from vaxdesk.domain.outcomes import Stage
from vaxdesk.domain.payloads import Appt, CheckIn, History, Inject, Person, Void
from vaxdesk.domain.payloads_sync import Differ, Same
from vaxdesk.registry.queries import history, identity, matching, people, visits
from vaxdesk.registry.queries.presences import namesakes, presences
from vaxdesk.registry.tables import visit

A, B, C, ABOVE = "0000000000001", "0000000000002", "0000000000003", "0000000000009"
DAY, BEFORE = "2026-11-23", "2026-10-01"


def dose(day: str, at: int = 9) -> Inject:
    return Inject(day=day, at=at, product="AZ", lot=f"{A}.9", lot_no="A1", expiry="2027-01-01")


def stations() -> list[Written]:
    """One person at three sites: doses at two, today's list at the third."""
    here, there, third = Written(A), Written(B), Written(C)
    for log, name in ((here, "Lò Thị Dở"), (there, "LO THI DO"), (third, "Lò Thị Đở")):
        log.add("person", Person(name=name, dob="1990-05-01", doc="001190012345", tel="0912345678"))
    there.add("inject", dose(BEFORE), of=1)
    there.add("history", History(date="2026-08-01", product="AZ"), of=1)
    third.add("appt", Appt(day=DAY, row=4), of=1)
    here.add("checkin", CheckIn(day=DAY, no=7), of=1)
    return [here, there, third]


def above(*pairs: tuple[str, str]) -> Written:
    log = Written(ABOVE)
    for a, b in pairs:
        log.add("same", Same(a=a, b=b, why="cccd"))
    return log


def records(base: Fold) -> list[str]:
    """The three records, the one that stands for all first."""
    first = base.ask(identity.standing, f"{A}.1")
    return [first, *sorted({f"{log}.1" for log in (A, B, C)} - {first})]


def test_one_person_is_seen_at_every_site(base: Fold) -> None:
    base.take(*stations(), above((f"{A}.1", f"{B}.1"), (f"{C}.1", f"{B}.1")))
    first, *others = records(base)
    for one in (first, *others):
        assert [d.date for d in base.ask(people.doses, one)] == ["2026-08-01", BEFORE]
        assert [e.kind for e in base.ask(history.events, one)] == ["checkin", "inject"]
        assert [e.data["no"] for e in base.ask(visits.of_person, one, DAY)] == [7]
        assert len(base.ask(visits.injections_and_reactions, one)) == 1
        record = base.ask(people.by_ref, one)
        [standing] = base.ask(lambda conn, names, r=record: presences(conn, names, DAY, [r]))
        assert (standing.listed, standing.stage, standing.no) == (True, Stage.RECEIVED, 7)
        assert [m.id for m in base.ask(identity.members, one)] == [first, *others]
        assert base.ask(identity.references, one) == sorted([first, *others])
    for text in ("lo thi do", "345", "0912"):
        assert [one.id for one in base.ask(people.search, text, day=DAY)] == [first]
    assert [one.id for one in base.ask(people.by_number, "001190012345")] == [first]
    assert [one.id for one in base.ask(people.by_name, "Lò Thị Dở", "1990-05-01")] == [first]
    assert [one.id for one in base.ask(namesakes, "lò thị dở", "1990")] == [first]
    [row] = base.ask(visits.board, DAY)
    assert (row.person.id, row.row, row.no, row.stage) == (first, 4, 7, Stage.RECEIVED)
    assert base.ask(visits.board, DAY, only=[others[0]]) == [row]
    found = base.ask(matching.candidates, documents={"001190012345"}, named=[("lo thi do", "1990")],
                     phones=[("0912345678", "1990")], day=DAY)
    assert [(listed, sorted(days)) for _, listed, days in found] == [(True, ["2026-08-01", BEFORE])] * 3
    assert base.ask(matching.listed, DAY, [f"{A}.1"]) == frozenset({f"{A}.1"})


def test_merge_and_unmerge_is_the_identity(base: Fold) -> None:
    logs = stations()
    base.take(*logs)
    apart = base.digests()
    merger = above((f"{A}.1", f"{B}.1"), (f"{C}.1", f"{B}.1"))
    base.take(merger)
    assert base.digests()["visit"] != apart["visit"] or base.ask(identity.standing, f"{A}.1") == f"{A}.1"
    assert base.digests()["person"] != apart["person"]
    merger.add("void", Void(v=True, why="two people"), of=1, rev=1)
    merger.add("void", Void(v=True, why="two people"), of=2, rev=1)
    base.take(merger)
    again = base.digests()
    assert {name for name in apart if again[name] != apart[name]} == {"held", "change", "field", "edge"}
    assert [one.id for one in base.ask(people.search, "lo thi do")] != []
    assert len(base.ask(people.search, "lo thi do")) == 3
    merger.add("void", Void(v=False, why="one after all"), of=1, rev=2)
    base.take(merger)
    assert len(base.ask(people.search, "lo thi do")) == 2


def test_any_order_of_people_edges_voids_and_steps_gives_the_same(base: Fold) -> None:
    logs = stations()
    merger = above((f"{A}.1", f"{B}.1"), (f"{B}.1", f"{C}.1"), (f"{A}.1", f"{C}.1"))
    merger.add("differ", Differ(a=f"{A}.1", b=f"{C}.1"))
    merger.add("void", Void(v=True, why="x"), of=2, rev=1)
    merger.add("void", Void(v=True, why="x"), of=f"{A}.1", rev=1)  # the record itself is taken back
    logs[2].add("checkin", CheckIn(day=DAY, no=8), of=f"{B}.1")
    logs[2].add("inject", dose(DAY), of=f"{C}.1")
    order = [(log, one) for log in (*logs, merger) for one in log.refs()]
    straight = None
    for seed in range(25):
        rng = random.Random(seed)
        base.empty()
        if seed:
            rng.shuffle(order)
        cuts = sorted(rng.sample(range(len(order)), rng.randint(0, 5)))
        for start, end in zip([0, *cuts], [*cuts, len(order)], strict=True):
            base.fold(order[start:end])
        straight = straight or base.digests()
        assert base.digests() == straight, seed
    assert base.ask(identity.standing, f"{A}.1") != f"{A}.1"  # one that was taken back stands for nobody


@pytest.mark.parametrize("leaves", range(3))
def test_when_one_leaves_a_group_of_three_the_visits_of_the_two_stay(base: Fold, leaves: int) -> None:
    log = Written("0000000000007")
    people = [log.add("person", Person(name=name, dob="1990")) for name in ("An", "Bình", "Chi")]
    for number, one in enumerate(people):
        log.add("checkin", CheckIn(day=f"2026-11-2{number}", no=number + 1), of=one)
    others = [one for one in people if one != people[leaves]]
    log.add("same", Same(a=others[0], b=others[1]))
    edge = log.add("same", Same(a=people[leaves], b=others[0]))
    base.take(log)
    log.add("void", Void(v=True, why="twins"), of=edge, rev=1)
    base.fold([(log, log.refs()[-1])])
    stepwise = base.digests()
    base.empty()
    base.take(log)
    assert base.digests() == stepwise
    assert len(base.rows(visit)) == 3


def test_pairs_are_shown_to_be_taken_back(base: Fold) -> None:
    base.take(*stations(), above((f"{A}.1", f"{B}.1")))
    [pair] = base.ask(identity.pairs, [f"{B}.1"])
    assert (pair.id, pair.kind, {pair.a, pair.b}) == (f"{ABOVE}.1", "same", {f"{A}.1", f"{B}.1"})
    assert base.ask(identity.pairs, [f"{C}.1"]) == []
