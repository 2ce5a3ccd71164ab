"""When two records are one person: documents, names, birth dates, telephones (facts 5.4)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxdesk.domain.likeness import Bond, Likeness, births_agree, compare
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.roster import Sameness

LANH = Person(name="Nguyễn Thị Lành", dob="1990-02-01", sex="F", doc="015190001234", tel="0912345678",
              adr="Thôn Cu Vai", commune="Xã Xà Hồ", commune_code="04594", scheme="2021")


def like(**changes: str) -> Person:
    """The same person, some fields written differently."""
    fields = {name: getattr(LANH, name) for name in Person.__struct_fields__} | changes
    return Person(**fields)


def plain(**changes: str) -> Person:
    """The same person without document."""
    return like(**({"doc": ""} | changes))


@pytest.mark.parametrize(
    ("one", "other", "bond", "same"),
    [
        (LANH, LANH, Bond.SAME, Sameness.SAME_LINE),
        (LANH, like(name="NGUYEN THI LANH", tel=""), Bond.SAME, Sameness.SAME_DOCUMENT),
        (LANH, like(name="Nguyễn Thị Lạnh"), Bond.SAME, Sameness.SAME_DOCUMENT),
        (LANH, like(dob="1990"), Bond.SAME, Sameness.SAME_DOCUMENT),
        (LANH, like(name="Lành Nguyễn Thị"), Bond.SAME, Sameness.SAME_DOCUMENT),
        (like(doc="060812345"), like(old_doc="060812345"), Bond.SAME, Sameness.SAME_DOCUMENT),
        (LANH, like(name="Trần Văn Hùng"), Bond.CLASH, None),
        (LANH, like(name="Nguyễn Thị Hành", dob="2012-05-06"), Bond.CLASH, None),
        (plain(tel=""), plain(adr=""), Bond.SAME, Sameness.SAME_NAME_BIRTH),
        (LANH, plain(tel="", adr=""), Bond.SAME, Sameness.SAME_NAME_BIRTH),
        (LANH, like(doc="060812345"), Bond.SAME, Sameness.SAME_NAME_BIRTH),
        (plain(name="Nguyễn Thị Hoà"), plain(name="Nguyễn Thị Hòa", tel=""), Bond.SAME, Sameness.SAME_NAME_BIRTH),
        (plain(name="Nguyễn Thị Hoà"), plain(name="Nguyễn Thị Hoa", tel=""), Bond.TWIN, None),
        (plain(name="Nguyễn Thị Hoà"), plain(name="Nguyễn Thị Hoa"), Bond.SAME, Sameness.SAME_PHONE_BIRTH),
        (plain(dob="1990"), plain(dob="1990", doc="060812345"), Bond.SAME, Sameness.SAME_NAME_BIRTH),
        (plain(dob="1990", tel="", adr=""), plain(tel="", adr=""), Bond.TWIN, None),
        (plain(dob="1990", adr=""), plain(), Bond.SAME, Sameness.SAME_NAME_BIRTH),
        (plain(dob="1990", tel=""), plain(), Bond.SAME, Sameness.SAME_NAME_BIRTH),
        (plain(tel="0900000001"), plain(tel="0900000002", commune_code="00001"), Bond.TWIN, None),
        (plain(tel="0900000001"), plain(tel="0900000002"), Bond.SAME, Sameness.SAME_NAME_BIRTH),
        (LANH, like(doc="015190009999"), Bond.TWIN, None),
        (LANH, plain(sex="M"), Bond.TWIN, None),
        (plain(), plain(name="Nguyễn Thị Lành Em"), Bond.SAME, Sameness.SAME_PHONE_BIRTH),
        (plain(), plain(name="Sùng A Páo", sex="M"), Bond.NONE, None),
        (plain(), plain(name="Trần Thị Thảo"), Bond.NONE, None),
        (plain(), plain(dob="1991-02-01"), Bond.NONE, None),
        (plain(bhyt="HN2157900012345", tel=""), plain(bhyt="HN2157900012345", name="Nguyễn Thị Lanh", adr=""),
         Bond.SAME, Sameness.SAME_INSURANCE),
    ],
    ids=["same line", "capitals without marks", "another tone", "year only", "order of words", "old document",
         "another name", "mother's number for the child", "name and birth", "no document on one side",
         "old and new number", "place of the tone", "another tone alone", "another tone, same phone",
         "two years, phone",
         "year against date", "year against date, phone", "year against date, hamlet", "moved away", "new phone",
         "two documents", "two sexes", "longer name, same phone", "brother", "stranger", "another birth", "insurance"],
)
def test_two_records(one: Person, other: Person, bond: Bond, same: Sameness | None) -> None:
    assert (compare(one, other).bond, compare(one, other).same) == (bond, same)
    assert (compare(other, one).bond, compare(other, one).same) == (bond, same)


def test_one_document_and_name_with_two_birth_dates_is_told() -> None:
    assert compare(LANH, like(dob="1991-02-01")) == Likeness(Bond.SAME, Sameness.SAME_DOCUMENT, birth_differs=True)


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [("1990", "1990-02-01", True), ("1990-02", "1990-02-01", True), ("1990", "1991-02-01", False), ("", "1990", True),
     ("1990-02-01", "1990-02-02", False)],
)
def test_births(one: str, other: str, *, agree: bool) -> None:
    assert births_agree(one, other) is agree


def test_stronger_evidence_outranks_weaker() -> None:
    line, number, name = compare(LANH, LANH), compare(LANH, like(tel="")), compare(LANH, plain(tel=""))
    clash, twin = compare(LANH, like(name="Trần Văn Hùng")), compare(LANH, like(doc="015190009999"))
    assert line.rank > number.rank > name.rank > clash.rank > twin.rank > 0


words = st.sampled_from(["Nguyễn", "Thị", "Lành", "Lanh", "Văn", "Hùng", "A"])
persons = st.builds(
    Person,
    name=st.lists(words, min_size=1, max_size=4).map(" ".join),
    dob=st.sampled_from(["1990", "1990-02-01", "1991-01-01"]),
    sex=st.sampled_from(["", "M", "F"]),
    doc=st.sampled_from(["", "015190001234", "015190009999", "060812345"]),
    tel=st.sampled_from(["", "0912345678", "0987654321"]),
    adr=st.sampled_from(["", "Thôn Cu Vai"]),
)


@given(persons, persons)
def test_likeness_is_mutual(one: Person, other: Person) -> None:
    assert compare(one, other) == compare(other, one)


@given(persons)
def test_everybody_is_himself(person: Person) -> None:
    assert compare(person, person) == Likeness(Bond.SAME, Sameness.SAME_LINE)
