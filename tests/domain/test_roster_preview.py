"""A whole list judged in batches: counts, progress, cancel, importing twice, the summary as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from vaxdesk.desk.practice_people import people
from vaxdesk.domain.cells import Cell
from vaxdesk.domain.charsets import Charset
from vaxdesk.domain.headings import Columns, recognise
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.roster import RowResult, RowStatus
from vaxdesk.domain.roster_match import KnownPerson, MatchKeys, Nobody
from vaxdesk.domain.roster_preview import BATCH_ROWS, Preview, preview
from vaxdesk.domain.roster_report import report
from vaxdesk.domain.roster_row import RosterRules
from vaxdesk.domain.units import Units
from vaxdesk.domain.views import PersonView

RULES = RosterRules(today="2026-11-20", units=Units(by_code={}, by_name={}), product_of=lambda _: "AZ")
HEADER: list[Cell] = ["Họ tên", "Ngày sinh", "Giới tính", "CCCD", "SĐT", "Ngày tiêm mũi 1"]


def columns() -> Columns:
    found = recognise([HEADER])
    assert isinstance(found, Columns)
    return found


def cells_of(person: Person) -> list[Cell]:
    return [person.name, person.dob, "Nam" if person.sex == "M" else "Nữ", person.doc, person.tel, "12/08/2021"]


def sheet(count: int) -> list[list[Cell]]:
    return [HEADER, *(cells_of(person) for person in people(count, seed=5))]


def judged(rows: Iterable[list[Cell]], known: object = None) -> Preview:
    made = preview(enumerate(rows, 1), columns(), rules=RULES, known=known or Nobody())  # type: ignore[arg-type]
    assert made is not None
    return made


class Recorded:
    """What a first import left behind: every accepted person, on the list of the day, with the doses."""

    def __init__(self, results: Iterable[RowResult]) -> None:
        self.people = [self._known(result) for result in results if result.person]

    @staticmethod
    def _known(result: RowResult) -> KnownPerson:
        person = result.person
        fields = {name: getattr(person, name) for name in PersonView.__struct_fields__ if hasattr(person, name)}
        view = PersonView(id=f"9.{result.row}", **fields)
        return KnownPerson(view, listed=True, dose_days=tuple(dose.date for dose in result.doses))

    def candidates(self, keys: MatchKeys) -> Iterator[KnownPerson]:
        return (known for known in self.people if known.person.doc in keys.documents)


def test_rows_are_numbered_as_in_the_sheet() -> None:
    results = judged(sheet(3)).results
    assert [result.row for result in results] == [2, 3, 4]
    assert {result.status for result in results} == {RowStatus.ACCEPTED}


def test_importing_twice_changes_nothing() -> None:
    rows = sheet(40)
    first = judged(rows)
    again = judged(rows, Recorded(first.results))
    assert {result.status for result in again.results} == {RowStatus.DUPLICATE}
    summary = report(again.results)
    assert (summary.rows, summary.accepted, summary.prior_doses) == (40, 0, 0)
    assert [line.of for line in summary.duplicates] == [f"9.{row}" for row in range(2, 42)]


def test_duplicates_are_found_across_batches() -> None:
    rows = sheet(BATCH_ROWS + 10)
    rows.append(rows[1])
    last = judged(rows).results[-1]
    assert (last.status, last.of_row) == (RowStatus.DUPLICATE, 2)


def test_progress_and_cancel() -> None:
    rows = sheet(3 * BATCH_ROWS)
    told: list[int] = []
    preview(enumerate(rows, 1), columns(), rules=RULES, known=Nobody(), progress=told.append)
    assert told == [BATCH_ROWS + 1, 2 * BATCH_ROWS + 1, 3 * BATCH_ROWS + 1]
    told.clear()
    stopped = preview(enumerate(rows, 1), columns(), rules=RULES, known=Nobody(), progress=told.append,
                      cancelled=lambda: bool(told))
    assert stopped is None
    assert told == [BATCH_ROWS + 1]


def test_old_text_is_told() -> None:
    rows: list[list[Cell]] = [HEADER, ["NguyÔn ThÞ Lµnh", "1990", "N÷"], ["TrÇn V¨n §øc", "1991", "Nam"]]
    made = judged(rows)
    assert made.charsets == {Charset.TCVN3}
    assert [result.person.name for result in made.results if result.person] == ["Nguyễn Thị Lành", "Trần Văn Đức"]


def test_the_summary_is_what_the_command_line_prints() -> None:
    lanh: list[Cell] = ["Nguyễn Thị Lành", "1990", "Nữ", "015190001234", "0912345678", "12/08/2021"]
    rows = [HEADER, lanh, [], lanh, ["Lò Văn Páo", "31/02/1990", "Nam"]]
    summary = msgspec.json.decode(msgspec.json.encode(report(judged(rows).results)))
    assert summary == {
        "rows": 3, "accepted": 1,
        "warnings": [{"row": 2, "code": "birth_year_only", "column": "B"}],
        "problems": [{"row": 5, "code": "birth_unreadable", "column": "B", "text": "31/02/1990"}],
        "duplicates": [{"row": 4, "of": 2}],
        "known": [],
        "prior_doses": 1,
    }


def test_a_sheet_without_people() -> None:
    assert report(judged([HEADER]).results).rows == 0
