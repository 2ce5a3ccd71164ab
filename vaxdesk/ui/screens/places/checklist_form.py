"""A part of the self-assessment being filled in by keyboard: 1 yes, 0 no, 3 not applicable; Ctrl+Enter saves."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vaxdesk.domain.places.checklist import Answer, Part, PartForm, missing
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import row
from vaxdesk.ui.kit.emptying import empty
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.page import scrolling
from vaxdesk.ui.kit.yes_no import Question, YesNoList
from vaxdesk.ui.screens.places.safety_model import SafetyModel
from vaxdesk.ui.screens.places.state import SafetyState
from vaxdesk.words import language, say


class ChecklistForm(QWidget):
    """The items of a part; what is answered with no gets a line for a note."""

    def __init__(self, model: SafetyModel) -> None:
        super().__init__()
        self._model = model
        self._part: Part | None = None
        self._items: _Answers | _Texts | None = None
        self._heading = Label("", Role.SECTION)
        self._about = Label("", Role.SOFT)
        self._holder = QVBoxLayout()
        self._left = Label("", Role.SOFT)
        self._save = Button(say("places_page.save"), Kind.PRIMARY, icon="check", keys="Ctrl+Return")
        self._back = Button(say("kit.cancel"), keys="Esc")
        foot = row(self._back, self._left)
        foot.addStretch(1)
        foot.addWidget(self._save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._heading)
        layout.addWidget(self._about)
        layout.addLayout(self._holder, 1)
        layout.addLayout(foot)
        self._save.clicked.connect(model.save)
        self._back.clicked.connect(model.leave)

    def show_state(self, state: SafetyState) -> None:
        """Show the part being filled in."""
        if state.part is None or state.safety is None:
            self._part = None
            return
        form = state.safety.form.part[state.part]
        self._rebuild(state.part, form)
        whole = state.safety.form
        name = say(f"{Part.WORDS}.{state.part.value}")
        self._heading.setText(say("places.paper.part", part=name, title=form.said(language())))
        self._about.setText("" if whole.official else say("places.paper.not_official", decision=whole.decision))
        self._about.setVisible(not whole.official)
        self._items.show_answers(state.answers, state.notes)
        open_ = len(missing(form, state.answers, texts=state.part is Part.A))
        self._left.setText(say("places_page.items_left", n=open_) if open_ else say("places_page.items_done"))
        self._save.setEnabled(not open_ and not state.busy)

    def _rebuild(self, part: Part, form: PartForm) -> None:
        if self._part is part:
            return
        self._part = part
        empty(self._holder)
        self._items = (_Texts if part is Part.A else _Answers)(form, self._model)
        self._holder.addWidget(scrolling(self._items), 1)
        self.setFocusProxy(self._items)
        if self.isVisible():
            self._items.setFocus()


class _Answers(QWidget):
    """Items answered with yes, no or not applicable; a note for each no."""

    def __init__(self, form: PartForm, model: SafetyModel) -> None:
        super().__init__()
        self._questions = YesNoList([
            Question(item.key, str(number), item.said(language()), notable=Answer.NO.value,
                     may_not_apply=item.may_not_apply)
            for number, item in enumerate(form.item, 1)
        ])  # fmt: skip
        self._notes = {
            item.key: TextField(say("places_page.note_for", no=number)) for number, item in enumerate(form.item, 1)
        }
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.addWidget(self._questions)
        for key, field in self._notes.items():
            layout.addWidget(field)
            field.edited.connect(lambda text, key=key: model.note(key, text))
            field.hide()
        layout.addStretch(1)
        self._questions.answered.connect(model.answer)
        self.setFocusProxy(self._questions)

    def show_answers(self, answers: dict[str, str], notes: dict[str, str]) -> None:
        """Show what is answered so far."""
        self._questions.show_answers(answers)
        for key, field in self._notes.items():
            field.setVisible(answers.get(key) == Answer.NO)
            field.set_value(notes.get(key, ""))


class _Texts(QWidget):
    """Items that are texts: the administrative part."""

    def __init__(self, form: PartForm, model: SafetyModel) -> None:
        super().__init__()
        self._fields = {item.key: TextField(item.said(language())) for item in form.item}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 0)
        for key, field in self._fields.items():
            layout.addWidget(field)
            field.edited.connect(lambda text, key=key: model.answer(key, text))
            field.submitted.connect(self.focusNextChild)
        layout.addStretch(1)
        self.setFocusProxy(next(iter(self._fields.values())))

    def show_answers(self, answers: dict[str, str], notes: dict[str, str]) -> None:  # noqa: ARG002 - texts need none
        """Show what is written so far."""
        for key, field in self._fields.items():
            field.set_value(answers.get(key, ""))
