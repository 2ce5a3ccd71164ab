"""`vaxdesk places` and `vaxdesk units` as a technician calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.desk.conftest import DAY, PASSWORD, QUICK, Clock
from vaxdesk import cli
from vaxdesk.desk import station
from vaxdesk.domain import times
from vaxdesk.domain.payloads import Person


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    made = station.create(folder, station="15041", name="Trạm Y tế xã Xà Hồ", user="Lò Thị Mai", login="mai",
                          password=PASSWORD, now=Clock(times.at(DAY, "08:00")), cost=QUICK)
    with made.desk.store.writing(user=1) as w:
        w.add("person", Person(name="Lan", commune="Cổ Bi", commune_code="00553", scheme="2021"))
    made.desk.store.close()
    monkeypatch.setenv("VAXDESK_PASSWORD", PASSWORD)
    monkeypatch.setenv("VAXDESK_LOGIN", "mai")
    return folder


def run(home: Path, *words: str) -> int:
    return cli.main(["--home", str(home), *words])


def test_a_list_goes_in_and_out(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = Workbook()
    for row in (["Mã cơ sở", "Tên cơ sở", "Tỉnh", "Huyện", "Xã"],
                [1041, "Trạm Y tế xã Xà Hồ", "Yên Bái", "Trạm Tấu", "Xà Hồ"], ["15x", "=1+1", "", "", ""]):
        book.active.append(row)
    book.active["B3"].data_type = "s"
    book.save(tmp_path / "co so.xlsx")
    result = tmp_path / "ket qua.xlsx"
    assert run(home, "--json", "places", "import", str(tmp_path / "co so.xlsx"), "--result", str(result)) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"list": "facility", "rows": 2, "taken": 1, "look": 0, "problem": 1, "there": 0}
    sheet = load_workbook(result).active
    assert sheet["F1"].value == "Kết quả nhập"
    assert sheet["F2"].value == "sẽ nhập"
    assert "Mã cơ sở KCB: mã “15x” không đúng dạng" in sheet["F3"].value
    assert (sheet["B3"].value, sheet["B3"].data_type) == ("=1+1", "s")  # a text never becomes a formula
    out = tmp_path / "ra.xlsx"
    assert run(home, "places", "export", "facility", str(out)) == 0
    assert "Đã ghi 1 dòng" in capsys.readouterr().out
    written = load_workbook(out).active
    assert written["A2"].value == "01041"
    assert [cell.value for cell in written[1]][:2] == ["Mã cơ sở KCB", "Tên cơ sở (*)"]
    assert run(home, "places", "import", str(out), "--dry-run") == 0
    assert "đã có 1" in capsys.readouterr().out


def test_units_are_found_from_the_command_line(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, "units", "find", "4606") == 0
    assert capsys.readouterr().out.splitlines() == [
        "Xã Trạm Tấu (04606, danh mục từ 07/2025)", "Xã Pá Hu, Huyện Trạm Tấu (04606, danh mục trước 07/2025)",
    ]  # fmt: skip
    assert run(home, "units", "became", "00553") == 0
    assert len(capsys.readouterr().out.splitlines()) == 3
    assert run(home, "units", "waiting") == 0
    told = capsys.readouterr().out
    assert "00553 Xã Cổ Bi: 1 người, cần chọn trong: Phường Phúc Lợi, Xã Phù Đổng, Xã Gia Lâm" in told
    assert run(home, "units", "find", "không có xã nào") == 0
    assert "Không tìm thấy" in capsys.readouterr().out


def test_a_file_without_a_list_fails(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = Workbook()
    book.active.append(["một", "hai"])
    book.save(tmp_path / "x.xlsx")
    assert run(home, "places", "import", str(tmp_path / "x.xlsx")) == 1
    assert "Không tìm thấy dòng tiêu đề" in capsys.readouterr().err
