"""Reports through the real window: the hand-counted day cell by cell, on the screen and in each kind of file."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from fhir.resources.R4B.bundle import Bundle
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.documents.reading import all_text, squeezed
from tests.flows import acts
from tests.flows.desktop import CONTROL, DAY, Desktop, WallClock, desktop
from tests.report_day import AZ, COMA, COUNTED, TOTAL, HandMade
from vaxdesk.domain.report.table import ReportKind
from vaxdesk.registry import rules
from vaxdesk.ui.print_preview import PrintPreview
from vaxdesk.ui.screens.report.state import GridFace

_S, _P = Qt.Key.Key_S, Qt.Key.Key_P
LABELS = {  # as the data file of the daily report names its columns
    "people": "Số đối tượng trong ngày", "referred": "Chuyển bệnh viện tiêm", "declined": "Không đồng ý tiêm",
    "deferred": "Hoãn tiêm", "contraindicated": "Chống chỉ định", "unfinished": "Chưa xong",
    "vaccinated": "Số tiêm được", "primary_1": "Liều cơ bản – Mũi 1", "primary_2": "Liều cơ bản – Mũi 2",
    "primary_3": "Liều cơ bản – Mũi 3", "additional_1": "Bổ sung", "booster_1": "Liều nhắc lại – Lần 1",
    "booster_2": "Liều nhắc lại – Lần 2", "other_dose": "Mũi khác", "used": "Vắc xin (liều) – Sử dụng",
    "wasted": "Vắc xin (liều) – Hủy", "common": "Phản ứng thông thường", "serious": "Tai biến nặng",
    "late": "Nhập sau từ giấy",
}  # fmt: skip
LINES = {"AstraZeneca": COUNTED[AZ], "Pfizer": COUNTED[COMA], "": TOTAL}


def begun(day: Desktop, *, balanced: bool = True) -> HandMade:
    """A new station with the day as its desks would have written it."""
    acts.set_up(day)
    day.front()
    with day.desk.store.writing(user=day.desk.user.no) as w:
        return HandMade(w.add, DAY, balanced=balanced)


def saved(day: Desktop, monkeypatch: pytest.MonkeyPatch, path: Path) -> bytes:
    """Ctrl S, a name, and the file is there."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    before = day.kinds().count("print")
    day.press(_S, CONTROL)
    day.until(lambda: path.exists() and day.kinds().count("print") == before + 1)
    day.settled()
    return path.read_bytes()


def on_screen(day: Desktop, at: int = 0) -> GridFace:
    day.until(lambda: day.state("report").face and not day.state("report").busy)
    return day.state("report").face.grids[at]


def figures(grid: GridFace) -> dict[str, dict[str, int]]:
    """The lines of the daily report by vaccine, as numbers."""
    heads = [f"{one.group} – {one.text}" if one.group else one.text for one in grid.heads]
    vaccine = heads.index("Loại vắc xin")
    return {
        row.texts[vaccine]: {key: int(row.texts[heads.index(label)].lstrip("! ")) for key, label in LABELS.items()}
        for row in grid.rows
    }


def of_workbook(data: bytes) -> dict[str, dict[str, object]]:
    sheet = load_workbook(BytesIO(data))["Kết quả trong ngày"]
    assert sheet.freeze_panes == "A7"
    upper, lower, *rows = list(sheet.iter_rows(min_row=5, values_only=True))
    heads, last = [], ""
    for above, below in zip(upper, lower, strict=True):
        last = above or last
        heads.append(f"{last} – {below}" if below else last)
    lines = [dict(zip(heads, row, strict=True)) for row in rows]
    return {line["Loại vắc xin"] or "": {key: line[label] for key, label in LABELS.items()} for line in lines}


