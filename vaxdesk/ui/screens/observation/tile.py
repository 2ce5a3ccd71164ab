"""A person under observation: the clock as a ring, the number and name large, how they stand in icon and word."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from vaxdesk.domain.after_injection import Watched
from vaxdesk.domain.observation import Alarm
from vaxdesk.ui import theme
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import row
from vaxdesk.ui.kit.chips import Chip, ChipFace
from vaxdesk.ui.kit.labels import Elided, Label, Role, restyle
from vaxdesk.ui.palette import Tone
from vaxdesk.words import say

_RING, _PEN, _HEIGHT = 84, 8, 122
_FACES = {
    Alarm.WATCHED: (Tone.ACCENT, "observation"),
    Alarm.NEARLY: (Tone.WAIT, "hourglass"),
    Alarm.DUE: (Tone.OK, "check-circle"),
    Alarm.OVERDUE: (Tone.HARM, "alarm"),
}
_GROUNDS = {Alarm.WATCHED: "plain", Alarm.NEARLY: "plain", Alarm.DUE: "ok", Alarm.OVERDUE: "harm"}


class Ring(QWidget):
    """Time left as an arc with minutes and seconds in it; once over, a full ring and the time since."""

    def __init__(self) -> None:
        super().__init__()
        self._share, self._text, self._tone = 0.0, "", Tone.NEUTRAL
        self.setFixedSize(_RING, _RING)

    def show_time(self, *, share: float, text: str, tone: Tone) -> None:
        """`share` of the ring that is still to go, 0 to 1."""
        if (share, text, tone) != (self._share, self._text, self._tone):
            self._share, self._text, self._tone = share, text, tone
            self.setAccessibleName(text)
            self.update()

    def text(self) -> str:
        """The figures shown."""
        return self._text

    def sizeHint(self) -> QSize:
        return QSize(_RING, _RING)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        ink, _, edge = theme.colours(self._tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = QRectF(self.rect()).adjusted(_PEN / 2, _PEN / 2, -_PEN / 2, -_PEN / 2)
        painter.setPen(QPen(QColor(theme.palette().line), _PEN))
        painter.drawEllipse(inside)
        pen = QPen(ink if self._share else edge, _PEN)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap if 0 < self._share < 1 else Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawArc(inside, 90 * 16, round((self._share or 1) * 360 * 16))
        painter.setPen(ink)
        painter.setFont(theme.font("section" if len(self._text) < 6 else "body", QFont.Weight.Bold))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)


class Name(Elided):
    """A name as large as the tile lets it be."""

    def _fit(self) -> None:
        wide = QFontMetrics(theme.font("title", QFont.Weight.Bold)).horizontalAdvance(self.text())
        role = Role.TITLE if wide <= self.width() else Role.SECTION
        if self.property("role") != role.value:
            self.setProperty("role", role.value)
            restyle(self)
        super()._fit()


class PersonTile(QFrame):
    """One person; `picked()` by a click, `release_wanted()` from the button that comes when the time is over."""

    picked = Signal()
    release_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", "plain")
        self.setProperty("picked", "no")
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._ring = Ring()
        self._number, self._product = Label("", Role.STRONG, wrap=False), Elided("", Role.SMALL)
        self._name = Name()
        self._state, self._reaction = Chip(), Chip()
        self._state.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._release = Button(say("observation.release"), Kind.PRIMARY)
        self._release.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._release.clicked.connect(self.release_wanted)
        self._lay_out()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        upper = row(self._number, self._product, self._reaction, spacing=8)
        upper.setStretch(1, 1)
        words.addLayout(upper)
        words.addWidget(self._name)
        lower = row(self._state, spacing=6)
        lower.addStretch(1)
        lower.addWidget(self._release)
        words.addLayout(lower)
        words.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 14, 6)
        layout.setSpacing(14)
        layout.addWidget(self._ring)
        layout.addLayout(words, 1)

    def show_person(self, one: Watched, *, now: int, product: str, picked: bool) -> None:
        """Show a person at a moment; cheap, it comes every second."""
        clock = one.clock(now)
        tone, icon = _FACES[clock.alarm]
        over = not clock.remaining
        serious = one.row.reaction == "serious"
        self._ring.show_time(
            share=clock.remaining / (one.minutes * 60),
            text=span(now - clock.due_at, after=True) if over else span(clock.remaining),
            tone=Tone.HARM if serious else tone,
        )
        number = say("observation.no", no=one.row.no)
        self._number.setText(number)
        self._product.setText(product)
        self._name.setText(one.row.person.name)
        self._state.show_face(ChipFace(say(f"clinical.alarm.{clock.alarm.value}"), tone, icon))
        self._reaction.show_face(_reaction_face(one.row.reaction))
        self._release.setVisible(over and not one.row.reaction)
        self._paint(ground="harm" if serious else _GROUNDS[clock.alarm], picked=picked)
        self.setAccessibleName(f"{number}, {one.row.person.name}, {self._state.text()}, {self._ring.text()}")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit()

    def _paint(self, *, ground: str, picked: bool) -> None:
        wanted = (ground, "yes" if picked else "no")
        if (self.property("card"), self.property("picked")) != wanted:
            self.setProperty("card", wanted[0])
            self.setProperty("picked", wanted[1])
            restyle(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.property("picked") == "yes":
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.palette().accent_deep), 3))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 13, 13)


def span(seconds: int, *, after: bool = False) -> str:
    """`29:05` left, or `+02:10` since it was over; from an hour on `+1:02` hours and minutes."""
    minutes, rest = divmod(max(seconds, 0), 60)
    sign = "+" if after else ""
    if minutes >= 60:
        return f"{sign}{minutes // 60}h{minutes % 60:02d}"
    return f"{sign}{minutes:02d}:{rest:02d}"


def _reaction_face(reaction: str) -> ChipFace:
    if not reaction:
        return ChipFace("")
    tone, icon = (Tone.HARM, "alarm") if reaction == "serious" else (Tone.WAIT, "aefi")
    return ChipFace(say(f"observation.reaction.{reaction}"), tone, icon)
