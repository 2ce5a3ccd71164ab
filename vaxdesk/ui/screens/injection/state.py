"""What the injection screen shows: who waits, one sheet, and how the dose is to be given."""

from __future__ import annotations

import msgspec

from vaxdesk.domain.identity import Presence
from vaxdesk.domain.limits import TooEarly
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.schedule import Due
from vaxdesk.domain.step_views import Handling, InjectionSheet
from vaxdesk.domain.views import VisitRow


class InjectionState(msgspec.Struct, frozen=True, kw_only=True):
    """`met`: the person shown was scanned, clicked or called, so that one press gives the dose; whoever merely comes
    next in the queue must be called first, so that a second press never reaches another arm. `refused`: what the last
    attempt answered; `stock_refused` what adding a lot, opening or closing a vial answered."""

    busy: bool = False
    today: str = ""
    now: int = 0
    waiting: tuple[VisitRow, ...] = ()
    found: tuple[Presence, ...] | None = None
    sheet: InjectionSheet | None = None
    met: bool = False
    how: Handling = Handling()
    reason: str = ""
    note: str = ""
    asked: bool = False
    refused: Refused | TooEarly | None = None
    stock_refused: Refused | None = None

    @property
    def person(self) -> str:
        """Reference of the person shown, empty for nobody."""
        return self.sheet.person.id if self.sheet else ""

    @property
    def against(self) -> Refused | TooEarly | None:
        """What stands against the dose, whether of the day, of the schedule or of the last attempt."""
        if self.sheet is None or self.refused is not None:
            return self.refused
        if isinstance(self.sheet.allowed, Refused):
            return self.sheet.allowed
        judged = self.sheet.judged
        return None if isinstance(judged, Due) else judged

    @property
    def lacks_reason(self) -> bool:
        """Whether a notice asks for a reason that was not given yet."""
        return bool(self.sheet and self.sheet.needs_reason and not (self.reason or self.note))
