"""What two records are to each other: surely one person, likely, or not; by the shipped weights."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxdesk.assets import resources
from vaxdesk.domain.matching.blocks import BLOCKS, SURE
from vaxdesk.domain.matching.judge import Judge, Match, Verdict
from vaxdesk.domain.matching.levels import AGAINST, FIELDS, Level, Weight, weight_of
from vaxdesk.domain.matching.weights import load_weights
from vaxdesk.domain.names import fold
from vaxdesk.domain.payloads import Person
from vaxdesk.registry import rules

LANH = Person(name="Nguyễn Thị Lành", dob="1990-02-03", sex="F", doc="015190001234", bhyt="HN2150123456789",
              tel="0912345678", adr="Thôn Cu Vai", commune="Xã Xà Hồ", commune_code="04594", scheme="2021")  # fmt: skip
TWIN = {"doc": "015190001235", "bhyt": "HN2150123459999"}


def like(**changes: str) -> Person:
    return msgspec.structs.replace(LANH, **changes)


def compared(one: Person, other: Person) -> Match:
    return rules.judge().compare(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LANH, LANH),
        (LANH, like(name="NGUYEN THI LANH", tel="", bhyt="", adr="")),
        (LANH, like(dob="1990", bhyt="")),
        (LANH, like(name="Lành Nguyễn Thị")),
        (LANH, like(name="Nguyễn Lành")),
        (LANH, like(doc="", bhyt="")),
        (LANH, like(doc="", tel="0987654321", bhyt="GD4150123456789")),
        (LANH, like(commune_code="04585", scheme="2025-07", commune="Xã Hạnh Phúc")),
    ],
    ids=["same", "without marks", "year", "order", "middle", "telephone", "insurance", "commune of today"],
)
def test_surely_one(one: Person, other: Person) -> None:
    assert compared(one, other).verdict is compared(other, one).verdict is Verdict.SURE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (like(name="Nguyễn Văn Hùng", sex="M"), like(name="Nguyễn Văn Hưng", sex="M", **TWIN)),
        (like(name="Nguyễn Văn Hùng", doc=""), like(name="NGUYEN VAN HUNG", **TWIN)),
        (like(name="Nguyễn Văn Hùng", doc=""), like(name="Nguyễn Văn Hưng", doc="", bhyt="")),
        (LANH, like(doc="", dob="1962-05-06", bhyt="")),
        (LANH, like(name="Nguyễn Thị Lan", doc="", bhyt="")),
        (like(doc="", tel="", bhyt=""), like(doc="", tel="", bhyt="", adr="")),
        (LANH, like(sex="M")),
        (LANH, like(doc="015190009999", bhyt="")),
        (LANH, like(doc="015190001243", bhyt="")),
        (LANH, like(dob="1990-02-13")),
        (LANH, like(dob="")),
        (LANH, like(name="Nguyễn Thị Lanhf")),
        (like(doc="111111111"), like(doc="111111111")),
        (like(dob="1990-01-01", doc=""), like(dob="1990-01-01", doc="")),
    ],
    ids=["twins", "twins, one without marks", "twins without numbers", "mother of one name", "sister",
         "namesakes of one day", "another sex", "another number", "numbers a slip apart", "day a slip apart",
         "no birth", "name a slip apart", "a number that nobody has", "first of January"],
)  # fmt: skip
def test_never_surely_one(one: Person, other: Person) -> None:
    assert Verdict.SURE not in (compared(one, other).verdict, compared(other, one).verdict)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LANH, like(doc="", bhyt="", dob="1990-03-02")),
        (LANH, like(doc="015190001243", bhyt="", tel="")),
        (LANH, like(doc="", bhyt="", name="Nguyễn Thị Nành")),
        (LANH, like(doc="", bhyt="", tel="", dob="1990")),
        (LANH, like(name="Nguyễn Thị Lanhf", tel="")),
    ],
    ids=["day and month swapped", "digits swapped", "misheard", "year and hamlet", "mistyped, one number"],
)
def test_people_are_asked(one: Person, other: Person) -> None:
    assert compared(one, other).verdict is compared(other, one).verdict is Verdict.LIKELY


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LANH, like(name="Nguyễn Văn Hùng", sex="M", dob="1988-05-06", doc="", bhyt="")),
        (LANH, like(name="Nguyễn Thị Hương", dob="1993-05-06", doc="", bhyt="")),
        (like(doc="", bhyt=""), like(doc="", bhyt="", dob="1962-05-06")),
        (like(doc="", bhyt="", tel="", adr=""), like(doc="", bhyt="", tel="", adr="", dob="1991-07-08")),
        (LANH, like(name="Nguyễn Thị Hương", dob="2015-07-08", bhyt="")),
    ],
    ids=["husband", "sister", "mother of one name", "namesake", "a child with the mother's number"],
)
def test_two_people(one: Person, other: Person) -> None:
    assert compared(one, other).verdict is compared(other, one).verdict is Verdict.NONE


def test_the_score_says_how_likely_and_the_levels_why() -> None:
    near = compared(LANH, like(doc="", bhyt="", dob="1990-03-02", adr=""))
    assert near.levels == {
        "name": Level.SAME, "dob": Level.SWAPPED, "sex": Level.SAME, "doc": Level.UNKNOWN, "bhyt": Level.UNKNOWN,
        "tel": Level.SAME, "adr": Level.UNKNOWN, "commune": Level.SAME,
    }  # fmt: skip
    assert near.said == "name=same dob=swapped sex=same tel=same commune=same"
    assert 80 <= near.score <= compared(LANH, LANH).score <= 100
    assert compared(LANH, Person(name="Lò Văn Páo", dob="1950", sex="M", doc="015150009999")).score == 0


persons = st.builds(
    Person,
    name=st.sampled_from(["", "Nguyễn Thị Lành", "NGUYEN THI LANH", "Nguyễn Thị Lánh", "Nguyễn Lành", "Lò Văn Páo"]),
    dob=st.sampled_from(["", "1990", "1990-01-01", "1990-02-03", "1990-03-02", "1962-05-06"]),
    sex=st.sampled_from(["", "M", "F"]),
    doc=st.sampled_from(["", "015190001234", "015190001243", "015190009999", "060812345", "111111111"]),
    old_doc=st.sampled_from(["", "060812345"]),
    bhyt=st.sampled_from(["", "HN2150123456789", "0123456789", "0123456700"]),
    tel=st.sampled_from(["", "0912345678", "0987654321"]),
    adr=st.sampled_from(["", "Thôn Cu Vai", "Cu Vai", "Háng Xê"]),
    commune=st.sampled_from(["", "Xã Xà Hồ", "Xã Hạnh Phúc"]),
)


@given(persons, persons)
def test_it_is_the_same_from_either_side_and_sure_is_more_than_likely(one: Person, other: Person) -> None:
    there, back = compared(one, other), compared(other, one)
    assert there == back
    assert 0 <= there.score <= 100
    if there.verdict is Verdict.SURE:
        assert there.score >= 99
        assert not {Level.DIFFERS} & {there.levels[name] for name in ("name", "dob", "sex", "doc")}


class Row(msgspec.Struct):
    """A row of the fold as blocks see it."""

    name_fold: str
    dob: str
    doc: str
    bhyt: str
    tel: str
    commune: str


def row(one: Person) -> Row:
    return Row(fold(one.name), one.dob, one.doc, one.bhyt, one.tel, one.commune)


@given(persons, persons)
def test_who_is_surely_one_by_number_or_birth_shares_a_block_that_is_looked_at(one: Person, other: Person) -> None:
    if compared(one, other).verdict is Verdict.SURE and (one.doc == other.doc or not one.doc or not other.doc):
        keys = [(BLOCKS[by].key(row(one)), BLOCKS[by].key(row(other))) for by in SURE]
        assert any(mine and mine == theirs for mine, theirs in keys) or one.old_doc or other.old_doc


def test_what_blocks_share() -> None:
    known = row(LANH)
    assert {by: block.key(known) for by, block in BLOCKS.items()} == {
        "doc": ("015190001234",), "bhyt": ("HN2150123456789",), "phone": ("0912345678",),
        "born": ("nguyen thi lanh", "1990-02-03"), "birth": ("1990-02-03", "Xã Xà Hồ"),
        "year": ("nguyen thi lanh", "1990", "Xã Xà Hồ"), "tel": ("0912345678", "1990-02-03"),
        "name": ("nguyen thi lanh", "1990-02-03", "Xã Xà Hồ"),
    }  # fmt: skip
    vague = row(like(dob="1990", doc=""))
    assert {by for by, block in BLOCKS.items() if block.key(vague)} == {"bhyt", "phone", "year", "name"}
    first = row(like(dob="1990-01-01", commune=""))
    assert {by for by, block in BLOCKS.items() if block.key(first)} == {"doc", "bhyt", "phone", "tel"}


def test_no_level_speaks_the_wrong_way() -> None:
    weights = rules.judge()._weights
    assert weights.fields.keys() == set(FIELDS)
    for name, levels in weights.fields.items():
        for level, bits in levels.items():
            assert bits <= 0.5 if level in AGAINST else bits >= 0 or level not in (Level.SAME, Level.UNMARKED), name
    assert weights.likely < weights.sure
    assert weights.names.share > 0


@pytest.mark.parametrize("wrong", ["fields", "extra"])
def test_weights_that_are_none_are_refused(wrong: str) -> None:
    text = "start = 1.0\nlikely = 1.0\nsure = 2.0\n[names]\nshare = 1.0\nunknown = 1.0\nmost = 1.0\n[names.bits]\n"
    text += "".join(f"[fields.{name}]\nsame = 1.0\n" for name in FIELDS[wrong == "fields" :])
    text += "[more]\n" if wrong == "extra" else ""
    with pytest.raises(msgspec.ValidationError):
        load_weights(text)


def test_a_field_without_a_weight_for_a_level_says_nothing() -> None:
    text = "start = -1.0\nlikely = 1.0\nsure = 2.0\n[names]\nshare = 1.0\nunknown = 1.0\nmost = 1.0\n[names.bits]\n"
    text += "".join(f"[fields.{name}]\n" for name in FIELDS)
    judge = Judge(load_weights(text), lambda _code: frozenset())
    assert judge.compare(LANH, LANH).bits == 0.0  # the start, and one bit of the name


def test_what_each_field_says_adds_up_to_the_evidence() -> None:
    judge = rules.judge()
    other = msgspec.structs.replace(LANH, dob="1985", tel="0905999888")
    match = judge.compare(LANH, other)
    weights = load_weights((resources() / "matching" / "weights.toml").read_text())
    assert round(weights.start + sum(judge.weighed(LANH, other, match).values()), 2) == match.bits


@pytest.mark.parametrize(("bits", "word"), [
    (7.5, Weight.MUCH), (1.0, Weight.SOME), (0.9, Weight.LITTLE), (-0.9, Weight.LITTLE), (-1.0, Weight.AGAINST),
    (-5.0, Weight.MUCH_AGAINST),
])  # fmt: skip
def test_bits_in_words(bits: float, word: Weight) -> None:
    assert weight_of(bits) is word
