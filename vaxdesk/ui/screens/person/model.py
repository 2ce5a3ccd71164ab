"""The person page's intents: look, correct, receive, let go, undo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from vaxdesk.domain.payloads import PERSON_FIELDS, Person
from vaxdesk.domain.person_record import PersonRecord
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.registration import FieldFlaw, Flawed, check_person, errors
from vaxdesk.domain.views import PersonView
from vaxdesk.ui import reasons, written
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.notices import Act
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.screens.person.ports import PersonPorts
from vaxdesk.ui.screens.person.state import PersonState
from vaxdesk.ui.state_model import StateModel
from vaxdesk.words import say


class PersonModel(StateModel[PersonState]):
    """One person at a time. `undo_wanted(entry)` asks the view for the reason of an undo."""

    undo_wanted = Signal(str)
    began = Signal(object)  # PersonState: a correction begins

    def __init__(self, room: Room, ports: PersonPorts) -> None:
        super().__init__(PersonState())
        self._room, self._ports = room, ports
        self._person = ""

    @property
    def ports(self) -> PersonPorts:
        """What this page was given."""
        return self._ports

    def open(self, person: str = "") -> None:
        """Show a person; without one, the last again."""
        if person and person != self._person:
            self._person = person
            self.become(record=None, editing=False, refused=None)
        self.look_again()

    def look_again(self) -> None:
        """Read the person again."""
        self.become(today=self._ports.today(), now=self._ports.now())
        if self._person:
            work = partial(self._ports.record, self._person)
            self._room.lanes.db.run_newest("person", work, self._read, self._failed)

    def edit(self) -> None:
        """Begin a correction."""
        if self.state.record and not self.state.record.erased:
            draft = _draft(self.state.record.presence.person)
            self.become(
                editing=True, draft=draft, flaws=self._flaws(draft), asked=False, reason="", refused=None
            )
            self.began.emit(self.state)

    def change(self, draft: Person) -> None:
        """Somebody typed into the form."""
        self.become(draft=draft, flaws=self._flaws(draft), refused=None)

    def choose_reason(self, reason: str) -> None:
        """Why the record is corrected."""
        self.become(reason=reason, refused=None)

    def save(self, note: str = "") -> None:
        """Save what was changed, as a correction with its reason."""
        state = self.state
        self.become(asked=True, refused=None)
        if state.record is None or state.busy:
            return
        before = _draft(state.record.presence.person)
        changes = {
            name: value for name in PERSON_FIELDS if (value := getattr(state.draft, name)) != getattr(before, name)
        }
        if not changes:
            self.become(editing=False)
            self._room.notices.info(say("person.unchanged"))
            return
        if not state.reason or errors(state.flaws, of=changes):
            return
        self.become(busy=True)
        work = partial(self._ports.correct, self._person, changes=changes, why=reasons.kept(state.reason, note))
        self._room.lanes.db.run(work, self._corrected, self._failed)

    def leave_edit(self) -> None:
        """Drop a correction."""
        self.become(editing=False)

    def add_prior(self) -> None:
        """Doses of elsewhere are added on the page of paper stacks."""
        if self.state.record:
            self._room.go("catchup", self.state.record.presence.person.id)

    def check_in(self) -> None:
        """Receive the person, or go on to where a received one belongs at this desk."""
        record = self.state.record
        if record is None or record.erased or self.state.busy:
            return
        if isinstance(record.check_in, Refused):
            if self.state.next_screen:
                self._room.go(self.state.next_screen, self._person)
            return
        self._do(partial(self._ports.check_in, self._person), self._received)

    def decline(self, why: str) -> None:
        """The person leaves without a dose."""
        name = self._name()
        self._do(partial(self._ports.decline, self._person, why=why), lambda _: say("person.declined", name=name))

    def undo(self, entry: str, why: str) -> None:
        """Take a step back, for a reason."""
        self._do(partial(self._ports.undo, entry, why=why), lambda _: say("person.undone"), undoable=False)

    def withdraw(self, why: str) -> None:
        """Take back a record that was entered by mistake."""
        self._do(partial(self._ports.withdraw, self._person, why=why), self._withdrawn, undoable=False)

    def plead(self, way: str, paper: str, day: str) -> None:
        """The person asks for the erasure of their data."""
        work = partial(self._ports.plead, self._person, way=way, paper=paper, day=day)
        self._do(work, lambda answer: say("plea.received", due=written.day(answer.value)))

    def _received(self, answer: Any) -> str:
        return say("person.received", name=self._name(), no=answer.value.no)

    def _withdrawn(self, _: Any) -> str:
        self._person = ""
        self.become(record=None)
        return say("person.withdrawn")

    def _do(self, work: Callable[[], Any], words: Callable[[Any], str], *, undoable: bool = True) -> None:
        """Save something on the db lane; then say it, offer its undo and tell the other screens."""

        def then(answer: Any) -> None:
            self.become(busy=False)
            if isinstance(answer, Refused):
                self._room.notices.warn(refusal_text(answer, product=self._ports.product))
            else:
                act = Act(say("kit.undo"), partial(self.undo_wanted.emit, answer.refs[-1])) if undoable else None
                self._room.notices.ok(words(answer), act)
                self._room.publish({Change.VISITS, Change.PEOPLE})
            self.look_again()

        self.become(busy=True)
        self._room.lanes.db.run(work, then, self._failed)

    def _corrected(self, answer: Any) -> None:
        self.become(busy=False)
        if isinstance(answer, Refused):
            self.become(refused=answer)
        elif isinstance(answer, Flawed):
            self.become(flaws=answer.flaws)
        else:
            self.become(editing=False)
            self._room.notices.ok(say("person.saved"))
            self._room.publish({Change.PEOPLE})
            self.look_again()

    def _read(self, record: PersonRecord | None) -> None:
        if record is None:
            self._person = ""
            self.become(record=None, editing=False, next_screen="")
            self._room.notices.info(say("person.gone"))
            return
        following = self._ports.next_screen(record.presence.stage)
        self.become(record=record, next_screen=following)

    def _name(self) -> str:
        return self.state.record.presence.person.name if self.state.record else ""

    def _flaws(self, draft: Person) -> tuple[FieldFlaw, ...]:
        return check_person(draft, today=self._ports.today())

    def _failed(self, err: Err) -> None:
        self.become(busy=False)
        self._room.notices.failed(err)


def _draft(person: PersonView) -> Person:
    return Person(**{name: getattr(person, name) for name in PERSON_FIELDS})
