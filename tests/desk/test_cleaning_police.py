"""A list goes to the commune police and comes back corrected; what changed keeps old value, who and evidence."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from vaxdesk.desk import corrections
from vaxdesk.desk.cleaning import answers, police
from vaxdesk.desk.cleaning.book import write_list
from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.record import record
from vaxdesk.documents import police_list as paper
from vaxdesk.domain.cleaning.answers import AnswerProblem, ReturnedList
from vaxdesk.domain.cleaning.police import ListKind, VerifyResult
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry.queries import verified
from vaxdesk.trouble import Trouble, TroubleCode

BY = "Thiếu tá Hà Văn Bình"
HA = {"commune": "Xà Hồ", "adr": "Thôn Cu Vai"}


@pytest.fixture
def people(desk: Desk, make_person: Callable[..., str]) -> dict[str, str]:
    return {
        "lanh": make_person(desk, doc="", **HA),
        "pao": make_person(desk, name="Lò Văn Páo", doc="0601234", sex="M", dob="1985-09-05", row=2, **HA),
        "ang": make_person(desk, name="Bùi Thị Ắng", doc="017152000111", sex="M", dob="1952-03-04", row=3, **HA),
        "senh": make_person(desk, name="Vàng A Sếnh", doc="", sex="M", dob="1978-03-12", row=4, adr="Thôn Cu Vai",
                            commune="Xã Xà Hồ"),
        "away": make_person(desk, name="Lý Thị Xa", doc="", row=5, commune="Tân Mỹ"),
        "well": make_person(desk, name="Tráng A Tốt", doc="015078004321", sex="M", dob="1978-01-02", row=6, **HA),
        "john": make_person(desk, name="John Smith", doc="", nat="Anh", sex="M", row=7, **HA),
    }  # fmt: skip


def handed(desk: Desk, *kinds: ListKind) -> police.HandedOut:
    done = police.hand_out(desk, police.gather(desk, "Xà Hồ", kinds or tuple(ListKind)))
    assert isinstance(done, Done)
    return done.value


def workbook(path: Path, out: police.HandedOut, filled: dict[str, dict[str, object]]) -> Path:
    """The list as the police hand it back: columns by heading, rows by name."""
    write_list(path, out.people, no=out.contents.no, code_text=out.contents.code_text, language="vi")
    book = load_workbook(path)
    sheet = book.active
    heads = {cell.value: cell.column for cell in sheet[4]}
    for row in range(5, sheet.max_row + 1):
        for heading, value in filled.get(sheet.cell(row, heads["Họ và tên (trạm)"]).value, {}).items():
            sheet.cell(row, heads[heading]).value = value
    book.save(path)
    return path


@pytest.mark.usefixtures("people")
def test_who_stands_on_the_lists(desk: Desk) -> None:
    out = handed(desk)
    assert [(one.name, one.kind) for one in out.people] == [
        ("Nguyễn Thị Lành", ListKind.NO_ID),
        ("Vàng A Sếnh", ListKind.NO_ID),
        ("Lò Văn Páo", ListKind.BAD_FORMAT),
        ("Bùi Thị Ắng", ListKind.WRONG_DATA),
    ]
    [view] = police.lists(desk)
    assert (view.no, view.people, view.commune, view.kinds) == (out.contents.no, 4, "Xà Hồ", tuple(ListKind))
    assert len(view.sha) == 64 and view.answered == 0
    assert out.contents.no.startswith("001/2026-")
    assert handed(desk, ListKind.NO_ID).contents.no.startswith("002/2026-")
    nobody = police.hand_out(desk, police.gather(desk, "Nơi khác", tuple(ListKind)))
    assert isinstance(nobody, Refused) and nobody.reason is Refusal.NOBODY_LISTED


@pytest.mark.usefixtures("people")
def test_the_paper_says_what_is_held_and_who_signs(desk: Desk) -> None:
    out = handed(desk)
    pages = PdfReader(BytesIO(paper.render(out.contents))).pages
    text = "\n".join(page.extract_text() for page in pages)
    said = ("Nguyễn Thị Lành", "0601234", "017152000111", out.contents.no, "CÔNG AN XÃ", "TRẠM Y TẾ", "không có số")
    for one in said:
        assert one in text
    assert pages[0].mediabox.width > pages[0].mediabox.height


def test_what_came_back_is_written_with_its_evidence(desk: Desk, people: dict[str, str], tmp_path: Path) -> None:
    out = handed(desk)
    filled = {
        "Nguyễn Thị Lành": {"Số định danh đúng": "015190001234", "Ghi chú": "có thẻ"},
        "Lò Văn Páo": {"Số định danh đúng": 14085006789, "Ngày sinh đúng": "05/09/1985", "Kết quả": "Đã sửa"},
        "Bùi Thị Ắng": {"Giới tính đúng": "Nữ"},
        "Vàng A Sếnh": {"Kết quả": "Không xác minh được"},
    }
    back = answers.look(desk, workbook(tmp_path / "về.xlsx", out, filled))
    assert isinstance(back, ReturnedList)
    assert [(one.name, one.result, one.problem) for one in back.answers] == [
        ("Nguyễn Thị Lành", VerifyResult.CORRECTED, None),
        ("Vàng A Sếnh", VerifyResult.UNVERIFIABLE, None),
        ("Lò Văn Páo", VerifyResult.CORRECTED, None),
        ("Bùi Thị Ắng", VerifyResult.CORRECTED, None),
    ]
    rows = [one.row for one in back.to_take]
    refused = answers.take(desk, back, rows=rows, by=" ")
    assert isinstance(refused, Refused) and refused.reason is Refusal.SIGNER_MISSING
    assert isinstance(answers.take(desk, back, rows=rows, by=BY), Done)
    again = answers.look(desk, tmp_path / "về.xlsx")
    assert isinstance(again, ReturnedList) and again.to_take == ()
    page = record(desk, people["pao"])
    assert page is not None and page.presence.person.doc == "014085006789" and page.presence.person.old_doc == ""
    [change] = page.changes
    assert (change.field, change.before, change.after) == ("doc", "0601234", "014085006789")
    assert change.user == "Lò Thị Mai" and change.why == "police"
    assert change.evidence == f"{out.contents.no} #3 · {BY} · {back.sha256[:12]}"
    assert page.verified is not None and page.verified.result is VerifyResult.CORRECTED
    assert (page.verified.by, page.verified.sheet, page.verified.row) == (BY, out.contents.no, 3)
    with desk.store.reading() as conn:
        states = verified.of_people(conn, desk.store.names, list(people.values()))
        assert {name: states[one].result.value for name, one in people.items() if one in states} == {
            "lanh": "corrected", "pao": "corrected", "ang": "corrected", "senh": "unverifiable",
        }  # fmt: skip
        assert verified.counts(conn) == {VerifyResult.CORRECTED: 3, VerifyResult.UNVERIFIABLE: 1}
    assert police.lists(desk)[0].answered == 4
    assert [one.name for one in police.gather(desk, "Xà Hồ", tuple(ListKind)).people] == ["Vàng A Sếnh"]


def test_what_cannot_be_taken_says_why(desk: Desk, people: dict[str, str], tmp_path: Path) -> None:
    out = handed(desk)
    done = corrections.correct(desk, people["senh"], changes={"name": "Vàng A Sính"}, why="told")
    assert isinstance(done, Done)
    filled = {
        "Nguyễn Thị Lành": {"Số định danh đúng": "015078004321"},  # Tráng A Tốt's
        "Vàng A Sếnh": {"Số định danh đúng": "015078009999"},
        "Lò Văn Páo": {"Ngày sinh đúng": "31/02/1985"},
        "Bùi Thị Ắng": {"Kết quả": "chắc là đúng"},
    }
    back = answers.look(desk, workbook(tmp_path / "về.xlsx", out, filled))
    assert isinstance(back, ReturnedList)
    assert [one.problem for one in back.answers] == [
        AnswerProblem.DOCUMENT_OF_ANOTHER, AnswerProblem.CHANGED_SINCE, AnswerProblem.UNREADABLE,
        AnswerProblem.RESULT_UNKNOWN,
    ]  # fmt: skip
    assert back.to_take == ()
    taken = answers.take(desk, back, rows=[1, 2, 3, 4], by=BY)
    assert isinstance(taken, Done)
    with desk.store.reading() as conn:
        assert list(verified.of_people(conn, desk.store.names, list(people.values()))) == [people["senh"]]


def test_a_correction_typed_after_the_look_is_not_overwritten(
    desk: Desk, people: dict[str, str], tmp_path: Path
) -> None:
    out = handed(desk)
    path = workbook(tmp_path / "về.xlsx", out, {"Bùi Thị Ắng": {"Giới tính đúng": "Nữ"}})
    back = answers.look(desk, path)
    assert isinstance(back, ReturnedList)
    corrections.correct(desk, people["ang"], changes={"sex": "F"}, why="told")
    done = answers.take(desk, back, rows=[4], by=BY)
    assert isinstance(done, Done) and done.refs == ()


@pytest.mark.usefixtures("people")
def test_files_that_are_no_list_of_ours(desk: Desk, tmp_path: Path) -> None:
    out = handed(desk)
    path = workbook(tmp_path / "về.xlsx", out, {})
    book = load_workbook(path)
    book.active["E1"].value = "VXP:0000000000001.17-00"
    book.save(path)
    unknown = answers.look(desk, path)
    assert isinstance(unknown, Refused) and unknown.reason is Refusal.LIST_UNKNOWN
    path.write_text("a,b\n1,2\n")
    with pytest.raises(Trouble) as caught:
        answers.look(desk, path)
    assert caught.value.code is TroubleCode.SHEET_UNREADABLE


@pytest.mark.usefixtures("people")
def test_only_who_may_clean_does(desk: Desk) -> None:
    nurse = desk.as_user(msgspec.structs.replace(desk.user, roles=("injection",)))
    refused = police.hand_out(nurse, police.gather(nurse, "Xà Hồ", tuple(ListKind)))
    assert isinstance(refused, Refused) and refused.reason is Refusal.NO_RIGHT
