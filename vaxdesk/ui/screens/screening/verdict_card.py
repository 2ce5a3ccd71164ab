"""The conclusion while the form is filled, with the rule that led to it, and the doctor's own."""

from __future__ import annotations

from PySide6.QtCore import Signal

from vaxdesk import words
from vaxdesk.domain.outcomes import Conclusion
from vaxdesk.domain.picklists import OverrideReason
from vaxdesk.domain.screening import Need
from vaxdesk.ui import reasons, written
from vaxdesk.ui.kit.buttons import IconButton
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.labels import Label, Picture, Role
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.screening.state import ScreeningState
from vaxdesk.words import say

FACES = {
    Conclusion.ELIGIBLE.value: (Tone.OK, "check-circle"),
    Conclusion.CAUTION.value: (Tone.WAIT, "warn"),
    Conclusion.REFER.value: (Tone.WAIT, "outward"),
    Conclusion.DEFER.value: (Tone.WAIT, "calendar"),
    Conclusion.CONTRAINDICATED.value: (Tone.HARM, "ban"),
}


class VerdictCard(Card):
    """Shows the conclusion; `other_wanted` when the doctor wants another."""

    other_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(margin=14)
        self.body.setSpacing(4)
        self._picture = Picture("hourglass", Tone.NEUTRAL, size=26)
        self._word = Label("", Role.SECTION)
        self.other = IconButton("edit", say("screening.other"), side=36)
        self.other.clicked.connect(self.other_wanted)
        head = self.add_row(self._picture, self._word, self.other, stretch_last=True)
        head.setStretch(1, 1)
        self._why = self.add(Label("", Role.SMALL))
        self._decided = self.add(Label("", Role.ADVICE))

    def show_state(self, state: ScreeningState) -> None:
        """The conclusion as the form stands."""
        if state.assessed is None or state.sheet is None:
            return
        open_ = sum(gap.need is Need.ANSWER for gap in state.missing)
        conclusion = state.conclusion
        pending = bool(open_) and conclusion in ("", Conclusion.ELIGIBLE)
        tone, picture = (Tone.NEUTRAL, "hourglass") if pending or not conclusion else FACES[conclusion]
        self.set_ground("plain" if tone is Tone.NEUTRAL else tone.value)
        self._picture.show_icon(picture, tone)
        if pending:
            self._word.setText(say("screening.open", n=open_))
        else:
            self._word.setText(say(f"clinical.conclusion_short.{conclusion}" if conclusion else "screening.choose"))
        self._why.setText("" if pending else _rules(state))
        self._decided.setText(_decided(state))
        self._why.setVisible(bool(self._why.text()))
        self._decided.setVisible(bool(self._decided.text()))
        self.other.setVisible(not pending and state.sheet.may_override and state.closed is None)


def _rules(state: ScreeningState) -> str:
    """The sentences of the rules that apply, strongest first, and the day to come back."""
    if state.sheet is None or state.assessed is None:
        return ""
    by_id = {rule.id: rule for rule in state.sheet.form.rule}
    lines = [by_id[name].said(words.language()) for name in state.assessed.rules]
    until = state.draft.until or state.assessed.until
    if state.conclusion == Conclusion.DEFER and until:
        lines.append(say("clinical.due_again", until=written.day(until)))
    return "\n".join(lines)


def _decided(state: ScreeningState) -> str:
    """That the doctor left the rule, and why."""
    if not state.draft.conclusion or state.assessed is None:
        return ""
    why = reasons.said(state.draft.why, OverrideReason)
    return say("screening.decided", why=why) if why else say("screening.chosen")
