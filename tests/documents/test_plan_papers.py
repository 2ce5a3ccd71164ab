"""Papers of the plan, read back: who, when, where; codes of the slips; the team and who is missing."""

from __future__ import annotations

from io import BytesIO

import pytest
import zxingcpp
from pypdf import PdfReader

from tests.documents.papers import made
from tests.documents.reading import all_text, pictures, squeezed
from vaxdesk.documents.plan_invitations import SAMPLE, SAMPLE_PEOPLE
from vaxdesk.documents.sheet import page_count


def test_invitations_name_everybody_under_their_hour() -> None:
    text = all_text(made("plan_invitations vi"))
    for hour in ("07:30", "08:30", "13:30"):
        assert f"Ca{hour}:4người/10chỗ" in text
    assert text.count(squeezed("Nguyễn Thị Lành")) == 3
    assert squeezed(f"Tổng số người được mời: {SAMPLE.people}.") in text
    assert squeezed("Tuesday, 01/12/2026") in all_text(made("plan_invitations en"))


def test_slips_have_codes_that_read_and_say_hour_and_place() -> None:
    pages = pictures(made("plan_slips vi"), 150)
    assert len(pages) == 2, "eight a page"
    found = {code.text for page in pages for code in zxingcpp.read_barcodes(page)}
    assert found == {one.code for one in SAMPLE_PEOPLE}
    text = all_text(made("plan_slips vi"))
    assert text.count(squeezed("Nhà văn hóa thôn Cu Vai")) == 12
    assert "0216 3800 000".replace(" ", "") in text


def test_the_sheet_of_a_session_shows_the_team_and_who_is_missing() -> None:
    text = all_text(made("plan_session vi"))
    for said in ("Lò Thị Mai07:00 – 11:30", "Hờ A Chứtừ 13:30", "Vàng Thị Mỷđến 11:30", "Cầm Thị Hươngcả ngày"):
        assert squeezed(said) in text
    assert squeezed("Ê kíp còn thiếu: Tiêm (1).") in text
    assert squeezed("Cộng1930") in text


def test_the_task_plan_lies_on_its_side_and_says_what_is_late() -> None:
    page = PdfReader(BytesIO(made("plan_tasks vi"))).pages[0]
    assert page.mediabox.width > page.mediabox.height
    text = all_text(made("plan_tasks vi"))
    assert squeezed("4 nhiệm vụ, đã xong 2, quá hạn 1.") in text
    assert squeezed("Chưa làm (quá hạn)") in text


@pytest.mark.parametrize("name", ["invitations long", "plan_slips vi", "session plan long", "plan_tasks vi"])
def test_pages_are_counted_as_others_count_them(name: str) -> None:
    assert page_count(made(name)) == len(PdfReader(BytesIO(made(name))).pages)
