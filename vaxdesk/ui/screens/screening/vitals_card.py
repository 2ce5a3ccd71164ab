"""Vital signs: the temperature of everybody, the others only where the form wants them, thresholds where abnormal."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from vaxdesk import words
from vaxdesk.domain.forms import Condition, Form, Vital
from vaxdesk.domain.outcomes import Sex
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.labels import Label, Role, restyle
from vaxdesk.ui.saying import limits_text
from vaxdesk.ui.screens.screening.state import ScreeningState
from vaxdesk.ui.screens.screening.typed import whole
from vaxdesk.words import say

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class VitalLine(QWidget):
    """Name, figure and unit of one vital sign; below it what is abnormal or missing."""

    typed = Signal(str, str)
    ended = Signal(str)  # the cursor left
    finished = Signal(str)  # Enter, or nothing more can follow

    def __init__(self, vital: Vital) -> None:
        super().__init__()
        self.vital = vital
        self.line = QLineEdit()
        self.line.setFixedWidth(78)
        self.line.setAccessibleName(say(f"clinical.vital.{vital.code}"))
        self.line.setValidator(QRegularExpressionValidator(r"[0-9]{0,3}([.,][0-9]?)?", self.line))
        self.line.textEdited.connect(self._edited)
        self.line.editingFinished.connect(lambda: self.ended.emit(vital.code))
        self.setFocusProxy(self.line)
        self._below = Label("", Role.ADVICE)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(Label(say(f"clinical.vital.{vital.code}"), Role.BODY), 1)
        top.addWidget(self.line)
        unit = Label(say(f"clinical.unit.{vital.code}"), Role.SMALL, wrap=False)
        unit.setMinimumWidth(58)
        top.addWidget(unit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(top)
        layout.addWidget(self._below)

    def show_value(self, text: str, *, abnormal: str, gap: str) -> None:
        """Show what was typed, why it is abnormal, or what is missing."""
        if self.line.text() != text:
            self.line.setText(text)
        self._below.set_role(Role.COMPLAINT if gap else Role.ADVICE)
        self._below.setText(gap or abnormal)
        self._below.setVisible(bool(gap or abnormal))
        wrong = "yes" if gap else "no"
        if self.line.property("wrong") != wrong:
            self.line.setProperty("wrong", wrong)
            restyle(self.line)

    def _edited(self, text: str) -> None:
        self.typed.emit(self.vital.code, text)
        if whole(self.vital, text) and self.line.cursorPosition() == len(text):
            self.finished.emit(self.vital.code)


class Tick(QWidget):
    """A check box whose words may take several lines."""

    toggled = Signal(bool)

    def __init__(self, text: str) -> None:
        super().__init__()
        self.box = QCheckBox()
        self.box.setAccessibleName(text)
        self.box.toggled.connect(self.toggled)
        self.words = Label(text, Role.SMALL)
        self.setFocusProxy(self.box)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.box, 0)
        layout.addWidget(self.words, 1)
        self.words.installEventFilter(self)

    def show_words(self, text: str) -> None:
        """Change the words."""
        self.words.setText(text)
        self.box.setAccessibleName(text)

    def show_on(self, *, on: bool) -> None:
        """Tick or untick without emitting."""
        self.box.blockSignals(True)
        self.box.setChecked(on)
        self.box.blockSignals(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.words and event.type() == QEvent.Type.MouseButtonRelease:
            self.box.toggle()
        return super().eventFilter(watched, event)


class VitalsCard(Card):
    """All vital signs of a form; only those that this person must have are shown."""

    typed = Signal(str, str)
    ended = Signal(str)
    finished = Signal(str)
    ticked = Signal(str, bool)  # code of a condition
    breastfeeding = Signal(bool)
    no_key = Signal()  # the minus key

    def __init__(self) -> None:
        super().__init__(margin=14)
        self.body.setSpacing(6)
        self._form: Form | None = None
        self._lines: dict[str, VitalLine] = {}
        self._ticks: dict[str, Tick] = {}
        self._feeds = Tick(say("screening.breastfeeding"))
        self._feeds.toggled.connect(self.breastfeeding)

    def show_state(self, state: ScreeningState) -> None:
        """Figures, thresholds and conditions."""
        sheet, assessed = state.sheet, state.assessed
        if sheet is None or assessed is None:
            return
        if sheet.form != self._form:
            self._build(sheet.form)
        gaps = state.shown_gaps
        for code, line in self._lines.items():
            gap = say(f"clinical.need.{gaps[code].need.value}") if code in gaps else ""
            abnormal = _abnormal(line.vital, state) if code in assessed.abnormal_vitals else ""
            line.show_value(state.typed.get(code, ""), abnormal=abnormal, gap=gap)
            line.setVisible(code in assessed.measured or _usual_is_asked(sheet.form, code, state))
        for code, tick in self._ticks.items():
            tick.show_on(on=bool(state.draft.answers.get(code)))
        self._feeds.show_on(on=state.draft.breastfeeding)
        self._feeds.setVisible(_feeding_matters(state))
        self.setEnabled(state.closed is None)

    def place(self, code: str) -> QWidget | None:
        """The field of a vital sign."""
        line = self._lines.get(code)
        return line.line if line else None

    def stops(self) -> tuple[QWidget, ...]:
        """What Tab goes through, in order: the figures, then the ticks."""
        ticks = (*self._ticks.values(), self._feeds)
        return (*(one.line for one in self._lines.values()), *(one.box for one in ticks))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and event.text() == "-":
            self.no_key.emit()
            return True
        if event.type() == QEvent.Type.KeyPress and event.key() in _ENTER and not event.modifiers():
            self._done(watched)  # and no further: the page takes Enter for saving
            return True
        return super().eventFilter(watched, event)

    def _done(self, field: QObject) -> None:
        self.finished.emit(next(code for code, line in self._lines.items() if line.line is field))

    def _build(self, form: Form) -> None:
        for widget in (*self._lines.values(), *self._ticks.values()):
            self.body.removeWidget(widget)
            widget.deleteLater()
        self.body.removeWidget(self._feeds)
        self._form = form
        self._lines = {vital.code: self._line(vital) for vital in form.vital}
        self._ticks = {one.code: self._tick(one) for one in form.condition}
        self.add(self._feeds)

    def _line(self, vital: Vital) -> VitalLine:
        line = VitalLine(vital)
        line.typed.connect(self.typed)
        line.ended.connect(self.ended)
        line.finished.connect(self.finished)
        line.line.installEventFilter(self)
        self.add(line)
        line.hide()
        return line

    def _tick(self, condition: Condition) -> Tick:
        tick = Tick(condition.said(words.language()))
        tick.toggled.connect(lambda on: self.ticked.emit(condition.code, on))
        self.add(tick)
        return tick


def _abnormal(vital: Vital, state: ScreeningState) -> str:
    value, usual = state.draft.vitals.get(vital.code), state.draft.vitals.get(vital.usual)
    within = value is not None and (vital.low or value) <= value <= (vital.high or value)
    if within and usual is not None and value - usual > vital.above_usual:
        return say("screening.above_usual", by=f"{vital.above_usual:g}")
    return limits_text(vital)


def _usual_is_asked(form: Form, code: str, state: ScreeningState) -> bool:
    """The usual blood pressure is asked of whoever is known to have another one."""
    answers = state.draft.answers
    return any(vital.usual == code and any(answers.get(one) for one in vital.conditions) for vital in form.vital)


def _feeding_matters(state: ScreeningState) -> bool:
    """Breastfeeding is asked of women where a vaccine that excludes it is given, or may be."""
    sheet = state.sheet
    if sheet is None or sheet.person.sex == Sex.MALE:
        return False
    return any(rule.breastfeeding and (not sheet.product or sheet.product in rule.products) for rule in sheet.form.rule)
