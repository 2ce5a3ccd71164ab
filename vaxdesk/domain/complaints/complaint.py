"""What a complaint says, and what an answer needs; the reasons for rejecting one are the official ones (CV 9458)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum, nonmember

from vaxdesk.domain.birthdates import parse_birth
from vaxdesk.domain.payloads_cleaning import Complaint
from vaxdesk.domain.refusals import Refusal, Refused

MOST_TEXT, MOST_FIELD, MOST_DOSES = 1000, 200, 3
DOSE_FIELDS = ("product", "lot", "day")
_TYPED = ("name", "dob", "doc", "tel", "adr", "guardian", "guardian_kin", "guardian_tel", "place")


class ComplaintWay(StrEnum):
    """How it came in."""

    WORDS = nonmember("district_complaints.way")

    PHONE = "phone"
    PAPER = "paper"
    VISIT = "visit"
    PORTAL = "portal"  # by the public itself; no member of staff registers one so


class ComplaintAbout(StrEnum):
    """What is said to be wrong."""

    WORDS = nonmember("district_complaints.about")

    DOSE_MISSING = "dose_missing"
    DOSE_WRONG = "dose_wrong"
    PERSON_WRONG = "person_wrong"
    OTHER = "other"


class ComplaintState(StrEnum):
    """How far it is; the first two wait for an answer."""

    WORDS = nonmember("district_complaints.state")

    NEW = "new"
    ASKED = "asked"
    ACCEPTED = "accepted"
    REJECTED = "rejected"

    @property
    def waits(self) -> bool:
        """Whether the 48 hours run."""
        return self in (ComplaintState.NEW, ComplaintState.ASKED)


class RejectReason(StrEnum):
    """Why a complaint is rejected: the pick-list of CV 9458."""

    WORDS = nonmember("district_complaints.reason")

    PHOTO_INCOMPLETE = "photo_incomplete"
    NAME_AGAINST_PAPER = "name_against_paper"
    PORTRAIT_ONLY = "portrait_only"
    DOSE_NUMBER_WRONG = "dose_number_wrong"
    BIRTH_DIFFERS = "birth_differs"
    PAPER_INCOMPLETE = "paper_incomplete"
    PHOTO_COVERED = "photo_covered"
    PHOTO_BLURRED = "photo_blurred"
    DAY_DIFFERS = "day_differs"
    NOTHING_MATCHES = "nothing_matches"
    NAME_UNMARKED = "name_unmarked"
    PRODUCT_DIFFERS = "product_differs"
    PAPER_ALTERED = "paper_altered"


def check_new(said: Complaint, *, today: str, products: Collection[str]) -> Refused | None:
    """What is wrong with a complaint as it was filled in.

    Args:
        today: ISO day of the server.
        products: codes that may be named.
    """
    if not said.name.strip():
        return Refused(reason=Refusal.NAME_MISSING)
    if said.way not in list(ComplaintWay) or said.about not in list(ComplaintAbout):
        return Refused(reason=Refusal.REASON_NEEDED)
    if any(len(getattr(said, name)) > MOST_FIELD for name in _TYPED):
        return Refused(reason=Refusal.TEXT_TOO_LONG, facts={"most": MOST_FIELD})
    if len(said.text) > MOST_TEXT:
        return Refused(reason=Refusal.TEXT_TOO_LONG, facts={"most": MOST_TEXT})
    if said.dob and parse_birth(said.dob) is None:
        return Refused(reason=Refusal.DAY_UNREADABLE, facts={"day": said.dob})
    return next((wrong for one in said.doses if (wrong := _dose(one, today, products))), None)


def check_answer(state: str, *, reasons: Collection[str], text: str) -> Refused | None:
    """What an answer lacks: a rejection has one of the official reasons, anything else words."""
    if state not in list(ComplaintState) or state == ComplaintState.NEW:
        return Refused(reason=Refusal.REASON_NEEDED)
    if len(text) > MOST_TEXT:
        return Refused(reason=Refusal.TEXT_TOO_LONG, facts={"most": MOST_TEXT})
    if state == ComplaintState.REJECTED:
        known = bool(reasons) and all(one in list(RejectReason) for one in reasons)
        return None if known else Refused(reason=Refusal.REASON_NEEDED)
    return None if text.strip() else Refused(reason=Refusal.ANSWER_MISSING)


def _dose(one: dict[str, str], today: str, products: Collection[str]) -> Refused | None:
    product, day = one.get("product", ""), one.get("day", "")
    if product not in products:
        return Refused(reason=Refusal.PRODUCT_UNKNOWN, facts={"product": product})
    if len(one.get("lot", "")) > MOST_FIELD:
        return Refused(reason=Refusal.TEXT_TOO_LONG, facts={"most": MOST_FIELD})
    return None if _is_day(day) and day <= today else Refused(reason=Refusal.DAY_UNREADABLE, facts={"day": day})


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
