"""Every screen and dialog in every sampled state without a cut-off text: in both languages, in one stretched by 1.6,
and in letters 1.3 times as large.

With VAXDESK_GALLERY set to a folder the pictures are kept there for people to look at.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QWidget

from tests.ui.clipping import clipped
from vaxdesk import words
from vaxdesk.ui import gallery, theme
from vaxdesk.ui.gallery import Sample, samples, stage
from vaxdesk.ui.kit.labels import Label

SAMPLES = tuple(samples())
LOOKS = ("vi", "en", "stretched", "vi large", "en large")
LARGE = 1.3  # letters
SMALL = QSize(1280, 650)  # a 1280 x 720 screen less title bar and task bar


@pytest.fixture(autouse=True)
def as_before(dressed: QApplication) -> Iterator[None]:
    yield
    theme.dress(dressed, theme.Look("vi"))


def stretched(text: str) -> str:
    """A sentence 1.6 times as long, with breaks where words would have them."""
    more = "ương " * len(text)
    filler = more[: max(1, round(len(text) * 0.6))].rstrip()
    return text + filler.replace(" ", "") if len(text) < 9 else f"{text} {filler}"


def stretch(monkeypatch: pytest.MonkeyPatch) -> None:
    real = words._area

    def area(language: str, name: str) -> dict[str, object]:
        return {key: _longer(value) for key, value in real(language, name).items()}

    monkeypatch.setattr(words, "_area", area)


def _longer(value: object) -> object:
    if isinstance(value, dict):
        return {key: _longer(one) for key, one in value.items()}
    return value if re.fullmatch(r"\W?|\{\w+\}", value) else stretched(value)


def dress(app: QApplication, look: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if look == "stretched":
        stretch(monkeypatch)
    language, _, large = look.partition(" ")
    language = "vi" if language == "stretched" else language
    theme.dress(app, theme.Look(language, scale=LARGE if large else 1.0))


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_nothing_is_cut_off(
    dressed: QApplication, sample: Sample, look: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dress(dressed, look, monkeypatch)
    host = stage(sample.make(), sample.size, sample.opens)
    keep = os.environ.get("VAXDESK_GALLERY")
    if keep:
        host.grab().save(str(Path(keep) / f"{sample.name}-{look}.png"))
    assert list(clipped(host)) == []


@pytest.mark.parametrize("sample", [s for s in SAMPLES if s.size == gallery.WHOLE], ids=lambda sample: sample.name)
def test_whole_pages_fit_a_small_screen(dressed: QApplication, sample: Sample) -> None:
    theme.dress(dressed, theme.Look("vi"))
    assert list(clipped(stage(sample.make(), SMALL, sample.opens))) == []


def test_the_search_for_cut_texts_finds_them() -> None:
    box = QWidget()
    layout = QHBoxLayout(box)
    for widget in (Label("Tiền sử phản vệ", wrap=False), QPushButton("Tiếp nhận và khám")):
        layout.addWidget(widget)
        widget.setFixedWidth(40)
    found = list(clipped(stage(box, QSize(300, 100))))
    assert len(found) == 2
    out = QWidget()
    label = Label("Lan", wrap=False)
    label.setParent(out)
    label.move(280, 0)
    assert any("sideways" in line for line in clipped(stage(out, QSize(300, 100))))


def test_names_are_unlike() -> None:
    names = [sample.name for sample in SAMPLES]
    assert len(names) == len(set(names)) > 20


def test_pictures_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["gallery", str(tmp_path / "out"), SAMPLES[0].name])
    gallery.main()
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        f"{SAMPLES[0].name}-en.png",
        f"{SAMPLES[0].name}-vi.png",
    ]
