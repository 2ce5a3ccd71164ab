"""A row of a table as a sheet: what the grid reads, and the first cell that says nothing."""

from __future__ import annotations

import pytest

from vaxdesk.domain.catchup.listing import Amiss, Column, Fault, Line, read_line, words_of
from vaxdesk.domain.catchup.sheet import Happened, Reaction, Sheet
from vaxdesk.domain.payloads import Person

WORDS = {
    Column.SEX: words_of({"Nữ": "F", "Male": "M"}),
    Column.HAPPENED: words_of({"Hoãn tiêm": "deferred"}),
    Column.SITE: words_of({"Đùi trái": "left_thigh"}),
    Column.REACTION: words_of({"nặng": "serious"}),
}


def read(**texts: str) -> Line | Fault:
    return read_line(7, {Column(name): text for name, text in texts.items()}, WORDS)


def test_an_empty_cell_is_the_usual() -> None:
    assert read(name=" Lò  Thị Dở ") == Line(row=7, no=0, person=Person(name="Lò Thị Dở"), sheet=Sheet())


def test_what_every_column_says() -> None:
    line = read(
        sheet="12", name="Lò Thị Dở", birth="01/02/1990", sex="nữ", number="015 190 001234", tel="0912",
        address="Bản A",
        happened="hoan tiem", lot="fk 1", expiry="12/2026", clock="8h30", site="đùi trái", dose_no="2", reaction="NẶNG",
    )  # fmt: skip
    person = Person(name="Lò Thị Dở", dob="1990-02-01", sex="F", doc="015190001234", tel="0912", adr="Bản A")
    sheet = Sheet(
        happened=Happened.DEFERRED, site="left_thigh", lot_no="fk 1", expiry="2026-12", clock="08:30", dose_no=2,
        reaction=Reaction.SERIOUS,
    )  # fmt: skip
    assert line == Line(row=7, no=12, person=person, sheet=sheet)


@pytest.mark.parametrize(("text", "clock"), [("08:30:00", "08:30"), ("8:30", "08:30"), ("0830", "08:30")])
def test_a_time_as_spreadsheets_have_it(text: str, clock: str) -> None:
    assert read(clock=text).sheet.clock == clock


def test_a_value_itself_is_a_word_for_it() -> None:
    assert read(happened="deferred", sex="f").person.sex == "F"


@pytest.mark.parametrize(
    ("column", "text"),
    [("sheet", "x"), ("sheet", "123456"), ("birth", "hôm qua"), ("sex", "?"), ("happened", "có"), ("expiry", "soon"),
     ("clock", "25:00"), ("clock", "25:00:00"), ("site", "chân"), ("dose_no", "21"), ("dose_no", "hai"),
     ("reaction", "?")],
)  # fmt: skip
def test_a_cell_that_says_nothing_is_named(column: str, text: str) -> None:
    assert read(**{column: text}) == Fault(code=Amiss.UNREADABLE, facts={"column": column, "text": text})
