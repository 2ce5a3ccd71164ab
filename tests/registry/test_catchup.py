"""Stacks of paper as the server folds them too: what is announced, typed, taken back, checked."""

from __future__ import annotations

import random

from tests.registry.conftest import Fold, Written
from vaxdesk.domain.catchup.sheet import Happened
from vaxdesk.domain.catchup.twice import twice
from vaxdesk.domain.payloads import Aefi, Amend, Decline, History, Inject, Lot, Person, Screen, Void
from vaxdesk.domain.payloads_catchup import Batch, Checked, Known, Photo
from vaxdesk.domain.payloads_sync import Forget, Same
from vaxdesk.registry.queries import catchup
from vaxdesk.registry.tables import event

A, ABOVE = "0000000000001", "0000000000009"
DAY = "2021-09-10"
PAPER = {"source": "paper"}


def written() -> tuple[Written, str]:
    """A log with a stack of six announced, of which five are typed, one of them taken back."""
    log = Written(A)
    stack = log.add("batch", Batch(day=DAY, product="AZ", lot_no="ABX1234", sheets=9))
    people = [log.add("person", Person(name=f"Lò Thị {name}")) for name in ("An", "Bình", "Chi", "Dung", "Én", "Giang")]
    lot = log.add("lot", Lot(product="AZ", number="ABX1234", expiry="2021-12-31"))
    of = {**PAPER, "batch": stack}
    dose = log.add("inject", Inject(day=DAY, at=1, product="AZ", lot=lot, lot_no="ABX1234", expiry="2021-12-31",
                                    kind="primary", kind_no=1, warnings=["too_young"], sheet=1, **of), of=people[0])
    log.add("aefi", Aefi(day=DAY, severity="common", onset=1, inject=dose), of=people[0])
    log.add("screen", Screen(day=DAY, form="qd4355", answers={}, conclusion="defer", sheet=2, **of), of=people[1])
    log.add("decline", Decline(day=DAY, stage="received", sheet=3, **of), of=people[2])
    log.add("history", History(date=DAY, product="AZ", lot="ABX1234", sheet=4, **of), of=people[3])
    log.add("known", Known(day=DAY, batch=stack, dose=dose, sheet=5), of=people[4])
    wrong = log.add("inject", Inject(day=DAY, at=1, product="AZ", lot=lot, lot_no="ABX1234", expiry="", sheet=6, **of),
                    of=people[5], user=7)
    log.add("void", Void(v=True, why="wrong_person"), of=wrong, rev=1)
    log.add("amend", Amend(set={"sheets": "6"}), of=stack, rev=1)
    for part in (1, 2):
        piece = Photo(day=DAY, entry=dose, whole="ab", part=part, parts=2, data="A" * 100)
        shown = log.add("photo", piece, of=people[0])
    other = log.add("photo", Photo(day=DAY, entry=dose, whole="cd", part=1, parts=2, data="B" * 100), of=people[0])
    log.add("void", Void(v=True, why="wrong_entry"), of=other, rev=1)
    log.add("void", Void(v=True, why="wrong_entry"), of=shown, rev=1)
    log.add("void", Void(v=False, why="wrong_entry"), of=shown, rev=2)
    log.add("checked", Checked(batch=stack, sample=[dose, wrong], wrong=[dose]), user=8)
    return log, stack


def test_a_stack_is_counted_and_its_sheets_are_listed(base: Fold) -> None:
    log, reference = written()
    base.take(log)
    stack = base.ask(catchup.stack, reference)
    assert base.ask(catchup.stacks) == [stack]
    assert (stack.sheets, stack.typed, stack.missing) == (6, 5, 1)
    assert (stack.check.sample, stack.check.wrong, stack.check.user) == (2, 1, 8)
    rows = base.ask(catchup.sheets, stack)
    assert [(row.sheet, row.happened, row.known, row.lot_no) for row in rows] == [
        (1, Happened.INJECTED, False, "ABX1234"),
        (2, Happened.DEFERRED, False, ""),
        (3, Happened.DECLINED, False, ""),
        (4, Happened.INJECTED, False, "ABX1234"),
        (5, Happened.INJECTED, True, ""),
    ]
    assert (rows[0].warnings, rows[0].reaction, rows[0].kind_no) == (("too_young",), "common", 1)
    assert base.ask(catchup.sheet, stack, rows[0].entry) == rows[0]
    pieces = base.ask(catchup.photo, rows[0].person.id, rows[0].entry)
    assert [log.at(one)[0].count(b"A") >= 100 for one in pieces] == [True, True]
    assert not any("AAAA" in row["d"] or "BBBB" in row["d"] for row in base.rows(event))
    assert base.ask(catchup.typists, reference) == {1, 7}
    assert base.ask(catchup.lot_of, product="AZ", number="ABX1234") == f"{A}.8"
    assert base.ask(catchup.lot_of, product="MOD", number="ABX1234") == ""


