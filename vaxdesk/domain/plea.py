"""A person asks that what identifies them be erased (law 91/2025/QH15): what is noted, and by when it is answered.

The station only writes the plea down; whether it is granted is decided by people with a number, and the server alone
orders the erasure (decision 0018).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.delivery import Delivery, EntryDelivery
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.views import PersonView

ANSWER_DAYS = 2  # working days, law 91/2025/QH15 with NĐ 356/2025/NĐ-CP (ERASURE.md: secondary sources, ask counsel)
OLDEST = 60  # days; a plea that lay longer before somebody wrote it down is a slip of the finger
_FRIDAY = 4
_PAPER = re.compile(r"[^\s]{0,19}\d[^\s]{0,19}")


class PleaWay(StrEnum):
    """Who asked, and what was seen of it."""

    WORDS = nonmember("plea.way")

    SELF = "self"
    LETTER = "letter"
    GUARDIAN = "guardian"
    PROXY = "proxy"


WITH_PAPER = frozenset((PleaWay.LETTER, PleaWay.PROXY))  # of these a paper is there, and its number is asked for


class PleaStatus(StrEnum):
    """How a plea stands."""

    WORDS = nonmember("plea.status")

    OPEN = "open"
    LATE = "late"
    ANSWERED = "answered"
    ERASED = "erased"


class PleaView(msgspec.Struct, frozen=True, kw_only=True):
    """A plea that was not taken back: `person` is the record that stands, `day` when it came in, `due` its last day.

    `answer` is the number under which it was answered without an erasure; `user` is who wrote it down.
    """

    id: str
    person: str
    day: str
    due: str
    way: str
    status: PleaStatus
    t: int = 0
    user: str = ""
    paper: str = ""
    answer: str = ""
    sent: EntryDelivery = EntryDelivery(state=Delivery.SAVED)

    @property
    def waits(self) -> bool:
        """Whether somebody has to answer it."""
        return self.status in (PleaStatus.OPEN, PleaStatus.LATE)


class PleaTask(msgspec.Struct, frozen=True):
    """A plea that waits for an answer, and whose it is."""

    plea: PleaView
    person: PersonView


def due(day: str) -> str:
    """The last day of the answer: the second working day after a plea came in.

    Saturdays and Sundays do not count. Public holidays are moved by decree each year and are not known here, so the
    day may be too early, never too late. Empty for what is no day: an entry may come from anywhere.
    """
    try:
        last, left = date.fromisoformat(day), ANSWER_DAYS
        while left:
            last += timedelta(days=1)
            left -= last.weekday() <= _FRIDAY
    except (ValueError, OverflowError):
        return ""
    return last.isoformat()


def status(*, due: str, today: str, answer: str, erased: bool) -> PleaStatus:
    """How a plea stands on a day."""
    if erased:
        return PleaStatus.ERASED
    if answer:
        return PleaStatus.ANSWERED
    return PleaStatus.LATE if today > due else PleaStatus.OPEN


def check(*, way: str, paper: str, day: str, today: str) -> Refused | None:
    """What is wrong with a plea as it was filled in.

    The number of a paper has no spaces and at least one digit, so that no name gets into an entry that stays.
    """
    if way not in list(PleaWay):
        return Refused(reason=Refusal.REASON_NEEDED)
    if paper and not _PAPER.fullmatch(paper):
        return Refused(reason=Refusal.PAPER_NUMBER)
    if way in WITH_PAPER and not paper:
        return Refused(reason=Refusal.PAPER_MISSING)
    if not _oldest(today) <= day <= today or not _is_day(day):
        return Refused(reason=Refusal.PLEA_DAY, facts={"days": OLDEST})
    return None


def _oldest(today: str) -> str:
    return (date.fromisoformat(today) - timedelta(days=OLDEST)).isoformat()


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
