"""A list from a real workbook into a real store: looked at first, taken in once, and never twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from vaxdesk.desk import board, roster, station
from vaxdesk.desk.context import Desk
from vaxdesk.desk.practice_people import people
from vaxdesk.domain.headings import HeadingsRefused
from vaxdesk.domain.payloads import History
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.roster import RowStatus
from vaxdesk.phrases import row_reason
from vaxdesk.registry.queries import people as queries
from vaxdesk.sheets.read import read_tables
from vaxdesk.sheets.result import write_result
from vaxdesk.sheets.template import write_template
from vaxdesk.store.keyfile import Cost
from vaxdesk.trouble import Trouble, TroubleCode

DAY = "2026-11-24"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """Forty people in the national template; every fourth has a dose before."""
    path = tmp_path / "danh sach.xlsx"
    doses = (History(date="2021-08-10", product_text="AstraZeneca", lot="ABV", place="TYT", n=1),)
    write_template(path, ((one, doses if at % 4 == 0 else ()) for at, one in enumerate(people(40, seed=11))))
    return path


def look(desk: Desk, path: Path) -> roster.Looked:
    looked = roster.look(desk, path, day=DAY)
    assert isinstance(looked, roster.Looked)
    return looked


def entries(desk: Desk) -> int:
    with desk.store.reading() as conn:
        return conn.exec_driver_sql("SELECT count(*) FROM entry").scalar()


def test_looking_writes_nothing(desk: Desk, sheet: Path) -> None:
    before = entries(desk)
    looked = look(desk, sheet)
    assert (looked.report.rows, looked.report.accepted, looked.report.prior_doses) == (40, 40, 10)
    assert entries(desk) == before


def test_everybody_comes_on_the_list_with_their_row_and_doses(desk: Desk, sheet: Path) -> None:
    looked = look(desk, sheet)
    roster.import_all(desk, looked)
    rows = board.rows(desk.on(DAY))
    assert [row.row for row in rows] == list(range(9, 49))
    wanted = {result.row: result.person.name for result in looked.to_take}
    assert {row.row: row.person.name for row in rows} == wanted
    with desk.store.reading() as conn:
        doses = [queries.doses(conn, desk.store.names, row.person.id) for row in rows]
    assert sum(map(len, doses)) == 10
    assert {(dose.product, dose.date) for found in doses for dose in found} == {("AZ", "2021-08-10")}
    assert [one.accepted for one in roster.imported(desk)] == [40]


def test_the_same_file_again_changes_nothing(desk: Desk, sheet: Path) -> None:
    roster.import_all(desk, look(desk, sheet))
    before = entries(desk)
    again = look(desk, sheet)
    assert (again.report.accepted, len(again.report.duplicates)) == (0, 40)
    assert all(isinstance(line.of, str) for line in again.report.duplicates)
    roster.import_all(desk, again)
    assert entries(desk) == before


def test_another_day_lists_the_same_people_without_doubling_them(desk: Desk, sheet: Path) -> None:
    roster.import_all(desk, look(desk, sheet))
    later = roster.look(desk, sheet, day="2026-11-25")
    assert {result.status for result in later.to_take} == {RowStatus.KNOWN}
    roster.import_all(desk, later)
    with desk.store.reading() as conn:
        assert queries.count(conn) == 40
    assert len(board.rows(desk.on("2026-11-25"))) == 40


def test_an_import_broken_off_is_finished_by_looking_again(
    desk: Desk, sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster, "BATCH", 15)
    looked = look(desk, sheet)
    begun = roster.begin(desk, looked)
    roster.take(desk, looked, roster=begun.value, start=0)  # and here the power goes
    rest = look(desk, sheet)
    assert (rest.report.accepted, len(rest.report.duplicates)) == (25, 15)
    roster.import_all(desk, rest)
    assert [row.row for row in board.rows(desk.on(DAY))] == list(range(9, 49))


def test_reading_can_be_stopped_and_tells_how_far_it_is(desk: Desk, sheet: Path) -> None:
    told: list[tuple[int, int]] = []
    assert roster.look(desk, sheet, day=DAY, cancelled=lambda: True) is None
    roster.look(desk, sheet, day=DAY, progress=lambda at, total: told.append((at, total)))
    assert told[-1] == (48, 48)


def test_result_workbook_says_what_became_of_each_row(desk: Desk, sheet: Path, tmp_path: Path) -> None:
    looked = look(desk, sheet)
    out = tmp_path / "ket qua.xlsx"
    write_result(
        out, looked.table, looked.preview.columns, results=looked.preview.results, reason=row_reason, heading="x"
    )
    rows = {number: cells for number, cells in read_tables(out)[0].rows()}
    assert all(str(rows[number][25]).startswith("Đã nhận") for number in range(9, 49))


def test_a_sheet_that_is_no_list_says_why(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a;b\n1;2\n", encoding="utf-8")
    assert isinstance(roster.look(desk, path, day=DAY), HeadingsRefused)


def test_a_broken_file_is_trouble(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(Trouble) as caught:
        roster.look(desk, tmp_path / "x.xlsx", day=DAY)
    assert caught.value.code is TroubleCode.SHEET_UNREADABLE


def test_only_those_with_the_right_take_lists_in(desk: Desk, sheet: Path) -> None:
    station.add_user(desk, name="Sếnh", login="senh", roles=("injection",), password="x" * 12, cost=Cost(64, 1, 1))
    nurse = desk.as_user(station.users(desk)[-1])
    answer = roster.import_all(nurse, look(nurse, sheet))
    assert isinstance(answer, Refused) and answer.reason is Refusal.NO_RIGHT
