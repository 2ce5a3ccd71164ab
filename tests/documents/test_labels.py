"""Labels and the queue slip read back, each label in its own field of the sheet."""

from __future__ import annotations

from io import BytesIO

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from tests.documents.papers import LONG_LABELS, LONG_NAME, made
from tests.documents.reading import POINTS_A_MM, all_text, page_texts, squeezed, words
from vaxdesk.documents.labels import LABEL_SIZE, SAMPLE, SAMPLE_SLIP, SLIP_SIZE, Label, LabelsContents, render


def test_labels_are_read_back() -> None:
    text = all_text(made("labels vi"))
    for label in SAMPLE.labels:
        for value in (label.name, f"Số {label.number}", label.code_text, label.line, "01/01/1990"):
            assert squeezed(value) in text


def test_a_long_name_is_whole_on_each_label() -> None:
    text = all_text(made("labels long"))
    assert text.count(squeezed(LONG_NAME)) == len(LONG_LABELS.labels)


def test_twenty_four_a_sheet() -> None:
    assert len(LONG_LABELS.labels) == 28
    assert [page.count("Số ") for page in page_texts(made("labels long"))] == [24, 4]


@pytest.mark.parametrize(("first", "sheets"), [(1, [24, 1]), (5, [20, 5]), (24, [1, 24])])
def test_a_sheet_already_begun_is_gone_on_with(first: int, sheets: list[int]) -> None:
    labels = tuple(Label(name="Lò Páo", number=number, code=f"VXR:{number}") for number in range(1, 26))
    pages = page_texts(render(LabelsContents(labels=labels, first=first)))
    assert [page.count("Số ") for page in pages] == sheets


@pytest.mark.parametrize("first", range(1, 25))
def test_a_label_stays_in_its_field(first: int) -> None:
    label = replace(LONG_LABELS.labels[0], line="Mũi 3")
    row, column = divmod(first - 1, 3)
    left, top = column * LABEL_SIZE[0], 0.5 + row * LABEL_SIZE[1]
    for word in words(render(LabelsContents(labels=(label,), first=first))):
        core = [edge / POINTS_A_MM for edge in word.core()]
        assert left + 33 < core[0] < core[2] < left + LABEL_SIZE[0] - 4.2
        assert top + 4.2 < core[1] < core[3] < top + LABEL_SIZE[1] - 4.2


def test_slip() -> None:
    (page,) = PdfReader(BytesIO(made("slip vi"))).pages
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(
        tuple(side * POINTS_A_MM for side in SLIP_SIZE), abs=0.02
    )
    text = page.extract_text()
    shown = (SAMPLE_SLIP.station.name, SAMPLE_SLIP.name, "41", "01/01/1990", SAMPLE_SLIP.code_text, "07:52 24/11/2026")
    assert [value for value in shown if value not in text] == []
