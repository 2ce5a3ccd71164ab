"""Erasure: the same tables whether the entries came before the `forget`, after it, or as holes; doses stay."""

from __future__ import annotations

import random

from tests.registry.conftest import Fold, Written
from vaxdesk.domain.payloads import Aefi, Amend, CheckIn, Inject, Leave, Person, Screen, Void
from vaxdesk.domain.payloads_sync import Forget, Same
from vaxdesk.journal import hole
from vaxdesk.registry.queries import people
from vaxdesk.registry.tables import change, event, field, person
from vaxdesk.registry.tables_exchange import original, quoted

A, B, ABOVE = "0000000000001", "0000000000002", "0000000000009"
DAY = "2026-11-23"
SECRET = "Dở"


def station() -> tuple[Written, list[str]]:
    """A log of one person to be forgotten and one to stay; and the entries that the law names."""
    log = Written(A)
    named = [log.add("person", Person(name=f"Lò Thị {SECRET}", doc="001190012345", note=SECRET))]
    log.add("person", Person(name="Vàng A Páo"))
    log.add("checkin", CheckIn(day=DAY, no=1), of=1)
    named.append(log.add("screen", Screen(day=DAY, form="f", answers={}, notes={"1": SECRET}, consent_by=SECRET), of=1))
    log.add("inject", Inject(day=DAY, at=9, product="AZ", lot="", lot_no="A1", expiry="2027-01-01", why=SECRET), of=1)
    named.append(log.add("amend", Amend(set={"name": f"Lò {SECRET}", "tel": "0912345678"}, why=SECRET), of=1, rev=1))
    log.add("amend", Amend(set={"why": SECRET, "lot_no": "A2"}, why=SECRET), of=5, rev=1)
    log.add("aefi", Aefi(day=DAY, severity="common", onset=5, note=SECRET, form={"x": SECRET}), of=1)
    log.add("void", Void(v=True, why=SECRET), of=3, rev=1)
    log.add("amend", Amend(set={"adr": SECRET}), of=1, rev=2)  # not named, yet of the same person
    return log, named


def orders(named: list[str]) -> Written:
    log = Written(ABOVE)
    log.add("forget", Forget(entries=named, person=named[0], basis="QĐ 12"))
    return log


def holed(log: Written, named: list[str]) -> Written:
    """The log as whoever obeyed holds it."""
    other = Written(log.log)
    other.hashes = log.hashes
    other.lines = [hole.of(one) if f"{log.log}.{n}" in named else one for n, one in enumerate(log.lines, 1)]
    return other


def test_before_after_and_as_holes_is_the_same(base: Fold) -> None:
    log, named = station()
    entries = [(log, one) for one in log.refs()]
    erased = [(holed(log, named), one) for one in log.refs()]
    [order] = [(orders(named), one) for one in orders(named).refs()]
    base.fold([*entries, order])
    straight = base.digests()
    for seed in range(16):
        rng = random.Random(seed)
        mixed = [rng.choice(pair) for pair in zip(entries, erased, strict=True)] + [order]
        rng.shuffle(mixed)
        cut = rng.randint(0, len(mixed))
        base.empty()
        base.fold(mixed[:cut])
        base.fold(mixed[cut:])
        assert base.digests() == straight, seed


def test_nothing_of_the_person_is_left_and_the_dose_is(base: Fold) -> None:
    log, named = station()
    base.take(log)
    assert len(base.ask(people.search, "lo do")) == len(base.ask(people.search, "345")) == 1
    base.take(orders(named))
    for table in (person, event, change, field, original, quoted):
        for row in base.rows(table):
            assert not any(SECRET in str(value) or "0012345" in str(value) for value in row.values()), table.name
    assert base.ask(people.search, "lo do") == base.ask(people.search, "345") == []
    blank = base.ask(people.by_ref, f"{A}.1")
    assert (blank.name, blank.doc, blank.voided) == ("", "", True)
    [dose] = base.ask(people.doses, f"{A}.1")
    assert (dose.date, dose.product, dose.lot) == (DAY, "AZ", "A2")
    assert base.ask(people.by_ref, f"{A}.2").name == "Vàng A Páo"
    assert base.ask(lambda conn, _names: people.count(conn)) == 1


