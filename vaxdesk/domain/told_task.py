"""A report of the public as a task of the site, and what may be said about it."""

from __future__ import annotations

import msgspec

from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.told import CALL_WITHIN, MOST_LETTERS, CallResult, ToldView
from vaxdesk.domain.views import EventView, PersonView

CHOICES = (CallResult.NOTHING, CallResult.UNREACHED, CallResult.READ)  # a reaction is recorded as such
_CALLS = frozenset((CallResult.NOTHING, CallResult.UNREACHED))
_SLACK = 5 * 60  # seconds by which the clocks of two desks, or of a desk and the server, may differ


class ToldTask(msgspec.Struct, frozen=True, kw_only=True):
    """A report that waits. `late`: for longer than a day and nobody was called; `dose` is None when it is not here."""

    report: ToldView
    person: PersonView
    dose: EventView | None
    late: bool = False


def is_late(report: ToldView, *, now: int) -> bool:
    """Whether nothing was done about a report for a day."""
    return not report.calls and now > report.t + CALL_WITHIN


def choices(report: ToldView) -> tuple[CallResult, ...]:
    """What may be said about a report: a serious one is not done with by reading it."""
    return tuple(one for one in CHOICES if not (report.serious and one is CallResult.READ))


def check_call(report: ToldView | None, *, result: str, at: int, text: str, now: int) -> Refused | None:
    """Whether this may be said about a report now."""
    if report is None or report.settled:
        return Refused(reason=Refusal.TOLD_GONE)
    if result not in CHOICES:
        return Refused(reason=Refusal.ANSWER_MISSING)
    if result not in choices(report):
        return Refused(reason=Refusal.TOLD_SERIOUS)
    if result in _CALLS and not report.t - _SLACK <= at <= now + _SLACK:
        return Refused(reason=Refusal.CALL_TIME)
    if len(text.strip()) > MOST_LETTERS:
        return Refused(reason=Refusal.TEXT_TOO_LONG, facts={"most": MOST_LETTERS})
    return None
