"""What an organisation asks for with its list, and what staff answer: a day at a place, or why not (decision 0054)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.names import clean
from vaxdesk.domain.plan.slots import clock

AHEAD_DAYS = 90  # as far as a day may be wished for
MOST_TEXT, MOST_PLACE = 1000, 200


class GroupAsk(msgspec.Struct, frozen=True, kw_only=True):
    """What the form said beside its list. Days are ISO; `said` people were announced, `flawed` rows were not taken."""

    kind: str
    adr: str
    contact: str
    tel: str
    until_day: str
    product: str = ""
    text: str = ""
    said: int = 0
    flawed: int = 0
    repeated: int = 0


class GroupVerdict(StrEnum):
    """What staff answer."""

    WORDS = nonmember("district_groups.verdict")

    OFFERED = "offered"
    REFUSED = "refused"


class GroupReason(StrEnum):
    """Why a request is refused; the organisation reads it."""

    WORDS = nonmember("district_groups.reason")

    NO_VACCINE = "no_vaccine"
    NO_TEAM = "no_team"
    NOT_ELIGIBLE = "not_eligible"
    OTHER_UNIT = "other_unit"
    LIST_WRONG = "list_wrong"
    OTHER = "other"


class GroupFault(StrEnum):
    """Why an answer is not taken."""

    WORDS = nonmember("district_groups.fault")

    VERDICT = "verdict"
    DAY = "day"
    HOUR = "hour"
    PLACE = "place"
    REASON = "reason"
    TEXT = "text"
    LONG = "long"
    ON_THE_WAY = "on_the_way"
    ANSWERED = "answered"
    OVER = "over"
    PLACED = "placed"  # n
    NOTHING = "nothing"


class GroupAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer: day (ISO), hour (`07:30`) and place of an offer, or a reason; words of one's own with either."""

    verdict: GroupVerdict
    day: str = ""
    hour: str = ""
    place: str = ""
    reason: str = ""
    text: str = ""


def read_answer(values: Mapping[str, str], *, today: str) -> GroupAnswer | GroupFault:
    """An answer as typed, in normal form, or what is wrong with it first.

    Args:
        today: ISO; a day is offered from it on, and no further ahead than one may be wished for.
    """
    given = {name: clean(values.get(name, "")) for name in ("day", "hour", "place", "reason", "text")}
    if len(given["text"]) > MOST_TEXT or len(given["place"]) > MOST_PLACE:
        return GroupFault.LONG
    verdict = values.get("verdict", "")
    if verdict == GroupVerdict.OFFERED.value:
        return _offer(given, today)
    if verdict != GroupVerdict.REFUSED.value:
        return GroupFault.VERDICT
    if given["reason"] not in list(GroupReason):
        return GroupFault.REASON
    if given["reason"] == GroupReason.OTHER.value and not given["text"]:
        return GroupFault.TEXT
    return GroupAnswer(verdict=GroupVerdict.REFUSED, reason=given["reason"], text=given["text"])


def _offer(given: Mapping[str, str], today: str) -> GroupAnswer | GroupFault:
    last = (date.fromisoformat(today) + timedelta(days=AHEAD_DAYS)).isoformat()
    if not _is_day(given["day"]) or not today <= given["day"] <= last:
        return GroupFault.DAY
    hour = clock(given["hour"])
    if not hour:
        return GroupFault.HOUR
    if not given["place"]:
        return GroupFault.PLACE
    return GroupAnswer(
        verdict=GroupVerdict.OFFERED, day=given["day"], hour=hour, place=given["place"], text=given["text"]
    )


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
