"""`vaxdesk-server report` on both databases: the hand-counted day of one station, the sum of two under a commune."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sync_server.cli import main
from tests.report_day import AZ, COMA, COUNTED, TOTAL, HandMade
from tests.servers import RunningServer
from tests.sync_server.clinics import Clinic, read

DAY = "2026-11-26"


def run(server: RunningServer, out: Path, kind: str, *more: str, unit: str = "TYT-01") -> int:
    given = ["report", kind, "--unit", unit, "--day", DAY, "--database", server.database, "--out", str(out)]
    return main([*given, "--keys", str(server.folder), "--json", *more])


def lines(data: bytes, title: str) -> list[dict[str, object]]:
    """The table of a workbook: each line by the labels of its columns, a common heading before its own ones."""
    sheet = load_workbook(BytesIO(data))[title]
    rows = [list(row) for row in sheet.iter_rows(min_row=5, values_only=True)]
    upper, lower = rows[0], rows[1]
    heads, last = [], None
    for above, below in zip(upper, lower, strict=True):
        last = above or last
        heads.append(f"{last}: {below}" if below else last)
    return [dict(zip(heads, row, strict=True)) for row in rows[2:]]


COLUMNS = {
    "people": "Số đối tượng trong ngày", "referred": "Chuyển bệnh viện tiêm", "declined": "Không đồng ý tiêm",
    "deferred": "Hoãn tiêm", "contraindicated": "Chống chỉ định", "unfinished": "Chưa xong",
    "vaccinated": "Số tiêm được", "primary_1": "Liều cơ bản: Mũi 1", "primary_2": "Liều cơ bản: Mũi 2",
    "primary_3": "Liều cơ bản: Mũi 3", "additional_1": "Bổ sung", "booster_1": "Liều nhắc lại: Lần 1",
    "booster_2": "Liều nhắc lại: Lần 2", "other_dose": "Mũi khác", "used": "Vắc xin (liều): Sử dụng",
    "wasted": "Vắc xin (liều): Hủy", "common": "Phản ứng thông thường", "serious": "Tai biến nặng",
    "late": "Nhập sau từ giấy",
}  # fmt: skip


def counted(line: dict[str, object]) -> dict[str, object]:
    return {key: line[label] for key, label in COLUMNS.items()}


@pytest.mark.parametrize("unit", ["TYT-01", "2025-07:24211"])
def test_one_station_and_all_below_a_commune(
    either: RunningServer, clinics: tuple[Clinic, Clinic], tmp_path: Path, unit: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    for clinic in clinics:
        HandMade(clinic.write, DAY)
        clinic.send()
    read(either)
    out = tmp_path / "daily.xlsx"
    assert run(either, out, "daily", "--format", "xlsx", unit=unit) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["balanced"], told["faults"]) == (True, [])
    found = lines(out.read_bytes(), "Kết quả trong ngày")
    stations = 1 if unit == "TYT-01" else 2
    plain = [line for line in found if line["TT"] is not None]
    assert [counted(line) for line in plain] == [COUNTED[AZ], COUNTED[COMA]] * stations
    assert counted(found[-1]) == {key: value * stations for key, value in TOTAL.items()}


def test_every_report_in_every_format(
    server: RunningServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clinic = Clinic(server)
    HandMade(clinic.write, DAY)
    clinic.send()
    read(server)
    for kind, formats in {
        "daily": ("pdf", "csv", "dhis2", "fhir"), "campaign": ("pdf", "dhis2"), "aefi": ("pdf", "csv", "fhir"),
        "session": ("pdf", "xlsx"), "coverage": ("csv", "xlsx"), "stock": ("pdf", "csv", "dhis2"),
    }.items():  # fmt: skip
        for one in formats:
            out = tmp_path / f"{kind}.{one}"
            assert run(server, out, kind, "--format", one) == 0, capsys.readouterr()
            assert out.stat().st_size > 100
    capsys.readouterr()
    assert main(["access", "verify", "--database", server.database, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] >= 4, "four of them named people"


@pytest.mark.parametrize(
    ("more", "error"),
    [
        (("--format", "dhis2"), "report_format"),
        (("--since", "2026-12-01"), "report_days"),
        (("--mapping", "nowhere.toml"), "report_file"),
    ],
)
def test_what_cannot_be_is_said(
    server: RunningServer, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, ...], error: str
) -> None:
    read(server)
    assert run(server, tmp_path / "out", "coverage", *more) == 1
    assert json.loads(capsys.readouterr().out)["error"] == error
