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

# Simulation of full colour blindness on linear light: Machado, Oliveira and Fernandes 2009, tables for severity 1.
BLINDNESS = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
SERIES = ("series_one", "series_two", "series_three")


def seen(colour: str, matrix: tuple[tuple[float, ...], ...]) -> tuple[float, float, float]:
    """CIE L*a*b* (D65) of a colour as somebody sees it."""
    light = []
    for at in (1, 3, 5):
        part = int(colour[at : at + 2], 16) / 255
        light.append(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
    red, green, blue = (max(0.0, sum(a * b for a, b in zip(row, light, strict=True))) for row in matrix)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (one ** (1 / 3) if one > 216 / 24389 else (24389 / 27 * one + 16) / 116 for one in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("palette", [CALM, STARK], ids=["calm", "stark"])
@pytest.mark.parametrize("eye", BLINDNESS)
def test_series_of_charts_are_told_apart_by_every_eye(palette: Palette, eye: str) -> None:
    points = {name: seen(getattr(palette, name), BLINDNESS[eye]) for name in SERIES}
    for at, one in enumerate(SERIES):
        for other in SERIES[at + 1 :]:
            distance = sum((a - b) ** 2 for a, b in zip(points[one], points[other], strict=True)) ** 0.5
            assert distance >= 15, (one, other, round(distance))


@pytest.mark.parametrize("palette", [CALM, STARK], ids=["calm", "stark"])
@pytest.mark.parametrize("series", SERIES)
def test_bars_stand_out_from_the_card(palette: Palette, series: str) -> None:
    assert contrast(getattr(palette, series), palette.card) >= 3
