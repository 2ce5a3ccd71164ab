"""A person's days: each step with who did it and when, its undo, and what was undone struck through."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.domain.delivery import least
from vaxdesk.domain.identity import Via
from vaxdesk.domain.person_record import PastDay, PastEvent
from vaxdesk.domain.picklists import DeclineReason, EarlyReason, UndoReason
from vaxdesk.domain.refusals import Allowed
from vaxdesk.domain.views import EventView
from vaxdesk.ui import reasons, written
from vaxdesk.ui.delivery_sign import DeliverySign, delivery_face, desk_beside
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.chips import Chip
from vaxdesk.ui.kit.emptying import empty
from vaxdesk.ui.kit.labels import Label, Picture, Role
from vaxdesk.ui.palette import Tone
from vaxdesk.words import known, say

_ICONS = {
    "checkin": "reception", "screen": "screening", "decline": "hand", "inject": "injection", "aefi": "aefi",
    "leave": "observation", "cert": "certificate", "plea": "shield",
    "verified": "shield",
}


class Timeline(QWidget):
    """Shows days, newest first; `undo_wanted(event)` from the button of a step."""

    undo_wanted = Signal(object)

    def __init__(self, product: Callable[[str], str]) -> None:
        super().__init__()
        self._product = product
        self._shown: tuple[tuple[PastDay, ...], str] = ((), "")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 12, 0)
        self._layout.setSpacing(10)
        self._layout.addStretch(1)

    def show_days(self, days: tuple[PastDay, ...], *, today: str) -> None:
        """Show these days; today is always there."""
        if (days, today) == self._shown:
            return
        self._shown = (days, today)
        empty(self._layout, keep=1)
        past = days if days and days[0].day == today else (PastDay(today, ()), *days)
        for at, day in enumerate(past):
            self._layout.insertWidget(at, self._day(day, today=today))

    def _day(self, day: PastDay, *, today: str) -> Card:
        title = say("person.today") if day.day == today else written.long_day(day.day)
        card = Card(margin=16)
        head = Label(title, Role.SECTION)
        if day.events:
            together = least(one.sent.state for one in day.events)
            card.add_row(head, Chip(delivery_face(together)))
        else:
            card.add(head)
            card.add(Label(say("person.no_events"), Role.SOFT))
        for event in day.events:
            step = StepRow(event, self._product)
            step.undo_wanted.connect(self.undo_wanted)
            card.add(step)
        return card


class StepRow(QWidget):
    """One entry of a visit."""

    undo_wanted = Signal(object)

    def __init__(self, past: PastEvent, product: Callable[[str], str]) -> None:
        super().__init__()
        event = past.event
        title = Label(say(f"person.step.{event.kind}"), Role.STRONG, wrap=False)
        detail = Label(step_detail(event, product), Role.BODY)
        at = written.clock_mended(event.t, past.true_t)
        by = say("person.by", user=past.user, moment=at) if past.user else at
        by = _joined(by, desk_beside(past.sent))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        for label in (title, detail, Label(by, Role.SMALL)):
            if label.text():
                texts.addWidget(label)
        if event.voided:
            for label in (title, detail):
                strike(label)
            texts.addWidget(Label(_undone(past), Role.ADVICE))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(12)
        tone = Tone.NEUTRAL if event.voided else Tone.ACCENT
        layout.addWidget(Picture(_ICONS.get(event.kind, "info"), tone, size=24), 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(texts, 1)
        if isinstance(past.undo, Allowed) and not event.voided:
            button = Button(say("person.undo"), Kind.QUIET, icon="undo")
            button.clicked.connect(lambda: self.undo_wanted.emit(event))
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(DeliverySign(past.sent), 0, Qt.AlignmentFlag.AlignTop)


def strike(label: Label) -> None:
    """Strike a text through: it no longer holds, and it is still there."""
    font = label.font()
    font.setStrikeOut(True)
    label.setFont(font)


def step_detail(event: EventView, product: Callable[[str], str]) -> str:
    """What is worth reading of a step."""
    data = event.data
    if event.kind == "checkin":
        via = data.get("via", "")
        said = say(f"reception.via.{via}") if via in list(Via) else via
        return _joined(say("reception.queue_no", no=data.get("no", 0)), said)
    if event.kind == "screen":
        return _word("clinical.conclusion", data.get("conclusion") or data.get("proposed", ""))
    if event.kind == "decline":
        return reasons.said(data.get("why", ""), DeclineReason)
    if event.kind == "inject":
        return _joined(product(data["product"]), data.get("lot_no", ""))
    if event.kind == "leave":
        early = reasons.said(data.get("why", ""), EarlyReason)
        return _joined(_word("clinical.leave_state", data.get("state", "")), early)
    if event.kind == "verified":
        return _joined(_word("cleaning.result", data.get("result", "")), data.get("by", ""), data.get("note", ""))
    return _word("clinical.severity", data.get("severity", "")) if event.kind == "aefi" else ""


def _undone(past: PastEvent) -> str:
    why = reasons.said(past.undone_why, UndoReason)
    return say("person.undone_by", user=past.undone_by, moment=written.clock(past.undone_at), why=why)


def _word(area: str, code: str) -> str:
    return say(f"{area}.{code}") if code and known(f"{area}.{code}") else code


def _joined(*parts: str) -> str:
    return "  ·  ".join(part for part in parts if part)