def of_csv(data: bytes) -> dict[str, dict[str, int]]:
    rows = list(csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert data.startswith("\ufeff".encode())
    start = rows.index(["Kết quả trong ngày"])
    heads = rows[start + 1]
    lines = [dict(zip(heads, row, strict=True)) for row in rows[start + 2 : start + 2 + len(LINES)]]
    return {line["Loại vắc xin"]: {key: int(line[label]) for key, label in LABELS.items()} for line in lines}


def of_dhis2(data: bytes) -> dict[str, dict[str, int]]:
    """Values of a data value set by vaccine and column, through the shipped mapping."""
    made, mapping = json.loads(data), rules.dhis2()
    assert (made["dataSet"], made["period"]) == (mapping.report["daily"].data_set, DAY.replace("-", ""))
    columns = {uid: key for key, uid in mapping.report["daily"].element.items()}
    vaccines = {uid: code for code, uid in mapping.combination.items()}
    found: dict[str, dict[str, int]] = {}
    for one in made["dataValues"]:
        assert one["orgUnit"] == "TYT-01"
        found.setdefault(vaccines[one["categoryOptionCombo"]], {})[columns[one["dataElement"]]] = int(one["value"])
    return found


def of_pdf(data: bytes) -> str:
    return squeezed(all_text(data))


def in_pdf(code: str, name: str) -> str:
    """A line of the daily report as its letters stand in the PDF."""
    said = COUNTED[code] if code else TOTAL
    note = f"{said['late']} nhập sau từ giấy" if said["late"] else ""
    return squeezed(f"{name}{''.join(str(said[key]) for key in LABELS)}{note}")


def check_fhir(data: bytes, made: HandMade) -> None:
    """R4 as the library of the standard reads it, and every dose that stands, once."""
    bundle = Bundle.model_validate_json(data)
    assert bundle.type == "collection"
    by_kind: dict[str, list] = {}
    for entry in bundle.entry:
        by_kind.setdefault(entry.resource.get_resource_type(), []).append(entry.resource)
    assert {kind: len(some) for kind, some in by_kind.items()} == {
        "Location": 1, "Patient": 16, "Immunization": 16, "AdverseEvent": 4}  # fmt: skip
    doses = {one.id: one for one in by_kind["Immunization"]}
    assert set(doses) == set(made.doses.values())
    late = doses[made.doses[22]]
    assert (late.primarySource, late.vaccineCode.coding[0].code, late.lotNumber) == (False, AZ, "AB9876")
    first = doses[made.doses[1]]
    assert [one.code for one in first.vaccineCode.coding] == ["COM-A", "XM8NQ0", "28581000087106"]
    assert (first.protocolApplied[0].doseNumberPositiveInt, float(first.doseQuantity.value)) == (1, 0.3)
    serious = [one for one in by_kind["AdverseEvent"] if one.seriousness.coding[0].code == "serious"]
    whom = {entry.fullUrl: entry.resource for entry in bundle.entry}
    assert [whom[one.subject.reference].name[0].text for one in serious] == ["Vàng A Sếnh"]
    assert serious[0].suspectEntity[0].instance.reference in whom


def test_the_day_cell_by_cell(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with desktop(qtbot, tmp_path / "home", now=WallClock("16:30")) as day:
        made = begun(day)
        day.press(Qt.Key.Key_6, CONTROL)
        assert day.shell.current == "report"
        assert figures(on_screen(day)) == LINES
        assert day.state("report").face.faults == ()
        assert of_workbook(saved(day, monkeypatch, tmp_path / "ngày.xlsx")) == LINES
        assert of_csv(saved(day, monkeypatch, tmp_path / "ngày.csv")) == LINES
        dhis2 = of_dhis2(saved(day, monkeypatch, tmp_path / "ngày.dhis2.json"))
        assert dhis2 == {code: {key: COUNTED[code][key] for key in dhis2[code]} for code in (COMA, AZ)}
        check_fhir(saved(day, monkeypatch, tmp_path / "ngày.fhir.json"), made)
        text = of_pdf(saved(day, monkeypatch, tmp_path / "ngày.pdf"))
        for code, name in ((AZ, "AstraZeneca"), (COMA, "Pfizer"), ("", "Cộng")):
            assert in_pdf(code, name) in text, name


def test_printing_begins_with_a_look(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with desktop(qtbot, tmp_path / "home", now=WallClock("16:30")) as day:
        begun(day)
        day.shell.open("report")
        on_screen(day)
        day.press(_P, CONTROL)
        preview = day.asked(PrintPreview)
        assert preview.pages == 1
        path = tmp_path / "paper.pdf"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
        day.press(_S, CONTROL)
        day.answered(preview)
        day.settled()
        assert in_pdf("", "Cộng") in of_pdf(path.read_bytes())
        assert day.kinds().count("print") == 1


def test_a_day_that_does_not_balance_says_where(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desktop(qtbot, tmp_path / "home", now=WallClock("16:30")) as day:
        begun(day, balanced=False)
        day.shell.open("report")
        grid = on_screen(day)
        faults = day.state("report").face.faults
        assert [one for one in faults if "15, nhưng các kết quả cộng lại là 14" in one and "số 13 (dòng 13)" in one]
        assert [one for one in faults if "số 18 (dòng 18)" in one]
        assert [one for one in faults if "lọ 3 lô AB9876: 10 liều, tiêm 6, ghi hao phí 5" in one]
        marked = {grid.heads[at].text: row.texts[3] for row in grid.rows for at in row.marks}
        assert set(marked) == {LABELS["people"], LABELS["vaccinated"]}
        text = of_pdf(saved(day, monkeypatch, tmp_path / "ngày.pdf"))
        assert squeezed("! 15") in text and squeezed("số 13 (dòng 13)") in text
        book = load_workbook(BytesIO(saved(day, monkeypatch, tmp_path / "ngày.xlsx")))
        assert book.sheetnames[0] == "Cần xem lại"
        red = [cell.value for row in book["Kết quả trong ngày"].iter_rows(min_row=7) for cell in row
               if cell.fill.fgColor.rgb == "00F8CBAD"]  # fmt: skip
        assert sorted(red) == [6, 15, 16, 24]


@pytest.mark.parametrize("kind", list(ReportKind))
def test_every_report_is_shown_and_printed(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: ReportKind
) -> None:
    with desktop(qtbot, tmp_path / "home", now=WallClock("16:30")) as day:
        begun(day)
        day.shell.open("report")
        on_screen(day)
        day.press(Qt.Key(ord("1") + list(ReportKind).index(kind)))
        day.until(lambda: day.state("report").kind is kind and not day.state("report").busy)
        face = day.state("report").face
        assert face.grids and any(grid.rows for grid in face.grids)
        assert saved(day, monkeypatch, tmp_path / f"{kind.value}.pdf").startswith(b"%PDF")
        assert load_workbook(BytesIO(saved(day, monkeypatch, tmp_path / f"{kind.value}.xlsx"))).sheetnames
