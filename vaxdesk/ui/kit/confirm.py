"""A question before an act that deserves one, with a reason picked from a list; used for every undo."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.ui.kit import question
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.choice import ChoiceField, Option
from vaxdesk.ui.kit.fields import AreaField
from vaxdesk.ui.kit.labels import Label, Picture, Role
from vaxdesk.ui.palette import Tone
from vaxdesk.words import say

_LISTED = 6  # reasons below each other; more of them would be higher than a small screen with large letters


class Confirm(question.QuestionDialog):
    """Opened with `open()`; `agreed(reason, note)` follows if the person agrees, nothing if not.

    Args:
        parent: the screen that asks.
        title: the question.
        text: what will happen.
        agree: words of the button that does it.
        reasons: what to pick from; empty when no reason is needed.
        note_for: values of reasons that need a written note as well.
        tone: HARM for what cannot be taken lightly.
    """

    agreed = Signal(str, str)

    def __init__(
        self,
        parent: QWidget,
        title: str,
        *,
        text: str = "",
        agree: str,
        reasons: Sequence[Option] = (),
        note_for: frozenset[str] = frozenset(),
        tone: Tone = Tone.WAIT,
    ) -> None:
        super().__init__(parent, title)
        self.setMinimumWidth(560)
        self._note_for = note_for
        columns = 1 if len(reasons) <= _LISTED else 2
        self._reason = ChoiceField(say("kit.confirm.reason"), reasons, columns=columns) if reasons else None
        self._note = AreaField(say("kit.confirm.note"), lines=2) if reasons else None
        self._agree = Button(agree, Kind.HARM if tone is Tone.HARM else Kind.PRIMARY, keys="Ctrl+Return")
        self._agree.clicked.connect(self._take)
        self._lay_out(title, text, tone)
        if self._reason and self._note:
            self._reason.edited.connect(self._look)
            self._reason.submitted.connect(self._take)
            self._note.edited.connect(self._look)
            self._reason.setFocus()
        else:
            self._agree.setFocus()
        self._look()

    def _lay_out(self, title: str, text: str, tone: Tone) -> None:
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(Label(title, Role.SECTION))
        if text:
            words.addWidget(Label(text))
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(Picture("error" if tone is Tone.HARM else "warn", tone, size=32), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(26, 24, 26, 20)
        layout.setSpacing(16)
        layout.addLayout(head)
        for field in (self._reason, self._note):
            if field:
                layout.addWidget(field)
        layout.addLayout(question.foot(self, self._agree))

    def _complete(self) -> bool:
        if not self._reason or not self._note:
            return True
        reason = self._reason.value()
        return bool(reason) and (reason not in self._note_for or bool(self._note.value()))

    def _look(self) -> None:
        self._agree.setEnabled(self._complete())

    def _take(self) -> None:
        if not self._complete():
            return
        reason = self._reason.value() if self._reason else ""
        note = self._note.value() if self._note else ""
        self.accept()
        self.agreed.emit(reason, note)
