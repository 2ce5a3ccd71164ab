"""The observation clock after an injection: time left, alarm, and leaving before its end."""

from __future__ import annotations

from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.picklists import LeaveState
from vaxdesk.domain.refusals import Allowed, Refusal, Refused

MINUTES = 30  # at the station, then 24 hours at home (TT 34/2018/TT-BYT)
NEARLY = 5 * 60
OVERDUE = 15 * 60


class Alarm(StrEnum):
    """What the observation desk shows of a person."""

    WORDS = nonmember("clinical.alarm")

    WATCHED = "watched"
    NEARLY = "nearly"
    DUE = "due"
    OVERDUE = "overdue"


class Watch(msgspec.Struct, frozen=True, kw_only=True):
    """The clock of one person: seconds since 1970 when observation ends, seconds left (0 when over), state."""

    due_at: int
    remaining: int
    alarm: Alarm


def watch(injected_at: int, *, now: int, minutes: int = MINUTES) -> Watch:
    """The clock at a moment; never more time left than the whole, should the machine's clock have been set back."""
    due_at = injected_at + minutes * 60
    remaining = min(max(due_at - now, 0), minutes * 60)
    if remaining:
        alarm = Alarm.NEARLY if remaining <= NEARLY else Alarm.WATCHED
    else:
        alarm = Alarm.OVERDUE if now - due_at >= OVERDUE else Alarm.DUE
    return Watch(due_at=due_at, remaining=remaining, alarm=alarm)


def may_release(clock: Watch, *, state: str = LeaveState.WELL, why: str = "") -> Allowed | Refused:
    """Leaving early needs a reason; being taken to emergency care is one."""
    if clock.remaining and state != LeaveState.TRANSFERRED and not why.strip():
        return Refused(reason=Refusal.STILL_OBSERVED, facts={"minutes": -(-clock.remaining // 60)})
    return Allowed()