def test_quotes_of_what_was_erased_bring_nothing_back(base: Fold) -> None:
    log, named = station()
    router = Written(B)
    for reference in log.refs():
        router.add("quote", log.quote(reference, unit="2021:79"))
    every = [*named, *(f"{B}.{n}" for n, one in enumerate(log.refs(), 1) if one in named)]
    outcomes = set()
    for order in ([router, orders(every)], [orders(every), router], [orders(every), holed(router, every)]):
        base.empty()
        base.take(*order[:1])
        base.take(*order[1:])
        outcomes.add(tuple(base.digests().items()))
        assert not any(SECRET in row["line"] for row in base.rows(quoted) if '"person"' in row["line"])
        assert base.ask(people.by_ref, f"{A}.1").name == ""
        assert len(base.ask(people.doses, f"{A}.1")) == 1
    assert len(outcomes) == 1


def test_the_forgotten_stands_for_nobody(base: Fold) -> None:
    log, named = station()
    log.add("person", Person(name="Lò Thị Dơ"))
    log.add("same", Same(a=f"{A}.1", b=f"{A}.11"))
    base.take(log, orders(named))
    assert [one.id for one in base.ask(people.search, "lo thi do")] == [f"{A}.11"]
    assert len(base.ask(people.doses, f"{A}.11")) == 1


def test_of_one_of_two_records_the_other_keeps_its_own_days(base: Fold) -> None:
    log = Written(A)
    for name in ("Lò Thị Dở", "Lò Thị Dơ"):
        log.add("person", Person(name=name))
    log.add("same", Same(a=f"{A}.1", b=f"{A}.2"))
    for of in (1, 2):
        log.add("checkin", CheckIn(day=DAY, no=of), of=of)
    for named in (1, 2):
        order = Written(ABOVE)
        order.add("forget", Forget(entries=[f"{A}.{named}"]))  # without saying whose entry it is
        outcomes = []
        for sequence in ([log, order], [order, log]):
            base.empty()
            base.take(sequence[0])
            base.take(sequence[1])
            outcomes.append(base.digests())
        assert outcomes[0] == outcomes[1]


def test_what_comes_later_of_the_forgotten_leaves_the_group_as_it_is(base: Fold) -> None:
    log, named = station()
    log.add("person", Person(name="Lò Thị Dơ"))
    log.add("same", Same(a=f"{A}.1", b=f"{A}.11"))
    late = log.add("leave", Leave(day=DAY, at=9), of=1)
    whole = [*((log, one) for one in log.refs()), *((orders(named), one) for one in orders(named).refs())]
    base.fold(whole)
    straight = base.digests()
    base.empty()
    base.fold([one for one in whole if one[1] != late])
    base.fold([one for one in whole if one[1] == late])
    assert base.digests() == straight


def test_a_pair_taken_back_as_something_of_the_forgotten_comes_gives_each_their_visits(base: Fold) -> None:
    log, named = station()
    log.add("person", Person(name="Lò Thị Dơ"))
    log.add("checkin", CheckIn(day=DAY, no=7), of=11)
    pair = log.add("same", Same(a=f"{A}.1", b=f"{A}.11"))
    taken_back = log.add("void", Void(v=True, why=""), of=int(pair.partition(".")[2]), rev=1)
    late = {taken_back, log.add("leave", Leave(day=DAY, at=9), of=1)}
    whole = [*((log, one) for one in log.refs()), *((orders(named), one) for one in orders(named).refs())]
    base.fold(whole)
    straight = base.digests()
    base.empty()
    base.fold([one for one in whole if one[1] not in late])
    base.fold([one for one in whole if one[1] in late])
    assert base.digests() == straight
