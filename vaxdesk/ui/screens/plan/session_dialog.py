"""A session to be planned or corrected: day, place, vaccines and doses, lots, and hours with places."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.domain.days import span
from vaxdesk.domain.payloads import Plan
from vaxdesk.domain.plan import slots as hours
from vaxdesk.domain.plan.kinds import SessionDose, numbered
from vaxdesk.domain.plan.session import SessionView
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.ui.kit import question
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.choice import ChoicesField, Option
from vaxdesk.ui.kit.date_field import DateField
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.page import scrolling
from vaxdesk.ui.kit.pick_field import PickField
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screens.plan.model import PlanModel
from vaxdesk.ui.screens.plan.saying import effects_texts
from vaxdesk.ui.screens.plan.state import PlanState
from vaxdesk.words import say

_ACROSS, _DOSES_ACROSS = (5, 4), (6, 3)  # tiles beside each other; fewer where letters are large
_WIDTH, _WIDE_AT_MOST = 1000, 1240
_BESIDE = 60  # margins and the bar for scrolling
_AROUND = 340  # what title, effects, buttons and the window's frame take of the screen's height
_LEAST = 260
_NO_SHARE = 101  # what stands for a share that is no number


class SessionDialog(QDialog):
    """Plans a new session, or corrects one; closes when it was taken."""

    def __init__(self, parent: QWidget, model: PlanModel, session: SessionView | None) -> None:
        super().__init__(parent)
        self._model, self._session = model, session
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self._title())
        shipped = model.ports.defaults()
        self.day = DateField(say("plan.field.day"))
        self.place = TextField(say("plan.field.place"))
        products, any_product = [Option(code, name) for code, name in model.ports.products()], say("plan.any_product")
        self.products = ChoicesField(say("plan.field.products"), products, columns=_ACROSS[0], hint=any_product)
        doses = [Option(one.value, say(f"{one.WORDS}.{one.value}")) for one in SessionDose]
        any_dose = say("plan.any_dose")
        self.kinds = ChoicesField(say("plan.field.kinds"), doses, columns=_DOSES_ACROSS[0], hint=any_dose)
        self.lots = TextField(say("plan.field.lots"), hint=say("plan.hint.lots"))
        self.hours = TextField(say("plan.field.hours"), hint=say("plan.hint.hours"))
        self.places = TextField(say("plan.field.places"), limit=4)
        self.portal = TextField(say("plan.field.portal"), limit=3)
        campaigns = [(one.id, f"{one.no} {one.name}".strip()) for one in self._campaigns()]
        self.campaign = PickField(say("plan.field.campaign"), (("", say("plan.no_campaign")), *campaigns))
        self.note = TextField(say("plan.field.note"))
        self._form = QWidget()
        self.effects = Label("", Role.ADVICE)
        self.agree = Button(say("plan.save"), Kind.PRIMARY, icon="check", keys="Ctrl+Return")
        self._fill(session, hours.even(shipped.hours, shipped.places), str(shipped.places))
        self._lay_out()
        self._wire()
        self._look()
        self.day.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def plan(self) -> Plan:
        """What is filled in."""
        return Plan(
            day=self.day.value(),
            campaign=self.campaign.value(),
            place=self.place.value(),
            products=[*self.products.values(), *self._not_offered()],
            lots=[one for one in re.split(r"[\s,;]+", self.lots.value().upper()) if one],
            slots=self._slots(),
            kinds=[one.value for one in numbered(self.kinds.values())],
            note=self.note.value(),
            portal=self._share(),
        )

    def show_state(self, state: PlanState) -> None:
        """Say what the correction does to the people of the session."""
        found = state.effects if self._session is not None else None
        said = () if found is None else (refusal_text(found),) if isinstance(found, Refused) else effects_texts(found)
        self.effects.setText("\n".join(said) if self._complete() else "")
        self.effects.setVisible(bool(self.effects.text()))
        self.agree.setEnabled(self._complete() and not isinstance(found, Refused))
        if self.isVisible():
            self._fit()

    def _campaigns(self) -> tuple:
        """Those that run, and the one of the session if it is over."""
        own = self._session.campaign if self._session else ""
        return tuple(one for one in self._model.state.campaigns if not one.closed or one.id == own)

    def _not_offered(self) -> list[str]:
        """Vaccines of the session that are no longer in use: they are not lost by a correction of something else."""
        offered = {code for code, _ in self._model.ports.products()}
        return [one for one in self._session.products if one not in offered] if self._session else []

    def _slots(self) -> dict[str, int]:
        places = int(self.places.value()) if self.places.value().isdecimal() else 0
        return slots_of(self.hours.value(), places)

    def _share(self) -> int:
        """Percent for the portal; what is no number is more than there is, and is refused."""
        typed = self.portal.value().strip()
        return int(typed) if typed.isdecimal() else 0 if not typed else _NO_SHARE

    def _fill(self, session: SessionView | None, slots: dict[str, int], places: str) -> None:
        shown = session.slots if session else slots
        same = len(set(shown.values())) == 1
        self.places.set_value(str(next(iter(shown.values()))) if same else places)
        self.hours.set_value(" ".join(hour if same else f"{hour}={n}" for hour, n in shown.items()))
        self.portal.set_value(str(min(max(session.portal, 0), 100) if session else Plan(day="").portal))
        self.campaign.setEnabled(session is None)
        if session is None:
            newest = self._model.state.running
            self.campaign.set_value(newest[0].id if newest else "")
            return
        self.day.set_value(session.day)
        self.place.set_value(session.place)
        self.products.set_values(session.products)
        self.kinds.set_values([one.value for one in numbered(session.kinds)])
        self.lots.set_value(", ".join(session.lots))
        self.note.set_value(session.note)
        self.campaign.set_value(session.campaign)

    def _wire(self) -> None:
        self.agree.clicked.connect(self._take)
        typed = (self.day, self.place, self.products, self.kinds, self.lots, self.hours, self.places, self.note)
        for field in (*typed, self.portal):
            field.edited.connect(self._look)
            field.submitted.connect(self._take)
        self._model.become(effects=None)
        self._model.changed.connect(self.show_state)

    def _complete(self) -> bool:
        day = span(self.day.value())
        whole = day is not None and day.exact
        ahead = whole and self.day.value() >= self._model.state.today
        return bool(ahead and sum(self._slots().values()) and self._share() <= 100)

    def _look(self) -> None:
        day = span(self.day.value())
        past = day is not None and day.exact and self.day.value() < self._model.state.today
        self.day.complain(say("plan.past_day") if past else "")
        slots = self._slots()
        total = sum(slots.values())
        if self.hours.value() and not slots:
            self.hours.complain(say("plan.bad_hours"))
        else:
            self.hours.praise(say("plan.slots_total", n=len(slots), places=total) if total else "")
        share = self._share()
        kept = sum(hours.left_to_portal(slots, share).values())
        if share > 100:
            self.portal.complain(say(f"{Refusal.WORDS}.{Refusal.PORTAL_SHARE.value}"))
        else:
            self.portal.praise(say("plan.kept", n=kept) if total else "")
        if self._session is not None and self._complete():
            self._model.foresee(self.plan())
        self.show_state(self._model.state)

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
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 10, 0)
        form.setSpacing(10)
        form.addLayout(_beside((self.day, 2), (self.place, 4), (self.campaign, 3)))
        form.addWidget(self.products)
        form.addWidget(self.kinds)
        form.addLayout(_beside((self.places, 2), (self.hours, 5), (self.portal, 2)))
        form.addLayout(_beside((self.lots, 4), (self.note, 5)))
        if self._form.minimumSizeHint().width() + _BESIDE > _WIDE_AT_MOST:
            self.products.tiles.arrange(_ACROSS[1])
            self.kinds.tiles.arrange(_DOSES_ACROSS[1])
        self.setMinimumWidth(max(_WIDTH, self._form.minimumSizeHint().width() + _BESIDE))
        self._scroll = scrolling(self._form)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(26, 18, 16, 16)
        layout.setSpacing(10)
        layout.addWidget(Label(self._title(), Role.SECTION))
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self.effects)
        layout.addLayout(question.foot(self, self.agree))

    def _fit(self) -> None:
        """As high as the form needs; where letters are large and the screen is small, the form is scrolled."""
        needed = self._form.layout().totalHeightForWidth(self.width() - _BESIDE)
        room = self.screen().availableGeometry().height() - _AROUND
        self._scroll.setFixedHeight(min(needed, max(room, _LEAST)))
        question.fit(self)


def _beside(*fields: tuple[QWidget, int]) -> QHBoxLayout:
    """Fields beside each other, each with its share of the width."""
    line = QHBoxLayout()
    line.setSpacing(16)
    for field, share in fields:
        line.addWidget(field, share, Qt.AlignmentFlag.AlignTop)
    return line


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
