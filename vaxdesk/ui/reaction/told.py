"""A report of the public in words, and what of it is filled in when an adverse event is made of it."""

from __future__ import annotations

from typing import Any

from vaxdesk.domain.told import Impact, Sign, ToldView, symptoms_of, unlisted
from vaxdesk.ui import written
from vaxdesk.words import say


def filled(report: ToldView) -> dict[str, Any]:
    """Fields of the reaction; what the desk's list has no code for, and how bad it is, stands in the note."""
    parts = [say(f"{Sign.WORDS}.{one}") for one in unlisted(report.signs, temp=report.temp)]
    parts += [say("told.degrees", n=degrees(report.temp))] if report.temp else []
    parts += [impact(report), report.text]
    clock = f"{report.hour:02d}:00" if report.hour >= 0 else ""
    return {
        "told": report.id, "symptoms": frozenset(symptoms_of(report.signs, temp=report.temp)),
        "note": "; ".join(one for one in parts if one), "onset_day": report.began or report.day, "onset": clock,
    }  # fmt: skip


def signs(report: ToldView) -> str:
    """What was ticked, with the degrees; a sign that this program does not know is `other`."""
    known = list(Sign)
    names = dict.fromkeys(say(f"{Sign.WORDS}.{one if one in known else Sign.OTHER}") for one in report.signs)
    fever = [say("told.degrees", n=degrees(report.temp))] if report.temp else []
    return ", ".join((*names, *fever))


def impact(report: ToldView) -> str:
    """How bad it is said to be; empty where that is not known."""
    return say(f"{Impact.WORDS}.{report.impact}") if report.impact in list(Impact) else ""


def began(report: ToldView) -> str:
    """Since when."""
    if not report.began:
        return ""
    day = written.day(report.began)
    return say("told.since_hour", day=day, n=report.hour) if report.hour >= 0 else say("told.since", day=day)


def degrees(tenths: int) -> str:
    """`38,5` in Vietnamese, `38.5` in English."""
    return say("told.decimal", whole=tenths // 10, tenth=tenths % 10)
