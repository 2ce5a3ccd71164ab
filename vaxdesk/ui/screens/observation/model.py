"""Observation's intents: run the clock, release, undo. The clock asks nobody; the list is read after a save."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from vaxdesk.domain.after_injection import Watched
from vaxdesk.domain.identity import Found, Identified
from vaxdesk.domain.observation import Alarm
from vaxdesk.domain.payloads import Leave
from vaxdesk.domain.picklists import LeaveState
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.notices import Act
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.reaction.model import ReactionModel
from vaxdesk.ui.reaction.ports import ReactionPorts
from vaxdesk.ui.reaction.scanned import nobody_text
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Change, RawScan, Room
from vaxdesk.ui.screens.observation.ports import ObservationPorts
from vaxdesk.ui.screens.observation.state import OVER, ObservationState, Released
from vaxdesk.ui.state_model import StateModel
from vaxdesk.words import say

_LOOK_AGAIN_S = 60  # for what was saved while another screen was open
_RINGS = {Alarm.DUE: 1, Alarm.OVERDUE: 3}
_RINGS_OF_REACTION = 3


class ObservationModel(StateModel[ObservationState]):
    """One observation desk.

    `rang()` at each sound of the alarm; `early_wanted(person)`, `state_wanted(person)` and `undo_wanted(entry)` ask
    the view for a reason or a choice.
    """

    rang = Signal()
    early_wanted = Signal(object)
    state_wanted = Signal(object)
    undo_wanted = Signal(str)

    def __init__(self, room: Room, ports: ObservationPorts, reactions: ReactionPorts) -> None:
        super().__init__(ObservationState())
        self._room, self._ports = room, ports
        self._looked_at = 0
        self.reaction = ReactionModel(room, reactions)
        self.reaction.undo_wanted.connect(self.undo_wanted)
        self.reaction.saved.connect(lambda _: self.look_again())

    @property
    def ports(self) -> ObservationPorts:
        """What this screen was given."""
        return self._ports

    def open(self, person: str = "") -> None:
        """The screen was opened, perhaps for a person."""
        self.become(now=self._ports.now(), query="", at=person or self.state.at)
        self.look_again()

    def look_again(self) -> None:
        """Something was saved here or elsewhere."""
        self._looked_at = self._ports.now()
        self._room.lanes.db.run_newest("observation", self._ports.watching, self._came, self._failed)

    def tick(self) -> None:
        """A second went by: clocks run, alarms ring."""
        now = self._ports.now()
        rings = max(self.state.rings, self._newly_over(now))
        self.become(now=now, rings=max(rings - 1, 0))
        self._count()
        if rings:
            self.rang.emit()
        if abs(now - self._looked_at) >= _LOOK_AGAIN_S:
            self.look_again()

    def searched(self, text: str) -> None:
        """Somebody types a name or a number."""
        self.become(query=text, refused=None)
        self._settle()

    def submit(self, text: str) -> None:
        """Enter after typing: the one who fits."""
        if text != self.state.query:
            self.searched(text)
        if len(self.state.shown) == 1:
            self.release()

    def move(self, step: int) -> None:
        """Highlight another person."""
        ids = [one.id for one in self.state.shown]
        if ids:
            at = ids.index(self.state.at) if self.state.at in ids else 0
            self.pick(ids[min(max(at + step, 0), len(ids) - 1)])

    def pick(self, person: str) -> None:
        """Highlight a person."""
        self.become(at=person, refused=None if person != self.state.at else self.state.refused)

    def scanned(self, raw: RawScan) -> None:
        """A code was read: whoever's time is over is released by it."""
        work = partial(self._ports.identify, raw.payload, keyed=raw.keyed)
        self._room.lanes.db.run_newest("observation.identify", work, self._identified, self._failed)

    def release(self, person: str = "") -> None:
        """Let the highlighted person go; before the time, or after a reaction, the view asks first."""
        self.become(at=person or self.state.at)
        one = self.state.highlighted
        if one is None:
            return
        if one.row.reaction:
            self.state_wanted.emit(one)
        elif self.state.alarm(one) in OVER:
            self.let_go(one.id)
        else:
            self.early_wanted.emit(one)

    def let_go(self, person: str, *, state: str = "", why: str = "") -> None:
        """Release a person, with a state and a reason where they were asked for."""
        if self.state.busy:
            return
        self.become(busy=True, refused=None)
        work = partial(self._ports.release, person, state=state, why=why)
        self._room.lanes.db.run(work, partial(self._released, person), self._failed)

    def react(self) -> None:
        """The highlighted person reacted to the dose."""
        if self.state.at:
            self.reaction.begin(self.state.at)

    def certificate(self) -> None:
        """Hand the certificate to whoever was released last."""
        released = self.state.released
        if released and not released.transferred:
            self._room.go("certificates", released.person)

    def undo_release(self) -> None:
        """Take the last release back."""
        if self.state.released:
            self.undo_wanted.emit(self.state.released.entry)

    def undo(self, entry: str, why: str) -> None:
        """Take an entry back, for a reason."""
        work = partial(self._ports.undo, entry, why=why)
        self._room.lanes.db.run(work, partial(self._undone, entry), self._failed)

    def _newly_over(self, now: int) -> int:
        after = [(self.state.alarm(one), one.clock(now).alarm) for one in self.state.people]
        return max((_RINGS.get(new, 0) for old, new in after if new is not old), default=0)

    def _came(self, people: tuple[Watched, ...]) -> None:
        """New people, perhaps a reaction recorded meanwhile; the next tick sounds the alarm."""
        before, now = self.state, self._ports.now()
        known = {one.id: one.row.reaction for one in before.people}
        reacted = any(one.row.reaction and known.get(one.id, "") != one.row.reaction for one in people)
        over = any(one.id not in known and one.clock(now).alarm in OVER for one in people)
        rings = _RINGS_OF_REACTION if reacted else int(over)
        self.become(loaded=True, now=now, people=people, rings=max(before.rings, rings))
        self._settle()
        self._count()

    def _settle(self) -> None:
        """Keep the highlight on somebody: whoever may leave first."""
        shown = self.state.shown
        if self.state.highlighted is None:
            self.become(at=shown[0].id if shown else "", refused=None)

    def _count(self) -> None:
        """The count at the rail: whose time is over."""
        state = self.state
        tone = Tone.HARM if state.reacting or state.overdue else Tone.WAIT
        self._room.badge("observation", str(len(state.over)) if state.over else "", tone)

    def _identified(self, answer: Identified) -> None:
        """A scan never lets anybody go early: it highlights, and the minutes left are said."""
        if not isinstance(answer, Found):
            self._room.notices.warn(nobody_text(answer))
            return
        person = answer.presence.person.id
        self.become(query="")
        one = next((one for one in self.state.people if one.id == person), None)
        if one is not None and one.row.reaction:
            self.pick(person)
            self.state_wanted.emit(one)
        else:
            self.let_go(person)

    def _released(self, person: str, answer: Any) -> None:
        self.become(busy=False)
        if isinstance(answer, Refused):
            self._refused(person, answer)
            return
        one = next((one for one in self.state.people if one.id == person), None)
        leave: Leave = answer.value
        name, no = (one.row.person.name, one.row.no) if one else ("", 0)
        transferred = leave.state == LeaveState.TRANSFERRED
        released = Released(person=person, name=name, no=no, entry=answer.refs[-1], transferred=transferred)
        rest = tuple(other for other in self.state.people if other.id != person)
        self.become(released=released, people=rest, query="")
        self._settle()
        words = "observation.transferred" if transferred else "observation.released"
        self._room.notices.ok(say(words, name=name, no=no), Act(say("kit.undo"), self.undo_release))
        self._room.publish({Change.VISITS})
        self.look_again()

    def _refused(self, person: str, answer: Refused) -> None:
        if any(one.id == person for one in self.state.people):
            self.become(at=person, refused=answer)
        if answer.reason is not Refusal.STILL_OBSERVED or self.state.refused is None:
            self._room.notices.warn(refusal_text(answer, product=self._ports.product))
        self.look_again()

    def _undone(self, entry: str, answer: Any) -> None:
        if isinstance(answer, Refused):
            self._room.notices.warn(refusal_text(answer, product=self._ports.product))
            return
        if self.state.released and self.state.released.entry == entry:
            self.become(at=self.state.released.person, released=None)
        self._room.notices.ok(say("observation.undone"))
        self._room.publish({Change.VISITS, Change.AEFI})
        self.look_again()

    def _failed(self, err: Err) -> None:
        self.become(busy=False)
        self._room.notices.failed(err)
