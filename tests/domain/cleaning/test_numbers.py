"""What is doubtful about numbers, and what is proposed by rule."""

from __future__ import annotations

import pytest

from vaxdesk.domain.cleaning.numbers import flaws, name_proposals, number_proposals
from vaxdesk.domain.payloads import Person

TODAY = "2026-11-23"


def made(**fields: str) -> Person:
    return Person(**{"name": "Nguyễn Thị Lành", "dob": "1990-01-01", "sex": "F", "doc": "015190001234", **fields})


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, []),
        ({"doc": ""}, ["document_missing"]),
        ({"sex": "M"}, ["document_sex"]),
        ({"sex": ""}, ["sex_missing"]),
        ({"dob": "1991"}, ["document_birth"]),
        ({"doc": "12", "tel": "12"}, ["document_not_a_number", "phone_unreadable"]),
        ({"dob": "", "name": "x1"}, []),  # the name and the birth date are no numbers
    ],
)
def test_doubts_of_numbers(fields: dict[str, str], found: list[str]) -> None:
    assert [one.flaw.value for one in flaws(made(**fields), today=TODAY)] == found


@pytest.mark.parametrize(
    ("fields", "after"),
    [
        ({}, {}),
        ({"doc": "0151.9000.1234"}, {"doc": "015190001234"}),
        ({"doc": "15190001234"}, {"doc": "015190001234"}),
        ({"doc": "nothing at all"}, {}),
        ({"tel": "84912345678", "guardian_tel": "912 345 679"}, {"tel": "0912345678", "guardian_tel": "0912345679"}),
        ({"tel": "gọi nhà bên"}, {}),
        ({"sex": ""}, {"sex": "F"}),
        ({"doc": "HN2150123456789"}, {"doc": "", "bhyt": "HN2150123456789"}),
        ({"doc": "HN2150123456789", "bhyt": "HN2150123456780"}, {}),
        ({"old_doc": "060 812 345"}, {"old_doc": "060812345"}),
    ],
)
def test_proposals_for_numbers(fields: dict[str, str], after: dict[str, str]) -> None:
    person = made(**fields)
    assert {one.field: one.after for one in number_proposals(person)} == after
    assert all(one.before == getattr(person, one.field) for one in number_proposals(person))


def test_proposals_for_names_are_of_the_guardian_too() -> None:
    person = made(name="nguyễn thị lành", guardian="LÒ VĂN PÁO")
    assert [(one.field, one.after) for one in name_proposals(person)] == [
        ("name", "Nguyễn Thị Lành"), ("guardian", "Lò Văn Páo"),
    ]  # fmt: skip
    assert name_proposals(made()) == ()
