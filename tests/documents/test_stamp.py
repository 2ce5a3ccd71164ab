"""A stamped paper says so on every page, and still says all that it said."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
import zxingcpp
from pypdf import PdfReader

from tests.documents.papers import made
from tests.documents.reading import page_texts, pictures
from vaxdesk.documents.stamp import across

WORDS = "THỰC HÀNH – KHÔNG CÓ GIÁ TRỊ"


@pytest.mark.parametrize("name", ["certificate A5", "roster vi", "labels vi", "seal vi", "slip vi"])
def test_every_page_is_stamped_and_keeps_its_words(name: str) -> None:
    plain, stamped = page_texts(made(name)), page_texts(across(made(name), WORDS))
    assert len(stamped) == len(plain)
    for before, after in zip(plain, stamped, strict=True):
        assert WORDS in after
        assert all(line in after for line in before.splitlines() if len(line) > 8)


def test_the_stamp_can_be_seen() -> None:
    (before,), (after,) = pictures(made("certificate A5"), 60), pictures(across(made("certificate A5"), WORDS), 60)
    changed = np.abs(np.asarray(before, dtype=int) - np.asarray(after, dtype=int)) > 30
    assert 0.01 < changed.mean() < 0.2


def test_codes_still_read() -> None:
    (page,) = pictures(across(made("scanner sheet vi"), WORDS), 150)
    assert len(zxingcpp.read_barcodes(page)) == 3


def test_printers_must_still_not_scale() -> None:
    reader = PdfReader(BytesIO(across(made("roster vi"), WORDS)))
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/PrintScaling"] == "/None"
