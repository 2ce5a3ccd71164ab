"""Somebody was just received: the number to call out, large, and the way on."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from vaxdesk.ui import theme
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.person_card import birth_line
from vaxdesk.ui.screens.reception.state import ReceptionState
from vaxdesk.words import say

_TIMES = 3.4  # of the largest letters of the desk: to be read from the other side of the table


class ArrivedPanel(QWidget):
    """Shows a state whose panel is ARRIVED."""

    next_wanted = Signal()
    slip_wanted = Signal()
    person_wanted = Signal()

    def __init__(self, *, with_slip: bool) -> None:
        super().__init__()
        self._number = Numeral()
        self._name = Label("", Role.TITLE)
        self._birth = Label("", Role.BODY)
        self._next = Button(say("reception.next_screen"), Kind.PRIMARY, icon="arrow-right", large=True)
        self._slip = Button(say("reception.print_slip"), icon="paper", keys="Ctrl+P")
        self._person = Button(say("reception.open_person"), Kind.QUIET, icon="user")
        self._hint = Label(say("reception.ready"), Role.SOFT)
        self._next.clicked.connect(self.next_wanted)
        self._slip.clicked.connect(self.slip_wanted)
        self._person.clicked.connect(self.person_wanted)
        self._lay_out()
        self._slip.setVisible(with_slip)  # not before it has a parent: it would be a window of its own for a moment

    def show_state(self, state: ReceptionState) -> None:
        """Show number and name."""
        if not state.arrival or not state.arrived:
            return
        self._number.show_number(state.arrival.no)
        self._name.setText(state.arrived.name)
        self._birth.setText(birth_line(state.arrived, today=state.today))
        self._next.setVisible(bool(state.next_screen))
        self._hint.setVisible(not state.next_screen)

    def focus_main(self) -> None:
        """Go to the button that Enter presses, or to the page's person where this desk ends here."""
        button = self._next if self._next.isVisibleTo(self) else self._person
        button.setFocus()

    def _lay_out(self) -> None:
        card = Card(ground="ok", margin=28)
        card.add(Label(say("reception.number"), Role.SECTION))
        card.add(self._number)
        card.add(self._name)
        card.add(self._birth)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        for button in (self._next, self._slip, self._person):
            foot.addWidget(button)
        foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addStretch(1)
        layout.addWidget(card)
        layout.addLayout(foot)
        layout.addWidget(self._hint)
        layout.addStretch(2)


class Numeral(QWidget):
    """A number in very large figures."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_number(self, number: int) -> None:
        """Change the number."""
        self._text = str(number)
        self.setAccessibleName(self._text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The figures shown."""
        return self._text

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(_font())
        return QSize(metrics.horizontalAdvance(self._text or "0"), metrics.ascent())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setFont(_font())
        painter.setPen(QColor(theme.palette().ok))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._text)


def _font() -> QFont:
    font = theme.font("display", QFont.Weight.Bold)
    font.setPixelSize(round(theme.px("display") * _TIMES))
    return font
