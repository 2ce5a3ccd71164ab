"""One row of a roster judged as the program would, for the tests of lists."""

from __future__ import annotations

from functools import cache, partial

from vaxdesk.assets import resources
from vaxdesk.domain.cells import Cell
from vaxdesk.domain.headings import Columns, recognise
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.places.communes import Communes
from vaxdesk.domain.products import load_schedule, recognise_product
from vaxdesk.domain.roster import RowResult
from vaxdesk.domain.roster_row import RosterRules, RowReader
from vaxdesk.domain.roster_survey import survey
from vaxdesk.domain.units import read_units

TODAY = "2026-11-20"
HEADER = ["Họ và tên", "Ngày sinh", "Giới tính (0:nam, 1:nữ)", "Số CMT/CCCD", "Số điện thoại", "Nhóm ưu tiên",
          "Thẻ BHYT", "Ghi chú"]
NAME, BIRTH, SEX, DOCUMENT, PHONE, GROUP, INSURANCE = "ABCDEFG"
GOOD: list[Cell] = ["Nguyễn Thị Lành", "01/02/1990", "1", "015190001234", "0912345678", "9", "HN2157900012345", ""]


@cache
def rules() -> RosterRules:
    shipped = resources()
    schedule = load_schedule((shipped / "schedules" / "vn-covid19.toml").read_text(encoding="utf-8"))
    units = read_units((shipped / "units" / "provinces.toml").read_text(encoding="utf-8"))
    communes = Communes((shipped / "units" / "communes.tsv").read_text(encoding="utf-8"))
    return RosterRules(today=TODAY, units=units, product_of=partial(recognise_product, schedule), communes=communes)


def columns_of(header: list[str]) -> Columns:
    columns = recognise([header])
    assert isinstance(columns, Columns)
    return columns


def judge(cells: list[Cell], header: list[str] | None = None, others: tuple[list[Cell], ...] = ()) -> RowResult | None:
    """The row judged in a sheet of which `others` are further rows."""
    columns = columns_of(header or HEADER)
    return RowReader(columns, survey((cells, *others), columns), rules()).read(9, cells)


def changed(column: str, cell: Cell) -> list[Cell]:
    cells = list(GOOD)
    cells["ABCDEFGH".index(column)] = cell
    return cells


def person_of(cells: list[Cell], header: list[str] | None = None, others: tuple[list[Cell], ...] = ()) -> Person:
    result = judge(cells, header, others)
    assert result is not None
    assert result.person is not None, result.problems
    return result.person
