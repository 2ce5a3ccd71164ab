"""A text in a box: never outside, never less than what was given without an ellipsis."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase.pdfmetrics import stringWidth

from tests.documents.papers import LONG_ADDRESS
from vaxdesk.documents.fitting import LEADING, Style, fit
from vaxdesk.documents.fonts import REGULAR, printable

STYLE = Style(REGULAR, 10, 6)
texts = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyắằẵẳặỀẾỂỄỆ  ,.-/0123456789WM", max_size=160)


@settings(deadline=None, max_examples=150)
@given(texts, st.floats(20, 400), st.floats(8, 120), st.floats(0, 15))
def test_nothing_leaves_the_box(text: str, width: float, height: float, indent: float) -> None:
    fitted = fit(text, STYLE, width=width, height=height, indent=indent)
    for number, line in enumerate(fitted.lines):
        assert stringWidth(line, STYLE.face, fitted.size) <= width - (indent if number == 0 else 0) + 0.02
    assert len(fitted.lines) == 1 or len(fitted.lines) * fitted.size * LEADING <= height + 0.51
    assert STYLE.least <= fitted.size <= STYLE.size


@settings(deadline=None, max_examples=150)
@given(texts, st.floats(20, 400), st.floats(8, 120))
def test_nothing_is_lost_without_an_ellipsis(text: str, width: float, height: float) -> None:
    fitted = fit(text, STYLE, width=width, height=height)
    shown, whole = ("".join("".join(part).split()) for part in (fitted.lines, printable(text)))
    if fitted.cut:
        assert fitted.lines[-1].endswith("…")
        assert whole.startswith(shown[:-1])
    else:
        assert shown == whole


def test_a_text_that_fits_keeps_its_size() -> None:
    assert fit("Lò Văn Páo", STYLE, width=200, height=14).size == STYLE.size


def test_a_long_text_is_wrapped_before_it_is_shrunk() -> None:
    fitted = fit(LONG_ADDRESS, STYLE, width=300, height=100)
    assert fitted.size == STYLE.size
    assert len(fitted.lines) > 2


def test_a_word_wider_than_the_box_is_broken_and_kept() -> None:
    fitted = fit("W" * 40, STYLE, width=100, height=60)
    assert "".join(fitted.lines) == "W" * 40
    assert not fitted.cut


def test_decomposed_text_is_measured_as_it_is_drawn() -> None:
    assert fit("Nguye\u0302\u0303n", STYLE, width=300, height=20).lines == ("Nguyễn",)
