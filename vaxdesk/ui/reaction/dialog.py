"""The dialog in which a reaction is recorded: symptoms and onset, signs of anaphylaxis, and the verdict below."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.domain.aefi import SERIOUS_GRADE, AefiForm, AefiNeed, Severity
from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card, row
from vaxdesk.ui.kit.chips import Chip, ChipFace
from vaxdesk.ui.kit.choice import Option
from vaxdesk.ui.kit.date_field import DateField
from vaxdesk.ui.kit.fields import AreaField, TextField
from vaxdesk.ui.kit.labels import Elided, Label, Role
from vaxdesk.ui.kit.page import scrolling
from vaxdesk.ui.reaction.faces import roman, severity_face
from vaxdesk.ui.reaction.grading import GradingPanel
from vaxdesk.ui.reaction.model import ReactionModel
from vaxdesk.ui.reaction.onset import typed_clock
from vaxdesk.ui.reaction.state import ReactionState
from vaxdesk.ui.reaction.ticks import TickRows
from vaxdesk.ui.refused import refusal_text
from vaxdesk.words import language, say

_SIZE = (1120, 640)
_AROUND = (60, 20)  # what is seen of the window behind
_ONSET_NEEDS = frozenset((AefiNeed.ONSET, AefiNeed.ONSET_BEFORE_DOSE, AefiNeed.ONSET_IN_FUTURE))


class ReactionDialog(QDialog):
    """Opened when the model has begun with a person; closes itself when saved."""

    def __init__(self, parent: QWidget | None, model: ReactionModel, form: AefiForm) -> None:
        super().__init__(parent)
        self._model = model
        self.setWindowTitle(say("aefi.reaction.title"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(parent.window().size().expandedTo(QSize(*_SIZE)) - QSize(*_AROUND) if parent else QSize(*_SIZE))
        self._who, self._dose = Elided("", Role.TITLE), Label("", Role.BODY)
        self._symptoms = TickRows([Option(one.code, one.said(language())) for one in form.symptom], columns=3)
        self._onset = TextField(say("aefi.reaction.onset"), limit=8)
        self._onset_day = DateField(say("aefi.reaction.day"))
        self._treatment = AreaField(say("aefi.reaction.treatment"), lines=2)
        self._note = AreaField(say("aefi.reaction.note"), lines=2)
        self._grading = GradingPanel(form)
        self._chip, self._why, self._verdict = Chip(), Label("", Role.BODY), Card(margin=14)
        self._raise = QCheckBox(say("aefi.reaction.raise"))
        self._missing = Label("", Role.COMPLAINT, wrap=False)
        self._save = Button(say("aefi.reaction.save"), Kind.PRIMARY, icon="check", keys="Ctrl+Return")
        self._lay_out()
        self._wire()
        self.show_state(model.state)
        self._symptoms.setFocus()

    def show_state(self, state: ReactionState) -> None:
        """Show a state; idempotent."""
        if state.suspect is None:
            return
        self._show_head(state)
        self._symptoms.show_ticked(state.symptoms)
        self._onset_day.setVisible(state.late)
        for field, value in (
            (self._onset_day, state.onset_day), (self._treatment, state.treatment), (self._note, state.note),
        ):
            field.set_value(value)
        if typed_clock(self._onset.value()) != typed_clock(state.onset) or not self._onset.value():
            self._onset.set_value(state.onset)
        self._grading.show_state(state)
        self._show_verdict(state)
        self._show_needs(state)
        self._save.setEnabled(not state.busy)

    def _show_head(self, state: ReactionState) -> None:
        suspect = state.suspect
        number = say("aefi.reaction.no", no=suspect.no) if suspect.no else ""
        self._who.setText("  ·  ".join(part for part in (number, suspect.person.name) if part))
        facts = {"product": self._model.product, "at": written.moment(suspect.injected_at, now=state.now)}
        ago = written.ago(suspect.injected_at, now=state.now)
        self._dose.setText(say("aefi.reaction.dose", **facts, lot=suspect.inject.data["lot_no"], ago=ago))

    def _show_verdict(self, state: ReactionState) -> None:
        open_ = state.severity is Severity.COMMON and {AefiNeed.SYMPTOMS, AefiNeed.GRADE} & set(state.needs)
        self._chip.show_face(ChipFace("") if open_ else severity_face(state.severity))
        self._why.setText(verdict(state))
        self._verdict.set_ground("harm" if state.severity is Severity.SERIOUS else "plain")
        self._raise.setVisible(state.proposed is Severity.COMMON)
        self._raise.setChecked(state.raised)

    def _show_needs(self, state: ReactionState) -> None:
        needs = state.needs if state.asked else ()
        at_onset = next((need for need in state.needs if need in _ONSET_NEEDS), None)
        self._onset.complain(say(f"clinical.aefi_need.{at_onset}") if at_onset else "")
        self._note.complain(say("clinical.aefi_need.note") if AefiNeed.NOTE in needs else "")
        rest = [say(f"clinical.aefi_need.{need}") for need in needs if need in (AefiNeed.SYMPTOMS, AefiNeed.GRADE)]
        if state.refused:
            rest.append(refusal_text(state.refused))
        self._missing.setText("\n".join(rest))
        self._missing.setVisible(bool(rest))

    def _wire(self) -> None:
        model = self._model
        model.changed.connect(self.show_state)
        model.saved.connect(self._done)
        self._symptoms.ticked.connect(lambda code, on: model.tick(code, on=on))
        self._grading.sign_ticked.connect(lambda code, on: model.sign(code, on=on))
        self._onset.edited.connect(lambda text: model.write(onset=text))
        self._onset_day.edited.connect(lambda day: model.write(onset_day=day))
        self._treatment.edited.connect(lambda text: model.write(treatment=text))
        self._note.edited.connect(lambda text: model.write(note=text))
        self._raise.clicked.connect(lambda on: model.raise_severity(on=on))
        self._save.clicked.connect(self._take)

    def _take(self) -> None:
        self._model.write(treatment=self._treatment.value(), note=self._note.value())
        self._model.save()

    def _done(self, entry: str) -> None:
        del entry
        self.accept()

    def _lay_out(self) -> None:
        content = QWidget()
        left = QVBoxLayout(content)
        left.setContentsMargins(0, 0, 6, 0)
        left.setSpacing(10)
        left.addWidget(Label(say("aefi.reaction.symptoms"), Role.CAPTION))
        left.addWidget(self._symptoms)
        fields = row(self._onset, self._onset_day, self._treatment, self._note, spacing=14)
        for at, stretch in enumerate((2, 2, 4, 4)):
            fields.setStretch(at, stretch)
            fields.setAlignment(fields.itemAt(at).widget(), Qt.AlignmentFlag.AlignTop)
        left.addLayout(fields)
        left.addStretch(1)
        sides = QHBoxLayout()
        sides.setSpacing(22)
        sides.addWidget(scrolling(content), 7)  # large letters need more than a small screen has
        sides.addWidget(self._grading, 5)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 18, 24, 18)
        layout.setSpacing(10)
        layout.addWidget(self._who)
        layout.addWidget(self._dose)
        layout.addLayout(sides, 1)
        line = row(self._chip, self._why, self._raise, spacing=14)
        line.setStretch(1, 1)
        self._verdict.body.addLayout(line)
        layout.addWidget(self._verdict)
        layout.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        leave = Button(say("kit.confirm.leave"), keys="Esc")
        leave.clicked.connect(self.reject)
        foot = row(self._missing, leave, self._save)
        foot.insertStretch(1, 1)
        return foot


def verdict(state: ReactionState) -> str:
    """Why a reaction is held to be serious or common, or what is still to be said."""
    if state.grade >= SERIOUS_GRADE:
        return say("aefi.why.grade", grade=roman(state.grade))
    if state.threatening:
        return say("aefi.why.symptom", symptom=", ".join(one.said(language()) for one in state.threatening))
    if state.raised:
        return say("aefi.why.raised")
    if AefiNeed.GRADE in state.needs:
        return say("aefi.why.ungraded")
    return say("aefi.why.nothing" if AefiNeed.SYMPTOMS in state.needs else "aefi.why.common")
