"""Cleaning as the server sees it: merges, lists and comparisons on both databases, in any order, erased whole."""

from __future__ import annotations

import random

from tests.registry.conftest import Fold, Written
from vaxdesk.domain.cleaning.duplicates import Reason
from vaxdesk.domain.cleaning.police import ListKind, VerifyResult
from vaxdesk.domain.payloads import Amend, History, Person, Void
from vaxdesk.domain.payloads_cleaning import PoliceList, Verified
from vaxdesk.domain.payloads_sync import Differ, Forget, Same
from vaxdesk.registry.queries import alikes, people, recipients, verified
from vaxdesk.registry.tables import registry

A, ABOVE = "0000000000001", "0000000000009"
DAY, BY = "2026-11-23", "Thiếu tá Hà Văn Bình"


def station() -> Written:
    """Two records that are one person, one of a like name, a list, and what the police answered."""
    log = Written(A)
    log.add("person", Person(name="Nguyễn Thị Lành", dob="1990-01-02", sex="F", adr="Cu Vai", commune="Xà Hồ"))
    log.add("person", Person(name="nguyễn thị lành", dob="1990", sex="F", adr="Cu Vai", commune="Xà Hồ"))
    log.add("person", Person(name="Nguyễn Thị Lảnh", dob="1990-01-02", sex="F", adr="Cu Vai", commune="Xà Hồ"))
    log.add("history", History(date="2026-05-20", product="AZ"), of=1)
    log.add("history", History(date="2026-08-21", product="AZ"), of=2)
    log.add("policelist", PoliceList(no="001/2026-7K2", day=DAY, kinds=["no_id", "later"], people=3, commune="Xà Hồ"))
    log.add("amend", Amend(set={"doc": "015190001234"}, why="police", evidence=f"001/2026-7K2 #1 · {BY}"), of=1, rev=1)
    log.add("verified", Verified(day=DAY, result="corrected", sheet=f"{A}.6", row=1, by=BY), of=1)
    log.add("verified", Verified(day="2026-11-20", result="wrong", sheet=f"{A}.6", row=1, by=BY), of=1)
    log.add("verified", Verified(day=DAY, result="unverifiable", sheet=f"{A}.6", row=3, by=BY), of=3)
    return log


def test_the_server_sees_who_was_verified_and_what_was_handed_out(base: Fold) -> None:
    base.take(station())
    state = base.ask(verified.of_people, [f"{A}.1", f"{A}.2", f"{A}.3"])
    assert {one: view.result for one, view in state.items()} == {
        f"{A}.1": VerifyResult.CORRECTED, f"{A}.3": VerifyResult.UNVERIFIABLE,
    }  # fmt: skip
    assert (state[f"{A}.1"].by, state[f"{A}.1"].sheet, state[f"{A}.1"].row) == (BY, "001/2026-7K2", 1)
    [handed] = base.ask(verified.lists)
    assert (handed.no, handed.people, handed.kinds, handed.answered) == ("001/2026-7K2", 3, (ListKind.NO_ID,), 2)
    assert base.ask(verified.list_by_ref, f"{A}.6") == handed and base.ask(verified.list_by_ref, f"{A}.5") is None
    assert base.ask(lambda conn, _: verified.counts(conn)) == {VerifyResult.CORRECTED: 1, VerifyResult.UNVERIFIABLE: 1}
    assert base.ask(lambda conn, _: verified.lists_of_year(conn, "2026")) == 1


def test_a_result_says_nothing_of_what_is_corrected_later(base: Fold) -> None:
    log, data = station(), {"name": "Nguyễn Thị Lành", "dob": "1990-01-02", "sex": "F", "doc": "015190001234"}
    log.add("verified", Verified(day="2026-11-24", result="right", by=BY, data=data), of=1)
    base.take(log)
    assert base.ask(verified.of_person, f"{A}.1").result is VerifyResult.RIGHT
    log.add("amend", Amend(set={"adr": "Cu Vai 2"}), of=1, rev=2)
    base.take(log)
    assert base.ask(verified.of_person, f"{A}.1").result is VerifyResult.RIGHT, "the address was not compared"
    log.add("amend", Amend(set={"sex": "M"}), of=1, rev=3)
    base.take(log)
    assert base.ask(verified.of_person, f"{A}.1").result is VerifyResult.CHANGED
    assert base.ask(lambda conn, _: verified.counts(conn))[VerifyResult.CHANGED] == 1
    log.add("amend", Amend(set={"sex": "F"}), of=1, rev=4)
    base.take(log)
    assert base.ask(verified.of_person, f"{A}.1").result is VerifyResult.RIGHT, "and what was put back stands again"


