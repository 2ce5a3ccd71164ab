"""What the screening screen shows: who waits, one sheet, and the form as filled so far."""

from __future__ import annotations

import msgspec

from vaxdesk.domain.identity import Presence
from vaxdesk.domain.payloads import Screen
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.screening import Assessment, Gap
from vaxdesk.domain.step_views import ScreeningSheet
from vaxdesk.domain.views import VisitRow

SAVE, CONSENT, GUARDIAN = "save", "consent", "consent_by"  # places of the form beside questions and vital signs
BLANK = Screen(day="", form="", answers={})


class ScreeningState(msgspec.Struct, frozen=True, kw_only=True):
    """`found` holds search results in place of the queue. `typed` are measured values as typed, `settled` codes whose
    typing has ended; `asked`: somebody wanted to save, so everything that is missing is marked."""

    busy: bool = False
    today: str = ""
    waiting: tuple[VisitRow, ...] = ()
    found: tuple[Presence, ...] | None = None
    sheet: ScreeningSheet | None = None
    refused: Refused | None = None
    draft: Screen = BLANK
    typed: dict[str, str] = {}
    settled: frozenset[str] = frozenset()
    assessed: Assessment | None = None
    missing: tuple[Gap, ...] = ()
    asked: bool = False

    @property
    def person(self) -> str:
        """Reference of the person shown, empty for nobody."""
        return self.sheet.person.id if self.sheet else ""

    @property
    def closed(self) -> Refused | None:
        """Why the form shown may not be filled."""
        answer = self.sheet.answer if self.sheet else None
        return answer if isinstance(answer, Refused) else None

    @property
    def conclusion(self) -> str:
        """The conclusion as it stands: decided, else by rule; empty while the doctor must choose."""
        if self.draft.conclusion or self.assessed is None:
            return self.draft.conclusion
        return "" if self.assessed.doctor_decides else self.assessed.conclusion.value

    @property
    def shown_gaps(self) -> dict[str, Gap]:
        """What is marked as missing: after somebody wanted to save all of it, before that what was typed wrong."""
        return {gap.code: gap for gap in reversed(self.missing) if self.asked or gap.code in self.settled}
