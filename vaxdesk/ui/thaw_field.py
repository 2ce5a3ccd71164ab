"""The day on which vaccine came out of the freezer, asked for where its days in a fridge count."""

from __future__ import annotations

from vaxdesk.domain import thaw
from vaxdesk.domain.refusals import Refusal
from vaxdesk.ui.kit.date_field import DateField
from vaxdesk.ui.refused import refusal_text
from vaxdesk.words import say


class ThawField(DateField):
    """Typed like any date; complains of one that is not whole, still to come, or too long ago.

    Args:
        too_late: whether a day so long ago that the vaccine may not be used any more is taken all the same.
    """

    def __init__(self, *, hint: str = "", too_late: bool = False) -> None:
        super().__init__(say("stock.thaw.day"), hint=hint)
        self._days, self._today, self._too_late = 0, "", too_late
        self.line.setPlaceholderText(say("stock.thaw.example"))  # a month alone is no day
        self.edited.connect(self.look)

    def ask_for(self, fridge_days: int, *, today: str) -> None:
        """Ask for it of a product that lasts so many days in a fridge, 0 for without limit: then it is not shown."""
        self._days, self._today = fridge_days, today
        if self.parentWidget() or not self.asked:  # without a parent it would open as a window
            self.setVisible(self.asked)
        self.look()

    @property
    def asked(self) -> bool:
        """Whether it matters."""
        return self._days > 0

    def sound(self) -> bool:
        """Whether what is written can be taken; nothing written can."""
        return not self.asked or (self.valid and not self._wrong())

    def look(self, _: str = "") -> None:
        """Say what is wrong."""
        self.complain(self._wrong())

    def _wrong(self) -> str:
        answer = thaw.judge(self.value(), self._days, day=self._today)
        if answer is None or (self._too_late and answer.reason is Refusal.THAW_OVER):
            return ""
        return refusal_text(answer)
