"""A session to be planned or corrected: day, place, vaccine, lots, and hours with places."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from vaxdesk.domain.days import span
from vaxdesk.domain.payloads import Plan
from vaxdesk.domain.plan import slots as hours
from vaxdesk.domain.plan.session import SessionView
from vaxdesk.ui.kit import question
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.date_field import DateField
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.pick_field import PickField
from vaxdesk.ui.screens.plan.model import PlanModel
from vaxdesk.words import say


class SessionDialog(QDialog):
    """Plans a new session, or corrects one; closes when it was taken."""

    def __init__(self, parent: QWidget, model: PlanModel, session: SessionView | None) -> None:
        super().__init__(parent)
        self._model, self._session = model, session
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(760)
        self.setWindowTitle(self._title())
        shipped = model.ports.defaults()
        self.day = DateField(say("plan.field.day"))
        self.place = TextField(say("plan.field.place"))
        self.product = PickField(say("plan.field.product"), (("", say("plan.any_product")), *model.ports.products()))
        self.lots = TextField(say("plan.field.lots"), hint=say("plan.hint.lots"))
        self.hours = TextField(say("plan.field.hours"), hint=say("plan.hint.hours"))
        self.places = TextField(say("plan.field.places"), limit=4)
        campaigns = [(one.id, f"{one.no} {one.name}".strip()) for one in model.state.campaigns]
        self.campaign = PickField(say("plan.field.campaign"), (("", say("plan.no_campaign")), *campaigns))
        self.note = TextField(say("plan.field.note"))
        self.agree = Button(say("plan.save"), Kind.PRIMARY, icon="check", keys="Ctrl+Return")
        self._fill(session, hours.even(shipped.hours, shipped.places), str(shipped.places))
        self._lay_out()
        self.agree.clicked.connect(self._take)
        for field in (self.day, self.place, self.lots, self.hours, self.places, self.note):
            field.edited.connect(self._look)
            field.submitted.connect(self._take)
        self._look()
        self.day.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        question.fit(self)

    def plan(self) -> Plan:
        """What is filled in."""
        product = self.product.value()
        kept = self._session.products if self._session and len(self._session.products) > 1 and not product else ()
        return Plan(
            day=self.day.value(),
            campaign=self.campaign.value(),
            place=self.place.value(),
            products=[product] if product else list(kept),
            lots=[one for one in re.split(r"[\s,;]+", self.lots.value().upper()) if one],
            slots=self._slots(),
            kinds=list(self._session.kinds) if self._session else [],
            note=self.note.value(),
        )

    def _slots(self) -> dict[str, int]:
        places = int(self.places.value()) if self.places.value().isdecimal() else 0
        return slots_of(self.hours.value(), places)

    def _fill(self, session: SessionView | None, slots: dict[str, int], places: str) -> None:
        shown = session.slots if session else slots
        same = len(set(shown.values())) == 1
        self.places.set_value(str(next(iter(shown.values()))) if same else places)
        self.hours.set_value(" ".join(hour if same else f"{hour}={n}" for hour, n in shown.items()))
        self.campaign.setEnabled(session is None)
        if session is None:
            newest = self._model.state.campaigns
            self.campaign.set_value(newest[0].id if newest else "")
            return
        self.day.set_value(session.day)
        self.place.set_value(session.place)
        self.product.set_value(session.products[0] if len(session.products) == 1 else "")
        self.lots.set_value(", ".join(session.lots))
        self.note.set_value(session.note)
        self.campaign.set_value(session.campaign)

    def _look(self) -> None:
        day = span(self.day.value())
        whole = day is not None and day.exact
        past = whole and self.day.value() < self._model.state.today
        self.day.complain(say("plan.past_day") if past else "")
        slots = self._slots()
        total = sum(slots.values())
        if self.hours.value() and not slots:
            self.hours.complain(say("plan.bad_hours"))
        else:
            self.hours.praise(say("plan.slots_total", n=len(slots), places=total) if total else "")
        self.agree.setEnabled(bool(whole and not past and total))

    def _take(self) -> None:
        if not self.agree.isEnabled() or self._model.state.busy:
            return
        if self._session is None:
            self._model.add(self.plan(), then=self.accept)
        else:
            self._model.change(self.plan(), then=self.accept)

    def _title(self) -> str:
        return say("plan.new_session") if self._session is None else say("plan.edit_session")

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(26, 22, 26, 20)
        layout.setSpacing(14)
        layout.addWidget(Label(self._title(), Role.SECTION))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        for at, pair in enumerate(
            ((self.day, self.place), (self.product, self.lots), (self.places, self.hours), (self.campaign, self.note))
        ):
            for column, field in enumerate(pair):
                grid.addWidget(field, at, column, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        layout.addLayout(grid)
        layout.addLayout(question.foot(self, self.agree))


def slots_of(text: str, places: int) -> dict[str, int]:
    """Slots as typed: hours, each with its own places (`7h30=12`) or with as many as all have; {} when one is none."""
    found: dict[str, int] = {}
    for piece in re.split(r"[\s,;]+", text.strip()):
        hour, _, own = piece.partition("=")
        at = hours.clock(hour)
        if not at or (own and not own.isdecimal()):
            return {}
        found[at] = min(int(own) if own else places, hours.MOST_PLACES)
    return dict(sorted(found.items()))
