"""Quotes: holding them, in any order and number, is holding the entry; none can displace an original."""

from __future__ import annotations

import random

import msgspec

from tests.registry.conftest import Fold, Written
from vaxdesk.domain.payloads import Amend, CheckIn, Inject, Person, Void
from vaxdesk.domain.payloads_sync import Quote
from vaxdesk.journal import branch, chain
from vaxdesk.registry.queries import history, people
from vaxdesk.registry.tables import bad_entry, event
from vaxdesk.registry.tables_exchange import held, quoted

A, B, C = "0000000000001", "0000000000002", "0000000000003"
DAY = "2026-11-23"


def station() -> Written:
    log = Written(A)
    one = log.add("person", Person(name="Lò Thị Dở", dob="1990"))
    log.add("checkin", CheckIn(day=DAY, no=1), of=1)
    log.add("inject", Inject(day=DAY, at=9, product="AZ", lot=f"{A}.9", lot_no="A1", expiry="2027-01-01"), of=1, user=3)
    log.add("amend", Amend(set={"name": "Lò Thị Đở"}), of=1, rev=1)
    log.add("void", Void(v=True, why="x"), of=2, rev=1)
    log.put(b"no entry at all")
    log.add("later", {"x": 1})
    assert one == f"{A}.1"
    return log


