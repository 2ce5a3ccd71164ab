"""Dates, ages, clock times and spans as people at the station write and say them."""

from __future__ import annotations

from datetime import date, datetime

from vaxdesk.domain import days, times
from vaxdesk.words import say

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def day(iso: str) -> str:
    """`31/01/1990`, `01/1990` or `1990` from ISO text of the same precision; empty stays empty."""
    return "/".join(reversed(iso.split("-")))


def long_day(iso: str) -> str:
    """A whole day with its weekday: `Thứ hai, 23/11/2026`."""
    weekday = date.fromisoformat(iso).isoweekday()
    return say("kit.long_day", weekday=say(f"kit.weekday.{weekday}"), day=day(iso))


def clock(seconds: int) -> str:
    """`08:15` of an instant in seconds since 1970, in the station's time."""
    return times.clock_of(seconds)


def moment(seconds: int, *, now: int) -> str:
    """`08:15` on the same day, else `22/11 08:15`."""
    then, today = datetime.fromtimestamp(seconds, times.ZONE), datetime.fromtimestamp(now, times.ZONE)
    if then.date() == today.date():
        return then.strftime("%H:%M")
    return then.strftime("%d/%m %H:%M" if then.year == today.year else "%d/%m/%Y %H:%M")


def clock_mended(seconds: int, true: int) -> str:
    """`08:15` as `clock`; where the PC's clock was wrong the true time, and behind it what the PC said."""
    if not true:
        return clock(seconds)
    return say("kit.true_time", true=moment(true, now=seconds), said=clock(seconds))


def ago(seconds: int, *, now: int) -> str:
    """How long since an instant, in the largest unit that says something: `2 giờ trước`."""
    passed = max(0, now - seconds)
    if passed < _MINUTE:
        return say("kit.ago.now")
    for unit, size in (("days", _DAY), ("hours", _HOUR), ("minutes", _MINUTE)):
        if passed >= size:
            return say(f"kit.ago.{unit}", n=passed // size)
    return say("kit.ago.now")


def age(dob: str, *, today: str) -> str:
    """Age on a day: months below two years, else years; both bounds of a partial birth date; empty if unknown."""
    now = date.fromisoformat(today)
    years = days.age(dob, now)
    if years is None:
        return ""
    if years.youngest != years.oldest:
        return say("kit.age.between", youngest=years.youngest, oldest=years.oldest)
    born = days.span(dob)
    if years.oldest >= 2 or born is None or not born.exact:
        return say("kit.age.years", n=years.oldest)
    months = (now.year - born.earliest.year) * 12 + now.month - born.earliest.month
    return say("kit.age.months", n=months - (now.day < born.earliest.day))


def sex(code: str) -> str:
    """`Nam`, `Nữ`, or empty when not known."""
    return say(f"kit.sex.{code}") if code else ""


def count(number: int) -> str:
    """`12.345` in Vietnamese, `12,345` in English."""
    return f"{number:,}".replace(",", say("kit.thousands"))
