"""The printed readiness check: a row for each thing, its light in words, what to do, and who checked."""

from __future__ import annotations

import msgspec
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table

from vaxdesk.documents.blocks import Head, Signature
from vaxdesk.documents.dates import day
from vaxdesk.documents.flow import CELL, CELL_HEAD, GRID, WIDTH, Page, beside, build, paragraph
from vaxdesk.documents.samples import STATION
from vaxdesk.domain.views import StationView
from vaxdesk.words import say_in

_WIDTHS = (34.0, 24.0, 56.0, WIDTH - 114.0)  # mm
_SIGN = 80.0


class ReadinessRow(msgspec.Struct, frozen=True, kw_only=True):
    """One thing in words: what it is, its light, how it is, what to do (empty: nothing)."""

    item: str
    light: str
    now: str
    todo: str = ""


class ReadinessContents(msgspec.Struct, frozen=True, kw_only=True):
    """What the sheet says; `day` is the ISO day that was checked for, `whole` the sentence about everything."""

    station: StationView
    day: str
    whole: str
    rows: tuple[ReadinessRow, ...]
    by: str = ""
    printed_at: str = ""


def render(contents: ReadinessContents, *, language: str = "vi") -> bytes:
    """The check as PDF on A4."""

    def story() -> list[Flowable]:
        under = say_in(language, "readiness.sheet_lead", day=day(contents.day))
        name = say_in(language, "readiness.page")
        head = Head(contents.station, name=name.upper(), under=under, language=language)
        sign = Signature(
            place=contents.station.commune,
            at=contents.printed_at,
            role=say_in(language, "readiness.sign"),
            name=contents.by,
            language=language,
        )
        return [head, paragraph(contents.whole, CELL), Spacer(1, 2 * mm), _table(contents, language), Spacer(1, 4 * mm),
                beside([], [sign], right_width=_SIGN)]  # fmt: skip

    title = say_in(language, "readiness.page")
    return build(story, Page(title, contents.station, contents.printed_at, language))


def _table(contents: ReadinessContents, language: str) -> Table:
    columns = ("readiness.column_item", "readiness.column_light", "readiness.column_is", "readiness.column_todo")
    head = [paragraph(say_in(language, one), CELL_HEAD) for one in columns]
    body = [[paragraph(text, CELL) for text in (row.item, row.light, row.now, row.todo)] for row in contents.rows]
    return Table([head, *body], colWidths=[one * mm for one in _WIDTHS], style=GRID, repeatRows=1)


SAMPLE = ReadinessContents(
    station=STATION,
    day="2026-11-28",
    whole="Chưa sẵn sàng: 1 mục phải giải quyết trước.",
    rows=(
        ReadinessRow(item="Danh sách", light="Tốt", now="300 người trong danh sách."),
        ReadinessRow(
            item="Ê kíp",
            light="Phải làm",
            now="Thiếu: Khám sàng lọc.",
            todo="Phân công thêm người ở màn hình Ê kíp trước khi mở buổi.",
        ),
        ReadinessRow(
            item="Đường truyền",
            light="Nên xem",
            now="4 ngày chưa liên lạc với máy chủ.",
            todo="Kiểm tra mạng, hoặc chuẩn bị USB để mang dữ liệu đi.",
        ),
    ),
    by="Lò Thị Mai",
    printed_at="2026-11-27T16:40",
)
