"""Why a session is cancelled, and why somebody is not invited after all."""

from __future__ import annotations

from enum import StrEnum, nonmember


class CancelReason(StrEnum):
    """Why a session does not take place."""

    WORDS = nonmember("plan.cancel_reason")

    NO_VACCINE = "no_vaccine"
    WEATHER = "weather"
    POWER = "power"
    STAFF = "staff"
    OUTBREAK = "outbreak"


class CloseReason(StrEnum):
    """Why a campaign is over."""

    WORDS = nonmember("plan.close_reason")

    FINISHED = "finished"
    ORDERED = "ordered"
    NO_VACCINE = "no_vaccine"
    OUTBREAK = "outbreak"


class TakeOutReason(StrEnum):
    """Why somebody does not come to their slot."""

    WORDS = nonmember("plan.take_out_reason")

    AWAY = "away"
    ILL = "ill"
    UNWILLING = "unwilling"
    ELSEWHERE = "elsewhere"
    MISTAKE = "mistake"