def test_a_sheet_is_found_by_any_record_of_the_person(base: Fold) -> None:
    log, reference = written()
    other = log.add("person", Person(name="Lò Thị Chi"))
    log.add("same", Same(a=f"{A}.4", b=other))
    base.take(log)
    assert base.ask(catchup.sheet_of, reference, other) == 3
    assert base.ask(catchup.sheet_of, reference, f"{A}.7") == 0


def test_any_order_gives_the_same(base: Fold) -> None:
    log, _ = written()
    entries = [(log, reference) for reference in log.refs()]
    base.fold(entries)
    whole = base.digests()
    for seed in range(5):
        base.empty()
        mixed = random.Random(seed).sample(entries, len(entries))
        for one in mixed:
            base.fold([one])
        assert base.digests() == whole


def test_who_is_erased_stays_a_sheet_without_a_name(base: Fold) -> None:
    log, reference = written()
    above = Written(ABOVE)
    photos = [one for one in log.refs() if b'"k":"photo"' in log.at(one)[0]]
    above.add("forget", Forget(entries=[f"{A}.2", *photos], person=f"{A}.2", basis="QĐ 12"))
    base.take(log, above)
    stack = base.ask(catchup.stack, reference)
    assert stack.typed == 5
    row = base.ask(catchup.sheets, stack)[0]
    assert row.person.name == ""
    assert base.ask(catchup.photo, row.person.id, row.entry) == []


def test_a_stack_that_was_taken_back_is_none(base: Fold) -> None:
    log, reference = written()
    log.add("void", Void(v=True, why="wrong_entry"), of=reference, rev=2)
    base.take(log)
    assert base.ask(catchup.stack, reference) is None
    assert base.ask(catchup.stacks) == []


def test_one_person_under_two_records_is_one_sheet_typed_twice(base: Fold) -> None:
    log, reference = written()
    other = log.add("person", Person(name="Lò Thị An"))
    again = Screen(day=DAY, form="qd4355", answers={}, conclusion="defer", sheet=1, batch=reference, **PAPER)
    log.add("screen", again, of=other, user=9)
    log.add("checked", Checked(batch=reference, sample=[other], wrong=[]), user=9)
    base.take(log)
    assert [base.ask(catchup.stack, reference).twice, base.ask(catchup.stack, reference).typed] == [0, 6]
    log.add("same", Same(a=f"{A}.2", b=other))
    base.fold([(log, log.refs()[-1])])
    stack = base.ask(catchup.stack, reference)
    assert base.ask(catchup.stacks) == [stack]
    assert (stack.typed, stack.twice) == (5, 1)
    rows = base.ask(catchup.sheets, stack)
    (pair,) = twice(rows)
    assert [row.happened for row in pair.rows] == [Happened.INJECTED, Happened.DEFERRED]
    assert base.ask(catchup.typed_by, reference, {9}) == {pair.stands.person.id}
    assert base.ask(catchup.typed_by, reference, {7}) == {f"{A}.7"}, "what was taken back was typed as well"


def test_checks_of_several_people_count_together(base: Fold) -> None:
    log, reference = written()
    rows = [one for one in log.refs() if b'"k":"inject"' in log.at(one)[0]]
    log.add("checked", Checked(batch=reference, sample=rows[:1], wrong=[]), user=1)
    base.take(log)
    check = base.ask(catchup.stack, reference).check
    assert (check.sample, check.wrong, check.user, check.partial) == (3, 1, 1, False)
    log.add("checked", Checked(batch=reference, sample=rows[:1], wrong=rows[:1]), user=1)
    base.fold([(log, log.refs()[-1])])
    check = base.ask(catchup.stack, reference).check
    assert (check.sample, check.wrong) == (3, 2), "of each checker the latest"


def test_a_checker_who_typed_a_part_has_not_read_all(base: Fold) -> None:
    log = Written(A)
    stack = log.add("batch", Batch(day=DAY, product="AZ", sheets=2))
    person = log.add("person", Person(name="Lò Thị An"))
    known = log.add("known", Known(day=DAY, batch=stack, dose=person, sheet=1), of=person, user=4)
    log.add("checked", Checked(batch=stack, sample=[known], wrong=[]), user=4)
    base.take(log)
    assert base.ask(catchup.stack, stack).check.partial
    assert base.ask(catchup.stacks)[0].check.partial
