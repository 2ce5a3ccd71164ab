"""People taken out of the fold leave what a fold of the other entries gives, on both databases."""

from __future__ import annotations

from random import Random

import pytest

from tests.registry.conftest import Fold, Written
from vaxdesk.domain.keeping import Keeping, LastSeen
from vaxdesk.domain.payloads import (
    Aefi,
    Amend,
    Appt,
    Called,
    CheckIn,
    Forget,
    Hcert,
    History,
    Inject,
    Person,
    Same,
    Told,
    Uncert,
    Void,
    Vouch,
)
from vaxdesk.journal.ref import log_name
from vaxdesk.registry import pruning

DAYS = ("2026-01-10", "2026-06-10")


class Town:
    """A log of many people with everything that may be written about them, and a second log that quotes some."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.log = Written(log_name(1))
        self.elsewhere = Written(log_name(2))
        self.hosted = Written(log_name(3))
        self.people = [self._person(number) for number in range(8)]
        for a, b in ((0, 1), (2, 3)):
            self.log.add("same", Same(a=self.people[a], b=self.people[b]))
        self.log.add("void", Void(v=True, why=""), of=self.log.refs()[-1], rev=1)

    def _person(self, number: int) -> str:
        rng = self.rng
        log = self.elsewhere if number % 3 == 2 else self.log
        before = len(log.lines)
        who = log.add("person", Person(name=f"Lành {number}", dob="1990", doc=f"06619000{number:04}"))
        day = rng.choice(DAYS)
        if rng.random() < 0.7:
            log.add("appt", Appt(day=day, slot="", roster="", row=number), of=who)
        if rng.random() < 0.7:
            log.add("checkin", CheckIn(day=day, no=number), of=who)
            dose = Inject(day=day, at=1, product="COM-A", lot="", lot_no="L", expiry="2027-01-01")
            given = log.add("inject", dose, of=who)
            if rng.random() < 0.5:
                said = log.add("told", Told(day=day, dose=given, signs=["rash"]), of=who)
                log.add("called", Called(told=said, result="unreached"), of=who)
            if rng.random() < 0.5:
                log.add("vouch", Vouch(doses=[given]), of=who)
                cert = log.add("hcert", Hcert(cert=who, uvci=f"U{number}", text=f"HC1:{number}"), of=who)
                gone = log.add("uncert", Uncert(hcert=cert, why="error"))
                log.add("void", Void(v=True, why="nhầm"), of=gone, rev=1)
            fixed = log.add("amend", Amend(set={"site": "left"}, why=""), of=given, rev=1)
            if rng.random() < 0.5:
                log.add("void", Void(v=True, why="nhầm"), of=fixed, rev=1)
        if rng.random() < 0.5:
            log.add("history", History(date="2025-05-05", product="COM-A", place="Hà Nội"), of=who)
        if rng.random() < 0.5:
            log.add("amend", Amend(set={"tel": "0911222333"}, why=""), of=who, rev=1)
        if log is self.elsewhere:
            for one in log.refs()[before:]:
                self.hosted.add("quote", log.quote(one, unit=":TYT-02"))
        return who

    def entries(self) -> list[tuple[Written, str]]:
        return [(log, one) for log in (self.log, self.hosted) for one in log.refs()]


@pytest.mark.parametrize("seed", range(6))
def test_what_is_left_is_a_fold_of_what_is_left(base: Fold, seed: int) -> None:
    town = Town(seed)
    base.fold(town.entries())

    def prune(conn, names):
        people = pruning.people_after(conn, 0, 100)
        chosen = pruning.gather(conn, [one for one in people if Random(seed + one.canon).random() < 0.5])
        pruning.withdraw(conn, names, chosen)
        return {names.ref(id_) for one in chosen for id_ in one.entries}

    gone = base.ask(prune)
    assert gone
    left = base.digests()
    base.empty()
    base.fold([(log, one) for log, one in town.entries() if one not in gone])
    assert left == base.digests()


def test_the_same_person_is_let_go_whole_and_comes_back_by_a_quote(base: Fold) -> None:
    log, hosted = Written(log_name(4)), Written(log_name(5))
    who = log.add("person", Person(name="Nguyễn Thị Lành", dob="1990", doc="066190001234"))
    again = log.add("person", Person(name="NGUYỄN THỊ LÀNH", dob="1990", doc="066190001234"))
    log.add("same", Same(a=who, b=again))
    log.add("checkin", CheckIn(day="2026-01-10", no=1), of=again)
    base.take(log)
    [one] = base.ask(lambda conn, _names: pruning.people_after(conn, 0, 10))
    assert (len(one.records), one.seen) == (2, LastSeen(served="2026-01-10"))
    base.ask(lambda conn, names: pruning.withdraw(conn, names, pruning.gather(conn, [one])))
    assert base.ask(lambda conn, _names: pruning.people_after(conn, 0, 10)) == []
    hosted.add("quote", log.quote(who, unit=":TYT-01"))
    hosted.add("quote", log.quote(again, unit=":TYT-01"))
    base.take(hosted)
    [back] = base.ask(lambda conn, _names: pruning.people_after(conn, 0, 10))
    assert back.records == one.records


def test_nobody_is_gathered_of_whom_the_law_had_something_erased(base: Fold) -> None:
    log, above = Written(log_name(6)), Written(log_name(7))
    who = log.add("person", Person(name="Nguyễn Thị Lành", dob="1990", doc="066190001234"))
    log.add("checkin", CheckIn(day="2026-01-10", no=1), of=who)
    above.add("forget", Forget(person=who, entries=[who], basis="1"))
    base.take(log, above)
    found = base.ask(lambda conn, _names: pruning.gather(conn, pruning.people_after(conn, 0, 10)))
    assert found == []


@pytest.mark.parametrize(
    ("seen", "held"),
    [
        (LastSeen(), False),
        (LastSeen(listed="2026-05-27"), True),
        (LastSeen(listed="2026-05-26"), False),
        (LastSeen(listed="2026-12-01"), True),
        (LastSeen(served="2026-03-28"), True),
        (LastSeen(served="2026-03-27"), False),
        (LastSeen(listed="2026-05-26", served="2026-03-28"), True),
        (LastSeen(served="2025-03-28", open_case=True), True),
    ],
)
def test_who_is_held_on_a_day_of_the_server(seen: LastSeen, held: bool) -> None:
    assert Keeping().holds(seen, "2026-06-26") is held


def test_a_serious_reaction_without_an_outcome_is_an_open_case(base: Fold) -> None:
    log = Written(log_name(8))
    who = log.add("person", Person(name="Nguyễn Thị Lành", dob="1990"))
    case = log.add("aefi", Aefi(day="2025-01-10", severity="serious", onset=1), of=who)
    base.take(log)
    assert base.ask(lambda conn, _names: pruning.people_after(conn, 0, 10))[0].seen.open_case
    log.add("amend", Amend(set={"outcome": "recovered"}, why=""), of=case, rev=1)
    base.take(log)
    seen = base.ask(lambda conn, _names: pruning.people_after(conn, 0, 10))[0].seen
    assert (seen.open_case, seen.served) == (False, "2025-01-10")
