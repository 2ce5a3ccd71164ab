"""Workbooks of the plan: who is invited when, and the task plan; real dates and numbers, text never a formula."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from vaxdesk.domain.days import span
from vaxdesk.domain.plan.tasks import TaskState, TaskView, overdue
from vaxdesk.domain.views import PersonView
from vaxdesk.sheets.result import as_text, writable
from vaxdesk.words import say

_HEAD = Font(bold=True)
_LATE = PatternFill("solid", fgColor="F8CBAD")
_INVITED = (
    ("number", 6), ("day", 12), ("slot", 9), ("place", 26), ("name", 28), ("dob", 12), ("sex", 8), ("document", 16),
    ("phone", 14), ("address", 36),
)  # fmt: skip
_WHO = 4  # the first column that is about a person
_TOLD = ("told", 10)
_TASKS = (
    ("number", 6), ("title", 48), ("lead", 24), ("partners", 24), ("person", 22), ("deadline", 12), ("state", 18),
    ("note", 30),
)  # fmt: skip


def write_invitations(path: Path, *, day: str, place: str, people: Sequence[tuple[str, PersonView]]) -> None:
    """People with their slots, in order.

    Args:
        people: (hour, person).

    Raises:
        Trouble: DISK_FULL, FILE_NOT_WRITABLE.
    """
    rows = [(at, day, hour, place, *_who(one)) for at, (hour, one) in enumerate(people, 1)]
    titles = [say(f"plan.paper.column.{key}") for key, _ in _INVITED]
    _write(path, say("printing.paper.invitations"), titles, [width for _, width in _INVITED], rows)


def write_waiting(path: Path, people: Sequence[PersonView]) -> None:
    """People who need another place; the last column is for whoever calls them.

    Raises:
        Trouble: DISK_FULL, FILE_NOT_WRITABLE.
    """
    columns = (_INVITED[0], *_INVITED[_WHO:], _TOLD)
    rows = [(at, *_who(one), "") for at, one in enumerate(people, 1)]
    titles = [say(f"plan.paper.column.{key}") for key, _ in columns]
    _write(path, say("plan.waiting_title"), titles, [width for _, width in columns], rows)


def _who(one: PersonView) -> tuple[str, ...]:
    """What is said of a person, in the order of the columns."""
    sex = say(f"clinical.sex.{one.sex}") if one.sex else ""
    document, home = one.doc or one.old_doc, ", ".join(part for part in (one.adr, one.commune) if part)
    return one.name, one.dob, sex, document, one.tel or one.guardian_tel, home


def write_tasks(path: Path, tasks: Sequence[TaskView], *, today: str) -> None:
    """The task plan; overdue ones are coloured and say so.

    Raises:
        Trouble: DISK_FULL, FILE_NOT_WRITABLE.
    """
    rows = []
    for at, one in enumerate(tasks, 1):
        state = say(f"{TaskState.WORDS}.{one.state}") if one.state in list(TaskState) else one.state
        said = say("plan.paper.late", state=state) if overdue(one, today) else state
        rows.append((at, one.title, one.lead, one.partners, one.person, one.deadline, said, one.note))
    titles = [say(f"plan.task.{key}") for key, _ in _TASKS]
    late = {at for at, one in enumerate(tasks) if overdue(one, today)}
    _write(path, say("printing.paper.task_plan"), titles, [width for _, width in _TASKS], rows, marked=late)


def _write(
    path: Path,
    name: str,
    titles: Sequence[str],
    widths: Sequence[int],
    rows: Sequence[tuple[object, ...]],
    *,
    marked: set[int] | frozenset[int] = frozenset(),
) -> None:
    with writable(path) as target:
        book = Workbook(write_only=True)
        sheet = book.create_sheet(name[:31])
        sheet.freeze_panes = "A2"
        for at, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(at)].width = width
        sheet.append([_heading(sheet, title) for title in titles])
        for at, row in enumerate(rows):
            sheet.append([_cell(sheet, value, marked=at in marked) for value in row])
        book.save(target)


def _heading(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text)
    cell.font, cell.alignment = _HEAD, Alignment(wrap_text=True, vertical="center")
    return cell


def _cell(sheet: WriteOnlyWorksheet, value: object, *, marked: bool) -> WriteOnlyCell | None:
    if value == "":
        return None
    whole = span(value) if isinstance(value, str) and len(value) == len("2026-12-01") else None
    if isinstance(value, int):
        cell = WriteOnlyCell(sheet, value)
    elif whole is not None and whole.exact:
        cell = WriteOnlyCell(sheet, date.fromisoformat(str(value)))
        cell.number_format = "dd/mm/yyyy"
    else:
        cell = as_text(sheet, str(value))
    if marked:
        cell.fill = _LATE
    return cell
