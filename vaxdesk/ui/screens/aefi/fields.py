"""A widget for each kind of field of the report; all speak of values as text and of changes by hand as `edited`."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy, QVBoxLayout, QWidget

from vaxdesk.domain.aefi import Field as FormField
from vaxdesk.domain.aefi import FieldType
from vaxdesk.domain.aefi_report import FieldNeed
from vaxdesk.ui.kit.choice import Option
from vaxdesk.ui.kit.date_field import DateField
from vaxdesk.ui.kit.fields import AreaField, Field, TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.reaction.ticks import TickRows
from vaxdesk.words import language, say

WIDE = frozenset((FieldType.LONG, FieldType.CHOICES))


class PickField(Field):
    """One of a list, or none."""

    def __init__(self, label: str, options: tuple[Option, ...]) -> None:
        self.box = QComboBox()
        super().__init__(label, self.box)
        self.box.addItem("", "")
        for option in options:
            self.box.addItem(option.text, option.value)
        self.box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.box.activated.connect(lambda _: self.edited.emit(self.value()))

    def value(self) -> str:
        """Value of the chosen one, empty when none is."""
        return self.box.currentData() or ""

    def set_value(self, value: str) -> None:
        """Choose one, or none with an empty text."""
        self.box.setCurrentIndex(max(self.box.findData(value), 0))


class TicksField(QWidget):
    """Several of a list; the value is codes and commas."""

    edited = Signal(str)

    def __init__(self, label: str, options: tuple[Option, ...]) -> None:
        super().__init__()
        self.rows = TickRows(options, columns=2)
        self.below = Label("", Role.SMALL)
        self.below.hide()
        self.rows.ticked.connect(lambda *_: self.edited.emit(self.value()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (Label(label, Role.CAPTION), self.rows, self.below):
            layout.addWidget(widget)
        self.setFocusProxy(self.rows)

    def value(self) -> str:
        """Codes of what is ticked."""
        return ",".join(self.rows.ticked_values())

    def set_value(self, value: str) -> None:
        """Tick exactly these."""
        self.rows.show_ticked(frozenset(value.split(",")))

    def complain(self, text: str) -> None:
        """Say what is wrong; an empty text takes it away."""
        self._say(text, Role.COMPLAINT)

    def advise(self, text: str) -> None:
        """Say what to look at."""
        self._say(text, Role.ADVICE)

    def _say(self, text: str, role: Role) -> None:
        self.below.set_role(role)
        self.below.setText(text)
        self.below.setVisible(bool(text))


Widget = TextField | AreaField | DateField | PickField | TicksField


def made(field: FormField) -> Widget:
    """The widget of a field."""
    label = field.said(language())
    options = tuple(Option(one.code, one.said(language())) for one in field.choice)
    match field.type:
        case FieldType.LONG:
            return AreaField(label, lines=3)
        case FieldType.DAY | FieldType.PARTIAL:
            return DateField(label)
        case FieldType.CHOICE:
            return PickField(label, options)
        case FieldType.CHOICES:
            return TicksField(label, options)
    return TextField(label)


def mark(widget: Widget, need: FieldNeed | None) -> None:
    """Say of a field that it is still empty, or cannot be read."""
    words = say(f"clinical.field_need.{need.value}") if need else ""
    if need is FieldNeed.INVALID:
        widget.complain(words)
    else:
        widget.advise(words)
