"""The safety self-assessment of a vaccination facility, QĐ 3518/QĐ-BYT of 20/07/2021: parts, when due, differences.

Part A, administrative: the first time, and when what it says has changed. Part B, results: each day of work. Part C,
nine criteria: once a week, or before a new campaign (facts 5.5). The items are data that a district edits.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.forms import Text
from vaxdesk.domain.places.views import CheckedList


class Part(StrEnum):
    """A part of the self-assessment."""

    WORDS = nonmember("places.part")

    A = "A"
    B = "B"
    C = "C"


class Answer(StrEnum):
    """What is answered to an item."""

    WORDS = nonmember("places.answer")

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "na"


class DueState(StrEnum):
    """Whether a part must be filled in now."""

    WORDS = nonmember("places.due")

    DONE = "done"
    FIRST = "first"  # never filled in
    CHANGED = "changed"  # what it says is no longer so
    TODAY = "today"  # due, not late yet
    OVERDUE = "overdue"
    CAMPAIGN = "campaign"  # a new campaign begins and it was not filled in for it


class Item(Text, kw_only=True):
    """One item. `fact` of part A names the field of the facility that it repeats; `may_not_apply` allows `na`."""

    key: str
    fact: str = ""
    may_not_apply: bool = False


class PartForm(Text, kw_only=True):
    """A part: its title, its items, and after how many days it is due again (0: never by time)."""

    every: int = 0
    item: tuple[Item, ...]


class ChecklistForm(Text, kw_only=True):
    """The whole list. `official` says whether the texts are those of the decision; shipped ones are not."""

    id: str
    decision: str
    official: bool
    part: dict[Part, PartForm]


class Due(msgspec.Struct, frozen=True):
    """How a part stands: since which day it is due (ISO; of `DONE` when it is due next, empty for never)."""

    state: DueState
    since: str = ""

    @property
    def wanted(self) -> bool:
        """Whether it should be filled in now."""
        return self.state is not DueState.DONE


class Difference(msgspec.Struct, frozen=True):
    """An item whose answer is another than the last time; empty where there was none."""

    item: str
    before: str
    after: str


class Safety(msgspec.Struct, frozen=True, kw_only=True):
    """How the self-assessment stands: the form, each part's due state, what was filled in, who did it.

    `facts` are those of the station now, which part A repeats.
    """

    form: ChecklistForm
    day: str
    due: dict[Part, Due]
    done: tuple[CheckedList, ...]
    names: dict[int, str]
    facts: dict[str, str]


def load_checklist(text: str) -> ChecklistForm:
    """The form from the text of `resources/checklists/qd3518.toml`."""
    return msgspec.convert(tomllib.loads(text), ChecklistForm)


def due(
    part: Part,
    form: PartForm,
    *,
    last: CheckedList | None,
    today: str,
    facts: Mapping[str, str] | None = None,
    campaign: str = "",
) -> Due:
    """Whether a part is due on a day.

    Args:
        last: as it was filled in last, None for never.
        facts: of the facility now, for part A.
        campaign: first day of the campaign that begins next or runs, empty for none; what is filled in within the
            week before it is for it.
    """
    if last is None:
        return Due(DueState.FIRST)
    if part is Part.A:
        return Due(DueState.CHANGED) if _says_otherwise(form, last, facts or {}) else Due(DueState.DONE)
    if part is Part.C and campaign and _days(today, campaign) <= form.every < _days(last.day, campaign):
        return Due(DueState.CAMPAIGN, campaign)
    next_day = (date.fromisoformat(last.day) + timedelta(days=form.every)).isoformat()
    if today < next_day:
        return Due(DueState.DONE, next_day)
    # what is due each day of work is late only in the sense that today's is not there yet
    late = today > next_day and form.every > 1
    return Due(DueState.OVERDUE if late else DueState.TODAY, next_day)


def _says_otherwise(form: PartForm, last: CheckedList, facts: Mapping[str, str]) -> bool:
    repeated = [one for one in form.item if one.fact in facts]
    return any(last.answers.get(one.key, "") != facts[one.fact] for one in repeated)


def _days(one: str, other: str) -> int:
    return (date.fromisoformat(other) - date.fromisoformat(one)).days


def missing(form: PartForm, answers: Mapping[str, str], *, texts: bool = False) -> tuple[str, ...]:
    """Items that nobody has answered; of a part of texts (A) those that stand empty."""
    allowed = tuple(Answer)
    return tuple(
        one.key for one in form.item if not (answers.get(one.key) if texts else answers.get(one.key) in allowed)
    )


def differences(
    items: Sequence[Item], now: Mapping[str, str], before: Mapping[str, str]
) -> tuple[Difference, ...]:
    """Items that are answered otherwise than the last time, in the order of the form."""
    return tuple(
        Difference(one.key, before.get(one.key, ""), now.get(one.key, ""))
        for one in items
        if before.get(one.key, "") != now.get(one.key, "")
    )


def latest(done: Sequence[CheckedList], part: Part) -> CheckedList | None:
    """The last that was filled in of a part; `done` has the newest first. A day that is none was not written here."""
    return next((one for one in done if one.part == part.value and is_day(one.day)), None)


def first_day(campaigns: Iterable[tuple[str, str]], today: str) -> str:
    """First day of the campaign that begins next, else of the last that runs; empty for none.

    Args:
        campaigns: first and last day of each; an empty last day is without end.
    """
    known = sorted((begins, ends) for begins, ends in campaigns if is_day(begins))
    coming = [begins for begins, _ in known if begins >= today]
    running = [begins for begins, ends in known if begins < today and (not ends or ends >= today)]
    return next(iter(coming), running[-1] if running else "")


def is_day(text: str) -> bool:
    """Whether a text is an ISO day."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def before_it(shown: CheckedList, done: Sequence[CheckedList]) -> CheckedList | None:
    """The last of the same part on an earlier day; `done` has the newest first."""
    return next((one for one in done if one.part == shown.part and one.day < shown.day), None)
