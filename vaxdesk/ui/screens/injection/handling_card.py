"""Where and how the dose is given, who drew it up and who gives it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout

from vaxdesk.domain.picklists import Route, Site
from vaxdesk.ui import reasons
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.screens.injection.picker import Picker
from vaxdesk.ui.screens.injection.state import InjectionState
from vaxdesk.words import say

_FIELDS = ("site", "route", "given_by", "prepared_by")


class HandlingCard(Card):
    """`changed(name, value)`: name of a field of Handling."""

    changed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(margin=14)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        self.pickers = {name: Picker(say(f"injection.{name}")) for name in _FIELDS}
        for line, (name, picker) in enumerate(self.pickers.items()):
            grid.addWidget(Label(say(f"injection.{name}"), Role.CAPTION, wrap=False), line, 0)
            grid.addWidget(picker, line, 1)
            picker.picked.connect(lambda value, name=name: self.changed.emit(name, value))
        self.body.addLayout(grid)

    def show_state(self, state: InjectionState) -> None:
        """How the next dose is to be given."""
        how = state.how
        for name, listed in (("site", Site), ("route", Route)):
            values = tuple((one.value, one.text) for one in reasons.options(listed))
            self.pickers[name].show_values(values, getattr(how, name))
        staff = state.sheet.staff if state.sheet else ()
        for name in ("given_by", "prepared_by"):
            chosen = getattr(how, name)
            known = staff if chosen in staff or not chosen else (*staff, chosen)
            self.pickers[name].show_values(tuple((one, one) for one in known), chosen)
