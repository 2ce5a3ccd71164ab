"""Closed lists that people choose from: site and route, reasons to decline, leave early, undo, throw away."""

from __future__ import annotations

from enum import StrEnum, nonmember


class Site(StrEnum):
    """Where a dose was given."""

    WORDS = nonmember("clinical.site")

    LEFT_DELTOID = "left_deltoid"
    RIGHT_DELTOID = "right_deltoid"
    LEFT_THIGH = "left_thigh"
    RIGHT_THIGH = "right_thigh"


class Route(StrEnum):
    """How a dose was given."""

    WORDS = nonmember("clinical.route")

    INTRAMUSCULAR = "im"
    SUBCUTANEOUS = "sc"
    INTRADERMAL = "id"
    ORAL = "oral"


class LeaveState(StrEnum):
    """State in which a person leaves observation (normal, with a reaction, taken to emergency care)."""

    WORDS = nonmember("clinical.leave_state")

    WELL = "well"
    REACTION = "reaction"
    TRANSFERRED = "transferred"


class DeclineReason(StrEnum):
    """Why a person left the line without a dose."""

    WORDS = nonmember("clinical.decline_reason")

    NO_CONSENT = "no_consent"
    AFRAID = "afraid"
    OTHER_PRODUCT = "other_product"
    ELSEWHERE = "elsewhere"
    FAMILY = "family"
    NO_TIME = "no_time"
    NOT_STATED = "not_stated"


class EarlyReason(StrEnum):
    """Why a person left before the end of observation."""

    WORDS = nonmember("clinical.early_reason")

    OWN_WISH = "own_wish"
    FAMILY = "family"
    WORK = "work"
    OTHER_PLACE = "other_place"
    LEFT_UNSEEN = "left_unseen"


class UndoReason(StrEnum):
    """Why a step was taken back."""

    WORDS = nonmember("clinical.undo_reason")

    WRONG_PERSON = "wrong_person"
    WRONG_ENTRY = "wrong_entry"
    ENTERED_TWICE = "entered_twice"
    NOT_DONE = "not_done"
    MEASURED_AGAIN = "measured_again"


class WasteReason(StrEnum):
    """Why doses were thrown away."""

    WORDS = nonmember("clinical.waste_reason")

    EXPIRED = "expired"
    BROKEN = "broken"
    FROZEN = "frozen"
    TEMPERATURE = "temperature"
    OPEN_TOO_LONG = "open_too_long"
    UNDERFILLED = "underfilled"
    SESSION_END = "session_end"
    OTHER_CAUSE = "other_cause"


class OverrideReason(StrEnum):
    """Why a doctor leaves the conclusion that the screening form proposes."""

    WORDS = nonmember("clinical.override_reason")

    EXAMINATION = "examination"
    RECORDS = "records"
    MEASURED_AGAIN = "measured_again"
    GUIDANCE = "guidance"
    OTHER_GROUND = "other_ground"


class ScheduleReason(StrEnum):
    """Why a dose is given although the schedule notes something."""

    WORDS = nonmember("clinical.schedule_reason")

    AGREED = "agreed"
    PAPER_SEEN = "paper_seen"
    GUIDANCE = "guidance"
    DOCTOR = "doctor"