def test_pairs_are_found_alike_on_both_databases(base: Fold) -> None:
    log = station()
    base.take(log)
    found = base.ask(alikes.everywhere)
    assert {frozenset((one.one, one.other)): one.reason for one in found} == {
        frozenset((f"{A}.1", f"{A}.2")): Reason.SAME_HAMLET,
        frozenset((f"{A}.1", f"{A}.3")): Reason.SIMILAR,
        frozenset((f"{A}.2", f"{A}.3")): Reason.SIMILAR,
    }
    assert [one.reason for one in base.ask(alikes.around, f"{A}.2")] == [Reason.SAME_HAMLET, Reason.SIMILAR]
    assert base.ask(alikes.around, f"{A}.77") == []
    log.add("same", Same(a=f"{A}.1", b=f"{A}.2"))
    log.add("differ", Differ(a=f"{A}.2", b=f"{A}.3"))
    base.take(log)
    assert base.ask(alikes.everywhere) == [] == base.ask(alikes.around, f"{A}.1")
    assert [reference for reference, _ in base.ask(lambda conn, names: list(recipients.everyone(conn, names)))] in (
        [f"{A}.1", f"{A}.3"], [f"{A}.2", f"{A}.3"],
    )  # fmt: skip
    assert base.ask(verified.of_person, f"{A}.2").result is VerifyResult.CORRECTED


def test_merged_and_taken_back_every_table_is_as_before_but_for_what_was_written(base: Fold) -> None:
    log = station()
    base.take(log)
    before = base.digests()
    merge = log.add("same", Same(a=f"{A}.1", b=f"{A}.2"))
    base.take(log)
    assert [len(base.ask(people.doses, one)) for one in (f"{A}.1", f"{A}.2")] == [2, 2]
    log.add("void", Void(v=True, why="x"), of=merge, rev=1)
    base.take(log)
    assert [len(base.ask(people.doses, one)) for one in (f"{A}.1", f"{A}.2")] == [1, 1]
    after = base.digests()
    differing = {name for name in before if before[name] != after[name]}
    assert differing == {"held", "edge", "change", "field"}


def test_any_order_gives_the_same(base: Fold) -> None:
    log = station()
    merge = log.add("same", Same(a=f"{A}.1", b=f"{A}.2"))
    log.add("void", Void(v=True, why="x"), of=merge, rev=1)
    log.add("void", Void(v=True, why="x"), of=8, rev=1)
    log.add("amend", Amend(set={"people": "4", "no": "002/2026"}), of=6, rev=1)
    entries = [(log, one) for one in log.refs()]
    base.fold(entries)
    straight = base.digests()
    for seed in range(8):
        rng = random.Random(seed)
        mixed = [*entries]
        rng.shuffle(mixed)
        cut = rng.randint(0, len(mixed))
        base.empty()
        base.fold(mixed[:cut])
        base.fold(mixed[cut:])
        assert base.digests() == straight, seed
    [handed] = base.ask(verified.lists)
    assert (handed.no, handed.people) == ("002/2026", 4)
    assert base.ask(verified.of_person, f"{A}.1").result is VerifyResult.WRONG


def test_nothing_of_who_answered_is_left_of_an_erased_person(base: Fold) -> None:
    base.take(station())
    above = Written(ABOVE)
    named = [f"{A}.{seq}" for seq in (1, 7, 8, 9)]
    above.add("forget", Forget(entries=named, person=f"{A}.1", basis="QĐ 12"))
    base.take(above)
    assert base.ask(verified.of_people, [f"{A}.1", f"{A}.3"]).keys() == {f"{A}.3"}
    for table in registry.tables.values():
        for row in base.rows(table):
            about = f"{A}.3" in str(row) or row.get("person") == base.ask(lambda _, names: names.id(f"{A}.3"))
            assert about or BY not in str(row), table.name
