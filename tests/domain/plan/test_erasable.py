"""What is planned names staff and places; of recipients it holds references alone, so an erasure leaves it."""

from __future__ import annotations

import pytest

from vaxdesk.domain.erasable import goes, names_people
from vaxdesk.domain.payloads import Amend, Appt, Campaign, Payload, Plan, Task, Team

ENTRIES: dict[str, Payload] = {
    "campaign": Campaign(no="3", name="Đợt 3"),
    "plan": Plan(day="2026-12-01", place="Nhà văn hóa", note="Mang máy phát"),
    "task": Task(campaign="0000000000001.1", title="Máy in", person="Lò Thị Mai"),
    "team": Team(day="2026-12-01", role="injecting", name="Cầm Thị Hương"),
    "appt": Appt(day="2026-12-01", slot="07:30", plan="0000000000001.2"),
}


@pytest.mark.parametrize("kind", ENTRIES)
def test_nothing_of_it_goes_with_a_recipient(kind: str) -> None:
    assert not names_people(kind, ENTRIES[kind])
    assert not goes(kind, ENTRIES[kind], about="person")


@pytest.mark.parametrize("kind", ENTRIES)
def test_corrections_of_it_stay(kind: str) -> None:
    assert not goes("amend", Amend(set={"note": "x", "day": "2026-12-02"}), about=kind)


@pytest.mark.parametrize("kind", ENTRIES)
def test_of_recipients_it_has_no_field(kind: str) -> None:
    of_people = {"dob", "doc", "tel", "adr", "bhyt", "guardian"}
    assert not of_people & set(ENTRIES[kind].__struct_fields__)
