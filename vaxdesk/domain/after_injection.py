"""What the observation desk and the reports on adverse events see: frozen, made by the use cases, shown by the ui."""

from __future__ import annotations

import msgspec

from vaxdesk.domain import observation
from vaxdesk.domain.aefi import AefiNeed, Deadlines, Severity
from vaxdesk.domain.aefi_report import FieldGap
from vaxdesk.domain.views import EventView, PersonView, VisitRow


class Watched(msgspec.Struct, frozen=True, kw_only=True):
    """A person under observation: the line of the board and the minutes that their product asks for."""

    row: VisitRow
    minutes: int

    @property
    def id(self) -> str:
        """Reference of the person."""
        return self.row.person.id

    def clock(self, now: int) -> observation.Watch:
        """The clock at a moment."""
        return observation.watch(self.row.injected_at, now=now, minutes=self.minutes)


class Suspect(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may have reacted, and the dose given here last; `no` is the number of the queue that day."""

    person: PersonView
    inject: EventView
    injected_at: int
    no: int = 0


class Lacking(msgspec.Struct, frozen=True):
    """Not saved: what the first report still lacks."""

    needs: tuple[AefiNeed, ...]


class FollowUp(msgspec.Struct, frozen=True, kw_only=True):
    """What was added to a report later, by whom, when and why; `set` by field, those of the form as `form.<code>`."""

    t: int
    user: str
    set: dict[str, str]
    why: str = ""


class AefiCase(msgspec.Struct, frozen=True, kw_only=True):
    """One reported reaction with its person and the suspected dose; `deadlines` only for a serious one.

    `open`: serious, and its outcome is not final yet.
    """

    event: EventView
    person: PersonView
    inject: EventView | None
    open: bool = False
    deadlines: Deadlines | None = None

    @property
    def serious(self) -> bool:
        """Whether it is held to be a serious event."""
        return self.event.data["severity"] == Severity.SERIOUS


class ReportSheet(msgspec.Struct, frozen=True, kw_only=True):
    """The report of a case: values by field code, what is still to be filled or mended, and what was added when.

    `age` in completed years by the youngest reading of the birth date, None when it is not known.
    """

    case: AefiCase
    values: dict[str, str]
    gaps: tuple[FieldGap, ...]
    reported_by: str = ""
    follow_ups: tuple[FollowUp, ...] = ()
    age: int | None = None
