"""Every text stands out from its ground, every edge from what it borders on (WCAG 2.2: 1.4.3 and 1.4.11)."""

from __future__ import annotations

import pytest

from vaxdesk.ui.palette import CALM, STARK, Palette, Tone, contrast, tone_colours

TEXTS = [
    ("ink", "ground"), ("ink", "card"), ("ink", "sunk"), ("ink", "accent_soft"), ("ink", "wait_soft"),
    ("ink", "harm_soft"), ("ink", "ok_soft"), ("soft", "ground"), ("soft", "card"), ("soft", "sunk"),
    ("on_accent", "accent"), ("on_accent", "accent_deep"), ("accent_deep", "card"), ("accent_deep", "ground"),
    ("accent_deep", "accent_soft"), ("harm", "card"), ("harm", "harm_soft"), ("wait", "card"), ("ok", "card"),
    ("rail_ink", "rail"), ("rail_soft", "rail"), ("on_accent", "rail_on"), ("on_accent", "harm"),
]
EDGES = [
    ("edge", "card"), ("edge", "ground"), ("accent", "card"), ("accent_deep", "ground"), ("harm", "harm_soft"),
    ("focus_on_accent", "accent"), ("focus_on_accent", "rail"), ("wait", "wait_soft"),
]


@pytest.mark.parametrize("palette", [CALM, STARK], ids=["calm", "stark"])
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_texts_can_be_read(palette: Palette, text: str, ground: str) -> None:
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("palette", [CALM, STARK], ids=["calm", "stark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_can_be_seen(palette: Palette, edge: str, ground: str) -> None:
    assert contrast(getattr(palette, edge), getattr(palette, ground)) >= 3


@pytest.mark.parametrize(("text", "ground"), [("ink", "ground"), ("soft", "card"), ("on_accent", "accent")])
def test_high_contrast_is_higher(text: str, ground: str) -> None:
    assert contrast(getattr(STARK, text), getattr(STARK, ground)) >= 7
    assert contrast(getattr(STARK, text), getattr(STARK, ground)) > contrast(
        getattr(CALM, text), getattr(CALM, ground)
    )


@pytest.mark.parametrize("tone", list(Tone))
@pytest.mark.parametrize("palette", [CALM, STARK], ids=["calm", "stark"])
def test_tones_can_be_read(palette: Palette, tone: Tone) -> None:
    ink, ground, _ = tone_colours(palette, tone)
    assert contrast(ink, ground) >= 4.5


def test_contrast_of_black_and_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)
