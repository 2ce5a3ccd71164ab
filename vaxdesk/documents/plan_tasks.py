"""The task plan that the guidance demands, as a wide table with the signatures below."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table

from vaxdesk.documents.blocks import Head, Signature
from vaxdesk.documents.dates import day as written_day
from vaxdesk.documents.flow import CELL, CELL_HEAD, GRID, LONG, NOTE, Page, beside, build, paragraph
from vaxdesk.documents.samples import STATION
from vaxdesk.domain.plan.tasks import TaskState, TaskView, overdue
from vaxdesk.domain.views import StationView
from vaxdesk.words import say_in

COLUMNS = (
    ("number", 10), ("title", 72), ("lead", 37), ("partners", 37), ("person", 35), ("deadline", 23), ("state", 23),
    ("note", 30),
)  # fmt: skip
"""Key and width in millimetres, together the text width of an A4 sheet laid on its side."""


class TasksContents(msgspec.Struct, frozen=True, kw_only=True):
    """Tasks in order; `today` decides which are overdue. Days ISO."""

    station: StationView
    campaign: str
    tasks: tuple[TaskView, ...]
    today: str
    from_day: str = ""
    until_day: str = ""
    printed_at: str = ""


def render(contents: TasksContents, *, language: str = "vi") -> bytes:
    """The plan as PDF, A4 on its side."""
    name = say_in(language, "plan.paper.tasks")
    page = Page(name, contents.station, contents.printed_at, language, wide=True)
    return build(lambda: _story(contents, name, language), page)


def cells(at: int, task: TaskView, *, today: str, language: str) -> tuple[str, ...]:
    """A task as its row says it."""
    state = task.state if task.state in list(TaskState) else TaskState.AHEAD.value
    said = say_in(language, f"{TaskState.WORDS}.{state}")
    if overdue(task, today):
        said = say_in(language, "plan.paper.late", state=said)
    return (
        str(at), task.title, task.lead, task.partners, task.person, written_day(task.deadline), said, task.note,
    )  # fmt: skip


def _story(contents: TasksContents, name: str, language: str) -> list[Flowable]:
    late = sum(overdue(one, contents.today) for one in contents.tasks)
    done = sum(not one.open for one in contents.tasks)
    days = " – ".join(written_day(one) for one in (contents.from_day, contents.until_day) if one)
    under = " · ".join(part for part in (contents.campaign, days) if part)
    told = say_in(language, "plan.paper.tasks_done", n=len(contents.tasks), done=done, late=late)
    rows = [cells(at, one, today=contents.today, language=language) for at, one in enumerate(contents.tasks, 1)]
    return [
        Head(contents.station, name=name, under=under, language=language),
        paragraph(told, NOTE),
        _table(rows, language),
        Spacer(1, 5 * mm),
        KeepTogether([_signatures(contents, language)]),
    ]


def _table(rows: Sequence[Sequence[str]], language: str) -> Table:
    head = [paragraph(say_in(language, f"plan.task.{key}"), CELL_HEAD) for key, _ in COLUMNS]
    body = [[paragraph(text, CELL) for text in row] for row in rows]
    return Table([head, *body], colWidths=[width * mm for _, width in COLUMNS], style=GRID, repeatRows=1, splitInRow=1)


def _signatures(contents: TasksContents, language: str) -> Flowable:
    made = Signature(place="", at="", role=say_in(language, "plan.paper.made_by"), name="", language=language)
    head = Signature(
        place="",
        at=contents.printed_at,
        role=say_in(language, "plan.paper.approved_by"),
        name=contents.station.head,
        language=language,
    )
    return beside([made], [head], right_width=LONG / 2, width=LONG)


SAMPLE = TasksContents(
    station=STATION,
    campaign="Đợt 3 – tiêm nhắc lại",
    from_day="2026-12-01",
    until_day="2026-12-05",
    today="2026-11-27",
    tasks=(
        TaskView(id="1", campaign="c", title="Chuẩn bị máy tính cho từng bàn", lead="Ủy ban nhân dân xã",
                 partners="Trạm y tế", person="Hoàng Văn Sình", deadline="2026-11-21", state="done"),
        TaskView(id="2", campaign="c", title="Chuẩn bị máy in, giấy và mực in", lead="Trạm y tế",
                 partners="Ủy ban nhân dân xã", person="Lò Thị Mai", deadline="2026-11-24"),
        TaskView(id="3", campaign="c", title="Cập nhật ê kíp trước buổi tiêm", lead="Trạm y tế",
                 deadline="2026-11-30", state="doing", note="Chờ lịch trực của trung tâm y tế"),
        TaskView(id="4", campaign="c", title="Máy quét mã QR (nếu có)", lead="Trạm y tế", state="not_needed"),
    ),
    printed_at="2026-11-27T16:30",
)  # fmt: skip
