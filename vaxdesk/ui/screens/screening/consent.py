"""Consent: the statement of the form, given by the person or, for a child, by a named parent or guardian."""

from __future__ import annotations

from PySide6.QtCore import Signal

from vaxdesk import words
from vaxdesk.domain.screening import Need
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.screens.screening.state import CONSENT, GUARDIAN, ScreeningState
from vaxdesk.ui.screens.screening.vitals_card import Tick
from vaxdesk.words import say


class ConsentCard(Card):
    """A tick, and the guardian's name where the form asks for one."""

    agreed = Signal(bool)
    named = Signal(str)
    entered = Signal()

    def __init__(self) -> None:
        super().__init__(margin=10)
        self.body.setSpacing(4)
        self._tick = Tick("")
        self._tick.words.set_role(Role.STRONG)
        self._tick.toggled.connect(self.agreed)
        self.box = self._tick.box
        self.name = TextField("", placeholder=say("screening.guardian"))
        self.name.edited.connect(self.named)
        self.name.submitted.connect(self.entered)
        self._gap = Label("", Role.COMPLAINT)
        for widget in (self._tick, self.name, self._gap):
            self.add(widget)

    def show_state(self, state: ScreeningState) -> None:
        """The form's own words, and what is missing."""
        if state.sheet is None:
            return
        consent, gaps = state.sheet.form.consent, state.shown_gaps
        self._tick.show_words(consent.agree.said(words.language()))
        self._tick.show_on(on=state.draft.consent)
        self.name.setVisible(consent.by_guardian)
        self.name.set_value(state.draft.consent_by)
        gap = gaps.get(CONSENT) or gaps.get(GUARDIAN)
        need = gap.need if gap else Need.CONSENT
        self._gap.setText(say(f"clinical.need.{need.value}") if gap else "")
        self._gap.setVisible(gap is not None)
        self.setEnabled(state.closed is None)
