"""Names, birth dates, sex and identity numbers as lists write them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.rosters import BIRTH, DOCUMENT, HEADER, NAME, SEX, changed, judge, person_of, rules
from vaxdesk.domain.cells import Cell
from vaxdesk.domain.headings import Columns, recognise
from vaxdesk.domain.roster import Remark, RowWarning
from vaxdesk.domain.roster_row import RowReader
from vaxdesk.domain.roster_survey import survey


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("NGUYỄN THỊ LÀNH", "Nguyễn Thị Lành"), ("nguyễn thị lành", "Nguyễn Thị Lành"),
        ("  Nguyễn\u00a0Thị  Lành ", "Nguyễn Thị Lành"), ("Nguye\u0302\u0303n Thi\u0323 La\u0300nh", "Nguyễn Thị Lành"),
        ("Nguyễn thị ánh", "Nguyễn Thị Ánh"), ("NguyÔn ThÞ Lµnh", "Nguyễn Thị Lành"),
        ("NGUYÔN THÞ LµNH", "Nguyễn Thị Lành"), ("Nguyeãn Thò Laønh", "Nguyễn Thị Lành"),
        ("François de la Müller", "François de la Müller"), ("Y Bhiông Mlô", "Y Bhiông Mlô"),
        ("'Nguyễn Thị Lành", "Nguyễn Thị Lành"), ("NGUYEN THI LANH", "Nguyen Thi Lanh"),
    ],
)
def test_names(written: str, name: str) -> None:
    assert person_of(changed(NAME, written)).name == name


@pytest.mark.parametrize(
    ("cell", "dob"),
    [
        (date(1990, 2, 1), "1990-02-01"), (datetime(1990, 2, 1, 7, 30), "1990-02-01"), (32905.0, "1990-02-01"),
        (32905, "1990-02-01"), ("32905", "1990-02-01"), (32905.5, "1990-02-01"), ("1/2/1990", "1990-02-01"),
        ("01-02-1990", "1990-02-01"), ("1.2.1990", "1990-02-01"), ("'01/02/1990", "1990-02-01"),
        ("1990-02-01", "1990-02-01"), ("1990-02-01 00:00:00", "1990-02-01"), ("01021990", "1990-02-01"),
        (1021990.0, "1990-02-01"), (" 01 / 02 / 1990 ", "1990-02-01"), ('="01/02/1990"', "1990-02-01"),
        ("31/12/1989", "1989-12-31"),
    ],
    ids=repr,
)
def test_birth_dates(cell: Cell, dob: str) -> None:
    cells = changed(BIRTH, cell)
    cells[3] = ""
    result = judge(cells)
    assert result is not None
    assert result.person is not None
    assert result.person.dob == dob
    assert result.warnings == ()


@pytest.mark.parametrize(
    ("cell", "dob", "code"),
    [("1990", "1990", RowWarning.BIRTH_YEAR_ONLY), (1990.0, "1990", RowWarning.BIRTH_YEAR_ONLY),
     ("năm 1990", "1990", RowWarning.BIRTH_YEAR_ONLY), ("02/1990", "1990-02", RowWarning.BIRTH_MONTH_ONLY),
     ("00/00/1990", "1990", RowWarning.BIRTH_YEAR_ONLY)],
    ids=repr,
)
def test_birth_dates_known_in_part(cell: Cell, dob: str, code: RowWarning) -> None:
    result = judge(changed(BIRTH, cell))
    assert result is not None
    assert result.person is not None
    assert result.person.dob == dob
    assert [(remark.code, remark.column) for remark in result.warnings] == [(code, BIRTH)]


def test_a_column_with_the_month_first_is_turned_round() -> None:
    header = [*HEADER[:3], *HEADER[4:]]
    cells = [cell for number, cell in enumerate(changed(BIRTH, "02/01/1990")) if number != 3]
    result = judge(cells, header, others=(["Lò Văn Páo", "12/31/1985"],))
    assert result is not None
    assert result.person is not None
    assert result.person.dob == "1990-02-01"
    assert [remark.code for remark in result.warnings] == [RowWarning.MONTH_FIRST]


@pytest.mark.parametrize(
    ("cell", "document"),
    [
        (15190001234.0, "015190001234"), (15190001234, "015190001234"), ("15190001234", "015190001234"),
        ("'015190001234", "015190001234"), ("015 190 001 234", "015190001234"), ("015.190.001.234", "015190001234"),
        ('="015190001234"', "015190001234"), ("015190001234.0", "015190001234"), (60812345.0, "060812345"),
        ("060812345", "060812345"), ("b1234567", "B1234567"), ("không có", ""), ("-", ""), ("x", ""), (0.0, ""),
        (None, ""),
    ],
    ids=repr,
)
def test_documents(cell: Cell, document: str) -> None:
    assert person_of(changed(DOCUMENT, cell)).doc == document


@pytest.mark.parametrize("written", ["015190001234/060812345", "060812345; 015190001234", "015190001234\n060812345"])
def test_two_documents_in_one_cell(written: str) -> None:
    person = person_of(changed(DOCUMENT, written))
    assert (person.doc, person.old_doc) == ("015190001234", "060812345")


def test_documents_in_columns_of_their_own() -> None:
    header = ["Họ tên", "Ngày sinh", "Giới tính", "CMND", "CCCD", "Hộ chiếu"]
    person = person_of(["Nguyễn Thị Lành", "1990-02-01", "Nữ", 60812345.0, 15190001234.0, ""], header)
    assert (person.doc, person.old_doc) == ("015190001234", "060812345")
    abroad = person_of(["John Smith", "1990-02-01", "Nam", "", "", "C1234567"], header)
    assert (abroad.doc, abroad.old_doc) == ("C1234567", "")
    odd = judge(["Nguyễn Thị Lành", "1990-02-01", "Nữ", "12", "015190001234", ""], header)
    assert odd is not None
    assert odd.warnings == (Remark(RowWarning.OLD_DOCUMENT_UNREADABLE, "D", "12"),)


@pytest.mark.parametrize(
    ("cell", "sex"),
    [("0", "M"), ("1", "F"), (1.0, "F"), (0.0, "M"), (0, "M"), ("Nam", "M"), ("NỮ", "F"), ("nu", "F"), ("N÷", "F"),
     ("Male", "M"), ("f", "F")],
    ids=repr,
)
def test_sex(cell: Cell, sex: str) -> None:
    cells = changed(SEX, cell)
    cells[3] = ""
    assert person_of(cells, others=(["NguyÔn V¨n §øc", "1990", "N÷"], ["TrÇn ThÞ Th¶o", "1990", "N÷"])).sex == sex


def test_sex_by_crosses_and_by_the_column_of_the_year() -> None:
    crosses = ["Họ tên", "Ngày sinh", "Nam", "Nữ"]
    assert person_of(["Lò Văn Páo", "1990", "x", ""], crosses).sex == "M"
    assert person_of(["Lò Thị Dở", "1990", "", "X"], crosses).sex == "F"
    assert person_of(["Lò Thị Dở", "1990", False, True], crosses).sex == "F"
    columns = recognise([["TT", "Họ tên", "Năm sinh", ""], ["", "", "Nam", "Nữ"]])
    assert isinstance(columns, Columns)
    row: list[Cell] = ["1", "Lò Thị Dở", "", 1952.0]
    result = RowReader(columns, survey((row,), columns), rules()).read(3, row)
    assert result is not None
    assert result.person is not None
    assert (result.person.sex, result.person.dob) == ("F", "1952")


def test_only_women_are_marked() -> None:
    header = ["Họ tên", "Ngày sinh", "Nữ"]
    assert person_of(["Lò Văn Páo", "1990", ""], header).sex == "M"
    assert person_of(["Lò Thị Dở", "1990", "x"], header).sex == "F"


def test_codes_of_insurance_systems_for_sex() -> None:
    header = ["Họ tên", "Ngày sinh", "Giới tính"]
    other: list[Cell] = ["Lò Thị Dở", "1990", "2"]
    assert person_of(["Lò Văn Páo", "1990", "1"], header, (other,)).sex == "M"
    assert person_of(["Lò Văn Páo", "1990", "1"], header).sex == "F"


def test_a_missing_sex_comes_from_the_citizen_id() -> None:
    result = judge(changed(SEX, ""))
    assert result is not None
    assert result.person is not None
    assert result.person.sex == "F"
    assert result.warnings == (Remark(RowWarning.SEX_FROM_DOCUMENT, SEX),)
    without = judge(["Nguyễn Thị Lành", "01/02/1990", "", "060812345", "", "", "", ""])
    assert without is not None
    assert without.warnings == (Remark(RowWarning.SEX_MISSING, SEX),)
