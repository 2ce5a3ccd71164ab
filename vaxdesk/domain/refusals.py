"""Closed list of reasons to say no or to warn, and the three answers of every rule: allowed, refused, noted."""

from __future__ import annotations

from enum import StrEnum, nonmember
from typing import Any

import msgspec


class Refusal(StrEnum):
    """Why a step is not taken; the facts that its sentence names stand behind each."""

    WORDS = nonmember("refusal.reason")

    NO_RIGHT = "no_right"  # act
    REASON_NEEDED = "reason_needed"
    LEASE_LAPSED = "lease_lapsed"
    LEASE_CODE_FORM = "lease_code_form"
    LEASE_CODE_WRONG = "lease_code_wrong"  # left
    PERSON_GONE = "person_gone"
    NOT_EXACT = "not_exact"
    # pleas for an erasure
    PLEA_STANDS = "plea_stands"  # day, until
    PAPER_MISSING = "paper_missing"
    PAPER_NUMBER = "paper_number"
    PLEA_DAY = "plea_day"  # days
    ISSUE_GONE = "issue_gone"
    CASE_TAKEN = "case_taken"  # name
    NOTHING_CHANGED = "nothing_changed"
    DOSE_UNREADABLE = "dose_unreadable"
    NOT_YET_READ = "not_yet_read"
    CHANGED_SINCE = "changed_since"
    # questions from above to a site
    QUESTION_MISSING = "question_missing"
    QUESTION_DAY = "question_day"  # days
    QUESTION_GONE = "question_gone"
    ALREADY_ASKED = "already_asked"
    ANSWER_MISSING = "answer_missing"
    PICTURE_MISSING = "picture_missing"
    TOO_MANY_PICTURES = "too_many_pictures"  # most
    TEXT_TOO_LONG = "text_too_long"  # most
    # reports of the public after a dose
    TOLD_GONE = "told_gone"
    TOLD_SERIOUS = "told_serious"
    CALL_TIME = "call_time"
    # planning
    SESSION_GONE = "session_gone"
    SESSION_PAST = "session_past"  # day
    SESSION_CLOSED = "session_closed"
    SESSION_BEGUN = "session_begun"  # n
    SESSION_AHEAD = "session_ahead"  # day
    DAY_UNREADABLE = "day_unreadable"  # day
    NO_SLOTS = "no_slots"
    SLOT_UNKNOWN = "slot_unknown"  # slot
    PORTAL_SHARE = "portal_share"
    DOSE_UNKNOWN = "dose_unknown"  # dose
    CAMPAIGN_GONE = "campaign_gone"
    CAMPAIGN_CLOSED = "campaign_closed"
    CAMPAIGN_IN_USE = "campaign_in_use"  # n
    DAYS_TURNED = "days_turned"
    TASK_GONE = "task_gone"
    NAME_MISSING = "name_missing"
    NOBODY_CHOSEN = "nobody_chosen"
    MEMBER_TWICE = "member_twice"  # name
    MEMBER_GONE = "member_gone"
    HOURS_TURNED = "hours_turned"
    # lists of facilities, areas and staff
    PLACE_GONE = "place_gone"
    PLACE_IN_USE = "place_in_use"  # n
    UNIT_NOT_ONE_OF = "unit_not_one_of"
    UNIT_NOT_CHOSEN = "unit_not_chosen"
    CHECKLIST_UNFINISHED = "checklist_unfinished"  # n
    # lists for the police
    NOBODY_LISTED = "nobody_listed"
    LIST_UNKNOWN = "list_unknown"
    LIST_TOO_LONG = "list_too_long"  # most
    NO_NUMBER = "no_number"  # most
    LIST_UNREADABLE = "list_unreadable"
    LIST_OF_ANOTHER = "list_of_another"
    SIGNER_MISSING = "signer_missing"
    # order of the day
    NOT_RECEIVED = "not_received"
    ALREADY_RECEIVED = "already_received"  # no, at
    ALREADY_SCREENED = "already_screened"  # conclusion, at
    ALREADY_INJECTED = "already_injected"  # product, lot, at
    ALREADY_LEFT = "already_left"  # at
    ALREADY_CERTIFIED = "already_certified"  # at
    CERTIFICATE_NOT_VALID = "certificate_not_valid"
    NOT_SCREENED = "not_screened"
    NO_FORM = "no_form"  # age
    SCREENED_DEFERRED = "screened_deferred"  # until
    SCREENED_CONTRAINDICATED = "screened_contraindicated"
    SCREENED_REFERRED = "screened_referred"
    CONCLUSION_UNKNOWN = "conclusion_unknown"  # conclusion
    DECLINED = "declined"  # why
    CONSENT_MISSING = "consent_missing"
    NOT_INJECTED = "not_injected"
    STILL_OBSERVED = "still_observed"  # minutes
    REACTION_NOT_RECORDED = "reaction_not_recorded"
    NOT_LEFT = "not_left"
    NOT_SEALED = "not_sealed"  # day
    # undo
    ALREADY_VOIDED = "already_voided"
    OTHER_VISIT = "other_visit"
    LATER_STEP_FIRST = "later_step_first"  # kind, id
    # schedule
    PRODUCT_UNKNOWN = "product_unknown"  # product
    PRODUCT_NOT_IN_USE = "product_not_in_use"  # product, day
    BIRTH_UNKNOWN = "birth_unknown"
    BIRTH_TOO_VAGUE = "birth_too_vague"  # dob, limit
    TOO_YOUNG = "too_young"  # product, age, limit
    TOO_OLD = "too_old"  # product, age, limit
    PREGNANT = "pregnant"  # product
    BREASTFEEDING = "breastfeeding"  # product
    PRODUCT_CONTRAINDICATED = "product_contraindicated"  # product
    MIXING = "mixing"  # product, given
    COMPLETE = "complete"  # doses
    INJECTED_SAME_DAY = "injected_same_day"  # product, day
    # paper that is typed in later
    BATCH_GONE = "batch_gone"
    BATCH_DAY = "batch_day"  # day
    PLACE_MISSING = "place_missing"
    SHEETS_WRONG = "sheets_wrong"  # most
    DOSE_ON_RECORD = "dose_on_record"  # product, day, lot
    SHEET_TYPED = "sheet_typed"  # sheet
    SHEET_ONCE = "sheet_once"
    TIME_UNREADABLE = "time_unreadable"  # clock
    NO_DOSE_THEN = "no_dose_then"
    CHECK_BY_TYPIST = "check_by_typist"
    NOTHING_TO_CHECK = "nothing_to_check"
    NO_PICTURE = "no_picture"
    # vial and lot
    NO_VACCINE = "no_vaccine"
    LOT_NUMBER_MISSING = "lot_number_missing"
    EXPIRY_UNREADABLE = "expiry_unreadable"  # expiry
    OTHER_PRODUCT = "other_product"  # product, given
    LOT_EXPIRED = "lot_expired"  # lot, expiry
    LOT_LOCKED = "lot_locked"  # lot, lock
    LOT_VVM = "lot_vvm"  # lot, vvm
    LOT_FROZEN = "lot_frozen"  # lot
    LOT_THAW_OVER = "lot_thaw_over"  # lot, thawed, days, until
    THAW_MISSING = "thaw_missing"  # product
    THAW_UNREADABLE = "thaw_unreadable"  # thawed
    THAW_IN_FUTURE = "thaw_in_future"  # thawed
    THAW_OVER = "thaw_over"  # thawed, until
    THAW_UNASKED = "thaw_unasked"  # product
    NOT_FROZEN = "not_frozen"  # lot
    # store
    NO_DOSES = "no_doses"  # most
    STOCK_SHORT = "stock_short"  # lot, have
    PARTNER_MISSING = "partner_missing"
    NOTHING_RECEIVED = "nothing_received"
    NOTHING_ALLOCATED = "nothing_allocated"
    DECISION_MISSING = "decision_missing"
    DECISION_AHEAD = "decision_ahead"
    UNIT_NOT_BELOW = "unit_not_below"  # unit
    NOTHING_DISPOSED = "nothing_disposed"  # day
    MOVE_GONE = "move_gone"
    TEMP_UNREADABLE = "temp_unreadable"
    FRIDGE_MISSING = "fridge_missing"
    BOX_UNREADABLE = "box_unreadable"
    BOX_MISSING_LOT = "box_missing_lot"
    VIAL_CLOSED = "vial_closed"  # no
    VIAL_TOO_LONG_OPEN = "vial_too_long_open"  # no, hours
    VIAL_OPENED_LATER = "vial_opened_later"  # no
    VIAL_EMPTY = "vial_empty"  # no, given


