"""Which value stands after a merge: proposed by who was verified, else by who says more; then as chosen."""

from __future__ import annotations

import msgspec

from vaxdesk.domain.cleaning.findings import CommuneCount, PairCase, Survey
from vaxdesk.domain.cleaning.police import ListKind
from vaxdesk.domain.cleaning.standing import Side, chosen_values, differences
from vaxdesk.domain.views import DoseView, PersonView

LEFT = PersonView(id="a", name="Nguyen Thi Lanh", dob="1990", sex="F", doc="060812345", tel="0912345678",
                  commune="Xà Hồ")  # fmt: skip
RIGHT = PersonView(id="b", name="Nguyễn Thị Lành", dob="1990-01-01", sex="F", doc="015190001234", tel="0977001122",
                   commune="Hạnh Phúc", commune_code="04606", scheme="2025-07", adr="Cu Vai")  # fmt: skip


def test_whoever_says_more_is_proposed() -> None:
    found = {one.field: one.proposed for one in differences(LEFT, RIGHT)}
    assert found == {
        "name": Side.RIGHT, "dob": Side.RIGHT, "doc": Side.RIGHT, "tel": Side.LEFT, "adr": Side.RIGHT,
        "commune": Side.RIGHT,
    }  # fmt: skip


def test_the_verified_record_is_proposed_where_it_says_something() -> None:
    found = {one.field: one.proposed for one in differences(LEFT, RIGHT, verified=frozenset({Side.LEFT}))}
    assert {found.pop("adr")} == {Side.RIGHT} and set(found.values()) == {Side.LEFT}
    mirrored = {one.field: one.proposed for one in differences(RIGHT, LEFT, verified=frozenset({Side.RIGHT}))}
    assert mirrored.pop("adr") is Side.LEFT
    both = differences(LEFT, RIGHT, verified=frozenset(Side))
    assert both == differences(LEFT, RIGHT)
    assert differences(LEFT, LEFT) == ()


def test_a_name_written_well_is_proposed() -> None:
    small = msgspec.structs.replace(RIGHT, name="nguyễn thị lành")
    assert [one.proposed for one in differences(small, RIGHT)] == [Side.RIGHT]
    assert [one.proposed for one in differences(RIGHT, small)] == [Side.LEFT]


def test_only_what_the_record_does_not_say_yet_is_written() -> None:
    chosen = {"name": Side.RIGHT, "dob": Side.LEFT, "commune": Side.RIGHT}
    assert chosen_values(LEFT, LEFT, RIGHT, chosen=chosen) == {
        "name": "Nguyễn Thị Lành", "commune": "Hạnh Phúc", "commune_code": "04606", "scheme": "2025-07",
    }  # fmt: skip
    assert chosen_values(RIGHT, LEFT, RIGHT, chosen=chosen) == {"dob": "1990"}


def test_what_nobody_is_asked_about_is_filled_in_but_never_replaced() -> None:
    bare, full = (
        PersonView(id="a", name="Lò Văn Páo", commune="Xà Hồ", job="nông dân"),
        PersonView(id="b", name="Lò Văn Páo", commune="Xà Hồ", commune_code="04606", scheme="2025-07",
                   province="Lào Cai", guardian="Lò Văn Sinh", job="công nhân"),
    )  # fmt: skip
    filled = {"guardian": "Lò Văn Sinh", "commune_code": "04606", "scheme": "2025-07", "province": "Lào Cai"}
    assert chosen_values(bare, bare, full, chosen={}) == filled == chosen_values(bare, full, bare, chosen={})
    assert chosen_values(full, bare, full, chosen={}) == {}
    elsewhere = msgspec.structs.replace(full, commune="Tân Mỹ")
    assert chosen_values(bare, bare, elsewhere, chosen={}) == {"guardian": "Lò Văn Sinh"}


def test_doses_of_both_stand_by_day() -> None:
    late, early = DoseView(id="1", date="2026-08-21", product="AZ"), DoseView(id="2", date="2026-05", product="AZ")
    case = PairCase(left=LEFT, right=RIGHT, why=None, differences=(), doses_left=(late,), doses_right=(early,))
    assert case.together == (early, late)


def test_counts_of_a_survey() -> None:
    counts = {ListKind.NO_ID: 2, ListKind.WRONG_DATA: 1}
    survey = Survey(communes=(CommuneCount(commune="Xà Hồ", counts=counts), CommuneCount(commune="", counts={})))
    assert survey.communes[0].people == 3
    assert [survey.on_lists(kind) for kind in ListKind] == [2, 0, 1]
    assert msgspec.structs.replace(survey, communes=()).on_lists(ListKind.NO_ID) == 0
