"""The screening sheet and consent form read back, filled, blank, for adults and children."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace

from tests.documents.papers import LONG_NOTE, LONG_SCREENING, made
from tests.documents.reading import all_text, page_texts, pictures, squeezed
from vaxdesk.documents.screening import SAMPLE, render, render_blank
from vaxdesk.documents.screening_contents import SAMPLE_CHILD, Consent


def test_filled_sheet_is_read_back() -> None:
    text = all_text(made("screening vi"))
    values = [SAMPLE.name, SAMPLE.document, SAMPLE.phone, SAMPLE.job, SAMPLE.work, SAMPLE.address, SAMPLE.remark]
    values += [question.text for question in SAMPLE.questions] + [choice.text for choice in SAMPLE.conclusions]
    values += [*SAMPLE.footnotes, SAMPLE.screened_by, "Dị nguyên: Tôm, cua: nổi mày đay, năm 2019", "118/76"]
    assert [value for value in values if squeezed(value) not in text] == []


def test_an_adults_sheet_is_two_pages_the_second_to_be_signed() -> None:
    first, second = page_texts(made("screening vi"))
    assert "Người thực hiện sàng lọc" in first
    assert "PHIẾU ĐỒNG Ý THAM GIA TIÊM CHỦNG" in second
    assert "Xã Hạnh Phúc, ngày 24 tháng 11 năm 2026" in first
    assert "08 giờ 05 phút" in first


def test_long_notes_run_on_and_lose_nothing() -> None:
    text = all_text(made("screening long"))
    assert squeezed(LONG_SCREENING.address) in text
    assert text.count(squeezed("Nổi mày đay toàn thân")) == LONG_NOTE.count("Nổi mày đay toàn thân")


def test_a_child_has_a_guardian_on_both_pages() -> None:
    first, second = page_texts(render(SAMPLE_CHILD))
    assert squeezed("Bố/mẹ/người giám hộ: Sùng A Páo") in squeezed(first)
    assert "PHIẾU ĐỒNG Ý CHO TRẺ" in second
    assert "Sùng A Páo" in second
    assert "Sùng Thị Mỷ" in second
    assert "Cha/mẹ/người giám hộ" in second


def test_blank_form_keeps_questions_and_names_nobody() -> None:
    text = all_text(made("screening blank vi"))
    assert squeezed(SAMPLE.questions[0].text) in text
    for value in (SAMPLE.name, SAMPLE.document, SAMPLE.screened_by, "Tôm, cua", "36,6"):
        assert squeezed(value) not in text


def crosses(contents: object) -> int:
    """Dark pixels of the first page: a ticked box has more of them than an open one."""
    return int(np.count_nonzero(pictures(render(contents), 100)[0] < 128))


@pytest.mark.parametrize("answer", [True, False])
def test_an_answer_is_ticked(answer: bool) -> None:
    one, *others = SAMPLE.questions
    open_box = replace(SAMPLE, questions=(replace(one, answer=None), *others))
    ticked = replace(SAMPLE, questions=(replace(one, answer=answer), *others))
    assert crosses(ticked) > crosses(open_box)


def test_doses_known_to_be_none_are_ticked_and_unknown_ones_are_open() -> None:
    assert "Mũi 3, loại vắc xin" in page_texts(render(replace(SAMPLE, prior=None)))[0]
    none = page_texts(render(replace(SAMPLE, prior=())))[0]
    assert "loại vắc xin" not in none
    assert "Mũi 2, loại vắc xin" in page_texts(made("screening vi"))[0]


def test_markup_in_texts_is_printed_not_obeyed() -> None:
    consent = Consent(agree="Đồng ý <b>&amp;", refuse="Không")
    contents = replace(SAMPLE, consent=consent, footnotes=("thân nhiệt < 35,5 & > 37,5",))
    text = all_text(render(contents))
    assert "thânnhiệt<35,5&>37,5" in text
    assert "Đồngý<b>&amp;" in text


def test_blank_form_of_a_child_has_no_code() -> None:
    assert "VXR" not in all_text(render_blank(SAMPLE_CHILD))
