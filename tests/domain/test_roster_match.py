"""Duplicates inside a sheet and against the register, prior doses that are new, and importing twice."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from vaxdesk.domain.headings import Columns, recognise
from vaxdesk.domain.likeness import compare
from vaxdesk.domain.names import fold
from vaxdesk.domain.payloads import History, Person
from vaxdesk.domain.roster import Flaw, Remark, RowProblem, RowResult, RowStatus, RowWarning, Sameness
from vaxdesk.domain.roster_match import KnownPerson, Matcher, MatchKeys, Nobody
from vaxdesk.domain.views import PersonView

LANH = Person(name="Nguyễn Thị Lành", dob="1990-02-01", sex="F", doc="015190001234", tel="0912345678")
PAO = Person(name="Lò Văn Páo", dob="2005-09-05", sex="M", doc="014205006789", tel="0987654321")
FIRST = History(date="2021-08-12", product="AZ", n=1)
SECOND = History(date="2021-11-01", product="AZ", n=2)


def columns() -> Columns:
    found = recognise([["Họ tên", "Ngày sinh", "CCCD", "SĐT"]])
    assert isinstance(found, Columns)
    return found


def row(number: int, person: Person, *doses: History) -> RowResult:
    return RowResult(row=number, status=RowStatus.ACCEPTED, name=person.name, person=person, doses=doses)


def like(person: Person, **changes: str) -> Person:
    return Person(**({name: getattr(person, name) for name in Person.__struct_fields__} | changes))


class Register:
    """A register in memory that answers only what it is asked, as a database would."""

    def __init__(self, *people: KnownPerson) -> None:
        self.people = people
        self.asked: list[MatchKeys] = []

    def candidates(self, keys: MatchKeys) -> Iterable[KnownPerson]:
        self.asked.append(keys)
        return [known for known in self.people if self._has(known.person, keys)]

    @staticmethod
    def _has(person: PersonView, keys: MatchKeys) -> bool:
        year = person.dob[:4]
        return bool(
            {person.doc, person.old_doc} & keys.documents
            or (fold(person.name), year) in keys.names
            or (person.tel, year) in keys.phones
        )


def known(person: Person, ref: str, *, listed: bool = False, dose_days: tuple[str, ...] = ()) -> KnownPerson:
    fields = {name: getattr(person, name) for name in PersonView.__struct_fields__ if hasattr(person, name)}
    return KnownPerson(PersonView(id=ref, **fields), listed=listed, dose_days=dose_days)


def match(*rows: RowResult, register: Register | Nobody | None = None) -> list[RowResult]:
    return Matcher(columns(), register or Nobody()).match(rows)


def test_different_people_are_left_alone() -> None:
    rows = [row(2, LANH), row(3, PAO)]
    assert match(*rows) == rows


def test_a_row_that_repeats_an_earlier_one() -> None:
    first, second = match(row(2, LANH), row(7, like(LANH, name="NGUYEN THI LANH", tel="")))
    assert first.status is RowStatus.ACCEPTED
    assert (second.status, second.of_row, second.of_person) == (RowStatus.DUPLICATE, 2, "")
    assert second.same is Sameness.SAME_DOCUMENT
    assert second.warnings == ()


def test_a_number_of_somebody_else_is_a_problem_with_both_names() -> None:
    other = like(PAO, doc=LANH.doc)
    _, refused = match(row(2, LANH), row(3, other))
    assert refused == RowResult(
        row=3, status=RowStatus.PROBLEM, name="Lò Văn Páo", of_row=2,
        problems=(Flaw(RowProblem.DOCUMENT_OF_ANOTHER, "C", "015190001234", other="Nguyễn Thị Lành"),),
    )
    (against_register,) = match(row(3, other), register=Register(known(LANH, "4.1")))
    assert against_register.problems == refused.problems
    assert against_register.of_person == "4.1"


def test_a_row_with_a_problem_does_not_make_later_rows_duplicates() -> None:
    refused = RowResult(row=2, status=RowStatus.PROBLEM, problems=(Flaw(RowProblem.BIRTH_MISSING, "B"),))
    assert match(refused, row(3, LANH)) == [refused, row(3, LANH)]


def test_a_known_person_joins_the_list_of_another_day() -> None:
    (result,) = match(row(2, LANH), register=Register(known(LANH, "4.1")))
    assert (result.status, result.of_person, result.of_row) == (RowStatus.KNOWN, "4.1", 0)
    assert result.person == LANH


def test_a_known_person_already_on_the_list_is_a_duplicate() -> None:
    (result,) = match(row(2, LANH), register=Register(known(LANH, "4.1", listed=True)))
    assert (result.status, result.of_person) == (RowStatus.DUPLICATE, "4.1")


def test_a_known_person_twice_in_the_sheet() -> None:
    first, second = match(row(2, LANH), row(3, LANH), register=Register(known(LANH, "4.1")))
    assert (first.status, second.status, second.of_row) == (RowStatus.KNOWN, RowStatus.DUPLICATE, 2)


def test_a_possible_twin_is_accepted_and_told() -> None:
    twin = like(LANH, doc="015190009999", tel="")
    _, result = match(row(2, LANH), row(3, twin))
    assert result.status is RowStatus.ACCEPTED
    assert result.warnings == (Remark(RowWarning.POSSIBLE_TWIN, "A", other="Nguyễn Thị Lành"),)


def test_another_birth_date_under_one_document_is_told() -> None:
    _, result = match(row(2, LANH), row(3, like(LANH, dob="1991-02-01")))
    assert result.status is RowStatus.DUPLICATE
    assert result.warnings == (Remark(RowWarning.BIRTH_DIFFERS, "B", other="1990-02-01"),)


def test_only_new_doses_become_history() -> None:
    register = Register(known(LANH, "4.1", dose_days=("2021-08-12",)))
    (result,) = match(row(2, LANH, FIRST, SECOND), register=register)
    assert result.doses == (SECOND,)


def test_a_dose_known_by_its_month_is_not_new() -> None:
    (result,) = match(row(2, LANH, FIRST), register=Register(known(LANH, "4.1", dose_days=("2021-08",))))
    assert result.doses == ()


def test_a_list_with_one_row_for_each_dose() -> None:
    first, second, third = match(row(2, LANH, FIRST), row(3, LANH, SECOND), row(4, LANH, FIRST, SECOND))
    assert (first.doses, second.doses, third.doses) == ((FIRST,), (SECOND,), ())
    assert {second.of_row, third.of_row} == {2}


def test_a_dose_of_a_listed_person_is_new_only_once() -> None:
    matcher = Matcher(columns(), Register(known(LANH, "4.1", listed=True)))
    (first,) = matcher.match([row(2, LANH, FIRST)])
    (later,) = matcher.match([row(700, LANH, FIRST)])
    assert (first.status, first.of_person, first.doses) == (RowStatus.DUPLICATE, "4.1", (FIRST,))
    assert (later.status, later.of_person, later.of_row, later.doses) == (RowStatus.DUPLICATE, "4.1", 0, ())


def test_the_shared_number_is_named_not_the_first() -> None:
    one, other = like(LANH, old_doc="060812345"), like(PAO, old_doc="060812345")
    _, refused = match(row(2, one), row(3, other))
    assert [flaw.text for flaw in refused.problems] == ["060812345"]


def test_the_strongest_likeness_decides() -> None:
    twin = like(LANH, doc="", tel="0900000000")
    rows = match(row(2, LANH), row(3, twin), row(4, like(twin, adr="")), row(5, LANH))
    assert [result.of_row for result in rows] == [0, 2, 2, 2]
    person = like(LANH, dob="1990", doc="", tel="")
    alone, twin_of_it, again = match(row(2, person), row(3, like(person, adr="Thôn A")), row(4, person))
    assert alone.status is RowStatus.ACCEPTED
    assert [remark.code for remark in twin_of_it.warnings] == [RowWarning.POSSIBLE_TWIN]
    assert (again.status, again.of_row, again.same) == (RowStatus.DUPLICATE, 2, Sameness.SAME_LINE)


def test_the_register_is_asked_once_for_a_batch_with_all_keys() -> None:
    register = Register()
    match(row(2, LANH), row(3, PAO), register=register)
    assert register.asked == [
        MatchKeys(
            documents=frozenset({"015190001234", "014205006789"}),
            names=frozenset({("nguyen thi lanh", "1990"), ("lo van pao", "2005")}),
            phones=frozenset({("0912345678", "1990"), ("0987654321", "2005")}),
        )
    ]


@pytest.mark.parametrize(
    "person",
    [LANH, PAO, like(LANH, doc="", tel=""), like(LANH, dob="1990", doc="", tel=""), like(LANH, name="Nguyen Thi Lanh")],
    ids=["full", "another", "name and birth", "name and year", "without marks"],
)
def test_what_was_imported_is_found_again(person: Person) -> None:
    register = Register(known(person, "4.1", listed=True, dose_days=(FIRST.date,)))
    (again,) = match(row(2, person, FIRST), register=register)
    assert (again.status, again.of_person, again.doses) == (RowStatus.DUPLICATE, "4.1", ())
    assert compare(person, person).same is Sameness.SAME_LINE
