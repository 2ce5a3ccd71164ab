"""Samples of the page of reports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from vaxdesk.domain.report.asked import Axis, Format
from vaxdesk.domain.report.table import ReportKind
from vaxdesk.ui.gallery import Sample, a_room
from vaxdesk.ui.printing import PrintPorts
from vaxdesk.ui.screens.report.model import ReportModel
from vaxdesk.ui.screens.report.ports import ReportPorts
from vaxdesk.ui.screens.report.state import Face, GridFace, Head, Round, Row
from vaxdesk.ui.screens.report.view import ReportView
from vaxdesk.words import say

_DAY = "2026-11-23"
_FIGURES = (
    ("", "Số đối tượng trong ngày", "24"), ("", "Chuyển bệnh viện tiêm", "1"), ("", "Không đồng ý tiêm", "4"),
    ("", "Hoãn tiêm", "2"), ("", "Chống chỉ định", "1"), ("", "Chưa xong", "1"), ("", "Số tiêm được", "15"),
    ("Liều cơ bản", "Mũi 1", "9"), ("Liều cơ bản", "Mũi 2", "3"), ("", "Bổ sung", "1"),
    ("Liều nhắc lại", "Lần 1", "2"), ("Vắc xin (liều)", "Sử dụng", "16"), ("", "Tai biến nặng", "1"),
)  # fmt: skip


def _daily(*, faults: bool) -> Face:
    heads = (
        Head(text="TT", share=0.5),
        Head(text="Cơ sở tiêm chủng", share=3.2),
        Head(text="Loại vắc xin", share=1.8),
        *(Head(text=text, group=group, right=True) for group, text, _ in _FIGURES),
    )
    figures = tuple(figure for *_, figure in _FIGURES)
    rows = (
        Row(texts=("1", "Trạm Y tế xã Xà Hồ", "AstraZeneca", *figures)),
        Row(texts=("2", "Trạm Y tế xã Xà Hồ", "Pfizer", *figures), marks=frozenset({3} if faults else ())),
        Row(texts=("", say("report.total"), "", *figures), sum=True, marks=frozenset({3} if faults else ())),
    )
    told = say("report.fault.outcomes", column="Số đối tượng trong ngày", whole=24, parts=23)
    who = say("report.who.are", who=say("report.who.both", no=13, row=13))
    return Face(
        title="Tổng hợp báo cáo hàng ngày",
        unit="Trạm Y tế xã Xà Hồ",
        period=say("report.on_day", until="23/11/2026", since=""),
        grids=(GridFace(title="Kết quả trong ngày", heads=heads, rows=rows),
               GridFace(title="Phản ứng thông thường theo biểu hiện", heads=heads[1:])),
        faults=(f"{told} {who}",) if faults else (),
        notes=(say("report.note.late_doses", n=1),),
        formats=tuple(Format),
    )  # fmt: skip


def _coverage() -> Face:
    heads = (Head(text="Nhóm", share=4), *(Head(text=text, right=True) for text in ("Số đối tượng", "Tỷ lệ %")))
    rows = tuple(Row(texts=(say(f"person.group.{no}"), str(no * 31), "59,1")) for no in range(1, 17))
    grid = GridFace(title="Chỉ tiêu và kết quả", heads=heads, rows=rows)
    return Face(title="Độ bao phủ", unit="Trạm Y tế xã Xà Hồ", period="23/11/2026", grids=(grid,))


def _session() -> Face:
    heads = tuple(Head(text=text, share=2) for text in ("Vị trí", "Họ và tên", "Từ", "Đến"))
    team = GridFace(title="Ê kíp", heads=heads, rows=(
        Row(texts=("Trưởng điểm", "Lò Thị Mai", "", "")), Row(texts=("Tiêm", "Hờ A Chứ", "07:30", "11:30")),
    ))  # fmt: skip
    told = (say("report.session.not_sealed"),)
    return Face(title="Biên bản buổi tiêm", unit="Trạm Y tế xã Xà Hồ", period="23/11/2026", grids=(team,), notes=told)


def _no_right() -> str:
    return say("refusal.reason.no_right", act=say("clinical.act.report"))


def _view(face: Face | None, **changes: Any) -> ReportView:
    ports = ReportPorts(
        answer=lambda _: face,
        face=lambda _: face,
        rounds=lambda: (Round(no="3", name="Đợt 3", since="2026-11-01", until="2026-11-30"),),
        products=lambda: (("AZ", "AstraZeneca"), ("COM-A", "Pfizer")),
        may=lambda *_: None,
        render=lambda *_: b"",
        save=lambda *_: None,
        note=lambda *_, **__: None,
        file_name=lambda _, format_: str(Path("daily").with_suffix(format_.suffix)),
        day=lambda: _DAY,
        printing=PrintPorts(chosen=str, keep=lambda _: None),
    )
    model = ReportModel(a_room(), ports)
    if face is not None:
        model.look()
    model.become(**changes)
    return ReportView(model)


GALLERY: tuple[Sample, ...] = (
    Sample("report-daily", lambda: _view(_daily(faults=False))),
    Sample("report-unbalanced", lambda: _view(_daily(faults=True), campaign="3")),
    Sample("report-coverage", lambda: _view(_coverage(), kind=ReportKind.COVERAGE, axis=Axis.AGE)),
    Sample("report-session", lambda: _view(_session(), kind=ReportKind.SESSION)),
    Sample("report-refused", lambda: _view(None, refused=_no_right())),
    Sample("report-wrong-days", lambda: _view(_daily(faults=False), since="2026-12-24", wrong=True)),
)
