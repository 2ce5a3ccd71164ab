"""The form of one facility, area or member of staff, with what is wrong said beside each field."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from vaxdesk.domain.places.matching import PlaceRow
from vaxdesk.domain.places.records import FacilityKind, Key, PlaceRecord, StaffRole, What
from vaxdesk.domain.units import Scheme
from vaxdesk.phrases import place_fault, scheme_text
from vaxdesk.ui.kit.fields import Field, PhoneField, TextField
from vaxdesk.ui.kit.pick_field import PickField
from vaxdesk.words import say

_COLUMNS = 6
_UNIT_ROWS = (
    ((Key.PROVINCE, 2), (Key.DISTRICT, 2), (Key.COMMUNE, 2)),
    ((Key.COMMUNE_CODE, 2), (Key.SCHEME, 2)),
)
ROWS = {
    What.FACILITY: (
        ((Key.NAME, 4), (Key.CODE, 2)),
        ((Key.KIND, 2), (Key.PHONE, 2), (Key.REPRESENTATIVE, 2)),
        ((Key.ADDRESS, 4), (Key.PARENT, 2)),
        *_UNIT_ROWS,
    ),
    What.AREA: (((Key.NAME, 4), (Key.FACILITY, 2)), *_UNIT_ROWS),
    What.STAFF: (
        ((Key.NAME, 3), (Key.TITLE, 3)),
        ((Key.FACILITY, 3), (Key.AREA, 3)),
        ((Key.PHONE, 2), (Key.EMAIL, 2), (Key.ROLE, 2)),
        ((Key.USER, 2),),
    ),
}
_CODE_OF = {Key.PROVINCE: Key.PROVINCE_CODE, Key.DISTRICT: Key.DISTRICT_CODE, Key.COMMUNE: Key.COMMUNE_CODE}
_UNIT_NAMES = tuple(_CODE_OF)


class RecordForm(QWidget):
    """Shows and edits a record of one list; `edited()` at each change by hand, `submitted()` for Enter in the last."""

    edited = Signal()
    submitted = Signal()

    def __init__(self, what: What) -> None:
        super().__init__()
        self._base = PlaceRecord(what=what)
        self._fields: dict[Key, Field] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        for line, row in enumerate(ROWS[what]):
            at = 0
            for key, span in row:
                grid.addWidget(self._field(what, key), line, at, 1, span, Qt.AlignmentFlag.AlignTop)
                at += span
        grid.setRowStretch(len(ROWS[what]), 1)
        self.setFocusProxy(self._fields[Key.NAME])

    def show_record(self, record: PlaceRecord) -> None:
        """Fill the form with a record; nothing is complained about yet."""
        self._base = record
        for key, field in self._fields.items():
            field.set_value(record.get(key))
            field.complain("")

    def values(self) -> dict[str, str]:
        """What is filled in. A unit that is named anew loses the code of the old one, unless a code is typed too."""
        typed = {key: field.value() for key, field in self._fields.items()}
        renamed = [key for key in _UNIT_NAMES if key in typed and typed[key] != self._base.get(key)]
        for key in renamed:
            code = _CODE_OF[key]
            if typed.get(code, self._base.get(code)) == self._base.get(code):
                typed[code] = ""
        scheme = typed.get(Key.SCHEME, "")
        if renamed and scheme == self._base.get(Key.SCHEME):
            typed[Key.SCHEME] = ""
        if typed.get(Key.COMMUNE_CODE, "") != self._base.get(Key.COMMUNE_CODE):
            typed |= {key: "" for key in (Key.PROVINCE_CODE, Key.DISTRICT_CODE)}
        return {key.value: text for key, text in typed.items()}

    def show_findings(self, judged: PlaceRow | None) -> None:
        """Say beside the fields what is wrong or odd; what hangs at no field shown here is said at the name."""
        texts: dict[Key, list[str]] = {}
        stopped: set[Key] = set()
        for one in judged.findings if judged else ():
            key = one.key if one.key in self._fields else Key.NAME
            texts.setdefault(key, []).append(place_fault(one))
            stopped |= {key} if one.flaw.stops else set()
        for key, field in self._fields.items():
            said = "; ".join(texts.get(key, ()))
            if key in stopped:
                field.complain(said)
            else:
                field.advise(said)

    def focus_first_wrong(self, judged: PlaceRow | None) -> None:
        """Go to the first field that something is said of, else to the name."""
        odd = {one.key for one in judged.findings} if judged else set()
        first = next((field for key, field in self._fields.items() if key in odd), self._fields[Key.NAME])
        first.setFocus()

    def _field(self, what: What, key: Key) -> Field:
        label = say(f"places.heading.{what.value}_name") if key is Key.NAME else say(f"{Key.WORDS}.{key.value}")
        field = _made(key, label.removesuffix(" (*)"))
        field.edited.connect(lambda _: self.edited.emit())
        field.submitted.connect(self._entered)
        self._fields[key] = field
        return field

    def _entered(self) -> None:
        """Enter goes on to the next field, and in the last one it means done."""
        if self.focusWidget() is list(self._fields.values())[-1].editor:
            self.submitted.emit()
        else:
            self.focusNextChild()


def _made(key: Key, label: str) -> Field:
    if key in _PICKED:
        return PickField(label, (("", ""), *_PICKED[key]()), free=True)
    if key is Key.PHONE:
        return PhoneField(label)
    if key in (Key.PARENT, Key.FACILITY, Key.AREA):
        return TextField(label, hint=say("places_page.pointer_hint"))
    return TextField(label)


_PICKED = {
    Key.KIND: lambda: tuple((one.value, say(f"{one.WORDS}.{one.value}")) for one in FacilityKind),
    Key.ROLE: lambda: tuple((one.value, say(f"{one.WORDS}.{one.value}")) for one in StaffRole),
    Key.SCHEME: lambda: tuple((one.value, scheme_text(one)) for one in Scheme),
}
