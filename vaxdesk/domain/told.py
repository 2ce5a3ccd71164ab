"""What people tell of themselves in the days after a dose, and what the site did about it: closed lists and the rule.

For 28 days after a dose one watches oneself (facts 4.1). Nobody medical has judged what is told: it is no adverse event
until the site makes one of it. So the rule that calls a report serious is wide, and asks for a call and nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from enum import StrEnum, nonmember

import msgspec

DAYS = 28  # after a dose
MOST_LETTERS = 500
CALL_WITHIN = 24 * 3600  # seconds in which the site reads, and calls where it is to
HIGH_FEVER = 390  # tenths of a degree Celsius: the high fever of the short list of reactions (facts 4.4)
FEVER = 375
COLDEST, HOTTEST = 340, 430  # what a thermometer on a person shows


class Sign(StrEnum):
    """What is ticked. The codes are those of the desk's list (`forms/aefi.toml`) where that has the same."""

    WORDS = nonmember("told.sign")

    BREATHING = "breathing"
    FACE_SWELLING = "face_swelling"
    FAINT = "faint"
    CONVULSION = "convulsion"
    FEVER = "fever"  # the desk's list has two of them, by degrees
    LOCAL = "local"
    RASH = "rash"
    HEADACHE = "headache"
    MUSCLE_JOINT = "muscle_joint"
    FATIGUE = "fatigue"
    CHILLS = "chills"
    DIZZINESS = "dizziness"
    VOMITING = "vomiting"
    DIARRHOEA = "diarrhoea"
    THROAT_NOSE = "throat_nose"
    OTHER = "other"


class Impact(StrEnum):
    """How bad it is, as somebody without training can say it."""

    WORDS = nonmember("told.impact")

    MILD = "mild"
    DAILY = "daily"
    DOCTOR = "doctor"
    HOSPITAL = "hospital"


class CallResult(StrEnum):
    """What the site did about a report."""

    WORDS = nonmember("told.result")

    REACTION = "reaction"  # made an adverse event of it
    NOTHING = "nothing"  # called, nothing serious
    READ = "read"  # read, needs no call; never of a serious one
    UNREACHED = "unreached"  # called, nobody answered: it goes on waiting


DANGER = (Sign.BREATHING, Sign.FACE_SWELLING, Sign.FAINT, Sign.CONVULSION)  # think of anaphylaxis (TT 51/2017/TT-BYT)
_OF_ITS_OWN = frozenset((Sign.FEVER,))  # no code of the desk's list
_DIGITS = "0123456789"
_FURTHEST = tuple(CallResult)


class CallView(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the site did about a report. `at`: when they were called or it was read, seconds since 1970."""

    id: str
    result: str
    at: int
    text: str = ""
    aefi: str = ""
    user: int = 0


class ToldView(msgspec.Struct, frozen=True, kw_only=True):
    """A report with what was done about it, in the order of its doing."""

    id: str
    person: str
    dose: str
    day: str
    signs: tuple[str, ...] = ()
    temp: int = 0
    began: str = ""
    hour: int = -1
    impact: str = ""
    text: str = ""
    tel: str = ""
    serious: bool = False
    replaces: str = ""
    t: int = 0
    calls: tuple[CallView, ...] = ()

    @property
    def result(self) -> str:
        """The most that was done, whatever came first; empty for nothing."""
        done = {one.result for one in self.calls}
        return next((one.value for one in _FURTHEST if one.value in done), "")

    @property
    def settled(self) -> bool:
        """Whether nothing has to be done any more."""
        return not self.signs or self.result not in ("", CallResult.UNREACHED)


def is_serious(signs: Collection[str], *, temp: int, impact: str) -> bool:
    """Whether the site has to call: a sign of danger, a high fever, or somebody who is in hospital."""
    return any(one.value in signs for one in DANGER) or temp >= HIGH_FEVER or impact == Impact.HOSPITAL


def last_day(dose_day: str) -> str:
    """The last day on which something is told of a dose."""
    return (date.fromisoformat(dose_day) + timedelta(days=DAYS)).isoformat()


def days_of(dose_day: str, today: str) -> tuple[str, ...]:
    """The days of which something may be told today, the newest first; none when the time is over."""
    first, now = date.fromisoformat(dose_day), date.fromisoformat(today)
    if not first <= now <= first + timedelta(days=DAYS):
        return ()
    return tuple((now - timedelta(days=n)).isoformat() for n in range((now - first).days + 1))


def temperature(text: str) -> int | None:
    """Tenths of a degree Celsius as typed: `38,5`, `38.5`, `38`; 0 for nothing, None for no temperature of a person."""
    plain = text.strip().removesuffix("°C").removesuffix("°").strip().replace(",", ".")
    if not plain:
        return 0
    whole, _, part = plain.partition(".")
    if not (whole.isascii() and whole.isdigit() and len(whole) == 2 and len(part) <= 1 and part in _DIGITS):
        return None
    found = int(whole) * 10 + int(part or 0)
    return found if COLDEST <= found <= HOTTEST else None


def symptoms_of(signs: Iterable[str], *, temp: int) -> tuple[str, ...]:
    """The codes of the desk's list that a report amounts to; what that list has no code for is `other`."""
    ticked = [one for one in Sign if one.value in set(signs)]
    found = [one.value for one in ticked if one not in _OF_ITS_OWN and one is not Sign.OTHER]
    if Sign.FEVER in ticked and temp:
        found.append("fever_39" if temp >= HIGH_FEVER else "fever_below_39")
    if unlisted(ticked, temp=temp) or Sign.OTHER in ticked:
        found.append(Sign.OTHER.value)
    return tuple(found)


def unlisted(signs: Iterable[str], *, temp: int) -> tuple[Sign, ...]:
    """Signs that have to be told in words, since the desk's list has no code for them."""
    told = set(signs)
    return tuple(one for one in Sign if one in told and one in _OF_ITS_OWN and not (one is Sign.FEVER and temp))
