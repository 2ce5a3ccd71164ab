"""Reports as files: text that could be a formula, types of cells, codes of a seal, many lines, both languages."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import pytest
import zxingcpp
from openpyxl import load_workbook

from tests.documents.reading import all_text, page_texts, pictures, squeezed
from vaxdesk.documents.report import pdf, plain, workbook
from vaxdesk.documents.report.saying import shown, written
from vaxdesk.documents.samples import STATION
from vaxdesk.domain.forms import Text
from vaxdesk.domain.report.table import (
    CellKind,
    Fault,
    FaultKind,
    Grid,
    Heading,
    Line,
    Rank,
    Report,
    ReportKind,
    Said,
)  # fmt: skip
from vaxdesk.domain.seal import Seal, SealHead, texts

NASTY = '=HYPERLINK("x";"y")'
SEAL = Seal(unit="A", day="2026-11-23", at=1_795_400_000, people=2, outcomes=2, confirmed=0, waiting=1,
            heads=(SealHead("0F3K7M9QX2TBW", 412, "9f3c5a71e0b2d4c6"),))  # fmt: skip


def report(lines: int = 2, columns: int = 0, **more: object) -> Report:
    extra = tuple(Heading(key=f"x{n}", label=f"Cột {n}", group="Nhóm" if n % 2 else "") for n in range(columns))
    headings = (
        Heading(key="name", label=Text(vi="Tên", en="Name"), kind=CellKind.TEXT, share=3),
        Heading(key="n", label="Số", group="Nhóm"),
        Heading(key="share", label="%", kind=CellKind.PERCENT, group="Nhóm"),
        Heading(key="on", label="Ngày", kind=CellKind.DAY),
        Heading(key="at", label="Lúc", kind=CellKind.MOMENT),
        *extra,
    )  # fmt: skip
    row = (NASTY, 7, 33.3, "2026-11-23", 1_795_400_000, *([1] * columns))
    made = [Line(cells=row, marks=frozenset({"n"}) if at == 0 else frozenset()) for at in range(lines)]
    made.append(Line(cells=("*", 7 * lines, None, "2026-11", None, *([None] * columns)), rank=Rank.TOTAL))
    grids = (Grid(key="t", title="Bảng: một/hai", headings=headings, lines=tuple(made)),
             Grid(key="none", title="Trống", headings=headings))  # fmt: skip
    values = {"title": Text(vi="Báo cáo thử", en="A report"), "signs": ("Người lập", "Trưởng trạm"), **more}
    return Report(kind=ReportKind.DAILY, unit="Trạm A", since="2026-11-01", until="2026-11-23", grids=grids, **values)


def test_text_never_becomes_a_formula() -> None:
    said = written(report(), "vi")
    sheet = load_workbook(BytesIO(workbook.render(said)))["Bảng  một hai"]
    assert (sheet["A7"].value, sheet["A7"].data_type) == (NASTY, "s")
    line = plain.render(said).decode("utf-8-sig").split("\r\n")[5]
    assert line.startswith('"\'=HYPERLINK')


def test_a_workbook_has_numbers_days_and_frozen_headings() -> None:
    sheet = load_workbook(BytesIO(workbook.render(written(report(), "vi"))))["Bảng  một hai"]
    first = [cell.value for cell in sheet[7]][1:]
    assert first == [7, 33.3, datetime(2026, 11, 23), datetime(2026, 11, 23, 9, 13)]
    assert [sheet.cell(7, at).number_format for at in (2, 3, 4)] == ["0", "0.0", "dd/mm/yyyy"]
    assert (sheet.freeze_panes, sheet["B5"].value, sheet["B6"].value) == ("A7", "Nhóm", "Số")
    assert "B5:C5" in [str(one) for one in sheet.merged_cells.ranges]
    assert (sheet["D9"].value, sheet["A9"].font.bold, sheet["B7"].fill.fgColor.rgb) == ("2026-11", True, "00F8CBAD")


@pytest.mark.parametrize(
    ("cell", "kind", "vi", "en"),
    [
        (33.3, CellKind.PERCENT, "33,3", "33.3"), (None, CellKind.WHOLE, "", ""), (0, CellKind.WHOLE, "0", "0"),
        ("2026-11", CellKind.DAY, "11/2026", "11/2026"), ("?", CellKind.MOMENT, "?", "?"),
        (1_795_400_000, CellKind.MOMENT, "09:13 23/11/2026", "09:13 23/11/2026"),
    ],
)  # fmt: skip
def test_values_are_written_as_people_do(cell: object, kind: CellKind, vi: str, en: str) -> None:
    assert (shown(cell, kind, "vi"), shown(cell, kind, "en")) == (vi, en)


def test_a_long_report_repeats_its_headings_and_lies_crosswise_when_it_is_wide() -> None:
    upright = pdf.render(written(report(lines=90), "vi"), station=STATION)
    pages = page_texts(upright)
    assert len(pages) == 4 and all("Lúc" in page for page in pages)
    (wide,) = pictures(pdf.render(written(report(columns=20), "vi"), station=STATION), 40)
    assert wide.shape[1] > wide.shape[0]
    assert pictures(upright, 40)[0].shape[0] > pictures(upright, 40)[0].shape[1]


def test_faults_notes_headings_to_write_under_and_codes_are_on_the_paper() -> None:
    who = tuple(Said("report.who.no", {"no": no}) for no in range(1, 60))
    fault = Fault(kind=FaultKind.OUTCOMES, facts={"column": Text(vi="Đối tượng", en="People"), "whole": 3, "parts": 2},
                  grid="t", where=("Trạm A", Text(vi="Pfizer", en="Pfizer")), who=who)  # fmt: skip
    made = report(faults=(fault,), notes=(Said("report.session.not_sealed"),), open=("Ý kiến khác",), codes=texts(SEAL))
    for language, words in (("vi", ("Đối tượng: 3", "số 40 và 19 nữa", "Chưa chốt ngày")),
                            ("en", ("People: 3", "no. 40 and 19 more", "not sealed"))):  # fmt: skip
        data = pdf.render(written(made, language), station=STATION, language=language, printed_at="2026-11-23T17:00")
        text = all_text(data)
        same = ("Ý kiến khác", "Hoàng Văn Sình", "(Bảng: một/hai: Trạm A, Pfizer)")
        assert all(squeezed(one) in text for one in (*words, *same))
        found = [code.text for page in pictures(data, 200) for code in zxingcpp.read_barcodes(page)]
        assert found == list(texts(SEAL))
    assert "Các số cộng khớp nhau" in page_texts(pdf.render(written(report(), "vi"), station=STATION))[0]
