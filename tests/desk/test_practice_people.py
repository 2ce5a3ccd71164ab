"""The synthetic people: always the same, and such as real lists are full of."""

from __future__ import annotations

from vaxdesk.desk.practice_people import people
from vaxdesk.domain.birthdates import parse_birth
from vaxdesk.domain.documents import check_document, document_kind, normalise_phone

MANY = list(people(5000, seed=3))


def test_the_same_seed_gives_the_same_people() -> None:
    assert list(people(50, seed=3)) == MANY[:50]
    assert list(people(50, seed=4)) != MANY[:50]


def test_numbers_are_valid_and_nobody_shares_a_citizen_id() -> None:
    for person in MANY:
        assert check_document(person.doc, sex=person.sex, dob=person.dob, today="2026-11-23") == ()
        assert parse_birth(person.dob) == person.dob
        assert normalise_phone(person.tel) == person.tel
        assert not person.bhyt or document_kind(person.bhyt) == "bhyt"
    assert len({person.doc for person in MANY}) == len(MANY)


def test_the_mixture() -> None:
    assert {person.eth for person in MANY} == {"Kinh", "Mông", "Thái", "Mường", "Ê-đê", "Khơ-me"}
    assert {person.scheme for person in MANY} == {"2021", "2025-07"}
    assert all(bool(person.district) is (person.scheme == "2021") for person in MANY)
    assert 0.001 < sum(len(person.dob) == 4 for person in MANY) / len(MANY) < 0.05
    assert 0.7 < sum(bool(person.bhyt) for person in MANY) / len(MANY) < 0.9
    assert {person.sex for person in MANY} == {"M", "F"}