class Notice(StrEnum):
    """What whoever injects should know although the step is allowed; kept with the dose under `warnings`."""

    WORDS = nonmember("clinical.notice")

    BELOW_RECOMMENDED = "below_recommended"  # days, recommended_from
    BIRTH_IMPRECISE = "birth_imprecise"  # dob
    AGE_NEEDS_CARE = "age_needs_care"  # product, age
    AGE_PASSED = "age_passed"  # product, age, limit
    HISTORY_PRODUCT_UNKNOWN = "history_product_unknown"  # text
    HISTORY_DATE_PARTIAL = "history_date_partial"  # date
    HISTORY_DATE_MISSING = "history_date_missing"
    DOSE_LATER_ON_RECORD = "dose_later_on_record"  # day
    MIXED = "mixed"  # product, given
    PREGNANT_CARE = "pregnant_care"  # weeks
    COMPONENT = "component"  # component
    ADDITIONAL_GROUP = "additional_group"
    BOOSTER_GROUP = "booster_group"  # age
    BOOSTER_SAME = "booster_same"  # product
    HALF_DOSE = "half_dose"  # ml
    EXTRA_DOSE = "extra_dose"  # no, given, nominal
    VIAL_CLOSING_SOON = "vial_closing_soon"  # no, minutes
    LOT_LAST_DAY = "lot_last_day"  # lot
    LOT_NOT_ISSUED = "lot_not_issued"  # lot
    NUMBER_DIFFERS = "number_differs"  # said, counted


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A notice with the facts its sentence names; `needs_reason`: whoever goes on must write why."""

    code: Notice
    facts: dict[str, Any] = {}
    needs_reason: bool = False


class Allowed(msgspec.Struct, frozen=True, kw_only=True):
    """Yes, perhaps with something to know."""

    notes: tuple[Note, ...] = ()


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """No, because; `facts` fill the sentence and hold codes, numbers and ISO days, never sentences."""

    reason: Refusal
    facts: dict[str, Any] = {}
