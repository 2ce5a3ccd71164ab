"""The left side of the page: who it is, which doses are known, and what was corrected."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vaxdesk.domain.cleaning.reasons import CleaningReason
from vaxdesk.domain.person_record import FieldChange, PersonRecord
from vaxdesk.domain.registration import CorrectionReason
from vaxdesk.domain.views import DoseView
from vaxdesk.ui import reasons, written
from vaxdesk.ui.delivery_sign import DeliverySign
from vaxdesk.ui.kit.cards import Card, bare, row
from vaxdesk.ui.kit.chips import Chip, ChipFace, stage_face
from vaxdesk.ui.kit.emptying import empty
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.person_card import PersonCard
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.person.plea_card import PleaCard
from vaxdesk.ui.screens.person.timeline import strike
from vaxdesk.ui.verified_sign import verified_face
from vaxdesk.words import say


class Facts(QWidget):
    """Shows a record: person card, doses, corrections."""

    def __init__(self, product: Callable[[str], str]) -> None:
        super().__init__()
        self._product = product
        self._card = PersonCard()
        self._more = Label("", Role.SMALL)
        self._verified = Chip()
        self._card.add(self._verified)
        self._card.add(self._more)
        self._doses = Card(say("person.doses"), margin=16)
        self._lines = Label("", Role.BODY)
        self._heard = Label("", Role.ADVICE)
        self._doses.add(self._lines)
        self._doses.add(self._heard)
        self._plea = PleaCard()
        self._changes = Corrections()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 12, 0)
        layout.setSpacing(10)
        for card in (self._card, self._plea, self._doses, self._changes):
            layout.addWidget(card)
        layout.addStretch(1)

    def show_record(self, record: PersonRecord, *, today: str, now: int) -> None:
        """Show what is known."""
        presence = record.presence
        faces = [stage_face(presence.stage, presence.outcome)]
        if presence.no:
            faces.insert(0, ChipFace(say("reception.queue_no", no=presence.no), Tone.ACCENT))
        self._card.show_person(presence.person, today=today, faces=faces)
        self._verified.show_face(verified_face(record.verified.result if record.verified else ""))
        self._more.setText(_more(record, now=now))
        self._plea.show_plea(record.plea, now=now)
        self._lines.setText("\n".join(_dose(one, self._product) for one in record.doses) or say("person.no_doses"))
        heard = record.last_contact
        told = say("person.heard", ago=written.ago(heard, now=now)) if heard else say("person.never_heard")
        self._heard.setText(told)
        self._changes.show_changes(record.changes, now=now)


class Corrections(Card):
    """Each correction: what stood there struck through, what stands there now, who, when and why."""

    def __init__(self) -> None:
        super().__init__(say("person.changes"), margin=16)
        self._none = Label(say("person.no_changes"), Role.SOFT)
        self.add(self._none)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.body.addLayout(self._rows)
        self._shown: tuple[FieldChange, ...] = ()

    def show_changes(self, changes: tuple[FieldChange, ...], *, now: int) -> None:
        """Show corrections, newest first."""
        self._none.setVisible(not changes)
        if changes == self._shown:
            return
        self._shown = changes
        empty(self._rows)
        for one in changes:
            self._rows.addWidget(_change(one, now=now))


def _change(one: FieldChange, *, now: int) -> QWidget:
    before = Label(said_value(one.field, one.before), Role.SOFT)
    after = Label(said_value(one.field, one.after), Role.STRONG)
    strike(before)
    by = say("person.by", user=one.user, moment=written.moment(one.true_t or one.t, now=now))
    why = reasons.said(one.why, CorrectionReason, CleaningReason)
    evidence = one.evidence if one.why == CleaningReason.POLICE else ""  # of a merge it is a reference: nothing to read
    values = row(before, after, spacing=14)
    values.setStretch(1, 1)
    values.addWidget(DeliverySign(one.sent), 0, Qt.AlignmentFlag.AlignTop)
    box = QWidget()
    layout = bare(QVBoxLayout(box))
    layout.setSpacing(0)
    layout.addWidget(Label(say(f"person.field.{one.field}"), Role.CAPTION))
    layout.addLayout(values)
    layout.addWidget(Label("  ·  ".join(part for part in (by, why, evidence) if part), Role.SMALL))
    return box


def said_value(field: str, value: str) -> str:
    """A value of a field as people write it."""
    if not value:
        return say("person.empty")
    if field == "dob":
        return written.day(value)
    if field == "sex":
        return written.sex(value)
    return say(f"person.group.{value}") if field == "grp" and value.isdigit() and 1 <= int(value) <= 16 else value


def _more(record: PersonRecord, *, now: int) -> str:
    person = record.presence.person
    parts = (
        say("person.erased") if record.erased else "",
        _named("old_doc", person.old_doc),
        _named("bhyt", person.bhyt),
        said_value("grp", person.grp) if person.grp else "",
        person.job,
        person.work,
        person.eth,
        person.nat,
        say("person.entered", moment=written.moment(record.entered_at, now=now)) if record.entered_at else "",
    )
    return "  ·  ".join(part for part in parts if part)


def _named(field: str, value: str) -> str:
    return f"{say(f'person.field.{field}')}: {value}" if value else ""


def _dose(dose: DoseView, product: Callable[[str], str]) -> str:
    name = product(dose.product) if dose.product else dose.product_text
    place = say("person.here") if dose.here else dose.place
    parts = (written.day(dose.date) or say("person.dose_without_day"), name, dose.lot, place)
    return "  ·  ".join(part for part in parts if part)
