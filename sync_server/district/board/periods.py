"""The days that a dashboard is about: chosen by name, or from one day to another; of a round, or of everything."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.direction.target import round_of
from vaxdesk.domain.totals import spans

_MOST_DAYS = 62  # of which each gets a bar; more are shown by month


class Choice(StrEnum):
    """Names of stretches of days."""

    WORDS = nonmember("district_board.period")

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    ALL = "all"
    OWN = "own"
    WHOLE = "whole"  # of a round


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """ISO days from one to another, both counted; `since` empty: from the beginning.

    `round_no`: the round whose figures they are (`direction.target.round_of`), empty for everything. A round may have
    days that are still to come; `today` is the last day that anything can stand at.
    """

    choice: Choice
    since: str
    until: str
    round_no: str = ""
    today: str = ""

    @property
    def stands(self) -> str:
        """The day at whose end it is told what is left."""
        return min(self.until, self.today or self.until)

    @property
    def everything(self) -> Period:
        """The same days without regard to rounds, as far as they have come."""
        if not self.round_no:
            return self
        return msgspec.structs.replace(self, since=min(self.since, self.stands), until=self.stands, round_no="")

    @property
    def asked(self) -> dict[str, str]:
        """What the sums are asked for."""
        return {"since": self.since, "until": self.until, "round_no": self.round_no}

    @property
    def by_day(self) -> bool:
        """Whether it is short enough for a bar a day."""
        return bool(self.since) and (date.fromisoformat(self.until) - date.fromisoformat(self.since)).days < _MOST_DAYS

    @property
    def bars(self) -> tuple[str, str]:
        """First and last span that get a bar."""
        if self.by_day:
            return f"d{self.since}", f"d{self.until}"
        return f"m{self.since[:7]}", f"m{self.until[:7]}"


_DAYS = {Choice.TODAY: 1, Choice.WEEK: 7, Choice.MONTH: 30}

_NAMED = frozenset(Choice) - {Choice.OWN, Choice.WHOLE}

_EARLIEST = "1900-01-01"


def of(query: Mapping[str, str], today: str) -> Period:
    """The period that an address asks for; what makes no sense of it is the last week.

    A round without days is the whole round: from which to which day is for who has the figures (`seeing.all_of_round`).
    """
    round_no = round_of(query.get("round", ""))
    found = _days(query, today)
    if round_no and not any(query.get(name) for name in ("since", "until")) and query.get("period", "") not in _NAMED:
        found = Period(choice=Choice.WHOLE, since=today, until=today)
    return msgspec.structs.replace(found, round_no=round_no, today=today)


def _days(query: Mapping[str, str], today: str) -> Period:
    since, until = query.get("since", ""), query.get("until", "")
    if since or until:
        until = until if spans.is_day(until) and until >= _EARLIEST else today  # before that there is no day before
        since = since if spans.is_day(since) and since <= until else until
        return Period(choice=Choice.OWN, since=since, until=until)
    asked = query.get("period", "")
    choice = Choice(asked) if asked in _NAMED else Choice.WEEK
    if choice is Choice.ALL:
        return Period(choice=choice, since="", until=today)
    if choice is Choice.YEAR:
        return Period(choice=choice, since=f"{today[:4]}-01-01", until=today)
    first = date.fromisoformat(today) - timedelta(days=_DAYS[choice] - 1)
    return Period(choice=choice, since=first.isoformat(), until=today)
