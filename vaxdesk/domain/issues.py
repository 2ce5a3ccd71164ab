"""What somebody should look at: a closed list of kinds, each found from the tables of the fold alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.days import after
from vaxdesk.domain.products import Schedule
from vaxdesk.domain.views import PersonView


class IssueKind(StrEnum):
    """Kinds of issues (sync design 2.6). None of them ever stops an entry from being kept, sent or counted."""

    WORDS = nonmember("issue.kind")

    DUP_PERSON = "dup_person"
    CROWD = "crowd"
    SAME_CCCD_DIFF_NAME = "same_cccd_diff_name"
    SHORT_INTERVAL = "short_interval"
    DUP_INJECTION = "dup_injection"
    LOT_BAD = "lot_bad"
    VIAL_OVERDRAWN = "vial_overdrawn"
    STOCK_NEGATIVE = "stock_negative"
    COUNT_STALE = "count_stale"
    CLOCK_DOUBT = "clock_doubt"
    AUTHOR_REVOKED = "author_revoked"
    BAD_ENTRY = "bad_entry"
    FIELD_CONFLICT = "field_conflict"
    BRANCH = "branch"


class IssueView(msgspec.Struct, frozen=True, kw_only=True):
    """An issue: `refs` are the entries that it is about, `people` the records concerned; `id` is the same everywhere.

    Of a crowd only the first record is named. `facts` by kind: `day`, `days`, `least`, `field`, `place`, `by`, `why`,
    `expiry`, `balance`, `given`, `doses`, `most`.
    """

    id: str
    kind: IssueKind
    refs: tuple[str, ...]
    people: tuple[str, ...] = ()
    facts: dict[str, str] = {}
    resolved: str = ""  # how, when it was looked at


class IssueCase(msgspec.Struct, frozen=True, kw_only=True):
    """An issue as people look at it: the people whom it concerns, or the number of the lot that it is about."""

    issue: IssueView
    people: tuple[PersonView, ...] = ()
    lot: str = ""


class ResolveHow(StrEnum):
    """What was done about an issue."""

    WORDS = nonmember("issue.how")

    CHECKED = "checked"
    CORRECTED = "corrected"
    REPORTED = "reported"
    OTHERWISE = "otherwise"


def least_days(schedule: Schedule) -> Callable[[str], int]:
    """The fewest days that must lie between a dose of a product and the next one; 0 where no rule is known."""
    start = date(2026, 1, 1)  # any day: minimum waits are in days or weeks

    def of(product: str) -> int:
        found = schedule.find(product)
        if found is None or found.interval is None:
            return 0
        return (after(start, found.interval.minimum) - start).days

    return of
