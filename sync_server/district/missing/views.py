"""What the pages of missing doses show: `n` people, doses or sheets may be missing, out of `of` (`totals.gaps`)."""

from __future__ import annotations

import msgspec

from vaxdesk.domain.cases.question import QuestionView
from vaxdesk.domain.totals.gaps import GapKind


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which findings: of units at or below some paths, of some ISO days, both included, and of one kind or of all."""

    paths: tuple[str, ...]
    since: str
    until: str
    kind: str = ""


class Sum(msgspec.Struct, frozen=True, kw_only=True):
    """What was found of one kind at a unit, over all days asked for."""

    kind: GapKind
    n: int
    of: int
    days: int


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """A unit with findings. `n` is the sum over its days of what the gravest finding of each day may miss.

    `with_below`: it stands for all units below it too, and then nothing is said of contacts and questions. `seen_ms` is
    its newest contact, 0 for none ever; `asked` and `answered` count questions that stand.
    """

    org_no: int
    name: str
    code: str
    n: int
    days: int
    oldest: str
    with_below: bool = False
    sums: tuple[Sum, ...] = ()
    seen_ms: int = 0
    asked: int = 0
    answered: int = 0


class Sites(msgspec.Struct, frozen=True, kw_only=True):
    """A page of units, most that may be missing first, then the oldest. `after` leads to the next; empty at the end.

    `large`: too many units lie there to be listed one by one.
    """

    rows: tuple[Site, ...]
    after: str = ""
    large: bool = False


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What does not add up at a unit on a day, with the question about it that stands, or was answered last."""

    org_no: int
    day: str
    kind: GapKind
    n: int
    of: int
    unit: str = ""
    code: str = ""
    question: Question | None = None


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question that was asked about a finding. `view` is None while the readers have not come to it."""

    ref: str
    user_no: int
    name: str
    at_ms: int
    view: QuestionView | None = None

    @property
    def answered(self) -> bool:
        """Whether the site has answered."""
        return self.view is not None and bool(self.view.answer)


class Who(msgspec.Struct, frozen=True, kw_only=True):
    """A person whom a finding concerns."""

    ref: str
    name: str
    dob: str
    kind: GapKind


class VialRow(msgspec.Struct, frozen=True, kw_only=True):
    """An opened vial that does not add up. `said`: doses written off at its closing."""

    product: str
    lot: str
    no: int
    doses: int
    given: int
    said: int
    closed: bool
    n: int


class StackRow(msgspec.Struct, frozen=True, kw_only=True):
    """A stack of paper that is not typed in whole."""

    product: str
    lot: str
    sheets: int
    typed: int


class LogRow(msgspec.Struct, frozen=True, kw_only=True):
    """Entries that a seal names and that never came."""

    log: str
    first: int
    last: int


class DayView(msgspec.Struct, frozen=True, kw_only=True):
    """A day of a unit: its findings, its figures, and what they concern. `more`: people who are not shown."""

    findings: tuple[Finding, ...]
    figures: dict[str, int]
    people: tuple[Who, ...] = ()
    more: int = 0
    vials: tuple[VialRow, ...] = ()
    stacks: tuple[StackRow, ...] = ()
    logs: tuple[LogRow, ...] = ()
