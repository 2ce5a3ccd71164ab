"""Which sheets are read again, and how what is read is compared with what was saved."""

from __future__ import annotations

import pytest

from vaxdesk.domain.catchup.checking import Difference, Field, Reread, asked, differences
from vaxdesk.domain.catchup.sampling import sample, size
from vaxdesk.domain.catchup.stack import TypedSheet
from vaxdesk.domain.views import PersonView

DAY = "2026-11-20"


def a_row(n: int = 1, *, doc: str = "015190001234", old_doc: str = "", dob: str = "1990-01-01", lot: str = "FK1234"):
    person = PersonView(id=f"p.{n}", name="Lò Thị Dở", dob=dob, doc=doc, old_doc=old_doc)
    return TypedSheet(entry=f"e.{n}", person=person, sheet=n, lot_no=lot, h=f"{n:064x}")


def read(who: str, what: str, row: TypedSheet | None = None) -> list[Field]:
    row = row or a_row()
    return [one.field for one in differences(row, Reread(entry=row.entry, who=who, what=what), day=DAY)]


@pytest.mark.parametrize(("typed", "wanted"), [(0, 0), (3, 3), (5, 5), (50, 5), (51, 6), (1000, 100)])
def test_a_tenth_at_least_five(typed: int, wanted: int) -> None:
    assert size(typed) == wanted


def test_the_sample_is_chosen_by_hashes_and_stands_in_the_order_of_the_stack() -> None:
    rows = [a_row(n) for n in range(1, 81)]
    one = sample("aa", rows)
    assert one == sample("aa", reversed(rows))
    assert len(one) == 8
    assert [row.sheet for row in one] == sorted(row.sheet for row in one)
    assert {row.entry for row in one} != {row.entry for row in sample("bb", rows)}


def test_what_is_asked_is_the_strongest_that_was_saved() -> None:
    assert asked(a_row()) == (Field.NUMBER, Field.LOT)
    assert asked(a_row(doc="", lot="")) == (Field.BIRTH, Field.DAY)
    assert asked(a_row(doc="", old_doc="060812345"))[0] is Field.NUMBER


def test_the_same_is_no_difference_however_it_is_written() -> None:
    assert read("1234", "fk1234 ") == []
    assert read("015190001234", "FK1234") == []
    assert read("01/01/1990", "20/11/2026", a_row(doc="", lot="")) == []
    assert read("12", "FK1234", a_row(doc="12")) == []


@pytest.mark.parametrize(
    ("who", "what", "fields"),
    [("1243", "FK1234", [Field.NUMBER]), ("34", "FK1234", [Field.NUMBER]), ("1234", "FK1243", [Field.LOT]),
     ("", "", [Field.NUMBER, Field.LOT])],
)  # fmt: skip
def test_what_differs_is_named(who: str, what: str, fields: list[Field]) -> None:
    assert read(who, what) == fields


def test_birth_and_day_differ() -> None:
    row = a_row(doc="", lot="")
    found = differences(row, Reread(entry=row.entry, who="02011990", what="21/11/2026"), day=DAY)
    assert found == (
        Difference(entry="e.1", field=Field.BIRTH, saved="1990-01-01", read="02011990"),
        Difference(entry="e.1", field=Field.DAY, saved=DAY, read="21/11/2026"),
    )
    assert read("", "20112026", row) == [Field.BIRTH]
