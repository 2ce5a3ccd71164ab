"""A short list changes only where it differs, in any order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from vaxdesk.ui.kit.columns import Column, RowRole
from vaxdesk.ui.kit.rows_model import RowsModel

COLUMNS = (Column("kit.person.no_phone", lambda row: row[0]), Column("", lambda row: str(row[1]), right=True))
ROWS = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 2)), unique_by=lambda row: row[0])


def model() -> RowsModel:
    made = RowsModel(COLUMNS, lambda row: row[0])
    made.tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    return made


def rows(of: RowsModel) -> list[object]:
    return [of.index(at, 0).data(RowRole) for at in range(of.rowCount())]


@given(first=ROWS, second=ROWS)
def test_any_list_becomes_any_other(first: list, second: list) -> None:
    made = model()
    made.set_rows(first)
    made.set_rows(second)
    assert rows(made) == second


@given(data=st.data(), first=ROWS)
def test_a_list_made_of_the_same_rows_becomes_any_other(data: st.DataObject, first: list) -> None:
    """Rows that are the very same at the ends are passed over: what is between them still comes right."""
    left = data.draw(st.lists(st.sampled_from(first), unique=True)) if first else []
    more = [row for row in data.draw(ROWS) if row[0] not in {one[0] for one in left}]
    second = data.draw(st.permutations(left + more))
    made = model()
    made.set_rows(first)
    made.set_rows(second)
    assert rows(made) == second


def test_a_row_on_top_costs_the_same_however_many_are_below() -> None:
    asked: list[object] = []

    def key(row: tuple[str, int]) -> str:
        asked.append(row)
        return row[0]

    made = RowsModel(COLUMNS, key)
    below = [(str(at), at) for at in range(1000)]
    made.set_rows(below)
    asked.clear()
    made.set_rows([("new", 0), *below])
    assert rows(made) == [("new", 0), *below]
    assert len(asked) < 10


@given(ROWS)
def test_the_same_list_moves_nothing(given_rows: list) -> None:
    made = model()
    made.set_rows(given_rows)
    moved: list[str] = []
    for signal in (made.rowsInserted, made.rowsRemoved, made.rowsMoved, made.dataChanged, made.modelReset):
        signal.connect(lambda *_: moved.append("moved"))
    made.set_rows(list(given_rows))
    assert moved == []


def test_one_changed_row_is_one_narrow_change() -> None:
    made = model()
    made.set_rows([("a", 0), ("b", 0), ("c", 0)])
    changed: list[tuple[int, int]] = []
    made.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    made.set_rows([("a", 0), ("b", 1), ("c", 0)])
    assert changed == [(1, 1)]


def test_cells_headings_and_places() -> None:
    made = model()
    made.set_rows([("a", 7)])
    assert made.index(0, 1).data() == "7"
    assert made.headerData(0, Qt.Orientation.Horizontal) == "Chưa có số điện thoại"
    assert made.headerData(1, Qt.Orientation.Horizontal) == ""
    assert made.headerData(0, Qt.Orientation.Vertical) is None
    assert (made.place_of("a"), made.place_of("z"), made.row(0)) == (0, -1, ("a", 7))
    assert made.rowCount(made.index(0, 0)) == made.columnCount(made.index(0, 0)) == 0
