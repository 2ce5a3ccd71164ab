"""The sheet in hand: the person, what is on record, what to look at, and what is unusual on this sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vaxdesk.domain.catchup.judging import Remark
from vaxdesk.domain.catchup.prior import CERTIFICATE, PriorDose
from vaxdesk.domain.catchup.sheet import Happened, Reaction, Sheet
from vaxdesk.domain.catchup.views import Weighed
from vaxdesk.domain.picklists import Site
from vaxdesk.domain.refusals import Note, Refused
from vaxdesk.domain.views import DoseView
from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.person_card import birth_line
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.saying import answer_text, dose_line, dose_name, note_text
from vaxdesk.ui.screens.catchup.state import TypingState
from vaxdesk.words import say

_MOST_DOSES = 5


class SheetCard(QWidget):
    """Shows what a sheet would come to; each exception has a key."""

    said = Signal(object)  # changes of the sheet, a dict (Qt would turn members of closed lists into plain text)
    wanted = Signal(str)  # an exception that is typed: lot, clock, dose_no
    prior_wanted = Signal()

    def __init__(self, product: Callable[[str], str]) -> None:
        super().__init__()
        self._product = product
        self._sheet = Sheet()
        self._person = Card(margin=16)
        self._name, self._birth, self._facts = Label("", Role.TITLE), Label("", Role.STRONG), Label("", Role.BODY)
        self._doses = Label("", Role.BODY)
        for label in (self._name, self._birth, self._facts, self._doses):
            self._person.add(label)
        self._verdict = Card(margin=16)
        self._place = Label("", Role.SECTION)
        self._remarks = Label("", Role.BODY)
        self._verdict.add(self._place)
        self._verdict.add(self._remarks)
        self._unusual = Unusual()
        self._unusual.said.connect(self.said)
        self._unusual.wanted.connect(self.wanted)
        self._unusual.prior_wanted.connect(self.prior_wanted)
        self._nobody = Label(say("catchup.nobody"), Role.SOFT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        for widget in (self._nobody, self._person, self._verdict, self._unusual):
            layout.addWidget(widget)
        layout.addStretch(1)

    def show_state(self, state: TypingState) -> None:
        """Show the person and the sheet in hand."""
        weighed = state.weighed
        for widget in (self._person, self._verdict, self._unusual):
            widget.setVisible(weighed is not None)
        self._nobody.setVisible(weighed is None)
        if weighed is None:
            self._nobody.setText(_nobody(state))
            return
        person = weighed.person
        day = state.stack.day if state.stack else ""
        self._name.setText(person.name or say("kit.person.erased"))
        self._birth.setText(birth_line(person, today=day))
        self._facts.setText("  ·  ".join(part for part in (person.doc or person.old_doc, person.address) if part))
        self._doses.setText(_on_record(weighed.doses, self._product))
        self._show_verdict(state, weighed)
        self._unusual.show_sheet(state.sheet, here=bool(state.stack and state.stack.here))

    def _show_verdict(self, state: TypingState, weighed: Weighed) -> None:
        self._say_verdict(state, weighed)
        self._remarks.setVisible(bool(self._remarks.text()))

    def _say_verdict(self, state: TypingState, weighed: Weighed) -> None:
        if state.offered and state.offered.fresh:
            self._verdict.set_ground("accent")
            self._place.setText(say("catchup.offer", n=len(state.offered.fresh)))
            self._remarks.setText(fresh_text(state.offered.fresh, self._product))
            return
        refused = state.refused or (weighed.answer if isinstance(weighed.answer, Refused) else None)
        if refused:
            self._verdict.set_ground("wait")
            self._place.setText(refusal_text(refused, product=self._product))
            self._remarks.setText(say("catchup.mark_known") if weighed.on_record else "")
            return
        judged = weighed.judged
        remarks = judged.remarks if judged else ()
        self._verdict.set_ground("wait" if remarks else "ok")
        place = dose_name(judged.kind.value, judged.kind_no) if judged else _happened(state.sheet)
        self._place.setText(say("catchup.ready", dose=place))
        self._remarks.setText(remark_text(remarks, self._product))


class Unusual(QWidget):
    """What a sheet may say beside the usual: a button and a key each."""

    said = Signal(object)
    wanted = Signal(str)
    prior_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._sheet = Sheet()
        keys = ("lot", "site", "clock", "dose_no", "reaction", "happened", "prior")
        self._buttons = {
            name: Button("", Kind.QUIET, keys=f"Alt+{number}") for number, name in enumerate(keys, start=1)
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for name, button in self._buttons.items():
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            button.clicked.connect(lambda _=False, one=name: self._pressed(one))

    def show_sheet(self, sheet: Sheet, *, here: bool) -> None:
        """Show what this sheet says."""
        self._sheet = sheet
        values = {
            "lot": sheet.lot_no,
            "site": say(f"clinical.site.{sheet.site}"),
            "clock": sheet.clock,
            "dose_no": str(sheet.dose_no or ""),
            "reaction": say(f"catchup.reaction.{sheet.reaction.value}"),
            "happened": _happened(sheet),
            "prior": "",
        }
        for name, button in self._buttons.items():
            words, value = say(f"catchup.unusual.{name}"), values[name]
            button.set_words(f"{words}: {value}" if value else words)
            button.setVisible(here or name in ("lot", "dose_no", "prior"))

    def _pressed(self, name: str) -> None:
        if name == "prior":
            self.prior_wanted.emit()
        elif name == "site":
            self.said.emit({"site": _after(self._sheet.site, [one.value for one in Site])})
        elif name == "reaction":
            self.said.emit({"reaction": _after(self._sheet.reaction, list(Reaction))})
        elif name == "happened":
            self.said.emit({"happened": _after(self._sheet.happened, list(Happened))})
        else:
            self.wanted.emit(name)


def remark_text(remarks: Iterable[Remark], product: Callable[[str], str]) -> str:
    """What the schedule of that day says, a line each."""
    return "\n".join(
        note_text(one, product=product) if isinstance(one, Note) else answer_text(one, product=product)
        for one in remarks
    )


def told_text(doses: Sequence[PriorDose], product: Callable[[str], str]) -> str:
    """Doses that a certificate or a paper tells of, a line each."""
    lines = [
        "  ·  ".join(part for part in (written.day(one.date), _vaccine(one, product), one.lot, one.place) if part)
        for one in doses
    ]
    return "\n".join(lines)


def fresh_text(doses: Sequence[PriorDose], product: Callable[[str], str]) -> str:
    """The same of doses that would be recorded now, with what nobody has checked of them."""
    unchecked = any(one.source == CERTIFICATE for one in doses)
    return "\n".join([told_text(doses, product), *([say("catchup.unchecked")] if unchecked else [])])


def _vaccine(one: PriorDose, product: Callable[[str], str]) -> str:
    return product(one.product) if one.product else one.product_text


def _on_record(doses: tuple[DoseView, ...], product: Callable[[str], str]) -> str:
    if not doses:
        return say("catchup.no_doses")
    return "\n".join(
        "  ·  ".join(part for part in (dose_line(one, product=product), one.lot, one.place) if part)
        for one in doses[-_MOST_DOSES:]
    )


def _happened(sheet: Sheet) -> str:
    return say(f"catchup.happened.{sheet.happened.value}")


def _nobody(state: TypingState) -> str:
    if state.refused:
        return refusal_text(state.refused)
    return say("catchup.unknown") if state.query and state.settled and not state.people else say("catchup.nobody")


def _after(value: str, values: list) -> str:
    return values[(values.index(value) + 1) % len(values)]
