"""Workbooks of the plan: real dates and numbers, zeros kept, nothing a formula."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl

from vaxdesk.domain.plan.tasks import TaskView
from vaxdesk.domain.views import PersonView
from vaxdesk.sheets.plan_book import write_invitations, write_tasks, write_waiting


def rows(path: Path) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))


def test_invitations(tmp_path: Path) -> None:
    known = PersonView(id="1", name="Lò Văn Páo", dob="1985-09-05", sex="M", doc="014085006789", tel="0987654321",
                       adr="Bản Nà Sản", commune="Chiềng Mung")  # fmt: skip
    vague = PersonView(id="2", name="=HYPERLINK(1)", dob="1952")
    path = tmp_path / "x.xlsx"
    write_invitations(path, day="2026-12-01", place="Trạm", people=[("07:30", known), ("08:30", vague)])
    head, first, second = rows(path)
    assert head[:3] == ("STT", "Ngày", "Ca tiêm")
    assert first == (1, datetime(2026, 12, 1), "07:30", "Trạm", "Lò Văn Páo", datetime(1985, 9, 5), "Nam",
                     "014085006789", "0987654321", "Bản Nà Sản, Chiềng Mung")  # fmt: skip
    assert second[4:6] == ("=HYPERLINK(1)", "1952")
    sheet = openpyxl.load_workbook(path).active
    assert sheet["E3"].data_type == "s"
    assert sheet["B2"].number_format == "dd/mm/yyyy"


def test_people_who_need_another_place(tmp_path: Path) -> None:
    child = PersonView(id="1", name="Sùng Thị Mỷ", dob="2018-03-09", guardian_tel="0912345678", adr="Thôn Cu Vai")
    write_waiting(tmp_path / "x.xlsx", (child,))
    head, row = rows(tmp_path / "x.xlsx")
    assert head == ("STT", "Họ và tên", "Ngày sinh", "Giới", "Số giấy tờ", "Điện thoại", "Địa chỉ", "Đã báo")
    assert row == (1, "Sùng Thị Mỷ", datetime(2018, 3, 9), None, None, "0912345678", "Thôn Cu Vai", None)


def test_tasks(tmp_path: Path) -> None:
    tasks = [
        TaskView(id="1", campaign="c", title="Máy in", deadline="2026-11-20", lead="Trạm y tế"),
        TaskView(id="2", campaign="c", title="Tập huấn", deadline="2026-11-20", state="done"),
        TaskView(id="3", campaign="c", title="Việc mới", state="of a later program"),
    ]
    write_tasks(tmp_path / "x.xlsx", tasks, today="2026-11-27")
    _, *listed = rows(tmp_path / "x.xlsx")
    assert [(row[0], row[1], row[6]) for row in listed] == [
        (1, "Máy in", "Chưa làm (quá hạn)"), (2, "Tập huấn", "Xong"), (3, "Việc mới", "of a later program"),
    ]  # fmt: skip
    assert listed[0][5].date() == date(2026, 11, 20)
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active
    assert [sheet.cell(row, 2).fill.fill_type for row in (2, 3)] == ["solid", None]
