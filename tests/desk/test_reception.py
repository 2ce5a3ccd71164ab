"""Receiving, registering and leaving, against a real store."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from vaxdesk.desk import board, corrections, reception, undo
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain.identity import Alike, Arrival, Via
from vaxdesk.domain.outcomes import Outcome, Role, Stage
from vaxdesk.domain.payloads import Inject, Lot, Person
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.registration import Flawed, PersonFlaw
from vaxdesk.domain.views import UserView
from vaxdesk.registry.queries import people
from vaxdesk.registry.queries.history import changes

Make = Callable[..., str]

PAO = Person(name="Lò Văn Páo", dob="2005-09-05", sex="M", doc="014205006789", tel="0987654321")


def received(answer: object) -> Arrival:
    assert isinstance(answer, Done), answer
    assert isinstance(answer.value, Arrival)
    return answer.value


def as_role(desk: Desk, *roles: Role) -> Desk:
    return desk.as_user(UserView(no=9, name="Hờ A Chứ", login="chu", roles=tuple(role.value for role in roles)))


def test_numbers_are_given_in_turn(desk: Desk, make_person: Make) -> None:
    people_here = [make_person(desk, row=row, doc=f"01519000000{row}") for row in (1, 2, 3)]
    assert [received(reception.check_in(desk, one)).no for one in people_here] == [1, 2, 3]
    rows = board.rows(desk)
    assert [(row.no, row.stage) for row in rows] == [(1, Stage.RECEIVED), (2, Stage.RECEIVED), (3, Stage.RECEIVED)]


def test_the_entry_says_how_the_person_was_recognised(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk)
    arrival = received(reception.check_in(desk, lanh, via=Via.CARD, guardian_present=True))
    day = board.person_day(desk, lanh)
    assert day is not None
    assert day.visit.checkin is not None
    assert day.visit.checkin.id == arrival.entry
    assert day.visit.checkin.data == {"day": desk.day, "no": 1, "via": "card", "guardian_present": True}


def test_nobody_is_received_twice_a_day_but_again_on_the_next(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk)
    received(reception.check_in(desk, lanh))
    again = reception.check_in(desk, lanh)
    assert isinstance(again, Refused)
    assert again.reason is Refusal.ALREADY_RECEIVED
    assert again.facts["no"] == 1
    assert received(reception.check_in(desk.on("2026-11-24"), lanh)).no == 1


def test_nobody_is_received_after_the_injection(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk)
    with desk.store.writing() as w:
        lot = w.add("lot", Lot(product="AZ", number="A1", expiry="2027-01-01"))
        w.add(
            "inject",
            Inject(day=desk.day, at=desk.now(), product="AZ", lot=lot, lot_no="A1", expiry="2027-01-01"),
            of=lanh,
        )
    answer = reception.check_in(desk, lanh)
    assert isinstance(answer, Refused)
    assert answer.reason is Refusal.ALREADY_INJECTED


def test_what_the_card_says_is_saved_with_the_check_in(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk, dob="1990", doc="")
    take = {"dob": "1990-01-01", "doc": "015190001234", "name": "Nguyễn Thị Lành", "unheard_of": "x"}
    done = reception.check_in(desk, lanh, via=Via.CARD, take=take)
    assert received(done).no == 1
    assert {"amend", "checkin"} <= done.kinds
    with desk.store.reading() as conn:
        now = people.by_ref(conn, desk.store.names, lanh)
        (change,) = changes(conn, desk.store.names, [lanh])
    assert now is not None
    assert (now.dob, now.doc) == ("1990-01-01", "015190001234")
    assert (change.why, change.set) == ("card", {"dob": "1990-01-01", "doc": "015190001234"})


def test_a_refused_check_in_corrects_nothing(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk, doc="")
    reception.check_in(desk, lanh)
    assert isinstance(reception.check_in(desk, lanh, take={"doc": "015190001234"}), Refused)
    with desk.store.reading() as conn:
        assert changes(conn, desk.store.names, [lanh]) == []


def test_a_withdrawn_person_cannot_be_received(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk)
    corrections.withdraw(desk, lanh, why="entered_twice")
    answer = reception.check_in(desk, lanh)
    assert isinstance(answer, Refused)
    assert answer.reason is Refusal.PERSON_GONE


@pytest.mark.parametrize(
    ("verb", "role"),
    [
        (lambda desk, one: reception.check_in(desk, one), Role.SCREENING),
        (lambda desk, one: reception.check_in(desk, one, take={"tel": "0912345678"}), Role.OBSERVATION),
        (lambda desk, _: reception.register(desk, PAO), Role.DATA_ENTRY),
        (lambda desk, one: reception.decline(desk, one, why="afraid"), Role.OBSERVATION),
    ],
    ids=["check in", "take from card", "register", "decline"],
)
def test_the_role_must_cover_it(desk: Desk, make_person: Make, verb: Callable[..., object], role: Role) -> None:
    lanh = make_person(desk)
    answer = verb(as_role(desk, role), lanh)
    assert isinstance(answer, Refused)
    assert answer.reason is Refusal.NO_RIGHT
    assert board.rows(desk)[0].stage is Stage.WAITING


def test_undoing_a_check_in_lets_the_person_come_again(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk)
    first = received(reception.check_in(desk, lanh))
    assert isinstance(undo.void(desk, first.entry, why="wrong_person"), Done)
    assert board.rows(desk)[0].stage is Stage.WAITING
    assert received(reception.check_in(desk, lanh)).no >= 1


def test_a_walk_in_is_registered_and_received_at_once(desk: Desk) -> None:
    arrival = received(reception.register(desk, PAO))
    (row,) = board.rows(desk)
    assert (row.person.id, row.person.name, row.no, row.walk_in, row.stage) == (
        arrival.person, "Lò Văn Páo", 1, True, Stage.RECEIVED,
    )


def test_a_flawed_walk_in_saves_nothing(desk: Desk) -> None:
    answer = reception.register(desk, Person(name="", dob="2030-01-01", doc="12"))
    assert isinstance(answer, Flawed)
    assert {(one.field, one.flaw) for one in answer.flaws} == {
        ("name", PersonFlaw.NAME_MISSING),
        ("dob", PersonFlaw.BIRTH_IN_FUTURE),
        ("sex", PersonFlaw.SEX_MISSING),
        ("doc", PersonFlaw.DOCUMENT_NOT_A_NUMBER),
    }
    assert board.rows(desk) == ()


@pytest.mark.parametrize(
    "draft",
    [
        PAO,
        msgspec.structs.replace(PAO, name="lo van pao", dob="2005"),
        msgspec.structs.replace(PAO, doc=""),
        Person(name="Lò Văn Páo", dob="2005", sex="M"),
        Person(name="Lò Văn Pao", dob="2005-09-05", sex="M", tel="0987654321"),
    ],
    ids=["again", "sloppily again", "without number", "year only", "no number, same phone"],
)
def test_who_may_be_here_already_is_asked_about_first(desk: Desk, draft: Person) -> None:
    first = received(reception.register(desk, PAO))
    assert [one.person.id for one in reception.alike(desk, draft)] == [first.person]
    asked = reception.register(desk, draft)
    assert isinstance(asked, Alike)
    assert [one.person.id for one in asked.people] == [first.person]
    assert asked.people[0].stage is Stage.RECEIVED
    assert len(board.rows(desk)) == 1
    assert received(reception.register(desk, draft, not_these=[first.person])).no == 2


def test_nobody_else_is_alike(desk: Desk, make_person: Make) -> None:
    make_person(desk)
    assert reception.alike(desk, PAO) == ()
    assert reception.alike(desk, Person(name="")) == ()


def test_declining_ends_the_day_with_a_reason(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk)
    early = reception.decline(desk, lanh, why="afraid")
    assert isinstance(early, Refused)
    assert early.reason is Refusal.NOT_RECEIVED
    reception.check_in(desk, lanh)
    silent = reception.decline(desk, lanh, why=" ")
    assert isinstance(silent, Refused)
    assert silent.reason is Refusal.REASON_NEEDED
    assert isinstance(reception.decline(desk, lanh, why="afraid"), Done)
    (row,) = board.rows(desk)
    assert (row.stage, row.outcome) == (Stage.DONE, Outcome.DECLINED)
    twice = reception.decline(desk, lanh, why="afraid")
    assert isinstance(twice, Refused)
    assert twice.reason is Refusal.DECLINED
