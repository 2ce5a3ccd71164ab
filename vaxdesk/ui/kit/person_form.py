"""The form of a person's data, for registering a walk-in and for correcting a record."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from vaxdesk.domain.outcomes import Sex
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.registration import FieldFlaw, PersonFlaw
from vaxdesk.ui import theme
from vaxdesk.ui.kit.choice import ChoiceField, Option
from vaxdesk.ui.kit.date_field import DateField
from vaxdesk.ui.kit.fields import DocumentField, Field, PhoneField, TextField
from vaxdesk.ui.kit.pick_field import PickField
from vaxdesk.words import say

Rows = Sequence[Sequence[tuple[str, int]]]

COLUMNS = 6
SHORT: Rows = (
    (("name", 4), ("dob", 2)),
    (("sex", 2), ("doc", 2), ("tel", 2)),
    (("adr", 4), ("commune", 2)),
    (("district", 2), ("province", 2), ("grp", 2)),
    (("guardian", 4), ("guardian_tel", 2)),
    (("bhyt", 2), ("job", 2), ("note", 2)),
)
WHOLE: Rows = (
    (("name", 4), ("dob", 2)),
    (("sex", 2), ("doc", 2), ("old_doc", 2)),
    (("tel", 2), ("bhyt", 2), ("grp", 2)),
    (("adr", 4), ("commune", 2)),
    (("district", 2), ("province", 2), ("eth", 2)),
    (("job", 2), ("work", 2), ("nat", 2)),
    (("guardian", 2), ("guardian_tel", 2), ("note", 2)),
)
_GROUPS = tuple(str(number) for number in range(1, 17))  # QĐ 3355/QĐ-BYT
_UNITS = ("province", "district", "commune")
_MISSING = frozenset(
    (
        PersonFlaw.NAME_MISSING,
        PersonFlaw.BIRTH_MISSING,
        PersonFlaw.SEX_MISSING,
        PersonFlaw.DOCUMENT_MISSING,
        PersonFlaw.GUARDIAN_MISSING,
    )
)

_LARGE = 1.2  # letters


def _roomy(rows: Rows) -> Rows:
    """With large letters two fields stand where three stood: a number of twelve digits must be read whole."""
    made: list[Sequence[tuple[str, int]]] = []
    waiting: list[str] = []

    def lay() -> None:
        made.extend(tuple((name, COLUMNS // 2) for name in waiting[at : at + 2]) for at in range(0, len(waiting), 2))
        waiting.clear()

    for row in rows:
        if len(row) == COLUMNS // 2:
            waiting.extend(name for name, _ in row)
        else:
            lay()
            made.append(row)
    lay()
    return made


class PersonForm(QWidget):
    """Shows and edits a `Person`; `edited(person)` at each change by hand, `submitted()` for Enter in the last field.

    What is wrong with a field is said once it was left; what is missing, when `show_flaws` is told so.
    """

    edited = Signal(object)
    submitted = Signal()

    def __init__(self, rows: Rows = SHORT) -> None:
        super().__init__()
        self._base = Person(name="")
        self._left: set[str] = set()
        self._fields: dict[str, Field] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 12, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)
        rows = rows if theme.look().scale < _LARGE else _roomy(rows)
        for line, row in enumerate(rows):
            at = 0
            for name, span in row:
                self._grid.addWidget(self._field(name), line, at, 1, span, Qt.AlignmentFlag.AlignTop)
                at += span
        self._grid.setRowStretch(len(rows), 1)
        self.setFocusProxy(self._fields["name"])

    def person(self) -> Person:
        """What is filled in, on top of the person shown; a unit named anew loses the code of the old one."""
        values = {name: field.value() for name, field in self._fields.items()}
        dob = self._fields["dob"]
        if isinstance(dob, DateField) and not dob.valid:
            values["dob"] = dob.line.text().strip()
        for unit in _UNITS:
            if unit in values and values[unit] != getattr(self._base, unit):
                values[f"{unit}_code"] = ""
        return msgspec.structs.replace(self._base, **values)

    def show_person(self, person: Person) -> None:
        """Fill the form; fields that already say so keep cursor and selection."""
        if person == self.person():
            return
        self._base = person
        for name, field in self._fields.items():
            field.set_value(getattr(person, name))

    def show_flaws(self, flaws: Collection[FieldFlaw], *, asked: bool) -> None:
        """Say beside the fields what is wrong or odd; what is missing only when `asked` (a save was tried)."""
        for name, field in self._fields.items():
            found = [one for one in flaws if one.field == name and self._due(one, asked=asked)]
            texts = " ".join(say(f"person.flaw.{one.flaw.value}") for one in found)
            if any(one.is_error for one in found):
                field.complain(texts)
            else:
                field.advise(texts)

    def focus_first_wrong(self, flaws: Collection[FieldFlaw]) -> None:
        """Go to the first field that stops the saving, if there is one."""
        wrong = {one.field for one in flaws if one.is_error}
        first = next((field for name, field in self._fields.items() if name in wrong), None)
        if first:
            first.setFocus()

    def begin(self, person: Person) -> None:
        """Show another person, nothing complained about yet."""
        self._left.clear()
        self.show_person(person)
        self.show_flaws((), asked=False)

    def focus_first_empty(self) -> None:
        """Go to the first of the fields that must be filled in and are not."""
        wanted = (self._fields[name] for name in ("name", "dob", "sex", "doc") if not self._fields[name].value())
        next(wanted, self._fields["tel"]).setFocus()

    def _due(self, flaw: FieldFlaw, *, asked: bool) -> bool:
        return asked or (flaw.field in self._left and flaw.flaw not in _MISSING)

    def _field(self, name: str) -> Field:
        field = _made(name, say(f"person.field.{name}"))
        field.edited.connect(lambda _: self.edited.emit(self.person()))
        field.submitted.connect(self._entered)
        line = getattr(field, "line", None)
        if isinstance(line, QLineEdit):
            line.editingFinished.connect(lambda: self._leave(name))
        self._fields[name] = field
        return field

    def _leave(self, name: str) -> None:
        if name not in self._left:
            self._left.add(name)
            self.edited.emit(self.person())

    def _entered(self) -> None:
        """Enter goes on to the next field, and in the last one it means done."""
        if self.focusWidget() is list(self._fields.values())[-1].editor:
            self.submitted.emit()
        else:
            self.focusNextChild()


def _made(name: str, label: str) -> Field:
    if name == "sex":
        return ChoiceField(label, tuple(Option(sex.value, say(f"kit.sex.{sex.value}")) for sex in Sex))
    if name == "grp":
        groups = ((group, say(f"person.group.{group}")) for group in _GROUPS)
        return PickField(label, (("", ""), *groups), free=True)
    if name == "dob":
        return DateField(label)
    if name in ("tel", "guardian_tel"):
        return PhoneField(label)
    if name in ("doc", "old_doc", "bhyt"):
        return DocumentField(label)
    return TextField(label)
