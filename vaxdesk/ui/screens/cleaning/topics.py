"""The four topics as tiles, each with how much there is to do."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from vaxdesk.domain.cleaning.police import ListKind
from vaxdesk.ui import written
from vaxdesk.ui.kit.cards import bare
from vaxdesk.ui.screens.cleaning.state import CleaningState, PairsState, Topic
from vaxdesk.words import say


class Topics(QWidget):
    """`chosen(topic)` when a tile is pressed; Alt with a number presses it too."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._tiles = {topic: QPushButton() for topic in Topic}
        group = QButtonGroup(self)
        line = bare(QHBoxLayout(self))
        line.setSpacing(10)
        for at, (topic, tile) in enumerate(self._tiles.items(), start=1):
            tile.setCheckable(True)
            tile.setProperty("kind", "tile")
            tile.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            QShortcut(QKeySequence(f"Alt+{at}"), self, tile.click)  # its own would take the focus and click late
            tile.clicked.connect(partial(self._choose, topic))
            group.addButton(tile)
            line.addWidget(tile, 1)

    def show_state(self, state: CleaningState, pairs: PairsState) -> None:
        """Show what there is to do, and which topic is open."""
        survey = state.survey
        counts = {
            Topic.NUMBERS: len(survey.numbers) if survey else None,
            Topic.NAMES: len(survey.names) if survey else None,
            Topic.PAIRS: len(pairs.left) if pairs.looked else None,
            Topic.LISTS: sum(survey.on_lists(kind) for kind in ListKind) if survey else None,
        }
        for topic, tile in self._tiles.items():
            count = counts[topic]
            name = say(f"{Topic.WORDS}.{topic.value}")
            tile.setText(f"{name}  {'…' if count is None else written.count(count)}")
            tile.setAccessibleName(name)
            tile.setChecked(topic is state.topic)
            if topic is Topic.LISTS and survey:
                tile.setToolTip("\n".join(
                    f"{say(f'{ListKind.WORDS}.{kind.value}')}: {written.count(survey.on_lists(kind))}"
                    for kind in ListKind
                ))  # fmt: skip

    def _choose(self, topic: Topic, _checked: bool = False) -> None:
        self.chosen.emit(topic)
