"""Prior doses in a list: what becomes history, and what is left out with a warning."""

from __future__ import annotations

from datetime import date

import pytest

from vaxdesk.assets import resources
from vaxdesk.domain.cells import Cell
from vaxdesk.domain.headings import Columns, recognise
from vaxdesk.domain.payloads import History
from vaxdesk.domain.products import load_schedule, recognise_product
from vaxdesk.domain.roster import Remark, RowResult, RowStatus, RowWarning
from vaxdesk.domain.roster_row import RosterRules, RowReader
from vaxdesk.domain.roster_survey import survey
from vaxdesk.domain.units import Units

SCHEDULE = load_schedule((resources() / "schedules" / "vn-covid19.toml").read_text(encoding="utf-8"))
RULES = RosterRules(today="2026-11-20", units=Units(by_code={}, by_name={}),
                    product_of=lambda text: recognise_product(SCHEDULE, text))
HEADER = ["Họ tên", "Ngày sinh", "Giới tính", "Tên vắc xin mũi 1", "Ngày tiêm mũi 1", "Lô mũi 1", "Nơi tiêm mũi 1",
          "Tên vắc xin mũi 2", "Ngày tiêm mũi 2", "Lô mũi 2", "Nơi tiêm mũi 2"]
PERSON: list[Cell] = ["Lò Văn Páo", "05/09/2005", "Nam"]
FIRST: list[Cell] = ["AstraZeneca", "12/08/2021", "PV46684", "15041"]
NO_DOSE: list[Cell] = ["", "", "", ""]
FIRST_DOSE = History(date="2021-08-12", product="AZ", product_text="AstraZeneca", lot="PV46684", place="15041", n=1,
                     source="list")


def judge(cells: list[Cell], header: list[str] | None = None) -> RowResult:
    columns = recognise([header or HEADER])
    assert isinstance(columns, Columns)
    result = RowReader(columns, survey([cells], columns), RULES).read(2, cells)
    assert result is not None
    assert result.status is RowStatus.ACCEPTED
    return result


def test_two_doses_become_history() -> None:
    result = judge([*PERSON, *FIRST, "Pfizer", date(2021, 11, 1), 30155.0, ""])
    second = History(date="2021-11-01", product="COM-A", product_text="Pfizer", lot="30155", n=2, source="list")
    assert result.doses == (FIRST_DOSE, second)
    assert result.warnings == ()


@pytest.mark.parametrize(
    ("cells", "kept", "warning"),
    [
        (["AZ", "", "PV1", ""], None, Remark(RowWarning.DOSE_DATE_MISSING, "E", "AZ")),
        (["", "", "PV1", ""], None, Remark(RowWarning.DOSE_DATE_MISSING, "E", "PV1")),
        (["AZ", "32/13/2021", "", ""], None, Remark(RowWarning.DOSE_DATE_UNREADABLE, "E", "32/13/2021")),
        (["AZ", "12/08/2030", "", ""], None, Remark(RowWarning.DOSE_IN_FUTURE, "E", "2030-08-12")),
        (["", "12/08/2004", "", ""], None, Remark(RowWarning.DOSE_BEFORE_BIRTH, "E", "2004-08-12")),
        (["AZ", "12/08/2019", "", ""], None, Remark(RowWarning.DOSE_BEFORE_CAMPAIGN, "E", "2019-08-12")),
        (["Thuốc lạ", "12/08/2021", "", ""], "2021-08-12", Remark(RowWarning.DOSE_PRODUCT_UNKNOWN, "D", "Thuốc lạ")),
    ],
    ids=["no date", "lot alone", "no such day", "future", "before birth", "before the vaccine", "product not known"],
)
def test_a_bad_dose_never_loses_the_person(cells: list[Cell], kept: str | None, warning: Remark) -> None:
    result = judge([*PERSON, *cells, *NO_DOSE])
    assert [dose.date for dose in result.doses] == ([kept] if kept else [])
    assert result.warnings == (warning,)


def test_a_place_alone_is_no_dose() -> None:
    result = judge([*PERSON, "", "", "", "15041", *NO_DOSE])
    assert (result.doses, result.warnings) == ((), ())


def test_a_dose_whose_day_is_not_known() -> None:
    result = judge([*PERSON, "AZ", "08/2021", "", "", "AZ", "2021", "", ""])
    assert [dose.date for dose in result.doses] == ["2021-08", "2021"]
    assert result.warnings == ()


def test_a_year_of_birth_does_not_forbid_a_dose_in_that_year() -> None:
    result = judge(["Lò Văn Páo", "2021", "Nam", "", "12/08/2021", "", "", *NO_DOSE])
    assert [dose.date for dose in result.doses] == ["2021-08-12"]


def test_doses_out_of_order_and_repeated() -> None:
    early = judge([*PERSON, *FIRST, "AZ", "01/07/2021", "", ""])
    assert len(early.doses) == 2
    assert early.warnings == (Remark(RowWarning.DOSE_OUT_OF_ORDER, "I", "2021-07-01"),)
    twice = judge([*PERSON, *FIRST, "AZ", "12/08/2021", "", ""])
    assert twice.doses == (FIRST_DOSE,)
    assert twice.warnings == (Remark(RowWarning.DOSE_REPEATED, "I", "2021-08-12"),)


@pytest.mark.parametrize(
    ("cell", "dose"),
    [
        ("12/08/2021", History(date="2021-08-12", n=1, source="list")),
        (date(2021, 8, 12), History(date="2021-08-12", n=1, source="list")),
        ("AstraZeneca 12/08/2021",
         History(date="2021-08-12", product="AZ", product_text="AstraZeneca", n=1, source="list")),
        ("12-8-2021 (Vero Cell)",
         History(date="2021-08-12", product="VERO", product_text="Vero Cell", n=1, source="list")),
    ],
    ids=["date text", "date", "product first", "product behind"],
)
def test_one_column_for_a_whole_dose(cell: Cell, dose: History) -> None:
    assert judge([*PERSON, cell], ["Họ tên", "Ngày sinh", "Giới tính", "Mũi 1"]).doses == (dose,)


def test_text_that_is_no_dose_is_told() -> None:
    result = judge([*PERSON, "tiêm ở quê"], ["Họ tên", "Ngày sinh", "Giới tính", "Mũi 1"])
    assert result.doses == ()
    assert result.warnings == (Remark(RowWarning.DOSE_DATE_UNREADABLE, "D", "tiêm ở quê"),)


@pytest.mark.parametrize("cell", ["chưa tiêm", "Chưa", "không", "-", "x", 0.0, None], ids=repr)
def test_a_cell_that_says_there_is_no_dose(cell: Cell) -> None:
    result = judge([*PERSON, cell], ["Họ tên", "Ngày sinh", "Giới tính", "Mũi 1"])
    assert (result.doses, result.warnings) == ((), ())
