"""Chips say stage and outcome by word, icon and colour, as widgets and in tables."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QRectF
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from vaxdesk import words
from vaxdesk.domain.outcomes import Outcome, Stage
from vaxdesk.ui.kit.chips import Chip, ChipFace, chip_size, outcome_face, paint_chip, stage_face
from vaxdesk.ui.palette import Tone


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_stage_and_outcome_has_word_and_icon_of_its_own(language: str) -> None:
    words.use(language)
    faces = [stage_face(stage) for stage in Stage] + [outcome_face(outcome) for outcome in Outcome]
    assert all(face.text and face.icon for face in faces)
    assert len({face.text for face in faces}) == len(faces)


def test_an_outcome_other_than_vaccinated_counts_more_than_the_stage() -> None:
    assert stage_face(Stage.DONE, Outcome.CONTRAINDICATED) == outcome_face(Outcome.CONTRAINDICATED)
    assert stage_face(Stage.DONE, Outcome.VACCINATED) == stage_face(Stage.DONE)
    assert outcome_face(Outcome.CONTRAINDICATED).tone is Tone.HARM


def test_a_chip_without_a_word_is_hidden_and_none_opens_as_a_window(qtbot: QtBot) -> None:
    chip = Chip(ChipFace("Đã xong", Tone.OK, "check"))
    qtbot.addWidget(chip)
    assert not chip.isVisible(), "a chip without a parent opened as a window"
    chip.show()
    assert (chip.text(), chip.accessibleName(), chip.height()) == ("Đã xong", "Đã xong", 28)
    chip.show_face(ChipFace(""))
    assert chip.isHidden()


def test_a_painted_chip_stays_in_its_area() -> None:
    face = ChipFace("Chống chỉ định", Tone.HARM, "ban")
    picture = QPixmap(200, 40)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    paint_chip(painter, QRectF(0, 0, 90, 40), face)
    painter.end()
    image = picture.toImage()
    assert chip_size(face).width() > 90
    assert all(image.pixelColor(x, 20) == QColor("white") for x in range(92, 200))
    assert image.pixelColor(30, 8) != QColor("white")


def test_the_same_face_again_lays_nothing_out(qtbot: QtBot) -> None:
    asked: list[str] = []

    class Place(QWidget):
        def event(self, event: QEvent) -> bool:
            if event.type() == QEvent.Type.LayoutRequest:
                asked.append("laid out")
            return super().event(event)

    place, chip, done = Place(), Chip(), ChipFace("Đã xong", Tone.OK, "check")
    QVBoxLayout(place).addWidget(chip)
    qtbot.addWidget(place)
    with qtbot.waitExposed(place):
        place.show()
    chip.show_face(done)
    qtbot.waitUntil(lambda: bool(asked))
    qtbot.wait(50)
    asked.clear()
    chip.show_face(ChipFace("Đã xong", Tone.OK, "check"))
    qtbot.wait(50)
    assert asked == []
    chip.hide()
    chip.show_face(done)
    assert chip.isVisible()
