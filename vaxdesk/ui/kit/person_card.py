"""Who stands before you: the person card, its one-row form, and what differs between card and record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from vaxdesk.domain.views import PersonView
from vaxdesk.ui import written
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.chips import Chip, ChipFace
from vaxdesk.ui.kit.emptying import empty
from vaxdesk.ui.kit.labels import Elided, Label, Picture, Role
from vaxdesk.ui.palette import Tone
from vaxdesk.words import say


def birth_line(person: PersonView, *, today: str) -> str:
    """`31/01/1990 · 36 tuổi · Nữ`, as much of it as is known."""
    parts = (written.day(person.dob), written.age(person.dob, today=today), written.sex(person.sex))
    return "  ·  ".join(part for part in parts if part)


class PersonCard(Card):
    """Name large, then birth, sex, document, phone, address; chips at the right for stage and warnings."""

    def __init__(self) -> None:
        super().__init__()
        self._name = Label("", Role.TITLE)
        self._birth = Label("", Role.STRONG)
        self.chips = QHBoxLayout()
        self.chips.setSpacing(6)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self._name)
        names.addWidget(self._birth)
        head = QHBoxLayout()
        head.addLayout(names, 1)
        head.addLayout(self.chips)
        head.setAlignment(self.chips, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        self._facts = _Facts()
        self.add(self._facts)

    def show_person(self, person: PersonView, *, today: str, faces: Sequence[ChipFace] = ()) -> None:
        """Show a person as known on a day, with chips."""
        self._name.setText(person.name or say("kit.person.erased"))
        self._birth.setText(birth_line(person, today=today) or say("kit.person.birth_unknown"))
        guardian = "  ".join(part for part in (person.guardian, person.guardian_tel) if part)
        self._facts.show_facts(
            (
                ("id-card", person.doc or say("kit.person.no_document")),
                ("phone", person.tel or say("kit.person.no_phone")),
                ("pin", person.address or say("kit.person.no_address")),
                ("users", guardian),
                ("edit", person.note),
            )
        )
        show_chips(self.chips, faces)


class PersonStrip(QFrame):
    """The same person in one row, for screens where the work below needs the room."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", "plain")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._name = Elided("", Role.SECTION)
        self._line = Elided("", Role.BODY)
        self.chips = QHBoxLayout()
        self.chips.setSpacing(6)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._name)
        names.addWidget(self._line)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 10, 14, 10)
        layout.setSpacing(14)
        layout.addWidget(Picture("user", size=32))
        layout.addLayout(names, 1)
        layout.addLayout(self.chips)

    def show_person(self, person: PersonView, *, today: str, faces: Sequence[ChipFace] = ()) -> None:
        """Show a person as known on a day, with chips."""
        self._name.setText(person.name or say("kit.person.erased"))
        parts = (birth_line(person, today=today), person.doc, person.tel)
        self._line.setText("  ·  ".join(part for part in parts if part))
        show_chips(self.chips, faces)


def show_chips(layout: QLayout, faces: Sequence[ChipFace]) -> None:
    """Make a layout hold exactly these chips, keeping the widgets that are there."""
    while layout.count() < len(faces):
        layout.addWidget(Chip())
    for at in range(layout.count()):
        chip = layout.itemAt(at).widget()
        if isinstance(chip, Chip):
            chip.show_face(faces[at] if at < len(faces) else ChipFace(""))


class _Facts(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._rows: list[tuple[Picture, Label]] = []

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        while len(self._rows) < len(facts):
            picture, label = Picture("info", Tone.NEUTRAL, size=20), Label()
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            at = len(self._rows)
            self._grid.addWidget(picture, at, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(label, at, 1)
            self._rows.append((picture, label))
        for (picture, label), (name, text) in zip(self._rows, facts, strict=False):
            picture.show_icon(name, Tone.NEUTRAL)
            label.setText(text)
            picture.setVisible(bool(text))
            label.setVisible(bool(text))


@dataclass(frozen=True)
class Difference:
    """One thing that the card and the record say, in the words shown."""

    key: str
    label: str
    card: str
    record: str

    @property
    def differs(self) -> bool:
        """Whether they disagree; a record that says nothing yet is no contradiction but still worth taking."""
        return self.card != self.record


class Differences(Card):
    """Card beside record; what differs is marked and can be taken over one by one."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(say("kit.differences.title"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(2, 1)
        self._grid.setColumnStretch(3, 1)
        self.body.addLayout(self._grid)
        self._shown: tuple[Difference, ...] = ()
        self._boxes: dict[str, QCheckBox] = {}

    def show_differences(self, differences: Sequence[Difference], *, taken: frozenset[str] = frozenset()) -> None:
        """Show all pairs; `taken` are the keys whose card value is to go into the record."""
        if tuple(differences) != self._shown:
            self._build(tuple(differences))
        for key, box in self._boxes.items():
            box.blockSignals(True)
            box.setChecked(key in taken)
            box.blockSignals(False)

    def taken(self) -> frozenset[str]:
        """Keys whose card value is to go into the record."""
        return frozenset(key for key, box in self._boxes.items() if box.isChecked())

    def _build(self, differences: tuple[Difference, ...]) -> None:
        empty(self._grid)
        self._shown, self._boxes = differences, {}
        heads = ("", "", say("kit.differences.card"), say("kit.differences.record"), "")
        for at, text in enumerate(heads):
            self._grid.addWidget(Label(text, Role.CAPTION), 0, at)
        for line, one in enumerate(differences, start=1):
            self._row(line, one)

    def _row(self, line: int, one: Difference) -> None:
        mark = Picture("warn" if one.differs else "check", Tone.WAIT if one.differs else Tone.OK, size=20)
        self._grid.addWidget(mark, line, 0)
        self._grid.addWidget(Label(one.label, Role.SOFT, wrap=False), line, 1)
        empty = say("kit.differences.empty")
        self._grid.addWidget(Label(one.card or empty, Role.STRONG if one.differs else Role.BODY), line, 2)
        self._grid.addWidget(Label(one.record or empty, Role.BODY), line, 3)
        if not one.differs or not one.card:
            self._grid.addWidget(Label(""), line, 4)
            return
        box = QCheckBox(say("kit.differences.take"))
        box.toggled.connect(lambda _: self.changed.emit())
        self._boxes[one.key] = box
        self._grid.addWidget(box, line, 4)