def test_quotes_in_any_order_and_number_are_the_entries_themselves(base: Fold) -> None:
    log = station()
    base.take(log)
    straight = base.digests()
    for seed in range(12):
        rng = random.Random(seed)
        router, rescue = Written(B), Written(C)
        for writer in (router, rescue):
            for reference in log.refs():
                if writer is router or rng.random() < 0.5:
                    writer.add("quote", log.quote(reference, unit="2021:79" if writer is router else ""))
        originals = [(log, one) for one in log.refs() if rng.random() < 0.5]
        order = [(writer, one) for writer in (router, rescue) for one in writer.refs()] + originals
        rng.shuffle(order)
        cut = rng.randint(0, len(order))
        base.empty()
        base.fold(order[:cut])
        base.fold(order[cut:] + order[: cut // 2])
        assert base.digests() == straight, seed


def test_a_user_of_another_unit_is_not_shown_as_one_of_this(base: Fold) -> None:
    log, router = station(), Written(B)
    for reference in log.refs():
        router.add("quote", log.quote(reference, unit="2021:79", place="Trạm A"))
    base.take(router)
    assert {(one.user, one.origin, one.place) for one in base.ask(history.events, f"{A}.1")} == {
        (0, "2021:79", "Trạm A")
    }
    assert [(one.here, one.place) for one in base.ask(people.doses, f"{A}.1")] == [(False, "Trạm A")]
    base.take(log)
    assert {(one.user, one.origin) for one in base.ask(history.events, f"{A}.1")} == {(1, ""), (3, "")}
    assert [one.here for one in base.ask(people.doses, f"{A}.1")] == [True]


def test_a_quote_that_contradicts_stays_apart_whatever_came_first(base: Fold) -> None:
    log, forger = station(), Written(B)
    true = log.quote(f"{A}.1")
    made = chain.step(bytes(32), b"x")
    forged = msgspec.structs.replace(true, line=true.line.replace("Lò", "Vàng"), h=made.hex())
    void = '{"d":{"v":true,"why":"x"},"k":"void","of":3,"rev":9,"t":1}'
    other = msgspec.structs.replace(true, line=void, h="00" * 32)
    for quote in (forged, other, true):
        forger.add("quote", quote)
    outcomes = []
    for order in ([forger, log], [log, forger]):
        base.empty()
        for one in order:
            base.take(one)
        outcomes.append((base.digests(), sorted(row["apart"] for row in base.rows(quoted))))
    assert outcomes[0] == outcomes[1]
    assert outcomes[0][1] == [0, 1, 1]
    assert base.ask(people.by_ref, f"{A}.1").name == "Lò Thị Đở"
    assert [one["voided"] for one in base.rows(event) if one["kind"] == "inject"] == [0]


def test_without_the_original_the_smallest_hash_holds_and_its_undoing_is_whole(base: Fold) -> None:
    log, rng = station(), random.Random(4)
    true = log.quote(f"{A}.4")
    lies = [
        msgspec.structs.replace(true, line=true.line.replace("Đở", name), h=bytes([n] * 32).hex())
        for n, name in ((1, "Một"), (2, "Hai"), (3, "Ba"))
    ]
    seen = set()
    for _ in range(6):
        forger = Written(B)
        for quote in rng.sample(lies, 3):
            forger.add("quote", quote)
        base.empty()
        base.fold([(log, f"{A}.1"), *((forger, one) for one in forger.refs()[:2])])
        base.fold([(forger, one) for one in forger.refs()])
        seen.add(base.ask(people.by_ref, f"{A}.1").name)
        assert base.ask(people.search, "mot")[0].id == f"{A}.1"
        base.take(log)
        assert base.ask(people.by_ref, f"{A}.1").name == "Lò Thị Đở"
        assert base.ask(people.search, "mot") == []
    assert seen == {"Lò Thị Một"}


def test_what_is_no_quote_is_a_bad_entry(base: Fold) -> None:
    log, writer, outer = station(), Written(B), Written(C)
    good = log.quote(f"{A}.1")
    inner = writer.add("quote", good)
    bad = [
        Quote(id="nothing", h=good.h, line=good.line),
        Quote(id=f"{A}.1", h="abc", line=good.line),
        Quote(id=f"{A}.1", h="00" * 31, line=good.line),
        Quote(id=f"{A}.1", h=good.h, line=good.line, branch=B, a=1),
        Quote(id=f"{A}.1", h=good.h, line="\0"),
        writer.quote(inner),  # a quote in a quote
    ]
    for quote in bad:
        outer.add("quote", quote)
    outer.add("quote", Quote(id=f"{B}.9", h=good.h, line='{"d":{"entries":[]},"k":"forget","t":1}'))
    base.take(outer)
    assert len(base.rows(bad_entry)) == len(bad) + 1
    base.take(writer)
    assert base.ask(people.by_ref, f"{A}.1").name == "Lò Thị Dở"
    assert len(base.rows(bad_entry)) == len(bad)  # the quote itself came, so its copy in a quote says nothing more


def test_a_branch_is_another_log_whose_references_mean_itself(base: Fold) -> None:
    log = station()
    stranded = Written(A)
    stranded.lines, stranded.hashes = log.lines[:2], log.hashes[:3]
    stranded.add("person", Person(name="Vàng A Páo"))
    stranded.add("checkin", CheckIn(day=DAY, no=9), of=3)
    stranded.add("amend", Amend(set={"tel": "0912345678"}), of=f"{A}.3", rev=1)
    stranded.add("amend", Amend(set={"tel": "0987654321"}), of=1, rev=1)
    name = branch.name(A, stranded.hashes[3])
    rescue = Written(C)
    for reference in stranded.refs()[2:]:
        rescue.add("quote", stranded.quote(reference, branch=name, a=2))
    for order in ([log, rescue], [rescue, log]):
        base.empty()
        for one in order:
            base.take(one)
        pao = base.ask(people.by_ref, f"{name}.3")
        assert (pao.name, pao.tel) == ("Vàng A Páo", "0912345678")
        assert base.ask(people.by_ref, f"{A}.1").tel == "0987654321"
        assert [one.data["no"] for one in base.ask(history.events, f"{name}.3")] == [9]
        assert base.ask(people.by_ref, f"{A}.3") is None  # the feed's entry of that number is a dose
        assert len(base.rows(held)) == len(log.lines) + 2 * 4


def test_one_correction_under_two_names_is_folded_alike_whatever_came_first(base: Fold) -> None:
    """What was saved behind a gap and said again under a branch's name may come back under its own name too."""
    log, rescue = Written(A), Written(B)
    log.add("person", Person(name="Lò Thị Dở", dob="1990"))
    log.add("amend", Amend(set={"name": "Lò Thị Đở"}), of=1, rev=1)
    rescue.add("quote", log.quote(f"{A}.2", branch=branch.name(A, log.hashes[2]), a=1))
    digests = []
    for order in ([log, rescue], [rescue, log]):
        base.empty()
        for written in order:
            base.take(written)
        digests.append(base.digests())
        assert base.ask(people.by_ref, f"{A}.1").name == "Lò Thị Đở"
    base.empty()
    base.fold([(writer, one) for writer in (rescue, log) for one in writer.refs()])
    assert digests[0] == digests[1] == base.digests()
