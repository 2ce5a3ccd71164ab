"""The roster sheet and the day form read back."""

from __future__ import annotations

from msgspec.structs import replace

from tests.documents.papers import LONG_ROSTER, made
from tests.documents.reading import all_text, page_texts, squeezed
from vaxdesk.documents.roster import ROWS_A_PAGE, SAMPLE, RosterContents, render, render_blank
from vaxdesk.documents.roster_row import RosterRow
from vaxdesk.documents.samples import STATION


def test_rows_are_read_back() -> None:
    text = all_text(made("roster vi"))
    for row in SAMPLE.rows:
        for value in (row.name, row.phone, row.address, row.code_text):
            assert squeezed(value) in text


def test_longest_name_and_address_fit_a_row() -> None:
    text = all_text(made("roster long"))
    assert text.count(squeezed(LONG_ROSTER.rows[0].address)) == len(LONG_ROSTER.rows)
    assert text.count(squeezed(LONG_ROSTER.rows[0].name)) == len(LONG_ROSTER.rows)


def test_only_the_last_four_of_a_document_are_shown() -> None:
    text = all_text(made("roster vi"))
    assert "…1234" in text
    assert "015190001234" not in text


def test_partial_birth_dates() -> None:
    text = all_text(made("roster vi"))
    assert "Ngàysinh:1952Giới:Nữ" in text
    assert "Ngàysinh:11/1971Giới:Nam" in text


def test_pages() -> None:
    rows = tuple(RosterRow(number=n, name=f"Người {n}", code=f"VXR:{n}") for n in range(1, 2 * ROWS_A_PAGE + 2))
    pages = page_texts(render(replace(SAMPLE, rows=rows)))
    assert len(pages) == 3
    assert "Người 1\n" in pages[0] or "Người 1 " in pages[0]
    assert f"Người {2 * ROWS_A_PAGE + 1}" in pages[2]
    assert all("DANH SÁCH NGƯỜI ĐẾN TIÊM CHỦNG" in page for page in pages)


def test_a_day_without_people_is_still_a_page() -> None:
    (page,) = page_texts(render(RosterContents(station=STATION, day="2026-11-24", rows=())))
    assert "Ngày 24/11/2026" in page


def test_day_form_names_nobody_and_keeps_the_codes() -> None:
    text = all_text(made("day form vi"))
    for row in SAMPLE.rows:
        assert squeezed(row.code_text) in text
        assert squeezed(row.name) not in text
        assert not row.phone or row.phone not in text


def test_day_form_of_no_certain_day_leaves_it_open() -> None:
    rows = (RosterRow(number=1, code="VXR:1"),)
    text = all_text(render_blank(RosterContents(station=STATION, day="", rows=rows)))
    assert "Ngày……/……/…………" in text
