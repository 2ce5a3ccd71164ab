"""The short form's intents beyond those of every form for somebody new: the same person, save."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from vaxdesk.domain.registration import errors
from vaxdesk.ui.registering import FormModel
from vaxdesk.ui.screen import Room
from vaxdesk.ui.screens.catchup.ports import CatchupPorts


class NewcomerModel(FormModel):
    """Somebody on a sheet whom no list has."""

    entered = Signal(str)  # the person who is on the sheet: a new record, or one that was alike

    def __init__(self, room: Room, ports: CatchupPorts) -> None:
        super().__init__(room, newest="catchup.alike", alike=ports.alike, today=ports.today)
        self.ports = ports

    def same(self) -> None:
        """The first of the alike people is on the sheet."""
        if self.state.alike:
            self.entered.emit(self.state.alike[0].person.id)

    def save(self) -> None:
        """Save; asked a second time with the same alike people shown, they are somebody else."""
        state = self.state
        shown = frozenset(one.person.id for one in state.alike)
        apart = state.apart | shown if state.asked else state.apart
        self.become(asked=True, apart=apart, refused=None)
        if state.busy or errors(state.flaws):
            return
        if shown - apart:
            return
        self._put(partial(self.ports.enter, state.draft, not_these=apart), self.entered.emit)
