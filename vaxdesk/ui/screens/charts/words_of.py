"""The numbers of the charts in words: beside each chart, and for who does not see it."""

from __future__ import annotations

from vaxdesk.domain.charts.day import DayCharts
from vaxdesk.domain.charts.session import Waiting
from vaxdesk.domain.charts.supply import DaysLeft
from vaxdesk.domain.stock.supply import LOOK_BACK
from vaxdesk.words import say


def progress(state: DayCharts) -> str:
    """So many of so many; how far behind or ahead of the plan."""
    found = state.progress
    text = say("charts.progress", done=found.vaccinated, planned=found.planned, ended=found.ended)
    if not (state.now and found.planned):
        return text
    behind = found.expected - found.vaccinated - found.ended
    pace = say("charts.behind", n=behind) if behind > 0 else say("charts.ahead", n=-behind) if behind else ""
    return f"{text} {pace}".rstrip()


def hours(state: DayCharts) -> str:
    """The busiest hour."""
    busiest = max(state.hours, key=lambda one: one.received, default=None)
    if busiest is None or not busiest.received:
        return say("charts.nobody_came")
    return say("charts.busiest", hour=busiest.hour, after=busiest.hour + 1, n=busiest.received)


def hours_told(state: DayCharts) -> str:
    """Every hour in words."""
    return "; ".join(
        say("charts.hour", hour=one.hour, received=one.received, injected=one.injected)
        for one in state.hours
        if one.received or one.injected
    )


def waits(one: Waiting) -> str:
    """So many people, the longest for so many minutes."""
    return say("charts.waits", n=one.people, minutes=one.minutes) if one.people else "0"


def vials(state: DayCharts) -> str:
    """Vials opened, doses given, extra and wasted."""
    if not state.vials:
        return say("charts.no_vial")
    return say(
        "charts.vials",
        n=len(state.vials),
        given=sum(one.given for one in state.vials),
        extra=sum(one.extra for one in state.vials),
        wasted=sum(one.wasted for one in state.vials),
    )


def lasts(one: DaysLeft) -> str:
    """Days, doses, and how many were used lately."""
    if one.days is None:
        return say("charts.unused", doses=one.doses, back=LOOK_BACK)
    return say("charts.lasts", days=one.days, doses=one.doses, used=one.used, back=LOOK_BACK)
