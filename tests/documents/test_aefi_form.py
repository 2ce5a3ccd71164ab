"""The serious report read back, with the shipped form's own fields."""

from __future__ import annotations

import pytest

from tests.documents.papers import LONG_AEFI, LONG_NOTE, aefi, aefi_data, made
from tests.documents.reading import all_text, page_texts, squeezed
from vaxdesk.documents.aefi_form import SAMPLE, render, sections_of


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_field_and_choice_of_the_form_is_printed(language: str) -> None:
    form, text = aefi_data(), all_text(made(f"aefi blank {language}"))
    asked = [section.said(language) for section in form.section]
    asked += [f"{field.said(language)}:" for field in form.field]
    asked += [choice.said(language) for field in form.field for choice in field.choice]
    assert [words for words in asked if squeezed(words) not in text] == []


def test_the_whole_blank_report_takes_two_pages() -> None:
    assert len(page_texts(made("aefi blank vi"))) == 2


def test_values_are_read_back_even_over_pages() -> None:
    text = all_text(made("aefi long"))
    assert squeezed(LONG_AEFI["name"]) in text
    assert squeezed(LONG_AEFI["hamlet"]) in text
    assert text.count(squeezed("Nổi mày đay toàn thân")) == LONG_NOTE.count("Nổi mày đay toàn thân")
    assert len(page_texts(made("aefi long"))) > 2


def test_choices_are_ticked_by_code() -> None:
    sections = sections_of(aefi_data(), {"events": "anaphylaxis,breathing", "sex": "F"})
    ticked = {text for section in sections for entry in section.entries for text, on in entry.choices if on}
    assert ticked == {"Phản vệ", "Khó thở", "Nữ"}


def test_days_are_written_as_papers_write_them() -> None:
    text = all_text(render(aefi({"given_on": "2026-11-24", "expiry": "2027-01", "given_at": "08:40"})))
    for shown in ("Ngàytiêm:24/11/2026", "Hạndùng:01/2027", "Giờtiêm:08:40"):
        assert shown in text


def test_the_grade_is_written_as_the_form_counts() -> None:
    text = all_text(render(aefi({"grade": "2"})))
    assert "(I–IV):II" in text
    assert "(I–IV):2" not in text


def test_who_signs() -> None:
    text = page_texts(made("aefi vi"))[-1]
    for name in (SAMPLE.reported_by, SAMPLE.station.head, "Thủ trưởng đơn vị", "Người báo cáo"):
        assert name in text
