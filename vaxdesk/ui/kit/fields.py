"""Fields with a label above and a complaint below: text, phone, document, password, PIN, longer text."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from vaxdesk.domain.names import clean
from vaxdesk.ui.kit.buttons import IconButton
from vaxdesk.ui.kit.labels import Label, Role, restyle
from vaxdesk.words import say


class Field(QWidget):
    """A label, an editor, and a line below for a complaint, advice or hint.

    `edited(value)` follows a change by hand, `submitted()` Enter; `set_value` emits neither.
    """

    edited = Signal(str)
    submitted = Signal()

    def __init__(self, label: str, editor: QWidget, *, hint: str = "") -> None:
        super().__init__()
        self._hint = hint
        self.label = Label(label, Role.CAPTION)
        self.editor = editor
        self.below = Label(hint, Role.SMALL)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.label)
        layout.addWidget(editor)
        layout.addWidget(self.below)
        self.label.setVisible(bool(label))
        self.below.setVisible(bool(hint))
        self.setFocusProxy(editor)
        editor.setAccessibleName(label)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def complain(self, text: str) -> None:
        """Say what is wrong, in red with a mark on the field; an empty text takes it away."""
        self._say(text, Role.COMPLAINT, wrong=bool(text))

    def advise(self, text: str) -> None:
        """Say what to look at, without calling it wrong."""
        self._say(text, Role.ADVICE, wrong=False)

    def praise(self, text: str) -> None:
        """Say that it is right."""
        self._say(text, Role.GOOD, wrong=False)

    def mark_wrong(self, *, wrong: bool) -> None:
        """Mark the field where something else says why."""
        if (self.editor.property("wrong") == "yes") != wrong:
            self.editor.setProperty("wrong", "yes" if wrong else "no")
            restyle(self.editor)

    def _say(self, text: str, role: Role, *, wrong: bool) -> None:
        self.below.set_role(role if text else Role.SMALL)
        self.below.setText(text or self._hint)
        self.below.setVisible(bool(text or self._hint))
        self.mark_wrong(wrong=wrong)


class TextField(Field):
    """One line of text; the value is NFC with single spaces and trimmed ends, whatever the input method sent."""

    def __init__(self, label: str, *, hint: str = "", placeholder: str = "", limit: int = 200) -> None:
        self.line = QLineEdit()
        super().__init__(label, self.line, hint=hint)
        self.line.setMaxLength(limit)
        self.line.setPlaceholderText(placeholder)
        self.line.textEdited.connect(lambda _: self.edited.emit(self.value()))
        self.line.returnPressed.connect(self.submitted)

    def value(self) -> str:
        """What was written, in normal form."""
        return clean(self.line.text())

    def set_value(self, value: str) -> None:
        """Show a value; the cursor of somebody who is typing the same value is left alone."""
        if self.value() != value:
            self.line.setText(value)


class PhoneField(TextField):
    """A phone number as `0912345678`; what is no number stays as written, so that it can be complained about."""

    def __init__(self, label: str, *, hint: str = "") -> None:
        super().__init__(label, hint=hint, limit=30)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhDialableCharactersOnly)

    def value(self) -> str:
        """The number in normal form, or the text as written."""
        from vaxdesk.domain.documents import normalise_phone  # its patterns are not for the sign-in page to wait for

        return normalise_phone(self.line.text()) or clean(self.line.text())

    @property
    def valid(self) -> bool:
        """Whether it is empty or a phone number."""
        from vaxdesk.domain.documents import normalise_phone

        return not clean(self.line.text()) or normalise_phone(self.line.text()) is not None


class DocumentField(TextField):
    """An identity number without spaces and dots, letters as capitals."""

    def __init__(self, label: str, *, hint: str = "") -> None:
        super().__init__(label, hint=hint, limit=30)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhPreferUppercase)

    def value(self) -> str:
        """The number in normal form."""
        from vaxdesk.domain.documents import normalise_document

        return normalise_document(self.line.text())


class PasswordField(Field):
    """A password, hidden unless the eye is pressed; never trimmed, only NFC."""

    def __init__(self, label: str, *, hint: str = "") -> None:
        self.line = _Hidden()
        super().__init__(label, self.line, hint=hint)
        self.line.setMaxLength(128)
        self.line.textEdited.connect(lambda _: self.edited.emit(self.value()))
        self.line.returnPressed.connect(self.submitted)

    def value(self) -> str:
        """What was typed, NFC."""
        return unicodedata.normalize("NFC", self.line.text())

    def set_value(self, value: str) -> None:
        """Show a value, mostly the empty one."""
        if self.value() != value:
            self.line.setText(value)


class PinField(Field):
    """A short number typed blind."""

    def __init__(self, label: str, *, digits: int = 6, hint: str = "") -> None:
        self.line = QLineEdit()
        super().__init__(label, self.line, hint=hint)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setValidator(QRegularExpressionValidator(QRegularExpression(f"[0-9]{{0,{digits}}}"), self.line))
        self.line.textEdited.connect(self.edited)
        self.line.returnPressed.connect(self.submitted)

    def value(self) -> str:
        """The digits typed."""
        return self.line.text()

    def set_value(self, value: str) -> None:
        """Show a value, mostly the empty one."""
        if self.value() != value:
            self.line.setText(value)


class AreaField(Field):
    """A text of several lines; Tab leaves it."""

    def __init__(self, label: str, *, hint: str = "", lines: int = 3) -> None:
        self.area = QPlainTextEdit()
        super().__init__(label, self.area, hint=hint)
        self.area.setTabChangesFocus(True)
        self.area.setFixedHeight(self.area.fontMetrics().lineSpacing() * lines + 34)
        self.area.textChanged.connect(lambda: self.edited.emit(self.value()))

    def value(self) -> str:
        """What was written, NFC, ends trimmed."""
        return unicodedata.normalize("NFC", self.area.toPlainText()).strip()

    def set_value(self, value: str) -> None:
        """Show a value."""
        if self.value() != value:
            self.area.blockSignals(True)
            self.area.setPlainText(value)
            self.area.blockSignals(False)


class _Hidden(QLineEdit):
    """Dots instead of letters, and an eye in the field that shows them."""

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setTextMargins(0, 0, 34, 0)
        self._eye = IconButton("eye", say("kit.password.show"), side=34)
        self._eye.setParent(self)
        self._eye.setCheckable(True)
        self._eye.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        mode = QLineEdit.EchoMode
        self._eye.toggled.connect(lambda on: self.setEchoMode(mode.Normal if on else mode.Password))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._eye.move(self.width() - 42, (self.height() - 34) // 2)
