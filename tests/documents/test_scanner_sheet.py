"""The sheet of the scanner test holds the very codes that the test expects."""

from __future__ import annotations

import zxingcpp

from tests.documents.papers import made
from tests.documents.reading import page_texts, pictures
from vaxdesk.documents.scanner_sheet import SAMPLE, contents_for
from vaxdesk.domain.scanner_check import PAYLOADS, ScannerVerdict, SheetStep, judge


def test_codes_from_top_to_bottom_are_the_steps_in_order() -> None:
    (page,) = pictures(made("scanner sheet vi"), 150)
    found = sorted(zxingcpp.read_barcodes(page), key=lambda code: code.position.top_left.y)
    readings = [(step, code.bytes.decode()) for step, code in zip(SheetStep, found, strict=True)]
    assert judge(readings) is ScannerVerdict.FINE


def test_sample_is_the_real_sheet() -> None:
    assert contents_for(SAMPLE.station, printed_at=SAMPLE.printed_at) == SAMPLE


def test_each_code_is_explained_in_letters() -> None:
    (text,) = page_texts(made("scanner sheet vi"))
    for code in SAMPLE.codes:
        assert code.name in text
    assert PAYLOADS[SheetStep.VIETNAMESE] in text.replace("\n", " ")
