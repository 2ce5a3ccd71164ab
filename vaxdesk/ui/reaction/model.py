"""Intents of recording a reaction: begin with a person, tick, type, save; a serious one is announced in red."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from vaxdesk.domain import aefi, times
from vaxdesk.domain.aefi import AefiForm, Severity
from vaxdesk.domain.after_injection import Lacking, Suspect
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.told import ToldView
from vaxdesk.ui import written
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.notices import Act
from vaxdesk.ui.reaction.ports import ReactionPorts
from vaxdesk.ui.reaction.state import ANAPHYLAXIS, ReactionState
from vaxdesk.ui.reaction.told import filled
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.state_model import StateModel
from vaxdesk.words import say


class ReactionModel(StateModel[ReactionState]):
    """One reaction at a time. `began(form)` asks the view to open the dialog, `saved(entry)` to close it.

    `undo_wanted(entry)` asks the view for the reason of an undo.
    """

    began = Signal(object)
    saved = Signal(str)
    undo_wanted = Signal(str)

    def __init__(self, room: Room, ports: ReactionPorts) -> None:
        super().__init__(ReactionState())
        self._room, self._ports = room, ports

    @property
    def product(self) -> str:
        """Name of the suspected product."""
        suspect = self.state.suspect
        return self._ports.product(suspect.inject.data["product"]) if suspect else ""

    def begin(self, person: str, told: ToldView | None = None) -> None:
        """Somebody reacted: look who it is and which dose is meant.

        Args:
            told: the report of the public that it is made of.
        """
        work = partial(self._asked_for, person, told)
        self._room.lanes.db.run_newest("reaction.begin", work, partial(self._begun, told), self._failed)

    def tick(self, symptom: str, *, on: bool) -> None:
        """A symptom; without anaphylaxis there are no signs of it."""
        symptoms = self.state.symptoms | {symptom} if on else self.state.symptoms - {symptom}
        drop = symptom == ANAPHYLAXIS and not on
        self.become(symptoms=symptoms, signs=frozenset() if drop else self.state.signs)

    def sign(self, code: str, *, on: bool) -> None:
        """A sign of anaphylaxis; as soon as they amount to a grade, anaphylaxis is among the symptoms."""
        self.become(signs=self.state.signs | {code} if on else self.state.signs - {code})
        if self.state.grade:
            self.become(symptoms=self.state.symptoms | {ANAPHYLAXIS})

    def write(self, **fields: str) -> None:
        """Onset, its day, treatment or note as typed."""
        self.become(now=self._ports.now(), **fields)

    def raise_severity(self, *, on: bool) -> None:
        """Whoever reports holds it to be serious, or goes back to the rule."""
        self.become(raised=on)

    def save(self) -> None:
        """Save, unless something is missing."""
        state = self.state
        if state.busy or state.suspect is None:
            return
        self.become(asked=True, refused=None, now=self._ports.now())
        if self.state.needs:
            return
        self.become(busy=True)
        linked = {"told": state.told} if state.told else {}
        work = partial(self._ports.report, state.suspect.person.id, self.state.reaction(), **linked)
        self._room.lanes.db.run(work, self._answered, self._failed)

    def _asked_for(self, person: str, told: ToldView | None) -> tuple[AefiForm, Suspect | Refused]:
        return self._ports.form(), self._ports.suspect(person, **({"dose": told.dose} if told else {}))

    def _begun(self, told: ToldView | None, answer: tuple[AefiForm, Suspect | Refused]) -> None:
        form, suspect = answer
        if isinstance(suspect, Refused):
            self._room.notices.warn(refusal_text(suspect, product=self._ports.product))
            return
        now = self._ports.now()
        empty = {name: getattr(ReactionState(), name) for name in ReactionState.__struct_fields__}
        fresh = {"form": form, "suspect": suspect, "now": now, "onset_day": times.day_of(now)}
        self.become(**{**empty, **fresh, "onset": times.clock_of(now), **(filled(told) if told else {})})
        self.began.emit(form)

    def _answered(self, answer: Any) -> None:
        self.become(busy=False)
        if isinstance(answer, Refused):
            self.become(refused=answer)
        elif not isinstance(answer, Lacking):  # what is missing shows beside the fields by itself
            entry = answer.refs[-1]
            self._announce(entry, answer.value.severity)
            self._room.publish({Change.VISITS, Change.AEFI})
            self.saved.emit(entry)

    def _announce(self, entry: str, severity: str) -> None:
        suspect, form = self.state.suspect, self.state.form
        if suspect is None or form is None:
            return
        name = suspect.person.name
        if severity == Severity.SERIOUS:
            by = aefi.deadlines(form, self.state.now).investigate_by
            text = say("aefi.serious_saved", name=name, by=written.moment(by, now=self.state.now))
            self._room.notices.error(text, Act(say("aefi.open_report"), partial(self._room.go, "aefi", entry)))
        else:
            self._room.notices.ok(
                say("aefi.saved", name=name), Act(say("kit.undo"), partial(self.undo_wanted.emit, entry))
            )

    def _failed(self, err: Err) -> None:
        self.become(busy=False)
        self._room.notices.failed(err)
