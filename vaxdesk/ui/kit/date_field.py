"""A field for a date of which perhaps only month or year is known."""

from __future__ import annotations

import re

from vaxdesk.domain.birthdates import parse_birth
from vaxdesk.ui import written
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.words import say

_DAY_MONTH_REST = re.compile(r"(\d{1,2}(?=/)|\d{2})/?(\d{2})(\d{1,4})")


def slashed(text: str) -> str:
    """Put in the slashes of a date being typed: `31011` becomes `31/01/1`.

    Four digits may still be a year, and where no month can follow a year begins: `01199` is on its way to `01/1990`.
    """
    found = _DAY_MONTH_REST.fullmatch(text)
    return "/".join(found.groups()) if found and int(found[2]) <= 12 else text


class DateField(TextField):
    """Typed as `31011990`, `31/1/1990`, `1/1990` or `1990`; the value is ISO, perhaps `1990-01` or `1990`."""

    def __init__(self, label: str, *, hint: str = "") -> None:
        super().__init__(label, hint=hint, placeholder=say("kit.date.placeholder"), limit=14)
        self._before, self._unreadable = "", False
        self.line.textEdited.connect(self._slash)
        self.line.editingFinished.connect(self._settle)

    def value(self) -> str:
        """ISO text of the precision that is known, empty when nothing or no date is written."""
        return parse_birth(self.line.text()) or ""

    def set_value(self, value: str) -> None:
        """Show an ISO date, whole or partial."""
        if self.value() != value:
            self._before = written.day(value)
            self.line.setText(self._before)

    @property
    def valid(self) -> bool:
        """Whether it is empty or a date."""
        return not self.line.text().strip() or bool(self.value())

    def _slash(self, text: str) -> None:
        grown = len(text) > len(self._before) and self.line.cursorPosition() == len(text)
        self._before = slashed(text) if grown else text
        if self._before != text:
            self.line.setText(self._before)

    def _settle(self) -> None:
        """Write it in full, or say that it is no date; what others say of the date when it is left stays."""
        if self.value():
            self._before = written.day(self.value())
            self.line.setText(self._before)
        before, self._unreadable = self._unreadable, not self.valid
        if before or self._unreadable:
            self.complain(say("kit.date.unreadable") if self._unreadable else "")
