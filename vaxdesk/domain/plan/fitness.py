"""Whether a person may be invited to a session by what is known of them today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum, nonmember

from vaxdesk.domain.course import Circumstances
from vaxdesk.domain.limits import TooEarly
from vaxdesk.domain.products import Schedule
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.schedule import Due, due_after, next_dose
from vaxdesk.domain.views import DoseView


class LeftOut(StrEnum):
    """Why somebody chosen is not invited."""

    WORDS = nonmember("plan.left_out")

    ALLOTTED = "allotted"
    TOO_EARLY = "too_early"
    COMPLETE = "complete"
    OTHER_KIND = "other_kind"
    AGE = "age"
    BIRTH = "birth"
    CONTRAINDICATED = "contraindicated"
    OTHER_PRODUCT = "other_product"
    NOT_IN_USE = "not_in_use"
    NO_PLACE = "no_place"


_OF_REFUSAL = {
    Refusal.COMPLETE: LeftOut.COMPLETE,
    Refusal.INJECTED_SAME_DAY: LeftOut.TOO_EARLY,
    Refusal.TOO_YOUNG: LeftOut.AGE,
    Refusal.TOO_OLD: LeftOut.AGE,
    Refusal.BIRTH_UNKNOWN: LeftOut.BIRTH,
    Refusal.BIRTH_TOO_VAGUE: LeftOut.BIRTH,
    Refusal.PRODUCT_CONTRAINDICATED: LeftOut.CONTRAINDICATED,
    Refusal.MIXING: LeftOut.OTHER_PRODUCT,
}


# Of several products' reasons the one that says most: whoever must only wait is told so, whatever else is on the list.
_TELLING = (
    LeftOut.TOO_EARLY,
    LeftOut.OTHER_KIND,
    LeftOut.COMPLETE,
    LeftOut.CONTRAINDICATED,
    LeftOut.OTHER_PRODUCT,
    LeftOut.AGE,
    LeftOut.BIRTH,
    LeftOut.NOT_IN_USE,
)


def unfit(
    schedule: Schedule,
    doses: Sequence[DoseView],
    *,
    products: Iterable[str],
    kinds: Iterable[str],
    dob: str,
    day: str,
    anaphylaxis_after: tuple[str, ...] = (),
) -> LeftOut | None:
    """Why no product of the session may be given on its day; None when one may.

    Pregnancy and illness are not known ahead: screening decides on the day.

    Args:
        products: codes; none: any that is in use on the day.
        kinds: kinds of dose meant; none: any.
    """
    today, wanted = date.fromisoformat(day), frozenset(kinds)
    codes = tuple(products) or tuple(one.code for one in schedule.product if one.in_force(today))
    person = Circumstances(anaphylaxis_after=anaphylaxis_after)
    reasons = []
    for code in codes:
        judged = next_dose(schedule, doses, product=code, dob=dob, day=day, person=person)
        if isinstance(judged, Due):
            if not wanted or judged.kind.value in wanted:
                return None
            reasons.append(LeftOut.OTHER_KIND)
        else:
            reasons.append(_reason(judged))
    return min(reasons, key=_TELLING.index, default=LeftOut.NOT_IN_USE)


def _reason(judged: TooEarly | Refused) -> LeftOut:
    if isinstance(judged, TooEarly):
        return LeftOut.TOO_EARLY
    return _OF_REFUSAL.get(judged.reason, LeftOut.NOT_IN_USE)


def waits_by(schedule: Schedule, doses: Sequence[DoseView], *, dob: str, day: str, today: str) -> bool:
    """Whether somebody with earlier doses is due for the next one on or before a day, by the rules of today."""
    found = due_after(schedule, doses, dob=dob, day=today)
    return found is not None and found.day <= day
