"""What of the lists and checklists names people goes when the law wants it; what does not is never salted."""

from __future__ import annotations

import pytest

from vaxdesk.domain.erasable import ALONE, goes, names_people
from vaxdesk.domain.payloads import KINDS, Amend, Area, Checklist, Facility, Payload, Staff, UnitMap, Void

SIGNED = Checklist(part="C", day="2026-11-27", answers={"place": "no"}, notes={"place": "chị Dậu báo"})
BARE = Checklist(part="C", day="2026-11-27", answers={"place": "yes"})


@pytest.mark.parametrize(
    ("kind", "payload", "named"),
    [
        ("facility", Facility(name="Trạm"), False),
        ("area", Area(name="Thôn"), False),
        ("unitmap", UnitMap(from_code="1", from_scheme="2021", to_code="2", to_scheme="2025-07", basis="NQ"), False),
        ("staff", Staff(name="Lò Thị Mai"), True),
        ("checklist", SIGNED, True),
        ("checklist", BARE, False),
    ],
)
def test_what_names_people_goes_and_nothing_else(kind: str, payload: Payload, *, named: bool) -> None:
    assert names_people(kind, payload) is named
    assert goes(kind, payload, about="") is named


def test_corrections_of_staff_go_with_them_and_so_do_notes() -> None:
    assert goes("amend", Amend(set={"phone": "0912345678"}), about="staff")
    assert goes("amend", Amend(set={"notes": "{}"}), about="checklist")
    assert not goes("amend", Amend(set={"day": "2026-11-26"}), about="checklist")
    assert not goes("amend", Amend(set={"name": "Trạm"}), about="facility")
    assert not goes("void", Void(v=True, why="x"), about="staff")


def test_the_facility_has_no_field_for_a_person() -> None:
    """Who represents it is a `staff` entry, which can go."""
    assert set(KINDS["facility"].__struct_fields__).isdisjoint({"representative", "head", "contact"})
    assert set(ALONE) <= set(KINDS)
