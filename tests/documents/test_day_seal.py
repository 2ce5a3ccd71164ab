"""The sealed day's page: one page, and its codes read back by two other libraries, from a picture of the print."""

from __future__ import annotations

import pytest
import zxingcpp
from pyzbar import pyzbar

from tests.documents.papers import LONG_SEAL, made
from tests.documents.reading import page_texts, pictures
from vaxdesk.documents.day_seal import SAMPLE
from vaxdesk.domain.seal import fingerprint, read, texts

PAPERS = [("seal vi", SAMPLE.sealed), ("seal en", SAMPLE.sealed), ("seal long", LONG_SEAL.sealed)]


@pytest.mark.parametrize(("name", "sealed"), PAPERS)
def test_codes_are_read_back_from_one_page(name: str, sealed: object) -> None:
    (page,) = pictures(made(name), 200)
    by_zxing = [code.text for code in zxingcpp.read_barcodes(page)]
    by_zbar = [code.data.decode() for code in pyzbar.decode(page, symbols=[pyzbar.ZBarSymbol.QRCODE])]
    assert sorted(by_zxing) == sorted(by_zbar) == sorted(texts(sealed))
    assert read(by_zxing) == (sealed, 0)


def test_a_code_that_is_covered_is_missed() -> None:
    codes = texts(LONG_SEAL.sealed)
    assert len(codes) == 4
    seal, missing = read(codes[:3])
    assert (len(seal.heads), missing) == (30, 1)


@pytest.mark.parametrize("name", ["seal vi", "seal en"])
def test_the_page_says_in_letters_what_the_codes_say(name: str) -> None:
    (text,) = page_texts(made(name))
    assert fingerprint(texts(SAMPLE.sealed)) in text
    for figure in ("52", "51", "47", "12", "FK1234", "Lò Thị Mai", "24/11/2026", "17:05"):
        assert figure in text
