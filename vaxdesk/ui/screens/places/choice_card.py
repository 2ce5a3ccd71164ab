"""What an old commune became: the choice, for all of it or for a part, why, and bringing its people over."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from vaxdesk.domain.places.units import OldCommune, in_area
from vaxdesk.phrases import commune_text
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.choice import ChoiceField, Option
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.screens.places.state import UnitsState
from vaxdesk.ui.screens.places.units_model import UnitsModel
from vaxdesk.words import say

_MOST_ADDRESSES = 6


class ChoiceCard(Card):
    """The card at the right; number keys choose among the new communes. Its buttons stand at the foot of the page."""

    def __init__(self, model: UnitsModel) -> None:
        super().__init__(" ", margin=16)
        self._model = model
        self._state = model.state
        self._choices = QVBoxLayout()
        self._choice: ChoiceField | None = None
        self._of = ""
        self._told = Label("", Role.BODY)
        self._kept = Label("", Role.SOFT)
        self._area = TextField(say("places_page.area"), placeholder=say("places_page.area_hint"))
        self._basis = TextField(say("places_page.basis"), placeholder=say("places_page.basis_hint"))
        self._addresses = Label("", Role.SOFT)
        self.keep = Button(say("places_page.keep_choice"), Kind.PRIMARY, icon="check", keys="Ctrl+Return")
        self.move_people = Button("", icon="arrow-right")
        self.add(self._told)
        self.body.addLayout(self._choices)
        self.add_row(self._basis, self._area, stretch_last=True)
        for widget in (self._addresses, self._kept):
            self.add(widget)
        self._area.edited.connect(lambda text: model.fill(area=text))
        self._basis.edited.connect(lambda text: model.fill(basis=text))
        self._basis.submitted.connect(self._area.setFocus)
        self._area.submitted.connect(model.choose)
        self.keep.clicked.connect(model.choose)
        self.move_people.clicked.connect(model.bring_over)

    def show_state(self, state: UnitsState) -> None:
        """Show the commune that is looked at."""
        self._state = state
        one = state.current
        for widget in (self, self.keep, self.move_people):
            widget.setVisible(one is not None)
        if one is None:
            return
        self._rebuild(one)
        needed = one.choice is not None and one.choice.needed
        self.title.setText(f"{one.choice.old.name} ({one.code})" if one.choice else one.code)
        self._told.setText(_told(one))
        if self._choice is not None:
            self._choice.set_value(state.chosen)
        self._area.set_value(state.area)
        self._basis.set_value(state.basis)
        self._kept.setText(_kept(one))
        self._kept.setVisible(bool(one.maps))
        self._addresses.setText(self._who(state))
        for widget in (self._area, self._basis, self.keep):
            widget.setVisible(needed)
        self.keep.setEnabled(bool(state.chosen and state.basis) and not state.busy)
        self.move_people.setVisible(one.choice is not None)
        self.move_people.setEnabled(not state.busy and (not needed or bool(one.maps)))
        self.move_people.set_words(say("places_page.bring_over"))

    def _rebuild(self, one: OldCommune) -> None:
        """The tiles of another commune."""
        if self._of == one.code:
            return
        self._of = one.code
        if self._choice is not None:
            self._choices.removeWidget(self._choice)
            self._choice.deleteLater()
            self._choice = None
        candidates = one.choice.candidates if one.choice and one.choice.needed else ()
        if candidates:
            options = tuple(Option(new.code, f"{new.name} ({new.code})") for new in candidates)
            self._choice = ChoiceField(say("places_page.which"), options, columns=1)
            self._choice.edited.connect(lambda code: self._model.fill(chosen=code))
            self._choice.submitted.connect(self._basis.setFocus)
            self._choices.addWidget(self._choice)
        self.setFocusProxy(self._choice or self.move_people)

    def _who(self, state: UnitsState) -> str:
        inside = [person for person in state.people if in_area(person.address, state.area)]
        addresses = list(dict.fromkeys(person.address for person in inside if person.address))
        shown = " · ".join(addresses[:_MOST_ADDRESSES]) + (" …" if len(addresses) > _MOST_ADDRESSES else "")
        return say("places_page.people_inside", n=len(inside), addresses=shown or "–")


def _told(one: OldCommune) -> str:
    if one.choice is None:
        return say("places_page.code_unknown", code=one.code)
    if one.choice.needed:
        return say("places_page.became_several", n=len(one.choice.candidates))
    return say("places_page.became", name=commune_text(one.choice.candidates[0]))


def _kept(one: OldCommune) -> str:
    names = {new.code: new.name for new in one.choice.candidates} if one.choice else {}
    lines = []
    for _, made in one.maps:
        area = made.area or say("places_page.whole")
        lines.append(say("places_page.kept", area=area, name=names.get(made.to_code, made.to_code), basis=made.basis))
    return "\n".join(lines)
