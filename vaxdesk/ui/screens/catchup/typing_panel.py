"""The grid: a line to type into, the people found or the sheets typed below it, the sheet in hand at the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from vaxdesk.domain.catchup.sheet import Happened
from vaxdesk.domain.catchup.stack import TypedSheet
from vaxdesk.domain.identity import Presence
from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button
from vaxdesk.ui.kit.chips import Chip, ChipFace
from vaxdesk.ui.kit.columns import Column
from vaxdesk.ui.kit.labels import Elided, Label, Role
from vaxdesk.ui.kit.page import scrolling
from vaxdesk.ui.kit.rows_model import RowsModel
from vaxdesk.ui.kit.table import Table
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.saying import dose_name
from vaxdesk.ui.screens.catchup.sheet_card import SheetCard
from vaxdesk.ui.screens.catchup.stacks_panel import progress_face
from vaxdesk.ui.screens.catchup.state import TypingState
from vaxdesk.words import known, say

_MOST_NUMBERS = 5  # named one by one


class TypingPanel(QWidget):
    """Shows a TypingState; nothing in it needs the mouse."""

    searched = Signal(str)
    entered = Signal(str)
    moved = Signal(int)
    picked = Signal(str)
    row_opened = Signal(object)

    def __init__(self, product: Callable[[str], str]) -> None:
        super().__init__()
        self._product = product
        self._said = Elided("", Role.STRONG)
        self._progress = Chip()
        self._beside = Label("", Role.ADVICE)
        self.twice = Button(say("catchup.twice.look"), icon="warn", keys="Ctrl+T")
        self.line = Line()
        self._people = RowsModel(_PEOPLE, lambda one: one.person.id)
        self._found = Table(self._people, _PEOPLE)
        self._found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rows = RowsModel(_SHEETS, lambda row: row.entry)
        self._typed = Table(self._rows, _SHEETS)
        self._lists = QStackedWidget()
        self._lists.addWidget(self._typed)
        self._lists.addWidget(self._found)
        self._listed: tuple[tuple, tuple] = ((), ())
        self.card = SheetCard(product)
        self._lay_out()
        self._wire()
        self.setFocusProxy(self.line)

    def show_state(self, state: TypingState) -> None:
        """Show the stack, the people found or the sheets typed, and the sheet in hand."""
        stack = state.stack
        if stack is None:
            return
        place = say("catchup.here") if stack.here else stack.place
        parts = (written.day(stack.day), self._product(stack.product), stack.lot_no, place)
        self._said.setText("  ·  ".join(part for part in parts if part))
        self._progress.show_face(progress_face(stack))
        self.line.setPlaceholderText(say("catchup.line", no=state.no))
        if not state.query and self.line.text():
            self.line.clear()
        self._say_beside(state)
        self._list(state)
        self._lists.setCurrentIndex(1 if state.people else 0)
        if state.at >= 0:
            self._found.selectRow(state.at)
        self.card.show_state(state)

    def _say_beside(self, state: TypingState) -> None:
        """What another PC did to this stack that somebody must know."""
        said = []
        if state.twice:
            said.append(say("catchup.twice.band", n=len(state.twice), name=state.twice[0].stands.person.name))
        if state.shared:
            numbers = ", ".join(map(str, state.shared[:_MOST_NUMBERS])) + ("…" if state.shared[_MOST_NUMBERS:] else "")
            said.append(say("catchup.twice.numbers", numbers=numbers))
        self._beside.setText("\n".join(said))
        self._beside.setVisible(bool(said))
        self.twice.setVisible(bool(state.twice))

    def _list(self, state: TypingState) -> None:
        """A long list is compared only when it is another one: most keys change neither."""
        before, self._listed = self._listed, (state.rows, state.people)
        if before[0] is not state.rows:
            self._rows.set_rows(state.rows)
        if before[1] is not state.people:
            self._people.set_rows(state.people)

    def current(self) -> TypedSheet | None:
        """The typed sheet under the cursor; the newest where none is chosen."""
        return self._typed.current() or (self._rows.row(0) if self._rows.rowCount() else None)

    def _wire(self) -> None:
        self.line.textEdited.connect(self.searched)
        self.line.returnPressed.connect(lambda: self.entered.emit(self.line.text()))
        self.line.moved.connect(self.moved)
        self.line.downwards.connect(self._to_rows)
        self._found.clicked.connect(lambda index: self.picked.emit(self._people.row(index.row()).person.id))
        self._typed.opened.connect(self.row_opened)

    def _to_rows(self) -> None:
        if self._rows.rowCount() and not self._people.rowCount():
            self._typed.selectRow(0)
            self._typed.setFocus()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._said, 1)
        head.addWidget(self._progress)
        beside = QHBoxLayout()
        beside.addWidget(self._beside, 1)
        beside.addWidget(self.twice, 0, Qt.AlignmentFlag.AlignTop)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addLayout(head)
        left.addLayout(beside)
        left.addWidget(self.line)
        left.addWidget(self._lists, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(18)
        layout.addLayout(left, 3)
        layout.addWidget(scrolling(self.card), 2)


class Line(QLineEdit):
    """Takes names and numbers; the arrows move among the people found, Down goes to the rows where there are none."""

    moved = Signal(int)
    downwards = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("large", "yes")
        self.setAccessibleName(say("catchup.line_name"))
        self.setMaxLength(60)

    def event(self, event: QEvent) -> bool:
        """Ctrl+Z in an empty line is not about its letters: it takes the sheet back that was saved last."""
        asked = event.type() == QEvent.Type.ShortcutOverride and event.matches(QKeySequence.StandardKey.Undo)
        if asked and not self.text():
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self.moved.emit(step)
            if step > 0:
                self.downwards.emit()
        else:
            super().keyPressEvent(event)


def row_face(row: TypedSheet) -> ChipFace:
    """What became of a sheet."""
    if row.known:
        return ChipFace(say("catchup.state.known"), Tone.NEUTRAL, "user")
    if row.twice:
        return ChipFace(say("catchup.state.twice"), Tone.WAIT, "warn")
    if row.doubtful:
        amiss = amiss_words(row)
        first = amiss[0] if amiss else say("catchup.state.look")
        return ChipFace(f"{first} +{len(amiss) - 1}" if len(amiss) > 1 else first, Tone.WAIT, "warn")
    words = say("catchup.state.saved_at", desk=row.desk) if row.desk else say("catchup.state.saved")
    return ChipFace(words, Tone.OK, "check")


def amiss_words(row: TypedSheet) -> list[str]:
    """What is to be looked at, in short, the gravest first."""
    serious = [say("catchup.state.serious")] if row.reaction == "serious" else []
    return serious + [say(f"catchup.warning.{one}") for one in row.amiss if known(f"catchup.warning.{one}")]


def _who(row: TypedSheet) -> str:
    """The name, and the PC where the sheet was typed if that was another one: there it lies, under its number."""
    return say("catchup.twice.at", name=row.person.name, desk=row.desk) if row.desk else row.person.name


def _dose(row: TypedSheet) -> str:
    if row.happened is not Happened.INJECTED:
        return say(f"catchup.happened.{row.happened.value}")
    return "  ·  ".join(part for part in (dose_name(row.kind, row.kind_no), row.lot_no) if part)


def _state(row: TypedSheet) -> str:
    return "; ".join(amiss_words(row)) or row_face(row).text


def _birth(one: Presence) -> str:
    return written.day(one.person.dob)


_SHEETS = (
    Column("catchup.column.no", lambda row: str(row.sheet), width=66, right=True, strong=True),
    Column("catchup.column.name", _who, strong=True),
    Column("catchup.column.dose", _dose, width=196),
    Column("catchup.column.state", _state, width=208, chip=row_face),
)
_PEOPLE = (
    Column("catchup.column.name", lambda one: one.person.name, strong=True),
    Column("catchup.column.birth", _birth, width=134),
    Column("catchup.column.number", lambda one: one.person.doc or one.person.old_doc, width=170),
    Column("catchup.column.address", lambda one: one.person.adr or one.person.commune, width=120),
)
