"""What holds for every paper: nothing leaves its place, letters embedded, same contents same bytes."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.documents.papers import MAKERS, NAMES, made
from tests.documents.reading import POINTS_A_MM, page_texts, strokes, words

UNPRINTABLE = 4.2 * POINTS_A_MM  # edge of a laser printer

def _touch(one: tuple, other: tuple) -> bool:
    """Whether two rectangles (page, left, top, right, foot) have ground in common."""
    (page, left, top, right, foot), (page2, left2, top2, right2, foot2) = one[:5], other[:5]
    return page == page2 and left < right2 and left2 < right and top < foot2 and top2 < foot


papers = pytest.mark.parametrize("name", NAMES)


@papers
def test_no_word_lies_at_the_unprintable_edge(name: str) -> None:
    pages = PdfReader(BytesIO(made(name))).pages
    sizes = [(float(page.mediabox.width), float(page.mediabox.height)) for page in pages]
    outside = [
        word
        for word in words(made(name))
        if word.left < UNPRINTABLE
        or word.top + (word.foot - word.top) * 0.2 < UNPRINTABLE
        or word.right > sizes[word.page][0] - UNPRINTABLE
        or word.foot > sizes[word.page][1] - UNPRINTABLE + 2
    ]
    assert outside == []


@papers
def test_no_word_covers_another(name: str) -> None:
    found = words(made(name))
    cores = [(word.page, *word.core(), word.text) for word in found]
    assert len(cores) > 5
    assert [(a[-1], b[-1]) for at, a in enumerate(cores) for b in cores[at + 1 :] if _touch(a, b)] == []


@papers
def test_no_ruled_line_runs_through_a_word(name: str) -> None:
    lines = [(line.page, line.left, line.top, line.right, line.foot) for line in strokes(made(name))]
    cores = [(word.page, *word.core(), word.text) for word in words(made(name))]
    assert [(core[-1], line) for core in cores for line in lines if _touch(core, line)] == []


@papers
def test_no_text_is_cut(name: str) -> None:
    """The ellipsis that stands for lost words is found on no paper; the forms' own wording has a few."""
    endings = [word.text for word in words(made(name)) if re.search(r"[^…]…$", word.text)]
    assert set(endings) <= {"cơ…", "pain…"}


@papers
def test_letters_are_embedded(name: str) -> None:
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in PdfReader(BytesIO(made(name))).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all(re.fullmatch(r"/[A-Z]{6}\+BeVietnamPro-\w+", font) for font in fonts), fonts


@papers
def test_printers_are_told_not_to_scale(name: str) -> None:
    catalog = PdfReader(BytesIO(made(name))).trailer["/Root"]
    assert catalog["/ViewerPreferences"]["/PrintScaling"] == "/None"


@pytest.mark.parametrize("name", [name for name in NAMES if name.split()[0] in ("roster", "screening", "aefi", "day")])
def test_footer_counts_pages_and_names_station(name: str) -> None:
    pages = page_texts(made(name))
    word = "Page" if name.endswith("en") else "Trang"
    for number, text in enumerate(pages, start=1):
        assert f"{word} {number}/{len(pages)}" in text
        assert re.search(r"\d\d:\d\d \d\d/11/2026", text)


@papers
def test_same_contents_same_bytes(name: str) -> None:
    assert MAKERS[name]() == made(name)


def test_same_bytes_in_another_process() -> None:
    code = (
        "import hashlib; from tests.documents.papers import NAMES, made\n"
        "for name in NAMES: print(name, hashlib.sha256(made(name)).hexdigest(), sep='=')"
    )
    answers = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": "12345", "PYTHONIOENCODING": "utf-8"},
    ).stdout
    elsewhere = dict(line.split("=") for line in answers.splitlines())
    assert elsewhere == {name: hashlib.sha256(made(name)).hexdigest() for name in NAMES}
