"""Why two records may be one person, in parts that people can check."""

from __future__ import annotations

import pytest

from vaxdesk.domain.cleaning.duplicates import Explanation, Part, Reason
from vaxdesk.domain.cleaning.duplicates import explain as explained
from vaxdesk.domain.matching import names
from vaxdesk.domain.matching.judge import Verdict
from vaxdesk.domain.matching.levels import Level
from vaxdesk.domain.payloads import Person
from vaxdesk.registry import rules


def made(name: str = "Nguyễn Thị Lành", dob: str = "1990-01-02", **fields: str) -> Person:
    return Person(name=name, dob=dob, **fields)


def explain(one: Person, other: Person) -> Explanation | None:
    return explained(one, other, rules.judge())


ALIKE = (
    ({"doc": "015190001234", "name": "Lò Văn Páo"}, {"doc": "015190001234"}, Reason.SAME_DOCUMENT),
    ({"doc": "015190001234", "old_doc": "060812345"}, {"doc": "060812345"}, Reason.SAME_DOCUMENT),
    ({}, {}, Reason.SAME_NAME_BIRTH),
    ({"name": "Lê Hoà"}, {"name": "lê hòa"}, Reason.SAME_NAME_BIRTH),
    ({"dob": "1990", "adr": "Thôn Cu Vai"}, {"adr": "thôn cu vai"}, Reason.SAME_HAMLET),
    ({"dob": "", "adr": "Thôn Cu Vai"}, {"adr": "Thôn Cu Vai"}, Reason.SAME_HAMLET),
    ({"dob": "1990", "adr": "Cu Vai"}, {"dob": "1990", "adr": "Cu Vai"}, Reason.SAME_HAMLET),
    ({"dob": "1990-02-01", "tel": "0912345678"}, {"tel": "0912345678"}, Reason.SIMILAR),
    ({"name": "Nguyễn Thị Lanh", "tel": "0912345678"}, {"tel": "0912345678"}, Reason.SIMILAR),
    ({"dob": "1990", "adr": "Cu Vai"}, {"adr": "Cu Vai, gần trường"}, Reason.SIMILAR),
    ({"sex": "M"}, {"sex": "F"}, Reason.SIMILAR),  # a slip in a list, as often as two people of one name and day
    ({"bhyt": "HN2150123456789"}, {"bhyt": "0123456789", "name": "Nguyễn Lành"}, Reason.SIMILAR),
)
APART = (
    ({"name": "Lò Văn Páo"}, {}),
    ({"name": ""}, {"name": ""}),
    ({"sex": "M", "dob": "1990"}, {"sex": "F"}),
    ({"doc": "015190001234"}, {"doc": "015190009999"}),
    ({"dob": "1950"}, {"dob": "1990"}),
    ({"dob": "1950-01-01", "adr": "Cu Vai", "commune": "Xà Hồ"}, {"adr": "Háng Xê", "commune": "Tân Mỹ"}),
    ({"dob": "1990-01-02", "adr": "Cu Vai", "sex": "M"}, {"dob": "1991-03-04", "adr": "Cu Vai", "sex": "M"}),
)


@pytest.mark.parametrize(("one", "other", "reason"), ALIKE)
def test_what_speaks_for_one_person(one: dict[str, str], other: dict[str, str], reason: Reason) -> None:
    why, back = explain(made(**one), made(**other)), explain(made(**other), made(**one))
    assert why is not None and back is not None
    assert (why.reason, back.reason) == (reason, reason) and why.score == back.score
    assert reason is Reason.SAME_DOCUMENT or why.score >= 58


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_speaks_too_little(one: dict[str, str], other: dict[str, str]) -> None:
    assert explain(made(**one), made(**other)) is None


def test_the_parts_say_what_agrees_and_what_differs() -> None:
    why = explain(
        made(sex="F", doc="015190001234", tel="0912345678", adr="Cu Vai", commune="Xà Hồ"),
        made("NGUYEN THI LANH", "1990-02-01", sex="F", doc="015190001243", tel="0977001122", adr="Cu Vai",
             commune="xã Xà hồ"),
    )  # fmt: skip
    assert why is not None
    assert why.parts == {
        "name": Part.NEAR, "dob": Part.NEAR, "sex": Part.AGREES, "doc": Part.NEAR, "old_doc": Part.UNKNOWN,
        "bhyt": Part.UNKNOWN, "tel": Part.DIFFERS, "adr": Part.AGREES, "commune": Part.AGREES,
    }  # fmt: skip
    assert (why.verdict, why.levels["name"], why.levels["dob"]) == (Verdict.LIKELY, Level.UNMARKED, Level.SWAPPED)
    assert why.agree == ("name", "dob", "sex", "doc", "adr", "commune") and why.differ == ("tel",)


def test_one_number_of_two_people_scores_low() -> None:
    why = explain(
        made(sex="F", doc="015190001234"), made("Lò Văn Páo", "1950-05-05", sex="M", doc="015190001234")
    )
    assert why is not None and (why.reason, why.score) == (Reason.SAME_DOCUMENT, 0)


def test_numbers_of_different_kinds_say_nothing() -> None:
    why = explain(made(doc="015190001234"), made(doc="060812345"))
    assert why is not None and why.parts["doc"] is Part.UNKNOWN


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Nguyễn Thị Lành", "Lành Nguyễn Thị", True),
        ("Nguyễn Lành", "Nguyễn Thị Lành", True),
        ("Lành", "Nguyễn Thị Lành", False),
        ("Nguyễn Thị Lành", "Nguyễn Thi Lảnh", True),
        ("Nguyễn Thị Lành", "Nguyễn Thị Hạnh", True),
        ("Lò Văn Páo", "Lò Văn Toàn", False),
        ("An", "Nguyễn Thị Hương Giang", False),
        ("abcdefgh", "hgfedcba", False),
    ],
)
def test_names_that_may_be_one(one: str, other: str, alike: bool) -> None:
    assert names.alike(one, other) is alike and names.alike(other, one) is alike


@pytest.mark.parametrize(
    ("mine", "theirs", "part"),
    [
        ("060812345", "060812345", Part.AGREES),
        ("060812345", "060812354", Part.NEAR),
        ("060812345", "121998877", Part.DIFFERS),
        ("060812345", "", Part.UNKNOWN),
    ],
)
def test_old_numbers_are_set_beside_each_other(mine: str, theirs: str, part: Part) -> None:
    one, other = made(old_doc=mine, tel="0912345678"), made(old_doc=theirs, tel="0912345678")
    why = explain(one, other)
    assert why is not None and why.parts["old_doc"] is part
